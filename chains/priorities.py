"""补链优先级: what filling each gap would gain over all chains at once, and the best set of k gaps."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from chains.gaps import gap_rows
from chains.kinds import RateRule
from chains.measure_settings import DEFAULTS, ChainWeighing
from chains.measures import local_supply_rate
from chains.scenario import Fill, fill_gaps, suppose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chains.chain import SegmentRef
    from chains.gaps import ImpactCache
    from chains.measure_settings import MeasureSettings
    from chains.rows import GapRow
    from chains.state import ChainState

MOST_IN_SET = 10
_SAME = 1e-12
_MOST_TRIED = 20_000
"""Sets that are all tried, where gains do not simply add up; above this the set is found step by step."""


@dataclass(frozen=True, slots=True)
class ChainGain:
    """What one chain gains: its 本地配套率 before and after (0–1)."""

    chain: str
    chain_name: str
    before: float
    after: float

    @property
    def gain(self) -> float:
        """The rise (0–1)."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Priority:
    """One product that is a gap somewhere: `rows` are all its gaps, which are filled together.

    `gain` is the sum over all chains of the rise of their rate, each by the chain's weight.
    """

    product: str
    name: str
    rows: tuple[GapRow, ...]
    gains: tuple[ChainGain, ...]
    gain: float

    @property
    def refs(self) -> tuple[SegmentRef, ...]:
        """The gaps, highest 缺口指数 first."""
        return tuple(row.ref for row in self.rows)

    @property
    def gap_index(self) -> float:
        """The highest 缺口指数 of its gaps."""
        return max(row.gap_index for row in self.rows)


@dataclass(frozen=True, slots=True)
class BestSet:
    """The gaps to fill. `bound` is 1 for the best there is (精确), else no set gains over gain ÷ bound."""

    chosen: tuple[Priority, ...]
    gain: float
    bound: float = 1.0

    @property
    def exact(self) -> bool:
        """Whether no other set of as many gaps gains more."""
        return self.bound >= 1.0


def chain_weights(states: Sequence[ChainState], settings: MeasureSettings) -> dict[str, float]:
    """How much each chain counts: 1, or by its segments so that the mean is 1."""
    if settings.chains is ChainWeighing.EQUAL or not states:
        return {state.chain.code: 1.0 for state in states}
    mean = sum(len(state.chain.segments) for state in states) / len(states) or 1.0
    return {state.chain.code: len(state.chain.segments) / mean for state in states}


def priorities_of(
    states: Sequence[ChainState], impacts: ImpactCache, settings: MeasureSettings = DEFAULTS
) -> tuple[Priority, ...]:
    """Every gap, one entry a product, the greatest gain first; equal gains by 缺口指数. Pass all chains."""
    by_code = {state.chain.code: state for state in states}
    by_product: dict[str, list[GapRow]] = defaultdict(list)
    for row in gap_rows(states, impacts, settings=settings):
        product = by_code[row.ref.chain].chain.segment(row.ref.segment).product
        by_product[product].append(row)
    weights, rates = chain_weights(states, settings), _rates(states, settings)
    found = [
        _priority(product, tuple(rows), by_code, rates, settings, weights)
        for product, rows in by_product.items()
    ]
    return tuple(sorted(found, key=lambda one: (-round(one.gain, 12), -one.gap_index, one.name)))


def best_set(
    states: Sequence[ChainState],
    found: Sequence[Priority],
    most: int,
    settings: MeasureSettings = DEFAULTS,
) -> BestSet:
    """The best set of at most `most` gaps among `priorities_of`.

    按环节 the gains of products add up (each product fills segments of its own, and what the rate is
    divided by stays), so the first of the list are the best set. 按企业 a chain gains less from each
    further supplier: small choices are all tried, else the set is built step by step and bounded by what
    the best of the rest could still add. 按金额 filling gains nothing: no purchase is known.
    """
    useful = tuple(one for one in found if one.gain > 0)
    most = min(most, MOST_IN_SET, len(useful))
    if settings.rate_rule is not RateRule.BY_COMPANY or most == len(useful):
        chosen = useful[:most]
        return BestSet(chosen, _gain_of(chosen, states, settings))
    if math.comb(len(useful), most) <= _MOST_TRIED:
        counts = _Counts.of(states, settings)
        chosen = max(combinations(useful, most), key=counts.gain)
        return BestSet(tuple(chosen), counts.gain(chosen))
    return _step_by_step(useful, most, _Counts.of(states, settings))


