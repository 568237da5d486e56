"""A workspace of every released schema is opened with everything in it, and an older program's is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, update

from chains.registry import ALL_COMPANIES, CompanyFilter, CompanySort, SortColumn
from chains.trust import BackupKind
from db import tables
from db.backups import backups_of
from db.checking import check_workspace
from db.engine import make_engine
from db.mapping import company_row
from db.registry_index import refresh
from db.schema import known_revisions, newest_revision, upgrade
from db.workspace_file import open_workspace
from tests.builders import a_company

if TYPE_CHECKING:
    from pathlib import Path

ROWS = {"chain": 2, "stage": 2, "product": 2, "segment": 4, "company": 5, "assessment": 3, "change_log": 3}

FIRST_INDEXED = "0004"
"""From here on rows that stand in a file without the program's doing are not in its index."""


def a_workspace_of(revision: str, path: Path) -> Path:
    """A file as the program of that revision left it: some rows in the tables that people fill."""
    path.touch()
    upgrade(path, revision)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        for table, count in ROWS.items():
            for number in range(1, count + 1):
                _insert(connection, table, number)
        connection.commit()
    return path


def _insert(connection: sqlite3.Connection, table: str, number: int) -> None:
    half = (number - 1) // 2 + 1
    known = {
        ("chain", "code"): f"c{number}",
        ("stage", "chain"): f"c{number}",
        ("stage", "tier"): "midstream",
        ("segment", "chain"): f"c{half}",
        ("segment", "stage"): f"x{half}",
        ("segment", "product"): "x1",
        ("assessment", "chain"): "c1",
        ("assessment", "segment"): "x1",
        ("assessment", "coverage"): "missing",
        ("assessment", "source"): "unknown",
        ("company", "state"): "active",
        ("change_log", "at"): "2026-11-24T08:00:00+00:00",
        ("change_log", "kind"): "assessment",
    }
    columns, values = [], []
    for _, name, kind, needed, _default, key in connection.execute(f"PRAGMA table_info({table})").fetchall():
        if (not needed and not (key and kind != "INTEGER")) or (key and kind == "INTEGER"):
            continue
        columns.append(f'"{name}"')
        if (table, name) in known:
            values.append(known[(table, name)])
        elif name in {"aliases", "exclude", "former_names", "products", "countries"}:
            values.append("[]")
        elif kind in {"INTEGER", "FLOAT", "BOOLEAN"}:
            values.append(str(int(name == "version")))
        else:
            values.append(f"x{number}")
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)  # noqa: S608


@pytest.mark.parametrize("revision", sorted(known_revisions()))
def test_a_workspace_of_every_revision_opens_with_every_row(revision: str, tmp_path: Path) -> None:
    path = a_workspace_of(revision, tmp_path / "旧.lianpu")

    database = open_workspace(path)

    with database.read() as reader:
        assert len(reader.chain_codes()) == ROWS["chain"]
        assert len(reader.change_log()) == ROWS["change_log"]
    database.close()
    with closing(sqlite3.connect(path)) as connection:
        for table, count in ROWS.items():
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,)  # noqa: S608
    kinds = [backup.kind for backup in backups_of(path)]
    assert kinds == ([] if revision == newest_revision() else [BackupKind.UPGRADE])
    if revision < FIRST_INDEXED:
        assert check_workspace(path).sound


def test_companies_indexed_by_an_older_program_are_sorted_and_filtered_as_by_this_one(tmp_path: Path) -> None:
    path = tmp_path / "旧.lianpu"
    path.touch()
    upgrade(path, "0006")
    known = (
        a_company("甲公司", "轮胎", legal_person="王五"),
        a_company("乙公司", legal_person="李四", industry="轮胎制造"),
    )
    engine = make_engine(path)
    with engine.begin() as connection:
        for number, company in enumerate(known, 1):
            row = {"id": number, "version": 1, **company_row(company)}
            connection.execute(insert(tables.company).values(row))
        refresh(connection, (1, 2))
        again = {"products": ("水泵",), "legal_person": "安六"}
        connection.execute(update(tables.company).where(tables.company.c.id == 1).values(again))
        refresh(connection, (1,))
        connection.exec_driver_sql("DELETE FROM search_column WHERE name IN ('products', 'legal')")
        # An older program knew no 小类: 0 stood for what it could not read.
        connection.exec_driver_sql(
            "UPDATE search_column SET data = zeroblob(length(data)) WHERE name = 'industry'"
        )
    engine.dispose()

    database = open_workspace(path)

    with database.read() as reader:
        for column in (SortColumn.LEGAL_PERSON, SortColumn.PRODUCTS):
            rows = reader.find_companies(ALL_COMPANIES, CompanySort(column), 0, 9)
            assert [row.name for row in rows] == ["甲公司", "乙公司"]
        assert reader.count_companies(CompanyFilter(industries=("C2911",))).number == 1
    database.close()
    assert check_workspace(path).sound
