"""Changes of personal data in older logs get their salts, and the log stays as whole as it was."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from chains.trust import Rule
from db.checking import check_workspace
from db.engine import make_engine
from db.log_seal import seal_all
from db.schema import upgrade
from db.workspace_file import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

BEFORE_SALTS = "0013"


def _workspace(path: Path, *, altered: bool) -> Path:
    """A file of the revision before: five sealed changes, of which two are of contacts."""
    path.touch()
    upgrade(path, BEFORE_SALTS)
    with closing(sqlite3.connect(path)) as file:
        file.execute(
            "INSERT INTO change_log (at, author, action, subject, kind, item_count) VALUES"
            " ('2026-11-24T08:00:00+00:00', '王五', 'add_contact', '甲公司', 'company', 5)"
        )
        for number, table in enumerate(("setting", "contact", "setting", "contact", "setting"), 1):
            row = {"id": number, "company_id": 1, "kind": "phone", "value": f"1390000000{number}"}
            file.execute(
                'INSERT INTO change_item (number, "table", row_key, after) VALUES (1, ?, ?, ?)',
                (table, json.dumps({"key": f"k{number}"}), json.dumps(row)),
            )
        file.commit()
    engine = make_engine(path)
    with engine.begin() as connection:
        seal_all(connection)
        if altered:
            connection.exec_driver_sql("UPDATE change_item SET after = '{}' WHERE id = 3")
    engine.dispose()
    return path


@pytest.mark.parametrize("altered", [False, True])
def test_an_older_log_gets_salts_and_hides_no_alteration(tmp_path: Path, altered: bool) -> None:
    path = _workspace(tmp_path / "旧.lianpu", altered=altered)

    open_workspace(path).close()

    with closing(sqlite3.connect(path)) as file:
        rows = file.execute('SELECT "table", salt IS NOT NULL FROM change_item ORDER BY id').fetchall()
    assert rows == [(table, int(table == "contact")) for table, _ in rows]
    report = check_workspace(path)
    found = [one for one in report.findings if one.rule is Rule.LOG]
    assert [(one.place, one.examples) for one in found] == ([("change_item", ("3",))] if altered else [])
