"""The measures of domain.md, worked by hand and held for all chains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.errors import NotFound
from chains.graph import SupplyGraph, cycles_of
from chains.kinds import Coverage, Decision, RateRule, Role, Source
from chains.measure_settings import MeasureSettings
from chains.measures import completeness, gap_index, impact_of, impacts_of, local_supply_rate, severity
from chains.reach import downstream_of, upstream_of
from tests.builders import a_chain, a_state, a_supplier, assessed


def test_rate_by_segment_counts_assessed_segments_that_supply_others() -> None:
    chain = a_chain("rubber>compound", "black>compound", "compound>tyre", "tyre>car")
    state = a_state(
        chain, rubber=Coverage.MISSING, black=Coverage.WEAK, compound=Coverage.STRONG, car=Coverage.MISSING
    )

    figure = local_supply_rate(state)

    assert figure is not None
    assert figure.value == pytest.approx((0 + 0.5 + 1) / 3)
    assert [part.code for part in figure.parts] == ["rubber", "compound", "black"]


def test_rate_weighs_segments() -> None:
    chain = a_chain("a>c", "b>c", weights={"a": 3.0})

    figure = local_supply_rate(a_state(chain, a=Coverage.ADEQUATE, b=Coverage.MISSING))

    assert figure is not None
    assert figure.value == pytest.approx(0.75)


def test_a_chain_that_nobody_assessed_has_no_rate() -> None:
    assert local_supply_rate(a_state(a_chain("a>b"))) is None


def test_rejected_and_candidate_companies_do_not_count_as_suppliers() -> None:
    suppliers = (
        a_supplier("本地甲"),
        a_supplier("本地乙", decision=Decision.REJECTED),
        a_supplier("本地丙", role=Role.CANDIDATE),
        a_supplier("外地丁", local=False),
    )

    figure = local_supply_rate(
        a_state(a_chain("a>b"), {"a": suppliers}), MeasureSettings(rate_rule=RateRule.BY_COMPANY)
    )

    assert figure is not None
    assert figure.value == pytest.approx(0.5)
    assert [part.name for part in figure.parts] == ["本地甲", "外地丁"]


def test_rate_by_purchase_has_no_figure_where_no_amount_was_entered() -> None:
    state = a_state(a_chain("a>b"), {"a": (a_supplier("甲"),)})

    assert local_supply_rate(state, MeasureSettings(rate_rule=RateRule.BY_PURCHASE)) is None


def test_completeness_counts_segments_with_a_confirmed_local_supplier() -> None:
    suppliers = {"a": (a_supplier("甲"),), "b": (a_supplier("乙", local=None),)}

    figure = completeness(a_state(a_chain("a>b", "b>c", "c>d"), suppliers))

    assert figure is not None
    assert figure.value == pytest.approx(1 / 4)


def test_completeness_has_no_figure_before_anybody_placed_a_company() -> None:
    assert completeness(a_state(a_chain("a>b"))) is None


def test_impact_runs_along_the_links() -> None:
    chain = a_chain("rubber>compound", "compound>tyre", "mould>tyre")
    figure = impact_of(
        "rubber", SupplyGraph.of(chain), dict.fromkeys(("rubber", "compound", "tyre", "mould"), 1.0)
    )

    assert figure is not None
    assert figure.value == pytest.approx(2 / 3)
    assert {part.code for part in figure.parts} == {"compound", "tyre"}


def test_inputs_of_one_group_replace_each_other_by_their_share() -> None:
    chain = a_chain("natural>compound:rubber:0.6", "synthetic>compound:rubber:0.4")

    figure = impacts_of(a_state(chain))["natural"]

    assert figure is not None
    assert figure.value == pytest.approx(0.6 / 2)


def test_losses_in_different_groups_multiply_what_still_runs() -> None:
    chain = a_chain("a>b", "a>c:x:0.5", "b>c:y:0.5")

    losses = SupplyGraph.of(chain).losses_without(frozenset({"a"}))

    assert losses["c"] == pytest.approx(1 - (1 - 0.5) * (1 - 0.5))


def test_a_recycling_loop_does_not_stop_itself() -> None:
    chain = a_chain(
        "precursor>fibre", "fibre>part", "part>recycling", "recycling>precursor:feed:0.3", "acn>precursor"
    )

    graph = SupplyGraph.of(chain)

    assert cycles_of(chain) == (frozenset({"precursor", "fibre", "part", "recycling"}),)
    assert set(graph.losses_without(frozenset()).values()) == {0.0}
    assert graph.losses_without(frozenset({"acn"}))["fibre"] == pytest.approx(1.0)


def test_a_loop_settles_at_the_least_fixed_point() -> None:
    # x = 1 − (1 − 0.5)(1 − 0.4·x), solved by hand: x = 0.5 / (1 − 0.2)
    chain = a_chain("s>x:in:0.5", "x>y", "y>x:loop:0.4")

    losses = SupplyGraph.of(chain).losses_without(frozenset({"s"}))

    assert losses["x"] == pytest.approx(0.5 / 0.8, abs=1e-8)


def test_impact_of_an_unknown_segment_is_refused() -> None:
    with pytest.raises(NotFound):
        impact_of("nobody", SupplyGraph.of(a_chain("a>b")), {"a": 1.0, "b": 1.0})


def test_no_other_weight_gives_no_impact() -> None:
    assert impact_of("a", SupplyGraph.of(a_chain("a>b")), {"a": 1.0, "b": 0.0}) is None


def test_severity_follows_its_table() -> None:
    assert severity(assessed(Coverage.MISSING, Source.ABROAD, chokepoint=True)) == pytest.approx(1.0)
    assert severity(assessed(Coverage.MISSING, Source.DOMESTIC)) == pytest.approx(0.7)
    assert severity(assessed(Coverage.WEAK, Source.LOCAL)) == pytest.approx(0.3)
    assert severity(assessed(Coverage.STRONG, Source.ABROAD)) == 0.0
    assert severity(assessed(Coverage.UNASSESSED)) is None


def test_gap_index_is_one_for_the_worst_gap() -> None:
    assert gap_index(1.0, 1.0, 1.0) == pytest.approx(1.0)
    assert gap_index(1.0, None, 0.0) == pytest.approx(0.4)


def test_paths_up_and_down_the_chain() -> None:
    chain = a_chain("a>b", "b>c", "x>c")

    assert upstream_of(chain, "c") == {"a", "b", "x"}
    assert downstream_of(chain, "a") == {"b", "c"}


_NAMES = st.sampled_from("abcdefg")
_LINKS = st.lists(st.tuples(_NAMES, _NAMES, st.floats(0.05, 1.0)), min_size=1, max_size=16)


@given(_LINKS)
def test_losses_hold_their_own_equation_and_never_leave_0_to_1(links: list[tuple[str, str, float]]) -> None:
    unique = {(one, two): share for one, two, share in links if one != two}
    if not unique:
        return
    chain = a_chain(*(f"{one}>{two}:{one}:{share}" for (one, two), share in unique.items()))
    graph = SupplyGraph.of(chain)
    start = chain.segments[0].code

    losses = graph.losses_without(frozenset({start}))

    for segment in chain.segments:
        assert 0.0 <= losses[segment.code] <= 1.0 + 1e-12
        if segment.code != start:
            running = 1.0
            for group in graph.inputs.get(segment.code, ()):
                running *= 1.0 - sum(share * losses[source] for source, share in group)
            assert losses[segment.code] == pytest.approx(1 - running, abs=1e-6)


@given(_LINKS)
def test_stopping_more_never_loses_less(links: list[tuple[str, str, float]]) -> None:
    unique = {(one, two): share for one, two, share in links if one != two}
    if len(unique) < 2:
        return
    chain = a_chain(*(f"{one}>{two}:{one}:{share}" for (one, two), share in unique.items()))
    graph = SupplyGraph.of(chain)
    codes = [segment.code for segment in chain.segments]

    one = graph.losses_without(frozenset(codes[:1]))
    two = graph.losses_without(frozenset(codes[:2]))

    assert all(two[code] >= one[code] - 1e-9 for code in codes)
