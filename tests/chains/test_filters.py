"""Filters: what stays in front."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chains.filters import FilterFacts, MapFilter, Only, kept_by, supplying_districts
from chains.kinds import Coverage, Decision, Source
from chains.marking import Assessment
from chains.state import ChainState
from tests.builders import a_chain, a_state, a_supplier, assessed

NO_FACTS = FilterFacts({}, frozenset())
CHAIN = a_chain("a>b", "b>c", "c>d")
MARKS = st.builds(
    Assessment,
    coverage=st.sampled_from(Coverage),
    source=st.sampled_from(Source),
    chokepoint=st.booleans(),
)
FILTERS = st.builds(MapFilter, only=st.frozensets(st.sampled_from(Only)))


def test_gaps_are_what_is_missing_or_weak() -> None:
    state = a_state(CHAIN, a=Coverage.MISSING, b=Coverage.WEAK, c=Coverage.STRONG)

    assert kept_by(MapFilter(frozenset({Only.GAPS})), state, NO_FACTS) == {"a", "b"}


def test_demands_together_keep_what_meets_them_all() -> None:
    state = ChainState(
        CHAIN,
        {
            "a": assessed(Coverage.MISSING, Source.ABROAD, chokepoint=True),
            "b": assessed(Coverage.MISSING, Source.ABROAD),
            "c": assessed(Coverage.STRONG, chokepoint=True),
        },
    )
    wanted = MapFilter(frozenset({Only.GAPS, Only.CHOKEPOINTS, Only.IMPORTED}))

    assert kept_by(wanted, state, NO_FACTS) == {"a"}
    assert wanted.text == "只看缺口、只看卡脖子、只看进口"


def test_a_district_keeps_what_its_confirmed_suppliers_are_on() -> None:
    here = replace(a_supplier("甲"), region="371002")
    rejected = replace(a_supplier("乙", decision=Decision.REJECTED), region="371002")
    elsewhere = replace(a_supplier("丙"), region="371083")
    state = a_state(CHAIN, {"a": (here,), "b": (rejected,), "c": (elsewhere,)})

    assert kept_by(MapFilter(district="371002"), state, NO_FACTS) == {"a"}
    assert supplying_districts(state) == {"371002": 1, "371083": 1}
    assert MapFilter(district="371002", district_name="环翠区").text == "只看环翠区供给"


def test_targets_and_warnings_come_from_outside() -> None:
    facts = FilterFacts({"b": 2, "c": 0}, frozenset({"d"}))

    assert kept_by(MapFilter(frozenset({Only.TARGETED})), a_state(CHAIN), facts) == {"b"}
    assert kept_by(MapFilter(frozenset({Only.DOUBTFUL})), a_state(CHAIN), facts) == {"d"}


@given(marks=st.lists(MARKS, min_size=4, max_size=4), wanted=FILTERS, more=st.sampled_from(Only))
def test_a_further_demand_never_brings_a_box_back(
    marks: list[Assessment], wanted: MapFilter, more: Only
) -> None:
    state = ChainState(CHAIN, dict(zip("abcd", marks, strict=True)))

    assert kept_by(wanted.switched(more, on=True), state, NO_FACTS) <= kept_by(wanted, state, NO_FACTS)


@given(marks=st.lists(MARKS, min_size=4, max_size=4))
def test_no_demand_keeps_everything(marks: list[Assessment]) -> None:
    state = ChainState(CHAIN, dict(zip("abcd", marks, strict=True)))

    assert not MapFilter().is_on
    assert kept_by(MapFilter(), state, NO_FACTS) == {"a", "b", "c", "d"}
