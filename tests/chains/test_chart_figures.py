"""The figures of the charts, worked by hand."""

from __future__ import annotations

from dataclasses import replace

from chains.chart_figures import chain_charts
from chains.gaps import ImpactCache
from chains.kinds import Coverage, Source
from tests.builders import a_chain, a_state, assessed


def test_gaps_are_counted_by_their_severity() -> None:
    state = a_state(a_chain("a>d", "b>d", "c>d"))
    state = replace(
        state,
        assessments={
            "a": assessed(Coverage.MISSING, Source.ABROAD),  # 0.9
            "b": assessed(Coverage.WEAK, Source.ABROAD),  # 0.54
            "c": assessed(Coverage.WEAK, Source.LOCAL),  # 0.3
        },
    )

    (chart,) = chain_charts([state], ImpactCache())

    assert (chart.high, chart.middle, chart.low) == (1, 1, 1)
    assert (chart.better, chart.worse, chart.new, chart.other) == (0, 0, 0, 0)


def test_changes_are_counted_against_the_snapshot() -> None:
    chain = a_chain("a>b", "b>c")
    then = a_state(chain, a=Coverage.MISSING, b=Coverage.STRONG)
    now = a_state(chain, a=Coverage.WEAK, b=Coverage.WEAK, c=Coverage.WEAK)

    (chart,) = chain_charts([now], ImpactCache(), {"test": then})
    (fresh,) = chain_charts([now], ImpactCache(), {"test": None})

    assert (chart.better, chart.worse, chart.other) == (1, 1, 1)
    assert fresh.new == 3
