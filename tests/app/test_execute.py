"""Every command: what it writes, what it logs, and that it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.messages import tell
from app.services.history import History
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import (
    AddFollowUp,
    AddTarget,
    AssessSegment,
    CompanyArrival,
    Composite,
    ImportCompanies,
    PlaceCompany,
    RemovePlacement,
    RemoveTarget,
    RevertChange,
    UpdateTarget,
)
from chains.company import Contact, Qualification
from chains.errors import AlreadyThere, Conflict, InvalidValue, NotFound, NothingToUndo, NotUndoable
from chains.events import Ref
from chains.kinds import Coverage, Decision, EntityKind, Phase, Role, Source
from db.workspace_file import open_workspace
from tests.builders import a_company, a_workspace, bring_in
from tests.stores import FILE, SERVER

if TYPE_CHECKING:
    from chains.commands import Command
    from chains.state import ChainState

STORES = (FILE, SERVER)

MOULD = SegmentRef("tyre", "mould")
RUBBER = SegmentRef("tyre", "natural_rubber")


def _state(workspace: Workspace) -> ChainState:
    with workspace.read() as reader:
        return reader.chain_state("tyre")


def _content(workspace: Workspace) -> object:
    """Everything people edit, without versions."""
    with workspace.read() as reader:
        state = reader.chain_state("tyre")
        companies = [replace(one, version=0) for one in reader.company_batch(0, 100)]
        contacts = [reader.contacts(one.id) for one in companies]
        targets = [replace(row, version=0) for row in reader.targets()]
        return state.assessments, state.suppliers, companies, contacts, targets


def test_an_assessment_is_signed_dated_and_logged_with_before_and_after(workspace: Workspace) -> None:
    outcome = workspace.execute(
        AssessSegment(MOULD, coverage=Coverage.WEAK, source=Source.PROVINCIAL, evidence="2026年调研")
    )

    now = _state(workspace).assessment("mould")
    assert (now.coverage, now.source, now.assessor) == (Coverage.WEAK, Source.PROVINCIAL, "王五")
    assert now.assessed_on is not None
    assert Ref(EntityKind.SEGMENT, "tyre/mould") in outcome.refs
    with workspace.read() as reader:
        entry = reader.change_log()[0]
        assert (entry.number, entry.author, entry.action) == (outcome.number, "王五", "assess")
        changes = {one.field: (one.before, one.after) for one in entry.fields}
        assert changes["assessment.coverage"] == ("missing", "weak")
        assert len(reader.assessment_history(MOULD)) == 2


def test_saying_what_already_holds_writes_nothing(workspace: Workspace) -> None:
    outcome = workspace.execute(AssessSegment(MOULD, coverage=Coverage.MISSING))

    assert outcome.number is None
    assert _state(workspace).chain.segment("mould").version == 1


def test_anothers_evidence_is_not_carried_over_to_a_new_mark(workspace: Workspace) -> None:
    assert _state(workspace).assessment("mould").evidence

    workspace.execute(AssessSegment(MOULD, coverage=Coverage.WEAK))

    assert _state(workspace).assessment("mould").evidence == ""


def test_ones_own_evidence_stays_with_the_next_mark(workspace: Workspace) -> None:
    workspace.execute(AssessSegment(MOULD, evidence="走访记录"))
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.WEAK))

    assert _state(workspace).assessment("mould").evidence == "走访记录"


def test_a_mark_made_on_an_old_view_is_refused_with_who_changed_it(workspace: Workspace) -> None:
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.WEAK, expected_version=1))

    with pytest.raises(Conflict) as refused:
        workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG, expected_version=1))

    assert refused.value.facts["by"] == "王五"
    assert _state(workspace).assessment("mould").coverage is Coverage.WEAK


def test_an_unknown_segment_is_refused(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.execute(AssessSegment(SegmentRef("tyre", "nothing"), coverage=Coverage.WEAK))


def test_a_placed_local_supplier_counts_at_once(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("威海甲模具有限公司", "轮胎模具", region="371002"))

    workspace.execute(PlaceCompany(MOULD, company))

    assert [one.company_name for one in _state(workspace).local_suppliers("mould")] == ["威海甲模具有限公司"]


def test_what_staff_state_of_a_suppliers_place_beats_its_region(workspace: Workspace) -> None:
    far, unknown = bring_in(workspace, a_company("广东甲", region="440100"), a_company("乙"))

    workspace.execute(PlaceCompany(MOULD, far, local=True))
    workspace.execute(PlaceCompany(MOULD, unknown))

    placed = {one.company_name: one.local for one in _state(workspace).suppliers_of("mould")}
    assert placed == {"广东甲": True, "乙": None}


def test_placing_again_changes_the_placement_and_keeps_the_rest(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("甲"))
    workspace.execute(PlaceCompany(MOULD, company, product="活络模具"))

    workspace.execute(PlaceCompany(MOULD, company, role=Role.LEAD, decision=Decision.TO_REVIEW))

    (supplier,) = _state(workspace).suppliers_of("mould")
    assert supplier.placement.product == "活络模具"
    assert (supplier.placement.role, supplier.placement.decision) == (Role.LEAD, Decision.TO_REVIEW)


def test_a_share_outside_0_to_1_is_refused(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("甲"))

    with pytest.raises(InvalidValue):
        workspace.execute(PlaceCompany(MOULD, company, share=1.5))


def test_a_target_is_wanted_once_and_followed_up(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("甲"))
    target = workspace.execute(AddTarget(MOULD, company, 0.9, "轮胎模具")).created

    with pytest.raises(AlreadyThere):
        workspace.execute(AddTarget(MOULD, company))
    workspace.execute(UpdateTarget(target, phase=Phase.TALKING, investment_yi=Decimal("2.5")))
    workspace.execute(AddFollowUp(target, date(2026, 11, 20), "到访"))

    with workspace.read() as reader:
        (row,) = reader.targets("tyre")
    assert (row.phase, row.investment_yi, row.score) == (Phase.TALKING, Decimal("2.5"), 0.9)
    assert row.last_follow_up_on == date(2026, 11, 20)


@pytest.mark.parametrize("text", ["甲\x00乙", "甲\ud83d"], ids=["nul", "half a sign"])
def test_text_that_a_server_would_not_keep_is_refused_by_name_on_files_too(
    workspace: Workspace, text: str
) -> None:
    command = Composite("mark", "多个", (AssessSegment(MOULD, evidence=text),))

    with pytest.raises(InvalidValue) as refused:
        workspace.execute(command)

    assert refused.value.facts["field"] == "evidence"
    assert "甲□" in tell(refused.value)


def test_several_commands_are_one_entry_and_fail_together(workspace: Workspace) -> None:
    one, two = bring_in(workspace, a_company("甲"), a_company("乙"))
    both = Composite("place", "2 家企业", (PlaceCompany(MOULD, one), PlaceCompany(MOULD, two)))

    number = workspace.execute(both).number
    with pytest.raises(NotFound):
        workspace.execute(
            Composite("place", "坏", (RemovePlacement(MOULD, one), RemovePlacement(RUBBER, one)))
        )

    assert len(_state(workspace).suppliers_of("mould")) == 2
    with workspace.read() as reader:
        assert reader.change_log()[0].number == number


def test_an_import_is_taken_back_whole(workspace: Workspace) -> None:
    before = _content(workspace)
    company = a_company("甲", qualifications=(Qualification("专精特新"),))
    arrival = CompanyArrival(company, (Contact("电话", "0631-1234567"),))
    number = workspace.execute(ImportCompanies("a.csv", (arrival,), {})).number
    assert number is not None

    workspace.execute(RevertChange(number))

    assert _content(workspace) == before


def test_an_import_that_others_built_on_is_not_taken_back(workspace: Workspace) -> None:
    (company,) = bring_in(workspace, a_company("甲"))
    workspace.execute(PlaceCompany(MOULD, company))
    with workspace.read() as reader:
        number = next(row.number for row in reader.change_log() if row.action == "import_companies")

    with pytest.raises(NotUndoable) as refused:
        workspace.execute(RevertChange(number))

    assert refused.value.facts["cause"] == "in_use"
    assert len(_state(workspace).suppliers_of("mould")) == 1


def test_an_undo_never_overwrites_what_another_wrote_since(workspace: Workspace, tmp_path: Path) -> None:
    number = workspace.execute(AssessSegment(MOULD, coverage=Coverage.WEAK)).number
    assert number is not None
    (company,) = bring_in(workspace, a_company("甲"))
    placed = workspace.execute(PlaceCompany(MOULD, company)).number
    assert placed is not None
    other = Workspace(open_workspace(workspace.database.place), "李四")
    other.execute(PlaceCompany(MOULD, company, decision=Decision.REJECTED))
    other.database.close()

    with pytest.raises(NotUndoable):
        workspace.execute(RevertChange(placed))

    assert _state(workspace).suppliers_of("mould")[0].placement.decision is Decision.REJECTED
    other.database.close()


def test_undo_last_walks_back_through_the_log_and_then_says_so(workspace: Workspace) -> None:
    before = _content(workspace)
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.WEAK))
    workspace.execute(AssessSegment(MOULD, chokepoint=True))

    workspace.undo_last()
    workspace.undo_last()

    assert _content(workspace) == before
    with pytest.raises(NothingToUndo):
        workspace.undo_last()


def test_personal_data_is_masked_in_the_log(workspace: Workspace) -> None:
    arrival = CompanyArrival(a_company("甲"), (Contact("电话", "13812345678"),))
    workspace.execute(ImportCompanies("a.csv", (arrival,), {}))

    with workspace.read() as reader:
        shown = [one.after for row in reader.change_log() for one in row.fields]

    assert "138****" in shown
    assert "13812345678" not in shown


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("mark"), st.sampled_from(list(Coverage))),
        st.tuples(st.just("choke"), st.booleans()),
        st.tuples(st.just("place"), st.sampled_from(list(Decision))),
        st.tuples(st.just("unplace"), st.none()),
        st.tuples(st.just("target"), st.sampled_from(list(Phase))),
        st.tuples(st.just("untarget"), st.none()),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("redo"), st.none()),
    ),
    max_size=14,
)


@settings(max_examples=25)
@given(_STEPS)
def test_after_any_wandering_undo_all_returns_to_the_start_and_redo_all_to_the_end(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object]]
) -> None:
    workspace = a_workspace(tmp_path_factory.mktemp("undo") / "w.lianpu")
    (company,) = bring_in(workspace, a_company("甲"))
    history = History()
    start = _content(workspace)

    for step, value in steps:
        _take(workspace, history, company, step, value)
    end = _content(workspace)
    undone = 0
    while history.undo_label:
        history.undone(workspace.execute(history.undo_command()))
        undone += 1
    assert _content(workspace) == start
    for _ in range(undone):
        history.redone(workspace.execute(history.redo_command()))

    assert _content(workspace) == end
    workspace.database.close()


def _take(workspace: Workspace, history: History, company: int, step: str, value: object) -> None:
    if step == "undo":
        if history.undo_label:
            history.undone(workspace.execute(history.undo_command()))
        return
    if step == "redo":
        if history.redo_label:
            history.redone(workspace.execute(history.redo_command()))
        return
    command = _command(workspace, company, step, value)
    if command is not None:
        history.record(workspace.execute(command))


def _command(workspace: Workspace, company: int, step: str, value: object) -> Command | None:
    with workspace.read() as reader:
        placed = reader.chain_state("tyre").suppliers_of("mould")
        targets = reader.targets()
    if step == "mark":
        return AssessSegment(MOULD, coverage=value)  # type: ignore[arg-type]
    if step == "choke":
        return AssessSegment(MOULD, chokepoint=value)  # type: ignore[arg-type]
    if step == "place":
        return PlaceCompany(MOULD, company, decision=value)  # type: ignore[arg-type]
    if step == "unplace":
        return RemovePlacement(MOULD, company) if placed else None
    if step == "untarget":
        return RemoveTarget(targets[0].id) if targets else None
    if targets:
        return UpdateTarget(targets[0].id, phase=value)  # type: ignore[arg-type]
    return AddTarget(MOULD, company)
