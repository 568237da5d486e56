"""The full check: a sound workspace passes, and each kind of damage is found."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.trust import Rule
from db.checking import check_workspace
from db.workspace_file import open_workspace
from tests.builders import a_company, a_workspace, bring_in

REF = SegmentRef("tyre", "mould")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "工作区.lianpu"
    workspace = a_workspace(path)
    bring_in(workspace, a_company("甲公司", "轮胎模具"), a_company("乙公司", "硫化机"))
    for number in range(3):
        workspace.execute(AssessSegment(REF, evidence=f"依据{number}"))
    workspace.database.close()
    return path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def _edit(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_workspace_that_was_worked_in_passes(file: Path) -> None:
    report = check_workspace(file)

    assert report.sound
    assert report.rows["company"] == 2


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        (Rule.REFERENCE, "UPDATE assessment SET segment = 'gone' WHERE id = 1"),
        (Rule.PARENT, "UPDATE segment SET parent = code WHERE chain = 'tyre' AND code = 'mould'"),
        (Rule.PARENT, "UPDATE segment SET parent = 'gone' WHERE chain = 'tyre' AND code = 'mould'"),
        (Rule.SHARE, "UPDATE supply_link SET share = 1, \"group\" = 'g'"),
        (Rule.INDEX, "DELETE FROM search_segment"),
        (Rule.LOG, "UPDATE change_log SET author = '别人' WHERE number = 3"),
        (Rule.LOG, "UPDATE change_item SET after = replace(after, '依据1', '改过')"),
        (Rule.LOG, "DELETE FROM change_item WHERE id = (SELECT max(id) FROM change_item)"),
        (Rule.LOG, "DELETE FROM change_item WHERE id = 2"),
    ],
)
def test_what_was_changed_behind_the_programs_back_is_found(rule: Rule, statement: str, file: Path) -> None:
    _edit(file, statement)

    assert rule in {finding.rule for finding in check_workspace(file).findings}


@pytest.mark.parametrize("table", ["change_log", "change_item"])
def test_nothing_that_the_log_says_can_be_altered_unseen(table: str, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        key = connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
    unseen = []
    for column in columns:
        if column in {"seal", "id"} or (table, column) == ("change_log", "number"):
            continue  # the seal itself, and what orders the rows: to alter that is to take a row out
        altered = file.with_name(f"{column}.lianpu")
        shutil.copy(file, altered)
        value = "7" if column in {"number", "undoes", "item_count"} else "'{}'"
        _edit(altered, f'UPDATE {table} SET "{column}" = {value} WHERE rowid = {key}')  # noqa: S608 - as above
        if Rule.LOG not in {finding.rule for finding in check_workspace(altered).findings}:
            unseen.append(column)

    assert len(columns) > 7
    assert unseen == []


def test_an_entry_taken_out_of_the_log_is_named(file: Path) -> None:
    _edit(file, "DELETE FROM change_item WHERE number = 4", "DELETE FROM change_log WHERE number = 4")

    found = {finding.place: finding.examples for finding in check_workspace(file).findings}

    assert "4" in found["change_log"]


def test_the_newest_entry_taken_out_of_the_log_is_named(file: Path) -> None:
    _edit(file, "DELETE FROM change_item WHERE number = 5", "DELETE FROM change_log WHERE number = 5")

    found = {finding.place: finding.examples for finding in check_workspace(file).findings}

    assert found["change_log"] == ("5",)


def test_others_write_while_everything_is_checked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.engine.FILE_WAIT_SECONDS", 0.1)
    workspace = Workspace(open_workspace(file), "乙")
    words: list[str] = []

    def step(_done: int, _total: int, word: str) -> None:
        workspace.execute(AssessSegment(REF, evidence=f"检查{word}时写入"))
        words.append(word)

    assert check_workspace(file, step).sound
    assert "变更记录" in words
