"""The gap list, contradictions and stale assessments."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chains.coverage_signs import contradictions, stale_segments
from chains.gaps import ImpactCache, gap_rows, overview_of, segments_with_product, with_gap_filled
from chains.kinds import Coverage, Decision, Source
from chains.marking import Assessment
from chains.measures import local_supply_rate
from chains.state import ChainState
from tests.builders import TODAY, a_chain, a_state, a_supplier, assessed


def test_only_missing_and_weak_segments_are_gaps_worst_first() -> None:
    chain = a_chain("a>d", "b>d", "c>d")
    state = a_state(chain, a=Coverage.WEAK, b=Coverage.MISSING, c=Coverage.STRONG)

    rows = gap_rows([state], ImpactCache())

    assert [row.name for row in rows] == ["b", "a"]
    assert rows[0].gap_index > rows[1].gap_index


def test_cross_is_the_mean_impact_of_the_product_in_other_chains() -> None:
    here = a_state(a_chain("motor>ship", code="ship"), motor=Coverage.MISSING)
    other = a_state(a_chain("motor>car", "motor>pump", "wheel>car", code="car"))

    (row,) = gap_rows([here, other], ImpactCache())

    assert row.cross == pytest.approx(2 / 3)
    assert row.affected_chains == ("链car",)
    assert row.affected == 1


def test_a_gap_that_no_other_chain_knows_has_no_cross() -> None:
    (row,) = gap_rows([a_state(a_chain("a>b"), a=Coverage.MISSING)], ImpactCache())

    assert row.cross == 0.0
    assert row.candidates is None


def test_missing_with_a_confirmed_local_supplier_is_a_contradiction() -> None:
    chain = a_chain("a>b", "b>c")
    state = a_state(chain, {"a": (a_supplier("甲"),)}, a=Coverage.MISSING, b=Coverage.STRONG)

    assert contradictions(state) == {"a": Coverage.MISSING, "b": Coverage.STRONG}


def test_a_rejected_supplier_contradicts_nothing() -> None:
    rejected = (a_supplier("甲", decision=Decision.REJECTED),)

    assert contradictions(a_state(a_chain("a>b"), {"a": rejected}, a=Coverage.MISSING)) == {}


def test_strong_contradicts_nothing_before_anybody_placed_companies() -> None:
    assert contradictions(a_state(a_chain("a>b"), a=Coverage.STRONG)) == {}


def test_an_assessment_past_its_review_date_is_stale_from_the_next_day() -> None:
    chain = a_chain("a>b")
    state = ChainState(chain, {"a": Assessment(review_on=TODAY), "b": Assessment()})

    assert stale_segments(state, TODAY) == frozenset()
    assert stale_segments(state, TODAY + timedelta(days=1)) == {"a"}


def test_filling_a_gap_raises_the_rate_and_saves_nothing() -> None:
    state = a_state(a_chain("a>c", "b>c"), a=Coverage.MISSING, b=Coverage.ADEQUATE)

    filled = local_supply_rate(with_gap_filled(state, "a"))

    assert filled is not None
    assert filled.value == 1.0
    assert state.assessment("a").coverage is Coverage.MISSING


def test_overview_counts_gaps_and_says_none_where_there_is_no_figure() -> None:
    chain = a_chain("a>c", "b>c")
    state = ChainState(chain, {"a": assessed(Coverage.MISSING, Source.ABROAD, chokepoint=True)})

    overview = overview_of(state)

    assert (overview.gaps, overview.missing, overview.weak, overview.chokepoints) == (1, 1, 0, 1)
    assert (overview.assessed, overview.segments) == (1, 3)
    assert overview.local_supply_rate == 0.0
    assert overview.completeness is None


def test_impacts_are_made_again_when_a_weight_changes() -> None:
    cache = ImpactCache()
    chain = a_chain("a>b", "b>c", "x>c")
    before = cache.of(a_state(chain))["b"].value
    heavier = replace(
        chain, segments=tuple(replace(one, weight=5.0 if one.code == "c" else 1.0) for one in chain.segments)
    )

    after = cache.of(a_state(heavier))["b"].value

    assert before == pytest.approx(1 / 3)
    assert after == pytest.approx(5 / 7)


def test_a_product_is_found_in_every_chain_that_has_it() -> None:
    states = [a_state(a_chain("motor>ship", code="ship")), a_state(a_chain("motor>car", code="car"))]

    assert [str(ref) for ref in segments_with_product(states, "motor")] == ["ship/motor", "car/motor"]
