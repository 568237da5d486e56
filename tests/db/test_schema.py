"""The packaged schema is the one that the code speaks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, Table

from db import schema, tables
from db.engine import make_engine

if TYPE_CHECKING:
    from pathlib import Path


def _differences(path: Path) -> list[object]:
    engine = make_engine(path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        return compare_metadata(context, tables.metadata)


def _tables(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_migrations_make_the_tables_that_the_code_speaks(tmp_path: Path) -> None:
    path = tmp_path / "空.db"
    path.touch()

    schema.upgrade(path)

    assert _differences(path) == []


def test_a_table_that_no_revision_makes_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "空.db"
    path.touch()
    schema.upgrade(path)
    extra = Table("extra", tables.metadata, Column("id", Integer, primary_key=True))

    try:
        assert len(_differences(path)) == 1
    finally:
        tables.metadata.remove(extra)


def test_there_is_one_newest_revision_and_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "空.db"
    path.touch()
    schema.upgrade(path)
    before = _tables(path)

    schema.upgrade(path)

    assert ScriptDirectory.from_config(schema._config()).get_heads() == [schema.newest_revision()]
    assert _tables(path) == before


def test_every_table_has_a_name_in_the_change_log() -> None:
    logs = {"change_log", "change_item", "product"}

    assert set(tables.metadata.tables) - logs == set(tables.ENTITY_OF_TABLE)
