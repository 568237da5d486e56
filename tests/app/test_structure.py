"""Structure commands on a real file: guarded, logged, taken back whole; drawings and snapshots."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import (
    AddFollowUp,
    AddTarget,
    AssessSegment,
    Composite,
    PlaceCompany,
    RemoveSnapshot,
    TakeSnapshot,
)
from chains.drawing import Drawing, Point
from chains.errors import AlreadyThere, Conflict, NotFound, StillInUse
from chains.events import Ref
from chains.kinds import Coverage, EntityKind, Tier
from chains.structure import (
    AddChain,
    AddLink,
    AddSegment,
    AddStage,
    EditChain,
    EditSegment,
    FoldSegments,
    MergeSegments,
    MoveMarks,
    MoveSegments,
    PinBoxes,
    RemoveChain,
    RemoveSegments,
    RenameTier,
    SplitSegment,
    UnpinBoxes,
)
from tests.builders import a_company, bring_in
from tests.stores import FILE, SERVER

if TYPE_CHECKING:
    from chains.chain import Chain
    from chains.state import ChainState

STORES = (FILE, SERVER)

MOULD = SegmentRef("tyre", "mould")


def _state(workspace: Workspace, code: str = "tyre") -> ChainState:
    with workspace.read() as reader:
        return reader.chain_state(code)


def _chain(workspace: Workspace) -> Chain:
    return _state(workspace).chain


def _unversioned(state: ChainState) -> object:
    chain = state.chain
    segments = tuple(replace(one, version=0) for one in chain.segments)
    return replace(chain, version=0, segments=segments), state.assessments, state.suppliers, state.products


def _other_segment(workspace: Workspace) -> SegmentRef:
    return next(one.ref for one in _chain(workspace).segments if one.code != "mould")


def _marked_mould(workspace: Workspace) -> int:
    """轮胎模具 with an assessment, a placement, a target and a follow-up."""
    (company,) = bring_in(workspace, a_company("甲模具", "轮胎模具", region="440500"))
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.WEAK))
    workspace.execute(PlaceCompany(MOULD, company))
    target = workspace.execute(AddTarget(MOULD, company)).created
    workspace.execute(AddFollowUp(target, date(2026, 11, 24), "电话"))
    return company


def test_a_new_segment_shares_the_product_of_its_name(workspace: Workspace) -> None:
    outcome = workspace.execute(AddSegment(SegmentRef("tyre", "x"), "电机", _stage(workspace)))

    assert Ref(EntityKind.CHAIN, "tyre") in outcome.refs
    assert _chain(workspace).segment("x").product == "电机"
    workspace.execute(AddSegment(SegmentRef("tyre", "y"), "从未有过的产品", _stage(workspace)))
    with workspace.read() as reader:
        assert reader.products()[_chain(workspace).segment("y").product].name == "从未有过的产品"


def _stage(workspace: Workspace) -> str:
    return _chain(workspace).stages[0].code


def test_a_renamed_segment_takes_its_own_product_along_but_not_a_shared_one(workspace: Workspace) -> None:
    workspace.execute(AddSegment(SegmentRef("tyre", "x"), "新品", _stage(workspace)))
    workspace.execute(AddSegment(SegmentRef("tyre", "y"), "电机", _stage(workspace)))

    workspace.execute(EditSegment(SegmentRef("tyre", "x"), name="新品二"))
    workspace.execute(EditSegment(SegmentRef("tyre", "y"), name="轮毂电机"))

    with workspace.read() as reader:
        products = reader.products()
    assert products[_chain(workspace).segment("x").product].name == "新品二"
    assert products[_chain(workspace).segment("y").product].name == "电机"


def test_a_removed_segment_comes_back_whole(workspace: Workspace) -> None:
    _marked_mould(workspace)
    workspace.execute(PinBoxes("tyre", (("mould", 10.0, 20.0),)))
    before = _unversioned(_state(workspace))
    with workspace.read() as reader:
        history, targets = reader.assessment_history(MOULD), reader.targets("tyre")

    workspace.execute(RemoveSegments("tyre", ("mould",), with_marks=True))
    with pytest.raises(KeyError):
        _chain(workspace).segment("mould")
    workspace.undo_last()

    assert _unversioned(_state(workspace)) == before
    with workspace.read() as reader:
        assert reader.assessment_history(MOULD) == history
        assert [replace(one, version=0) for one in reader.targets("tyre")] == [
            replace(one, version=0) for one in targets
        ]
        assert reader.drawing("tyre").pins == {"mould": Point(10.0, 20.0)}


def test_a_segment_with_companies_is_not_removed_unless_they_shall_go_too(workspace: Workspace) -> None:
    _marked_mould(workspace)

    with pytest.raises(StillInUse) as refused:
        workspace.execute(RemoveSegments("tyre", ("mould",)))

    assert (refused.value.facts["placements"], refused.value.facts["targets"]) == (1, 1)
    assert _chain(workspace).segment("mould").name == "轮胎模具"


def test_marks_move_to_another_segment_first(workspace: Workspace) -> None:
    _marked_mould(workspace)
    other = _other_segment(workspace)

    workspace.execute(
        Composite(
            "remove_segments", "轮胎模具", (MoveMarks(MOULD, other), RemoveSegments("tyre", ("mould",)))
        )
    )

    assert [one.company_name for one in _state(workspace).suppliers_of(other.segment)] == ["甲模具"]
    with workspace.read() as reader:
        assert [row.ref for row in reader.targets("tyre")] == [other]
    workspace.undo_last()
    assert [one.company_name for one in _state(workspace).suppliers_of("mould")] == ["甲模具"]


def test_a_form_from_before_a_removal_does_not_fit_what_was_brought_back(workspace: Workspace) -> None:
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.WEAK))
    workspace.execute(RemoveSegments("tyre", ("mould",)))
    workspace.undo_last()

    for seen in (1, 2):
        with pytest.raises(Conflict):
            workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG, expected_version=seen))


def test_a_structure_change_on_an_old_view_is_refused_with_who_changed_it(workspace: Workspace) -> None:
    seen = _chain(workspace).version
    workspace.execute(AddStage("tyre", "x", "新阶段", Tier.MIDSTREAM, expected_version=seen))

    with pytest.raises(Conflict) as refused:
        workspace.execute(AddStage("tyre", "y", "新阶段二", Tier.MIDSTREAM, expected_version=seen))

    assert refused.value.facts["by"] == "王五"


def test_several_commands_of_one_step_see_one_version(workspace: Workspace) -> None:
    seen, stage = _chain(workspace).version, _stage(workspace)
    parts = tuple(
        AddSegment(SegmentRef("tyre", code), name, stage, expected_version=seen)
        for code, name in (("x", "甲件"), ("y", "乙件"))
    )

    workspace.execute(
        Composite("paste", "2 个环节", (*parts, AddLink("tyre", "x", "y", expected_version=seen)))
    )

    assert _chain(workspace).version == seen + 1
    workspace.undo_last()
    assert {"x", "y"}.isdisjoint(one.code for one in _chain(workspace).segments)


def test_marking_twelve_segments_is_one_step(workspace: Workspace) -> None:
    before = _unversioned(_state(workspace))
    refs = [one.ref for one in _chain(workspace).segments[:12]]
    commands = tuple(AssessSegment(ref, coverage=Coverage.ADEQUATE, expected_version=1) for ref in refs)

    outcome = workspace.execute(Composite("assess", "12 个环节", commands))

    state = _state(workspace)
    assert all(state.assessment(ref.segment).coverage is Coverage.ADEQUATE for ref in refs)
    with workspace.read() as reader:
        assert reader.change_log(1)[0].number == outcome.number
    workspace.undo_last()
    assert _unversioned(_state(workspace)) == before


def test_a_merge_brings_companies_and_targets_together(workspace: Workspace) -> None:
    company = _marked_mould(workspace)
    other = _other_segment(workspace)
    workspace.execute(PlaceCompany(other, company))
    before = _unversioned(_state(workspace))

    workspace.execute(MergeSegments(other, ("mould",)))

    assert [one.placement.company_id for one in _state(workspace).suppliers_of(other.segment)] == [company]
    with workspace.read() as reader:
        assert [row.ref for row in reader.targets("tyre")] == [other]
    workspace.undo_last()
    assert _unversioned(_state(workspace)) == before


def test_a_split_part_is_unassessed_and_has_a_product_of_its_own(workspace: Workspace) -> None:
    workspace.execute(SplitSegment(MOULD, "活络模", (("half", "两半模"),)))

    state = _state(workspace)
    assert state.assessment("half").coverage is Coverage.UNASSESSED
    assert state.assessment("mould").coverage is Coverage.MISSING
    assert state.products[state.chain.segment("half").product].name == "两半模"


def test_a_chain_is_made_from_nothing_and_taken_back(workspace: Workspace) -> None:
    drone = SegmentRef("drone", "frame")
    workspace.execute(
        Composite(
            "add_chain",
            "无人机",
            (
                AddChain("drone", "无人机", "高端装备"),
                AddStage("drone", "raw", "原材料", Tier.UPSTREAM),
                AddStage("drone", "whole", "整机", Tier.MIDSTREAM),
                AddSegment(drone, "机架", "raw"),
                AddSegment(SegmentRef("drone", "plane"), "整机", "whole"),
                AddLink("drone", "frame", "plane"),
            ),
        )
    )

    chain = _state(workspace, "drone").chain
    assert (chain.cluster, len(chain.stages), len(chain.segments), len(chain.links)) == ("高端装备", 2, 2, 1)
    with pytest.raises(AlreadyThere):
        workspace.execute(AddChain("other", "无人机"))
    workspace.undo_last()
    with pytest.raises(NotFound):
        _state(workspace, "drone")


def test_a_removed_chain_comes_back_with_everything(workspace: Workspace) -> None:
    _marked_mould(workspace)
    before = _unversioned(_state(workspace))
    with pytest.raises(StillInUse):
        workspace.execute(RemoveChain("tyre"))

    workspace.execute(RemoveChain("tyre", with_marks=True))
    with pytest.raises(NotFound):
        _state(workspace)
    workspace.undo_last()

    chain, *rest = before
    now, *rest_now = _unversioned(_state(workspace))
    assert (now, rest_now) == (chain, rest)


def test_the_log_speaks_of_names_not_of_codes(workspace: Workspace) -> None:
    workspace.execute(AddLink("tyre", "mould", _other_segment(workspace).segment))
    workspace.execute(MoveSegments("tyre", ("mould",), _stage(workspace)))
    workspace.execute(RemoveSegments("tyre", ("mould",)))

    with workspace.read() as reader:
        removed, moved, linked = reader.change_log(3)
    assert {one.field: one.after for one in linked.fields}["supply_link.source"] == "轮胎模具"
    assert {one.field: one.after for one in moved.fields} == {
        "segment.stage": _chain(workspace).stages[0].name
    }
    assert ("segment.name", "轮胎模具", "") in [(one.field, one.before, one.after) for one in removed.fields]


def test_hand_placed_boxes_are_kept_and_given_back(workspace: Workspace) -> None:
    workspace.execute(PinBoxes("tyre", (("mould", 5.0, 7.5),)))
    workspace.execute(FoldSegments("tyre", ("mould",), folded=True))
    with workspace.read() as reader:
        assert reader.drawing("tyre") == Drawing({"mould": Point(5.0, 7.5)}, frozenset({"mould"}))

    workspace.execute(UnpinBoxes("tyre", ("mould",)))
    with workspace.read() as reader:
        assert reader.drawing("tyre") == Drawing({}, frozenset({"mould"}))
    workspace.undo_last()
    workspace.undo_last()

    with workspace.read() as reader:
        assert reader.drawing("tyre") == Drawing({"mould": Point(5.0, 7.5)})


def test_a_tier_word_and_a_chains_name_are_kept(workspace: Workspace) -> None:
    workspace.execute(RenameTier("tyre", Tier.UPSTREAM, "原料端"))
    workspace.execute(EditChain("tyre", name="轮胎与橡胶", chief="李市长"))

    chain = _chain(workspace)
    assert (chain.tier_name(Tier.UPSTREAM), chain.name, chain.chief) == ("原料端", "轮胎与橡胶", "李市长")
    workspace.undo_last()
    workspace.undo_last()
    assert _chain(workspace).tier_names == ()


def test_a_snapshot_shows_the_state_that_was(workspace: Workspace) -> None:
    _marked_mould(workspace)
    then = _unversioned(_state(workspace))
    workspace.execute(TakeSnapshot("2026年第四季度"))
    with workspace.read() as reader:
        (snapshot,) = reader.snapshots()
    with pytest.raises(AlreadyThere):
        workspace.execute(TakeSnapshot("2026年第四季度"))

    workspace.execute(AssessSegment(MOULD, coverage=Coverage.STRONG))
    workspace.execute(MergeSegments(_other_segment(workspace), ("mould",)))
    workspace.execute(EditSegment(_other_segment(workspace), name="改了名"))

    with workspace.read() as reader:
        assert _unversioned(reader.chain_state_at("tyre", snapshot.number)) == then
        assert reader.chain_state_at("nothing", snapshot.number) is None
    workspace.execute(RemoveSnapshot(snapshot.id))
    with workspace.read() as reader:
        assert reader.snapshots() == ()
