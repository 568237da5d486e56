"""The measures of a chain (domain.md, Measures), each with its parts; no data gives no figure, never 0."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from chains.graph import SupplyGraph
from chains.kinds import RateRule
from chains.measure_settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.marking import Assessment
    from chains.measure_settings import MeasureSettings
    from chains.state import ChainState


@dataclass(frozen=True, slots=True)
class FigurePart:
    """One row that a figure counts: its name, what it brings to the numerator, and its weight below."""

    code: str
    name: str
    value: float
    weight: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value (0–1) with its parts; `basis` names its 口径, worded in app.wording."""

    name: str
    value: float
    basis: str
    parts: tuple[FigurePart, ...] = ()


def local_supply_rate(state: ChainState, settings: MeasureSettings = DEFAULTS) -> Figure | None:
    """本地配套率 by the 口径 of the settings; None when nothing that it counts is known."""
    rule = settings.rate_rule
    if rule is RateRule.BY_SEGMENT:
        parts = _segment_parts(state, settings)
    elif rule is RateRule.BY_COMPANY:
        parts = _company_parts(state)
    else:
        parts = _purchase_parts(state)
    return _weighted("local_supply_rate", rule.value, parts)


def completeness(state: ChainState) -> Figure | None:
    """链条完整度: segments with at least one confirmed local supplier ÷ all segments.

    None when no company was ever placed on the chain: then nobody has looked, which is not 0.
    """
    if not state.has_placements:
        return None
    parts = tuple(
        FigurePart(
            segment.code,
            segment.name,
            1.0 if state.local_suppliers(segment.code) else 0.0,
            1.0,
            "、".join(supplier.company_name for supplier in state.local_suppliers(segment.code)),
        )
        for segment in state.chain.segments
    )
    return _weighted("completeness", "segments", parts)


def impact_of(segment: str, graph: SupplyGraph, weights: Mapping[str, float]) -> Figure | None:
    """Part of the chain that stands still when this segment does (断供影响).

    Returns a Figure with one part per affected segment, largest first; None when no other segment
    carries weight. A cycle is solved as the least fixed point.

    Raises NotFound when the segment is not in the graph.
    """
    losses = graph.losses_without(frozenset({segment}))
    others = {code: weight for code, weight in weights.items() if code != segment}
    total = sum(others.values())
    if total <= 0:
        return None
    lost = sum(weight * losses[code] for code, weight in others.items())
    affected = sorted(
        (code for code in others if losses[code] > 0), key=lambda code: (-weights[code] * losses[code], code)
    )
    parts = tuple(FigurePart(code, code, losses[code], weights[code]) for code in affected)
    return Figure("impact", lost / total, "losses", parts)


def impacts_of(state: ChainState) -> dict[str, Figure | None]:
    """断供影响 of every segment of the chain."""
    graph = SupplyGraph.of(state.chain)
    weights = {segment.code: segment.weight for segment in state.chain.segments}
    return {segment.code: impact_of(segment.code, graph, weights) for segment in state.chain.segments}


def severity(assessment: Assessment, settings: MeasureSettings = DEFAULTS) -> float | None:
    """严重度 (0–1) = d × (0.5 + 0.5·r); None for a segment that nobody has assessed."""
    depth = settings.depth(assessment.coverage)
    if depth is None:
        return None
    return depth * (0.5 + 0.5 * settings.risk(assessment.source, chokepoint=assessment.chokepoint))


def gap_index(
    severe: float, impact: float | None, cross: float, settings: MeasureSettings = DEFAULTS
) -> float:
    """缺口指数 (0–1) = severity × (0.4 + 0.4·impact + 0.2·cross); an unknown impact adds nothing."""
    reach = settings.index_impact * (impact or 0.0) + settings.index_cross * cross
    return severe * (settings.index_base + reach)


def _weighted(name: str, basis: str, parts: tuple[FigurePart, ...]) -> Figure | None:
    total = sum(part.weight for part in parts)
    if total <= 0:
        return None
    return Figure(name, sum(part.value * part.weight for part in parts) / total, basis, parts)


def _segment_parts(state: ChainState, settings: MeasureSettings) -> tuple[FigurePart, ...]:
    supplying = {link.source for link in state.chain.links}
    parts = []
    for segment in state.chain.segments:
        if segment.code not in supplying:
            continue
        coverage = state.assessment(segment.code).coverage
        credit = settings.credit(coverage)
        if credit is not None:
            parts.append(FigurePart(segment.code, segment.name, credit, segment.weight, coverage.value))
    return tuple(parts)


def _company_parts(state: ChainState) -> tuple[FigurePart, ...]:
    parts = []
    for segment in state.chain.segments:
        for supplier in state.suppliers_of(segment.code):
            if supplier.counts:
                here = 1.0 if supplier.counts_as_local else 0.0
                parts.append(FigurePart(segment.code, supplier.company_name, here, 1.0, segment.name))
    return tuple(parts)


def _purchase_parts(state: ChainState) -> tuple[FigurePart, ...]:
    parts = []
    for segment in state.chain.segments:
        for supplier in state.suppliers_of(segment.code):
            amount = supplier.placement.purchase_wan
            if supplier.counts and amount is not None and amount > Decimal(0):
                here = 1.0 if supplier.counts_as_local else 0.0
                parts.append(
                    FigurePart(segment.code, supplier.company_name, here, float(amount), segment.name)
                )
    return tuple(parts)
