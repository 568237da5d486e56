"""Before and after of a scenario: all measures of all chains, what lights up and what goes dark, in order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chains.gaps import gap_rows, overview_of
from chains.graph import SupplyGraph
from chains.import_origins import ImportMarks, import_marks
from chains.measure_settings import DEFAULTS
from chains.scenario import Stop, Supposed, suppose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chains.chain import Chain, SegmentRef
    from chains.gaps import ImpactCache
    from chains.measure_settings import MeasureSettings
    from chains.scenario import Supposition
    from chains.state import ChainState

_LEAST = 1e-9


class Turn(StrEnum):
    """What becomes of a segment in a scenario: it lights up (点亮) or goes dark (停摆)."""

    LIT = "lit"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class ChainFigures:
    """The measures of one chain. Rates are 0–1, None for no figure; sums are over its gaps.

    `standstill` is the part of the chain that stands still (停摆), `exposure` the part that hangs on gaps
    (缺口牵连): what would stand still if every gap lost what its coverage lacks.
    """

    local_supply_rate: float | None
    completeness: float | None
    missing: int
    weak: int
    chokepoints: int
    severity_sum: float
    index_sum: float
    exposure: float | None
    standstill: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """One segment that turns. `order` 0 is supposed itself, 1 what it supplies, and so on.

    `before` and `after` are the losses (0–1): for LIT those by gaps, for DARK those by what is gone.
    """

    ref: SegmentRef
    name: str
    turn: Turn
    order: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ChainOutcome:
    """One chain before and after, with the segments that turn: by order, the largest change first."""

    code: str
    name: str
    before: ChainFigures
    after: ChainFigures
    steps: tuple[Step, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything of the chain becomes different."""
        return self.before != self.after or bool(self.steps)


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """Every chain, in the workspace's order, and what was supposed of things that are not there.

    `imports` tells how many import marks name no country, where a country is supposed to stop; else None.
    """

    chains: tuple[ChainOutcome, ...] = ()
    unknown: tuple[Supposition, ...] = ()
    imports: ImportMarks | None = None


def outcome_of(
    states: Sequence[ChainState],
    suppositions: Iterable[Supposition],
    impacts: ImpactCache,
    settings: MeasureSettings = DEFAULTS,
) -> ScenarioOutcome:
    """Count every measure of every chain as it stands and as it would stand. Pass all chains."""
    wanted = tuple(suppositions)
    supposed = suppose(states, wanted)
    graphs = {state.chain.code: SupplyGraph.of(state.chain) for state in states}
    sums = [_sums(every, impacts, settings) for every in (states, supposed.states)]
    chains = []
    for state, then in zip(states, supposed.states, strict=True):
        code, graph = state.chain.code, graphs[state.chain.code]
        exposed = [_exposed(one, graph, settings) for one in (state, then)]
        dark = _dark(code, graph, supposed)
        before = _figures(state, settings, sums[0], exposed[0], {})
        after = _figures(then, settings, sums[1], exposed[1], dark)
        steps = (*_lit(state.chain, supposed, exposed), *_darkened(state.chain, supposed, dark))
        chains.append(ChainOutcome(code, state.chain.name, before, after, steps))
    by_country = any(isinstance(one, Stop) and one.country for one in wanted)
    return ScenarioOutcome(tuple(chains), supposed.unknown, import_marks(states) if by_country else None)


def _sums(
    states: Sequence[ChainState], impacts: ImpactCache, settings: MeasureSettings
) -> dict[str, tuple[float, float]]:
    """Chain → sums of 严重度 and of 缺口指数 over its gaps."""
    found: dict[str, tuple[float, float]] = {}
    for row in gap_rows(states, impacts, settings=settings):
        severe, index = found.get(row.ref.chain, (0.0, 0.0))
        found[row.ref.chain] = (severe + row.severity, index + row.gap_index)
    return found


def _exposed(state: ChainState, graph: SupplyGraph, settings: MeasureSettings) -> dict[str, float]:
    """Loss of every segment if each gap lost the part that its coverage lacks."""
    own = {}
    for segment in state.chain.segments:
        credit = settings.credit(state.assessment(segment.code).coverage)
        if credit is not None and credit < settings.credit_adequate:
            own[segment.code] = 1.0 - credit
    return graph.losses_given(own)


def _dark(code: str, graph: SupplyGraph, supposed: Supposed) -> dict[str, float]:
    own = {ref.segment: part for ref, part in supposed.lost.items() if ref.chain == code}
    return graph.losses_given(own) if own else {}


def _figures(
    state: ChainState,
    settings: MeasureSettings,
    sums: Mapping[str, tuple[float, float]],
    exposed: Mapping[str, float],
    dark: Mapping[str, float],
) -> ChainFigures:
    overview = overview_of(state, settings)
    severe, index = sums.get(state.chain.code, (0.0, 0.0))
    return ChainFigures(
        overview.local_supply_rate,
        overview.completeness,
        overview.missing,
        overview.weak,
        overview.chokepoints,
        severe,
        index,
        _weighed(state.chain, exposed),
        _weighed(state.chain, dark),
    )


def _weighed(chain: Chain, losses: Mapping[str, float]) -> float | None:
    """The part of the chain's weight that is lost; None where nothing has weight."""
    total = sum(segment.weight for segment in chain.segments)
    if total <= 0:
        return None
    return sum(segment.weight * losses.get(segment.code, 0.0) for segment in chain.segments) / total


def _lit(chain: Chain, supposed: Supposed, exposed: list[dict[str, float]]) -> tuple[Step, ...]:
    """What is filled, and what then hangs less on gaps."""
    starts = {ref.segment for ref in supposed.filled if ref.chain == chain.code}
    if not starts:
        return ()
    before, after = exposed
    better = {code for code in before if before[code] - after[code] > _LEAST} | starts
    return _steps(chain, starts, better, Turn.LIT, (before, after))


def _darkened(chain: Chain, supposed: Supposed, dark: Mapping[str, float]) -> tuple[Step, ...]:
    """What loses its own supply, and what then loses some of its inputs."""
    starts = {ref.segment for ref in supposed.lost if ref.chain == chain.code}
    hit = {code for code, loss in dark.items() if loss > _LEAST}
    return _steps(chain, starts, hit, Turn.DARK, ({}, dark)) if starts else ()


def _steps(
    chain: Chain,
    starts: set[str],
    turning: set[str],
    turn: Turn,
    losses: tuple[Mapping[str, float], Mapping[str, float]],
) -> tuple[Step, ...]:
    order = _waves(chain, starts, turning)
    before, after = losses
    steps = [
        Step(
            segment.ref, segment.name, turn, order[segment.code],
            before.get(segment.code, 0.0), after.get(segment.code, 0.0),
        )
        for segment in chain.segments
        if segment.code in turning and segment.code in order
    ]  # fmt: skip
    return tuple(sorted(steps, key=lambda step: (step.order, -abs(step.after - step.before))))


def _waves(chain: Chain, starts: set[str], turning: set[str]) -> dict[str, int]:
    """How many links each turning segment is away from where it began, over turning segments alone."""
    supplies: dict[str, list[str]] = {}
    for link in chain.links:
        supplies.setdefault(link.source, []).append(link.target)
    order, wave = dict.fromkeys(starts, 0), list(starts)
    while wave:
        reached = [
            code for one in wave for code in supplies.get(one, ()) if code in turning and code not in order
        ]
        wave = list(dict.fromkeys(reached))
        far = max(order.values()) + 1
        order.update(dict.fromkeys(wave, far))
    return order
