"""The figures that charts over all chains show: rate, completeness, gaps by severity, what changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.gaps import gap_rows, overview_of
from chains.measure_settings import DEFAULTS
from chains.shade_classes import ShadeClass
from chains.shading import by_change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.gaps import ImpactCache
    from chains.measure_settings import MeasureSettings
    from chains.state import ChainState

SEVERE, MODERATE = 0.7, 0.4
"""From here on a gap's 严重度 is 高, 中; below it is 低."""


@dataclass(frozen=True, slots=True)
class ChainChart:
    """One chain: rates 0–1 (None for no figure), gaps by 严重度, segments by what changed."""

    name: str
    local_supply_rate: float | None
    completeness: float | None
    high: int
    middle: int
    low: int
    better: int = 0
    worse: int = 0
    new: int = 0
    other: int = 0


def chain_charts(
    states: Sequence[ChainState],
    impacts: ImpactCache,
    before: Mapping[str, ChainState | None] | None = None,
    settings: MeasureSettings = DEFAULTS,
) -> tuple[ChainChart, ...]:
    """Every chain, in order. `before` are the chains at the snapshot by code; None where there is none."""
    bands: dict[str, Counter[str]] = {state.chain.code: Counter() for state in states}
    for row in gap_rows(states, impacts, settings=settings):
        level = "high" if row.severity >= SEVERE else "middle" if row.severity >= MODERATE else "low"
        bands[row.ref.chain][level] += 1
    charts = []
    for state in states:
        overview, band = overview_of(state, settings), bands[state.chain.code]
        changed: Mapping[ShadeClass, int] = {}
        if before is not None:
            changed = by_change(state, before.get(state.chain.code)).counts()
        charts.append(
            ChainChart(
                overview.name,
                overview.local_supply_rate,
                overview.completeness,
                band["high"],
                band["middle"],
                band["low"],
                changed.get(ShadeClass.CHANGE_BETTER, 0),
                changed.get(ShadeClass.CHANGE_WORSE, 0),
                changed.get(ShadeClass.CHANGE_NEW, 0),
                changed.get(ShadeClass.CHANGE_OTHER, 0),
            )
        )
    return tuple(charts)
