"""What the log is filtered by is made with each entry, and made anew for older and rescued workspaces."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.change_filter import ChangeFilter
from chains.commands import (
    AddFollowUp,
    AddTarget,
    AssessSegment,
    NoteContactExport,
    PlaceCompany,
    RemoveTarget,
)
from chains.kinds import Coverage
from chains.structure import EditSegment
from db.change_subjects import note_all_subjects
from db.rescue import rescue
from db.schema import upgrade
from db.workspace_file import open_workspace
from tests.builders import a_company, a_workspace, bring_in
from tests.db.test_upgrades import a_workspace_of

MOULD = SegmentRef("tyre", "mould")
BEFORE_SUBJECTS = "0011"


def _with_changes(path: Path) -> Workspace:
    workspace = a_workspace(path)
    (company,) = bring_in(workspace, a_company("甲模具"))
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG))
    workspace.execute(PlaceCompany(MOULD, company))
    target = workspace.execute(AddTarget(MOULD, company)).created
    workspace.execute(AddFollowUp(target, date(2026, 11, 1), "电话联系"))
    workspace.execute(RemoveTarget(target))
    workspace.execute(EditSegment(MOULD, aliases=("模仁",)))
    workspace.execute(NoteContactExport("名单.xlsx", 1, "走访", (company,)))
    return workspace


def _subjects(path: Path) -> set[tuple[str, str, int]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT kind, subject, number FROM change_subject"))


def test_made_anew_they_are_what_was_noted_with_each_entry(tmp_path: Path) -> None:
    workspace = _with_changes(tmp_path / "w.lianpu")
    noted = _subjects(tmp_path / "w.lianpu")

    with workspace.database._engine.begin() as connection:
        note_all_subjects(connection)
    workspace.database.close()

    assert ("segment", "tyre/mould", 3) in noted
    assert ("company", "1", 6) in noted, "the follow-up of a target that is gone"
    assert _subjects(tmp_path / "w.lianpu") == noted


def test_an_older_workspace_gets_them_at_its_upgrade(tmp_path: Path) -> None:
    path = a_workspace_of(BEFORE_SUBJECTS, tmp_path / "旧.lianpu")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO change_item (number, \"table\", row_key, after) VALUES (2, 'segment', '{}', ?)",
            ('{"chain": "c1", "code": "x1", "parent": null}',),
        )
        connection.commit()

    upgrade(path)

    assert _subjects(path) == {("chain", "c1", 2), ("segment", "c1/x1", 2)}
    database = open_workspace(path)
    with database.read() as reader:
        assert list(reader.changes.numbers(ChangeFilter(segment=SegmentRef("c1", "x1")))) == [2]
    database.close()


def test_a_rescued_workspace_has_them(tmp_path: Path) -> None:
    workspace = _with_changes(tmp_path / "w.lianpu")
    workspace.database.close()

    rescue(tmp_path / "w.lianpu", tmp_path / "救.lianpu", "王五")

    of_exports = {("company", "1", 9)}  # stand beside the log alone
    assert _subjects(tmp_path / "救.lianpu") == _subjects(tmp_path / "w.lianpu") - of_exports
