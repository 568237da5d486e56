"""The gap list over all chains and the chain overview."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chains.chain import SegmentRef
from chains.coverage_signs import GAP_COVERAGES
from chains.kinds import Coverage, Source
from chains.measure_settings import DEFAULTS
from chains.measures import completeness, gap_index, impacts_of, local_supply_rate, severity
from chains.rows import ChainOverview, GapRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chains.chain import Chain, Segment
    from chains.measure_settings import MeasureSettings
    from chains.state import ChainState


@dataclass(frozen=True, slots=True)
class Impact:
    """断供影响 of one segment (0–1, None for no figure) and how many others lose something."""

    value: float | None
    affected: tuple[str, ...] = ()


class ImpactCache:
    """断供影响 of whole chains, kept as long as their structure stays: marking does not change it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Chain, dict[str, Impact]]] = {}

    def of(self, state: ChainState) -> Mapping[str, Impact]:
        """Impact of every segment of the chain, by code."""
        known = self._known.get(state.chain.code)
        if known is not None and _same_structure(known[0], state.chain):
            return known[1]
        impacts = {
            code: Impact(None)
            if figure is None
            else Impact(figure.value, tuple(part.code for part in figure.parts))
            for code, figure in impacts_of(state).items()
        }
        self._known[state.chain.code] = (state.chain, impacts)
        return impacts


def gap_rows(
    states: Iterable[ChainState],
    impacts: ImpactCache,
    targets: Mapping[SegmentRef, int] | None = None,
    candidates: Mapping[SegmentRef, int] | None = None,
    settings: MeasureSettings = DEFAULTS,
) -> tuple[GapRow, ...]:
    """Every gap of all chains, highest 缺口指数 first. Pass all chains: `cross` looks at the others.

    `targets` and `candidates` count companies per gap; without `candidates` the rows say None.
    """
    all_states = tuple(states)
    around = _Around(_impacts_by_product(all_states, impacts), targets or {}, candidates, settings)
    rows = [
        _gap_row(state, segment, known[segment.code], around)
        for state in all_states
        for known in (impacts.of(state),)
        for segment in state.chain.segments
        if state.assessment(segment.code).coverage in GAP_COVERAGES
    ]
    return tuple(sorted(rows, key=lambda row: (-row.gap_index, row.chain_name, row.name)))


def overview_of(state: ChainState, settings: MeasureSettings = DEFAULTS) -> ChainOverview:
    """One line of the chain list."""
    rate = local_supply_rate(state, settings)
    whole = completeness(state)
    marks = [state.assessment(segment.code) for segment in state.chain.segments]
    coverages = [mark.coverage for mark in marks]
    return ChainOverview(
        code=state.chain.code,
        name=state.chain.name,
        cluster=state.chain.cluster,
        local_supply_rate=None if rate is None else rate.value,
        completeness=None if whole is None else whole.value,
        segments=len(coverages),
        assessed=sum(coverage is not Coverage.UNASSESSED for coverage in coverages),
        missing=coverages.count(Coverage.MISSING),
        weak=coverages.count(Coverage.WEAK),
        chokepoints=sum(mark.chokepoint for mark in marks),
    )


def with_gap_filled(state: ChainState, segment: str) -> ChainState:
    """The chain as if the segment were supplied here; nothing is saved."""
    filled = replace(
        state.assessment(segment),
        coverage=Coverage.ADEQUATE,
        source=Source.LOCAL,
        degree=None,
        countries=(),
        chokepoint=False,
    )
    return replace(state, assessments={**state.assessments, segment: filled})


def segments_with_product(states: Iterable[ChainState], product: str) -> tuple[SegmentRef, ...]:
    """Every segment of all chains that supplies the product."""
    return tuple(
        segment.ref for state in states for segment in state.chain.segments if segment.product == product
    )


_ByProduct = dict[str, list[tuple[SegmentRef, str, float]]]


@dataclass(frozen=True, slots=True)
class _Around:
    """What a gap's row needs beside its own chain."""

    by_product: _ByProduct
    targets: Mapping[SegmentRef, int]
    candidates: Mapping[SegmentRef, int] | None
    settings: MeasureSettings


def _same_structure(one: Chain, other: Chain) -> bool:
    if one is other:
        return True
    weights = [(segment.code, segment.weight) for segment in one.segments]
    return one.links == other.links and weights == [
        (segment.code, segment.weight) for segment in other.segments
    ]


def _impacts_by_product(states: tuple[ChainState, ...], impacts: ImpactCache) -> _ByProduct:
    """Product → (segment, chain name, impact) of every segment that has it and has a figure."""
    by_product: _ByProduct = defaultdict(list)
    for state in states:
        known = impacts.of(state)
        for segment in state.chain.segments:
            value = known[segment.code].value
            if value is not None:
                by_product[segment.product].append((segment.ref, state.chain.name, value))
    return by_product


def _gap_row(state: ChainState, segment: Segment, impact: Impact, around: _Around) -> GapRow:
    assessment = state.assessment(segment.code)
    others = [
        entry for entry in around.by_product.get(segment.product, ()) if entry[0].chain != segment.chain
    ]
    cross = sum(value for _, _, value in others) / len(others) if others else 0.0
    severe = severity(assessment, around.settings) or 0.0
    return GapRow(
        ref=segment.ref,
        chain_name=state.chain.name,
        name=segment.name,
        coverage=assessment.coverage,
        source=assessment.source,
        degree=assessment.degree,
        chokepoint=assessment.chokepoint,
        severity=severe,
        impact=impact.value,
        cross=cross,
        gap_index=gap_index(severe, impact.value, cross, around.settings),
        affected=len(impact.affected),
        affected_chains=tuple(dict.fromkeys(name for _, name, _ in others)),
        local_suppliers=len(state.local_suppliers(segment.code)),
        outside_suppliers=len(state.outside_suppliers(segment.code)),
        targets=around.targets.get(segment.ref, 0),
        candidates=None if around.candidates is None else around.candidates.get(segment.ref, 0),
        evidence=assessment.evidence,
        assessor=assessment.assessor,
        assessed_on=assessment.assessed_on,
        countries=assessment.countries,
    )
