"""Filters on a map (筛选): which boxes stay in front while the rest fades."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from chains.coverage_signs import GAP_COVERAGES
from chains.kinds import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.state import ChainState


class Only(StrEnum):
    """What a box must be to stay in front; the value is its word."""

    GAPS = "只看缺口"
    CHOKEPOINTS = "只看卡脖子"
    IMPORTED = "只看进口"
    DOUBTFUL = "只看待复核与标注冲突"
    TARGETED = "只看有目标企业的"


@dataclass(frozen=True, slots=True)
class MapFilter:
    """All that is asked for must hold of a box: `district` is a region's code, "" for any, with its name."""

    only: frozenset[Only] = frozenset()
    district: str = ""
    district_name: str = ""

    @property
    def is_on(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.only or self.district)

    @property
    def text(self) -> str:
        """What is asked for, in words."""
        parts = [one.value for one in Only if one in self.only]
        parts += [f"只看{self.district_name or self.district}供给"] if self.district else []
        return "、".join(parts)

    def switched(self, one: Only, *, on: bool) -> MapFilter:
        """The filter with one demand put in or taken out."""
        return replace(self, only=self.only | {one} if on else self.only - {one})


@dataclass(frozen=True, slots=True)
class FilterFacts:
    """What a filter needs beside the chain: 目标企业 by segment, and segments with a warning."""

    targets: Mapping[str, int]
    doubtful: frozenset[str]


def kept_by(wanted: MapFilter, state: ChainState, facts: FilterFacts) -> frozenset[str]:
    """Codes of the segments that stay in front."""
    return frozenset(
        segment.code for segment in state.chain.segments if _is_kept(wanted, segment.code, state, facts)
    )


def supplying_districts(state: ChainState) -> Counter[str]:
    """How many segments of the chain each region supplies with a confirmed local supplier."""
    found: Counter[str] = Counter()
    for segment in state.chain.segments:
        found.update({one.region for one in state.local_suppliers(segment.code) if one.region})
    return found


def _is_kept(wanted: MapFilter, code: str, state: ChainState, facts: FilterFacts) -> bool:
    mark = state.assessment(code)
    holds = {
        Only.GAPS: mark.coverage in GAP_COVERAGES,
        Only.CHOKEPOINTS: mark.chokepoint,
        Only.IMPORTED: mark.source is Source.ABROAD,
        Only.DOUBTFUL: code in facts.doubtful,
        Only.TARGETED: facts.targets.get(code, 0) > 0,
    }
    here = not wanted.district or any(one.region == wanted.district for one in state.local_suppliers(code))
    return here and all(holds[one] for one in wanted.only)
