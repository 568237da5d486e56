"""快照比较 worked by hand, and what holds for every pair of states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.comparison import Comparison, SegmentTurn, compare
from chains.comparison_shading import by_comparison
from chains.kinds import Coverage, Decision, Role, Source
from chains.shade_classes import ShadeClass
from chains.state import ChainState
from tests.builders import a_chain, a_state, a_supplier, assessed

_LINKS = ("rubber>compound", "compound>tyre", "mould>tyre")


def _before() -> ChainState:
    return a_state(
        a_chain(*_LINKS),
        {
            "compound": (a_supplier("甲", company_id=1), a_supplier("乙", company_id=2, local=False)),
            "tyre": (a_supplier("丁", company_id=4, role=Role.CANDIDATE),),
        },
        rubber=Coverage.MISSING,
        compound=Coverage.STRONG,
        mould=Coverage.WEAK,
    )


def _after() -> ChainState:
    return a_state(
        a_chain(*_LINKS, "press>tyre"),
        {
            "compound": (a_supplier("甲", company_id=1),),
            "mould": (a_supplier("丙", company_id=3),),
            "tyre": (a_supplier("戊", company_id=5, decision=Decision.REJECTED),),
        },
        rubber=Coverage.ADEQUATE,
        compound=Coverage.WEAK,
        mould=Coverage.MISSING,
        press=Coverage.MISSING,
    )


def _turns(found: Comparison) -> dict[str, SegmentTurn]:
    return {one.ref.segment: one.turn for one in found.segments}


def test_gaps_filled_opened_and_grown_are_told_apart() -> None:
    found = compare([_before()], [_after()])

    assert _turns(found) == {
        "rubber": SegmentTurn.FILLED,
        "compound": SegmentTurn.OPENED,
        "mould": SegmentTurn.WORSE,
        "press": SegmentTurn.ADDED,
    }
    assert [one.detail for one in found.segments] == ["缺失 → 具备", "优势 → 薄弱", "薄弱 → 缺失", "缺失"]


def test_figures_of_both_states_are_measured_alike() -> None:
    (chain,) = compare([_before()], [_after()]).chains

    # (0 + 1 + 0.5) / 3 → rubber 1, compound 0.5, mould 0, press 0: 1.5 / 4
    assert chain.before is not None
    assert chain.after is not None
    assert chain.before.local_supply_rate == pytest.approx(0.5)
    assert chain.after.local_supply_rate == pytest.approx(1.5 / 4)
    # one of four segments has a confirmed local supplier, then two of five
    assert (chain.before.completeness, chain.after.completeness) == (0.25, 0.4)


def test_companies_come_and_leave_only_as_confirmed_suppliers() -> None:
    found = compare([_before()], [_after()])

    moves = [(one.segment_name, one.company_name, one.came) for one in found.companies]
    assert moves == [("mould", "丙", True), ("compound", "乙", False)]


def test_a_segment_and_a_chain_that_are_gone_are_told() -> None:
    other = a_state(a_chain("a>b", code="other"))

    found = compare([_after(), other], [_before()])

    assert _turns(found)["press"] is SegmentTurn.REMOVED
    gone = found.chain("other")
    assert gone is not None
    assert gone.after is None
    assert gone.count(SegmentTurn.REMOVED) == 2


def test_what_is_only_measured_otherwise_is_no_gap_turn() -> None:
    before = a_state(a_chain("a>b"), a=Coverage.WEAK)
    after = replace(before, assessments={"a": assessed(Coverage.WEAK, Source.ABROAD, chokepoint=True)})

    (change,) = compare([before], [after]).segments

    assert (change.turn, change.detail) == (SegmentTurn.OTHER, "不详 → 国外")


def test_a_gap_that_nobody_assesses_any_more_was_not_filled() -> None:
    before = a_state(a_chain("a>b"), a=Coverage.MISSING)
    after = a_state(a_chain("a>b"))

    assert _turns(compare([before], [after])) == {"a": SegmentTurn.OTHER}


def test_the_map_shows_turns_moves_and_what_is_gone() -> None:
    before, after = _before(), _after()
    (chain,) = compare([after], [before]).chains

    shading = by_comparison(before, chain, "从“甲”到“乙”")

    shades = {code: box.shade for code, box in shading.boxes.items()}
    assert shades == {
        "rubber": ShadeClass.CHANGE_WORSE,
        "compound": ShadeClass.CHANGE_BETTER,
        "mould": ShadeClass.CHANGE_BETTER,
        "tyre": ShadeClass.CHANGE_SAME,
    }
    assert shading.remark == "从“甲”到“乙”；已删除 1 个环节：press"


def test_a_segment_where_only_a_company_came_is_marked() -> None:
    before = a_state(a_chain("a>b"), a=Coverage.STRONG)
    after = replace(before, suppliers={"a": (a_supplier("甲", company_id=1),)})
    (chain,) = compare([before], [after]).chains

    box = by_comparison(after, chain, "").boxes["a"]

    assert (box.shade, box.chip, box.note) == (ShadeClass.CHANGE_OTHER, "企业变动", "增 1 家")


_COVERAGES = st.dictionaries(
    st.sampled_from(["rubber", "compound", "mould", "tyre"]), st.sampled_from(Coverage)
)


@given(_COVERAGES)
def test_a_state_compared_with_itself_shows_nothing(marks: dict[str, Coverage]) -> None:
    state = a_state(a_chain(*_LINKS), {"rubber": (a_supplier("甲", company_id=1),)}, **marks)

    found = compare([state], [state])

    assert (found.segments, found.companies) == ((), ())
    assert not any(chain.changed for chain in found.chains)


@given(_COVERAGES, _COVERAGES)
def test_what_is_filled_one_way_opens_the_other(one: dict[str, Coverage], other: dict[str, Coverage]) -> None:
    states = [a_state(a_chain(*_LINKS), **marks) for marks in (one, other)]

    there, back = _turns(compare(states[:1], states[1:])), _turns(compare(states[1:], states[:1]))

    assert there.keys() == back.keys()
    filled = {code for code, turn in there.items() if turn is SegmentTurn.FILLED}
    assert all(back[code] is SegmentTurn.OPENED for code in filled)
