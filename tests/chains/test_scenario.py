"""推演 worked by hand, and what holds for every scenario."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chains.chain import SegmentRef
from chains.errors import InvalidValue
from chains.gaps import ImpactCache
from chains.kinds import Coverage, Degree, RateRule, Source
from chains.marking import Assessment, Supplier
from chains.measure_settings import MeasureSettings
from chains.measures import local_supply_rate
from chains.scenario import Fill, Gone, Settle, Stop, Supposition, suppose
from chains.scenario_outcome import Turn, outcome_of
from chains.scenario_text import as_text, from_text
from chains.state import ChainState
from tests.builders import a_chain, a_state, a_supplier


def _ref(segment: str, chain: str = "test") -> SegmentRef:
    return SegmentRef(chain, segment)


def _tyre() -> ChainState:
    return a_state(
        a_chain("rubber>compound", "compound>tyre", "mould>tyre"),
        {"compound": (a_supplier("甲", company_id=1), a_supplier("乙", company_id=2, local=False))},
        rubber=Coverage.MISSING,
        compound=Coverage.STRONG,
        mould=Coverage.WEAK,
    )


def test_a_filled_gap_counts_in_every_measure() -> None:
    (before,) = (_tyre(),)

    (chain,) = outcome_of([before], [Fill(_ref("rubber"))], ImpactCache()).chains

    # rate (0 + 1 + 0.5) / 3 → (1 + 1 + 0.5) / 3; complete 1/4 → 2/4; the whole chain hung on rubber
    assert chain.before.local_supply_rate == pytest.approx(0.5)
    assert chain.after.local_supply_rate == pytest.approx(2.5 / 3)
    assert (chain.before.completeness, chain.after.completeness) == (0.25, 0.5)
    assert (chain.before.missing, chain.after.missing) == (1, 0)
    assert chain.before.exposure == pytest.approx((1 + 1 + 1 + 0.5) / 4)
    assert chain.after.exposure == pytest.approx((0.5 + 0.5) / 4)


def test_what_lights_up_does_so_along_the_links() -> None:
    (chain,) = outcome_of([_tyre()], [Fill(_ref("rubber"))], ImpactCache()).chains

    assert [(step.name, step.order, step.turn) for step in chain.steps] == [
        ("rubber", 0, Turn.LIT),
        ("compound", 1, Turn.LIT),
        ("tyre", 2, Turn.LIT),
    ]
    assert (chain.steps[2].before, chain.steps[2].after) == (1.0, 0.5)


def test_filling_a_product_fills_the_gaps_of_all_chains() -> None:
    one = a_state(a_chain("motor>car", code="car"), motor=Coverage.MISSING)
    two = a_state(a_chain("motor>ship", code="ship"), motor=Coverage.WEAK)
    three = a_state(a_chain("motor>pump", code="pump"))

    supposed = suppose([one, two, three], [Fill(_ref("motor", "car"))])

    assert supposed.filled == {_ref("motor", "car"), _ref("motor", "ship")}
    assert supposed.states[2] is three


def test_the_last_local_supplier_gone_leaves_a_gap() -> None:
    (state,) = suppose([_tyre()], [Gone(1, "甲")]).states

    assert state.assessment("compound").coverage is Coverage.MISSING


def test_half_of_the_suppliers_gone_is_half_of_the_supply() -> None:
    (chain,) = outcome_of([_tyre()], [Gone(1, "甲")], ImpactCache()).chains

    assert [(step.name, step.order, step.after) for step in chain.steps] == [
        ("compound", 0, 0.5),
        ("tyre", 1, 0.5),
    ]
    assert chain.after.standstill == pytest.approx((0.5 + 0.5) / 4)
    assert chain.before.standstill == 0.0


def test_shares_say_how_much_goes_where_all_are_known() -> None:
    shares = {
        "compound": tuple(
            Supplier(replace(one.placement, share=share), one.company_name, "", "", one.local)
            for one, share in (
                (a_supplier("甲", company_id=1), 0.6),
                (a_supplier("乙", company_id=2), 0.2),
            )
        )
    }

    supposed = suppose([a_state(a_chain("compound>tyre"), shares)], [Gone(1, "甲")])

    assert supposed.lost[_ref("compound")] == pytest.approx(0.75)


def test_a_stopped_import_hits_what_hangs_on_it_by_its_degree() -> None:
    state = a_state(a_chain("resin>part", "fibre>part"))
    state = replace(
        state,
        assessments={
            "resin": Assessment(Coverage.WEAK, Source.ABROAD, Degree.PARTLY),
            "fibre": Assessment(Coverage.WEAK, Source.DOMESTIC, Degree.WHOLLY),
        },
    )

    assert suppose([state], [Stop(Source.ABROAD)]).lost == {_ref("resin"): 0.25}
    assert suppose([state], [Stop(None)]).lost == {_ref("resin"): 0.25, _ref("fibre"): 1.0}
    assert suppose([state], [Stop(None, _ref("fibre"))]).lost == {_ref("fibre"): 1.0}
    assert suppose([state], [Stop(), Fill(_ref("resin"))]).lost == {}


def test_a_company_that_settles_fills_the_gap_by_its_name() -> None:
    (state,) = suppose([_tyre()], [Settle(_ref("mould"), 0, "丙模具")]).states

    assert [one.company_name for one in state.local_suppliers("mould")] == ["丙模具"]
    assert state.assessment("mould").source is Source.LOCAL


def test_a_supplier_from_outside_that_settles_is_not_counted_twice() -> None:
    (state,) = suppose([_tyre()], [Settle(_ref("compound"), 2, "乙")]).states

    assert len(state.local_suppliers("compound")) == 2
    assert state.outside_suppliers("compound") == ()


def test_what_is_not_there_is_named_and_changes_nothing() -> None:
    outcome = outcome_of([_tyre()], [Fill(_ref("nothing")), Gone(99, "无")], ImpactCache())

    assert outcome.unknown == (Fill(_ref("nothing")), Gone(99, "无"))
    assert not outcome.chains[0].changed


@pytest.mark.parametrize(
    "one",
    [
        Fill(_ref("a")),
        Settle(_ref("a"), 7, "甲 乙:丙"),
        Gone(3, "甲"),
        Stop(),
        Stop(None, _ref("b")),
        Stop(Source.DOMESTIC),
    ],
)
def test_suppositions_survive_being_kept_as_text(one: Supposition) -> None:
    assert from_text(as_text(one)) == one


@pytest.mark.parametrize(
    "text", ["", "fill", "fill a", "gone x :y", "stop * mars", "drop table", "settle a/b 1"]
)
def test_a_text_that_is_no_supposition_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        from_text(text)


_NAMES = st.sampled_from("abcdef")
_LINKS = st.sets(st.tuples(_NAMES, _NAMES).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=10)
_SUPPOSED = st.lists(
    st.one_of(
        st.builds(Fill, st.builds(_ref, _NAMES)),
        st.builds(
            lambda name, ref: Settle(ref, name, f"企业{name}"), st.integers(0, 4), st.builds(_ref, _NAMES)
        ),
        st.builds(lambda number: Gone(number, f"企业{number}"), st.integers(1, 4)),
        st.builds(Stop, st.sampled_from([None, *Source][:5])),
    ),
    max_size=4,
)


@st.composite
def _states(draw: st.DrawFn) -> ChainState:
    chain = a_chain(*(f"{one}>{two}" for one, two in sorted(draw(_LINKS))))
    codes = [segment.code for segment in chain.segments]
    marks = {
        code: Assessment(draw(st.sampled_from(Coverage)), draw(st.sampled_from(Source))) for code in codes
    }
    suppliers = {
        code: tuple(
            a_supplier(f"企业{number}", company_id=number, local=draw(st.booleans()))
            for number in sorted(draw(st.sets(st.integers(1, 4), max_size=2)))
        )
        for code in codes
    }
    return replace(a_state(chain, suppliers), assessments=marks)


@given(_states())
def test_nothing_supposed_changes_nothing(state: ChainState) -> None:
    supposed = suppose([state], [])
    outcome = outcome_of([state], [], ImpactCache())

    assert supposed.states == (state,)
    assert supposed.states[0] is state
    assert not any(chain.changed for chain in outcome.chains)


@given(_states(), _SUPPOSED)
@settings(max_examples=60)
def test_the_order_of_suppositions_does_not_matter(state: ChainState, supposed: list[Supposition]) -> None:
    expected = outcome_of([state], supposed, ImpactCache())

    for order in list(permutations(supposed))[:6]:
        found = outcome_of([state], order, ImpactCache())
        assert found.chains == expected.chains


@given(_states(), _NAMES, st.sampled_from(RateRule))
def test_filling_a_gap_never_lowers_a_rate(state: ChainState, code: str, rule: RateRule) -> None:
    weights = MeasureSettings(rate_rule=rule)
    before = local_supply_rate(state, weights)

    after = local_supply_rate(suppose([state], [Fill(_ref(code))]).states[0], weights)

    if before is not None:
        assert after is not None
        assert after.value >= before.value - 1e-12


@given(_states(), _SUPPOSED)
def test_a_scenario_leaves_the_chains_it_was_given_alone(
    state: ChainState, supposed: list[Supposition]
) -> None:
    kept = (dict(state.assessments), dict(state.suppliers))

    suppose([state], supposed)

    assert (dict(state.assessments), dict(state.suppliers)) == kept