def _rates(states: Iterable[ChainState], settings: MeasureSettings) -> dict[str, float | None]:
    found = {}
    for state in states:
        figure = local_supply_rate(state, settings)
        found[state.chain.code] = None if figure is None else figure.value
    return found


def _priority(
    product: str,
    rows: tuple[GapRow, ...],
    by_code: Mapping[str, ChainState],
    rates: Mapping[str, float | None],
    settings: MeasureSettings,
    weights: Mapping[str, float],
) -> Priority:
    by_chain: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_chain[row.ref.chain].append(row.ref.segment)
    touched = [by_code[code] for code in by_chain]
    then = _rates((fill_gaps(one, by_chain[one.chain.code]) for one in touched), settings)
    gains = []
    for state in touched:
        before, after = rates[state.chain.code], then[state.chain.code]
        if before is not None and after is not None and after > before:
            gains.append(ChainGain(state.chain.code, state.chain.name, before, after))
    gains.sort(key=lambda one: -one.gain)
    known = touched[0].products.get(product)
    total = sum(weights[one.chain] * one.gain for one in gains)
    return Priority(product, rows[0].name if known is None else known.name, rows, tuple(gains), total)


def _gain_of(chosen: Sequence[Priority], states: Sequence[ChainState], settings: MeasureSettings) -> float:
    """What filling all of them gains, counted from the chains themselves."""
    weights, before = chain_weights(states, settings), _rates(states, settings)
    then = _rates(suppose(states, [Fill(one.refs[0]) for one in chosen]).states, settings)
    total = 0.0
    for code, after in then.items():
        old = before[code]
        if old is not None and after is not None:
            total += weights[code] * (after - old)
    return total


@dataclass(frozen=True, slots=True)
class _Counts:
    """按企业: local and all suppliers of each chain that has a rate, and which gaps get a supplier."""

    suppliers: Mapping[str, tuple[int, int]]
    without: frozenset[SegmentRef]
    weights: Mapping[str, float]

    @classmethod
    def of(cls, states: Sequence[ChainState], settings: MeasureSettings) -> _Counts:
        suppliers, without = {}, set()
        for state in states:
            counted = [one for placed in state.suppliers.values() for one in placed if one.counts]
            if counted:
                local = sum(one.counts_as_local for one in counted)
                suppliers[state.chain.code] = (local, len(counted))
            without |= {one.ref for one in state.chain.segments if not state.local_suppliers(one.code)}
        return cls(suppliers, frozenset(without), chain_weights(states, settings))

    def gain(self, chosen: Iterable[Priority]) -> float:
        """The weighted rise of all rates."""
        added: dict[str, int] = defaultdict(int)
        for one in chosen:
            for ref in one.refs:
                added[ref.chain] += ref in self.without
        total = 0.0
        for code, count in added.items():
            local, every = self.suppliers.get(code, (0, 0))
            if every and count:
                total += self.weights[code] * ((local + count) / (every + count) - local / every)
        return total


def _step_by_step(useful: Sequence[Priority], most: int, counts: _Counts) -> BestSet:
    """The greatest further gain each time.

    Gains of further gaps only ever shrink (submodular), so no set gains more than this one and the best of
    the rest would add to it, nor more than the best gaps would gain each by itself.
    """
    chosen: list[Priority] = []
    rest, gain = list(useful), 0.0
    for _ in range(most):
        best = max(rest, key=lambda one: counts.gain([*chosen, one]))
        chosen.append(best)
        rest.remove(best)
        gain = counts.gain(chosen)
    further = sorted((counts.gain([*chosen, one]) - gain for one in rest), reverse=True)
    alone = sorted((counts.gain([one]) for one in useful), reverse=True)
    ceiling = min(gain + sum(further[:most]), sum(alone[:most]))
    if gain >= ceiling - _SAME:
        return BestSet(tuple(chosen), gain)
    # A greedy set of a monotone submodular gain is never below 1 − 1/e of the best (Nemhauser 1978).
    return BestSet(tuple(chosen), gain, max(gain / ceiling, 1 - math.exp(-1)))
