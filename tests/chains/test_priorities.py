"""补链优先级 and 链间配套, worked by hand and held against trying every set."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chains.priorities as priorities_module
from chains.cross_matches import cross_matches
from chains.gaps import ImpactCache
from chains.kinds import Coverage, RateRule
from chains.measure_settings import ChainWeighing, MeasureSettings
from chains.measures import local_supply_rate
from chains.priorities import best_set, priorities_of
from chains.scenario import Fill, suppose
from tests.builders import a_chain, a_state, a_supplier

if TYPE_CHECKING:
    from chains.state import ChainState

BY_COMPANY = MeasureSettings(rate_rule=RateRule.BY_COMPANY)


def _car() -> ChainState:
    return a_state(
        a_chain("motor>car", "glass>car", "steel>car", code="car"),
        motor=Coverage.MISSING,
        glass=Coverage.WEAK,
        steel=Coverage.STRONG,
    )


def _pump() -> ChainState:
    return a_state(
        a_chain("motor>pump", "seal>pump", code="pump"), motor=Coverage.WEAK, seal=Coverage.MISSING
    )


def test_a_gap_gains_over_all_chains_at_once() -> None:
    found = priorities_of([_car(), _pump()], ImpactCache())

    # motor: 1/3 in car and 0.5/2 in pump; seal 1/2; glass 0.5/3
    assert [one.name for one in found] == ["motor", "seal", "glass"]
    assert found[0].gain == pytest.approx(1 / 3 + 1 / 4)
    assert [(one.chain, one.gain) for one in found[0].gains] == [
        ("car", pytest.approx(1 / 3)),
        ("pump", pytest.approx(1 / 4)),
    ]
    assert found[1].gain == pytest.approx(1 / 2)


def test_chains_can_be_weighed_by_their_segments() -> None:
    weighed = MeasureSettings(chains=ChainWeighing.BY_SEGMENTS)

    found = {one.name: one for one in priorities_of([_car(), _pump()], ImpactCache(), weighed)}

    # 4 and 3 segments: weights 4/3.5 and 3/3.5
    assert found["motor"].gain == pytest.approx((4 / 3 + 3 / 4) / 3.5)


def test_the_best_set_by_segment_is_exact() -> None:
    states = [_car(), _pump()]
    found = best_set(states, priorities_of(states, ImpactCache()), 2)

    assert found.exact
    assert [one.name for one in found.chosen] == ["motor", "seal"]
    assert found.gain == pytest.approx(1 / 3 + 1 / 4 + 1 / 2)


def test_by_purchase_filling_gains_nothing_and_no_set_is_named() -> None:
    by_purchase = MeasureSettings(rate_rule=RateRule.BY_PURCHASE)
    states = [_car(), _pump()]

    found = best_set(states, priorities_of(states, ImpactCache(), by_purchase), 3, by_purchase)

    assert (found.chosen, found.gain) == ((), 0.0)


_COVERAGES = st.sampled_from([Coverage.MISSING, Coverage.WEAK, Coverage.STRONG, Coverage.UNASSESSED])


@st.composite
def _worlds(draw: st.DrawFn) -> list[ChainState]:
    worlds = []
    for code in ("x", "y"):
        names = sorted(draw(st.sets(st.sampled_from("abcde"), min_size=1, max_size=5)))
        chain = a_chain(*(f"{name}>end{code}" for name in names), code=code)
        suppliers = {
            name: tuple(
                a_supplier(f"{code}{name}{number}", local=draw(st.booleans()), company_id=number + 1)
                for number in range(draw(st.integers(0, 2)))
            )
            for name in names
        }
        worlds.append(a_state(chain, suppliers, **{name: draw(_COVERAGES) for name in names}))
    return worlds


def _gain(states: list[ChainState], refs: list, weights: MeasureSettings) -> float:
    then = suppose(states, [Fill(ref) for ref in refs]).states
    total = 0.0
    for one, other in zip(states, then, strict=True):
        before, after = local_supply_rate(one, weights), local_supply_rate(other, weights)
        if before is not None and after is not None:
            total += after.value - before.value
    return total


@given(_worlds(), st.integers(1, 3), st.sampled_from([RateRule.BY_SEGMENT, RateRule.BY_COMPANY]))
@settings(max_examples=80)
def test_no_set_of_as_many_gaps_gains_more(states: list[ChainState], most: int, rule: RateRule) -> None:
    weights = MeasureSettings(rate_rule=rule)
    found = priorities_of(states, ImpactCache(), weights)

    best = best_set(states, found, most, weights)

    tried = [
        _gain(states, [one.refs[0] for one in some], weights)
        for some in combinations(found, min(most, len(found)))
    ]
    assert best.exact
    assert best.gain == pytest.approx(max(tried, default=0.0))
    assert best.gain == pytest.approx(_gain(states, [one.refs[0] for one in best.chosen], weights))


@given(_worlds(), st.integers(1, 3))
@settings(max_examples=80)
def test_a_set_built_step_by_step_keeps_its_bound(states: list[ChainState], most: int) -> None:
    found = priorities_of(states, ImpactCache(), BY_COMPANY)
    exact = best_set(states, found, most, BY_COMPANY)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(priorities_module, "_MOST_TRIED", 0)
        stepped = best_set(states, found, most, BY_COMPANY)

    assert len(stepped.chosen) == len(exact.chosen)
    assert stepped.gain >= stepped.bound * exact.gain - 1e-12


def test_a_gap_meets_those_who_make_it_and_those_who_would_buy() -> None:
    tyre = a_state(
        a_chain("tyre>wheel", code="tyre"),
        {"tyre": (a_supplier("轮胎厂", company_id=1),)},
        tyre=Coverage.STRONG,
    )
    car = a_state(
        a_chain("tyre>car", code="car"), {"car": (a_supplier("房车厂", company_id=2),)}, tyre=Coverage.MISSING
    )

    (match,) = cross_matches([tyre, car])

    assert (match.gap.chain, match.maker.chain) == ("car", "tyre")
    assert [one.name for one in match.makers] == ["轮胎厂"]
    assert [one.name for one in match.users] == ["房车厂"]


def test_two_chains_that_both_lack_a_product_are_no_match() -> None:
    one = a_state(a_chain("motor>car", code="car"), motor=Coverage.MISSING)
    other = a_state(a_chain("motor>pump", code="pump"), motor=Coverage.WEAK)

    assert cross_matches([one, other]) == ()
