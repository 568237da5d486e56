"""A clock that is set back: what happened first stays first, and nothing is overwritten for its time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.services.comparing import find_comparison
from chains.chain import SegmentRef
from chains.commands import AssessSegment, TakeSnapshot
from chains.errors import Conflict
from chains.kinds import Coverage
from db.checking import check_workspace

if TYPE_CHECKING:
    from app.services.workspace import Workspace

REF = SegmentRef("tyre", "mould")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What the clock of this computer shows; set it by its only place."""
    shown = [datetime(2026, 11, 27, 12, tzinfo=UTC)]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            assert tz is UTC
            return shown[0]

    monkeypatch.setattr("db.clock.datetime", Clock)
    return shown


def test_a_clock_set_back_by_a_year_changes_no_order(workspace: Workspace, clock: list[datetime]) -> None:
    workspace.execute(AssessSegment(REF, coverage=Coverage.WEAK, evidence="先"))
    workspace.execute(TakeSnapshot("先拍"))
    clock[0] = clock[0].replace(year=2025)
    workspace.execute(AssessSegment(REF, coverage=Coverage.STRONG, evidence="后"))
    workspace.execute(TakeSnapshot("后拍"))

    with workspace.read() as reader:
        rows = reader.change_log()
        assert [row.at.year for row in rows[:4]] == [2025, 2025, 2026, 2026]
        assert [one.evidence for one in reader.assessment_history(REF)][:2] == ["后", "先"]
        assert reader.changes_after(rows[1].number)[0] == rows[0].number
    compared = find_comparison(workspace, "后拍", "先拍")
    assert (compared.before.name, compared.after.name) == ("先拍", "后拍")
    assert check_workspace(workspace.database.place).sound

    workspace.undo_last()
    workspace.undo_last()
    with workspace.read() as reader:
        assert reader.chain_state(REF.chain).assessment(REF.segment).evidence == "先"


def test_a_form_from_before_the_clock_was_set_back_overwrites_nobody(
    workspace: Workspace, clock: list[datetime]
) -> None:
    with workspace.read() as reader:
        seen = reader.chain_state(REF.chain).chain.segment(REF.segment).version
    workspace.execute(AssessSegment(REF, evidence="同事"))
    clock[0] = clock[0].replace(year=2025)

    with pytest.raises(Conflict):
        workspace.execute(AssessSegment(REF, evidence="旧表", expected_version=seen))
