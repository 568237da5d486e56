"""What the log is filtered by is made with each entry, and made anew for older and rescued workspaces."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.services.workspace import Workspace
from app.trust_words import check_lines
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
from chains.company_merging import MergeCompanies
from chains.kinds import Coverage
from chains.structure import EditSegment
from chains.trust import Rule
from db.change_subjects import note_all_subjects
from db.checking import check_workspace
from db.engine import make_file_engine
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

    assert ("company", "1", 9) in _subjects(tmp_path / "救.lianpu"), "stands beside the log alone"
    assert _subjects(tmp_path / "救.lianpu") == _subjects(tmp_path / "w.lianpu")
    assert check_workspace(tmp_path / "救.lianpu").sound


def test_a_rescue_reads_them_from_both_ends_of_the_damage(tmp_path: Path) -> None:
    path = tmp_path / "w.lianpu"
    workspace = a_workspace(path)
    companies = tuple(range(1, 4_001))
    workspace.execute(NoteContactExport("名单.xlsx", 4_000, "走访", companies))
    workspace.database.close()
    _break_a_middle_page(path, "change_subject")

    report = rescue(path, tmp_path / "救.lianpu", "王五")

    kept = {int(subject) for kind, subject, _ in _subjects(tmp_path / "救.lianpu") if kind == "company"}
    (told,) = [one for one in report.tables if one.table == "change_subject"]
    assert 2_000 < len(kept) < 4_000
    assert told.lost and told.saved == len(kept)


def _break_a_middle_page(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path"
        try:
            leaves = [row[0] for row in connection.execute(query, (table,))]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite has no dbstat")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    whole = bytearray(path.read_bytes())
    page = leaves[len(leaves) // 2] - 1
    whole[page * size : (page + 1) * size] = b"\x00" * size
    path.write_bytes(whole)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM change_subject WHERE number = 3",
        "DELETE FROM change_subject WHERE kind = 'company' AND number = 4",
        "UPDATE change_subject SET subject = 'tyre/tyre' WHERE kind = 'segment' AND number = 3",
        "INSERT INTO change_subject (kind, subject, number) VALUES ('company', '1', 3)",
        "INSERT INTO change_subject (kind, subject, number) VALUES ('company', '1', 77)",
        "UPDATE change_subject SET kind = 'chain' WHERE number = 9",
        "DELETE FROM change_subject WHERE number = 6",
    ],
)
def test_a_check_finds_what_the_changes_do_not_say(statement: str, tmp_path: Path) -> None:
    workspace = _with_changes(tmp_path / "w.lianpu")
    workspace.database.close()
    assert check_workspace(tmp_path / "w.lianpu").sound
    with closing(sqlite3.connect(tmp_path / "w.lianpu")) as connection:
        assert connection.execute(statement).rowcount
        connection.commit()

    report = check_workspace(tmp_path / "w.lianpu")

    assert [one.rule for one in report.findings] == [Rule.SUBJECT]
    assert "筛选" in check_lines(report)[1]


def test_what_changed_hands_since_is_no_fault(tmp_path: Path) -> None:
    workspace = _with_changes(tmp_path / "w.lianpu")
    first, second = bring_in(workspace, a_company("乙模具"), a_company("丙模具"))
    target = workspace.execute(AddTarget(MOULD, first)).created
    workspace.execute(AddFollowUp(target, date(2026, 11, 1), "电话联系"))
    workspace.execute(MergeCompanies(second, first))
    workspace.execute(EditSegment(MOULD, product="胎模"))
    workspace.database.close()

    assert check_workspace(tmp_path / "w.lianpu").sound
    engine = make_file_engine(tmp_path / "w.lianpu")
    with engine.begin() as writing:
        note_all_subjects(writing)
    engine.dispose()
    assert check_workspace(tmp_path / "w.lianpu").sound, "made anew, a follow-up is about the kept company"


@pytest.mark.parametrize("said", ["{}", "kein JSON", "[1]", '{"company_id": [1], "chain": {}}'])
def test_a_check_goes_on_where_a_change_cannot_be_read(said: str, tmp_path: Path) -> None:
    workspace = _with_changes(tmp_path / "w.lianpu")
    workspace.database.close()
    with closing(sqlite3.connect(tmp_path / "w.lianpu")) as connection:
        connection.execute("UPDATE change_item SET after = ? WHERE after IS NOT NULL", (said,))
        connection.commit()

    rules = {one.rule for one in check_workspace(tmp_path / "w.lianpu").findings}

    assert rules == {Rule.LOG, Rule.SUBJECT}
