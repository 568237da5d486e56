"""Each entry of the change log says on which computer it was made, under its seal."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.change_exports import export_changes
from app.services.workspace import Workspace
from chains.catalogue_reader import built_in_catalogue
from chains.chain import SegmentRef
from chains.change_filter import EVERY_CHANGE
from chains.commands import AssessSegment
from chains.trust import Rule
from chains.words import signed_text
from db.checking import check_workspace
from db.computer import LONGEST, computer_name
from db.schema import newest_revision, upgrade
from db.workspace_file import create_workspace, open_workspace

REF = SegmentRef("tyre", "mould")
HERE = "产业科-07"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr("platform.node", lambda: HERE)
    computer_name.cache_clear()
    # Not a_workspace: that may copy one which was made under this computer's own name.
    made = create_workspace(tmp_path / "w.lianpu", built_in_catalogue(), "371000", "王五")
    workspace = Workspace(made, "王五")
    workspace.execute(AssessSegment(REF, evidence="走访"))
    return workspace


@pytest.fixture(autouse=True)
def _forget() -> object:
    yield
    computer_name.cache_clear()


def _edit(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement, values)
        connection.commit()


def test_an_entry_names_the_computer_in_the_log_and_in_its_export(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.read() as reader:
        (entry,) = reader.change_log(1)
    export_changes(workspace, tmp_path / "记录.csv", EVERY_CHANGE)

    assert entry.computer == HERE
    assert signed_text(entry) == f"王五（电脑 {HERE}）"
    with (tmp_path / "记录.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["电脑"] for row in rows} == {HERE}
    assert check_workspace(workspace.database.path).sound


@pytest.mark.parametrize("claimed", ["别的电脑", None, ""])
def test_who_changes_it_breaks_the_seal(claimed: str | None, workspace: Workspace) -> None:
    path = workspace.database.path
    workspace.database.close()
    _edit(path, "UPDATE change_log SET computer = ? WHERE number = 2", claimed)

    found = {one.place: one.examples for one in check_workspace(path).findings if one.rule is Rule.LOG}

    assert found == {"change_log": ("2",)}


def test_entries_from_before_go_on_fitting_their_seals(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.database.path
    workspace.database.close()
    # As a program of the revision before left it: no column, seals without it.
    _edit(path, "UPDATE change_log SET computer = NULL")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE change_log SET seal = NULL")
        connection.execute("ALTER TABLE change_log DROP COLUMN computer")
        connection.execute("DROP TABLE carried_sign_in")
        connection.execute("UPDATE alembic_version SET version_num = '0014'")
        connection.commit()
    _seal_as_before(path)

    upgrade(path)
    database = open_workspace(path)
    Workspace(database, "李四").execute(AssessSegment(REF, evidence="复核"))
    with database.read() as reader:
        names = [one.computer for one in reader.change_log()]
    database.close()

    assert newest_revision() >= "0015"
    assert names == [HERE, "", ""]
    assert check_workspace(path).sound
    _edit(path, "UPDATE change_log SET computer = '补写' WHERE number = 1")
    assert not check_workspace(path).sound, "nobody can say later where an old entry was made"


def _seal_as_before(path: Path) -> None:
    import hashlib
    import json

    columns = "number, at, author, action, subject, kind, item_count, undoes"
    with closing(sqlite3.connect(path)) as connection:
        seal = ""
        for row in connection.execute(f"SELECT {columns} FROM change_log ORDER BY number").fetchall():  # noqa: S608
            content = json.dumps(list(row), ensure_ascii=False).encode()
            seal = hashlib.sha256(seal.encode() + content).hexdigest()
            connection.execute("UPDATE change_log SET seal = ? WHERE number = ?", (seal, row[0]))
        connection.commit()


@pytest.mark.parametrize(
    ("node", "known"), [("", None), ("a\nb\x00", "ab"), ("长" * 200, "长" * LONGEST), (" PC ", "PC")]
)
def test_a_name_is_kept_as_far_as_it_can_be_shown(
    node: str, known: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.node", lambda: node)
    computer_name.cache_clear()

    assert computer_name() == known
