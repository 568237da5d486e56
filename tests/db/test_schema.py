"""The packaged schema is the one that the code speaks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, Table

from chains.chain import SegmentRef
from chains.commands import PlaceCompany
from db import schema, tables
from db.engine import make_engine, make_file_engine
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


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

    scripts = ScriptDirectory.from_config(schema._config())
    assert scripts.get_heads() == [schema.newest_revision()]
    assert {script.revision for script in scripts.walk_revisions()} == schema.known_revisions()
    assert _tables(path) == before


def test_every_table_has_a_name_in_the_change_log() -> None:
    logs = {"change_log", "change_item"}

    assert set(tables.metadata.tables) - logs - tables.DERIVED == set(tables.ENTITY_OF_TABLE)


def test_a_file_of_the_first_revision_is_brought_up_with_everything_in_it(tmp_path: Path) -> None:
    path = tmp_path / "旧.db"
    path.touch()
    engine = make_file_engine(path, foreign_keys=False)
    with engine.begin() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in _OLD_ROWS:
            connection.exec_driver_sql(statement)
    engine.dispose()

    schema.upgrade(path)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name, version FROM company").fetchall() == [("威海甲公司", 3)]
        assert connection.execute("SELECT first_id, rows, ready FROM search_segment").fetchall() == [
            (7, 1, 1)
        ]
        assert connection.execute("SELECT seq FROM sqlite_sequence WHERE name='company'").fetchone() == (9,)
        links = connection.execute('SELECT id, source, target, "group", share FROM supply_link').fetchall()
        marks = connection.execute("SELECT coverage, evidence FROM assessment").fetchall()
        numbered = connection.execute("SELECT sql FROM sqlite_master WHERE name='supply_link'").fetchone()
    assert links == [(7, "a", "b", "g", 0.5)]
    assert marks == [("missing", "规划")]
    assert "AUTOINCREMENT" in numbered[0]
    assert _differences(path) == []


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "工作区.lianpu"
    workspace = a_workspace(path)
    bring_in(workspace, a_company("威海甲公司", "轮胎模具"))
    workspace.execute(PlaceCompany(SegmentRef("tyre", "mould"), 1))
    workspace.database.close()
    return path


def _rows(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - our names
            for name in tables.metadata.tables
        }


def test_a_revision_that_makes_a_table_anew_keeps_what_hangs_on_it(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def revision(connection: Connection, _revision: str) -> None:
        work = Operations(MigrationContext.configure(connection))
        with work.batch_alter_table("company", recreate="always") as batch:
            batch.add_column(Column("later", Integer))

    monkeypatch.setattr(schema, "run_revisions", revision)
    before = _rows(filled)

    schema.upgrade(filled)

    assert _rows(filled) == before
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("SELECT later FROM company").fetchall() == [(None,)]


def test_a_revision_that_breaks_references_is_taken_back(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def revision(connection: Connection, _revision: str) -> None:
        connection.exec_driver_sql("DELETE FROM company")

    monkeypatch.setattr(schema, "run_revisions", revision)
    before = _rows(filled)

    with pytest.raises(RuntimeError, match="would break"):
        schema.upgrade(filled)

    assert _rows(filled) == before


_OLD_SEGMENT = "INSERT INTO segment VALUES ('c', '?', 0, 's', '?', 'p', '[]', '[]', NULL, 1, 0, '', 4)"
_OLD_COMPANY = (
    "INSERT INTO company (id, credit_code, name, name_key, short_name, stock_code, former_names, region,"
    " region_basis, address, products, scope, industry, state, state_text, legal_person, company_type, size,"
    " currency, website, origin, search_text, version) VALUES (7, '', '威海甲公司', '威海甲公司', '', '',"
    " '[]', '371002', '', '', '[]', '', '', 'active', '', '', '', '', 'CNY', '', '', '威海甲公司', 3)"
)
_OLD_ROWS = (
    "INSERT INTO chain VALUES ('c', 0, '链', '', '', '', '', '[]', 3)",
    "INSERT INTO stage (chain, code, position, name, tier) VALUES ('c', 's', 0, '阶段', 'midstream')",
    "INSERT INTO product VALUES ('p', '品', '[]', '[]')",
    _OLD_SEGMENT.replace("?", "a"),
    _OLD_SEGMENT.replace("?", "b"),
    "INSERT INTO supply_link VALUES (7, 'c', 'a', 'b', 'g', 0.5)",
    _OLD_COMPANY,
    "UPDATE sqlite_sequence SET seq = 9 WHERE name = 'company'",
    "INSERT INTO assessment VALUES (1, 'c', 'a', 'missing', 'unknown', NULL, 0, '规划', '王五', NULL, NULL)",
)
