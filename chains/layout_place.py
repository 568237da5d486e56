"""Heights in columns: links short and long ones straight, boxes put by hand where they were put.

Columns are placed one after the other, there and back: first by least squares, which spreads evenly, then by
least distance, which draws straight. Each column is solved exactly (isotonic regression).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Near = Mapping[int, list[tuple[int, float]]]
    Wish = tuple[float, float]
    """A value and how much it is wished for."""

SQUARES, DISTANCES, LOWEST = 6, 4, 4
"""Rounds over all columns by least squares, by least distance, and by the lowest of all least distances."""

_STRAIGHT, _HALF_STRAIGHT = 8.0, 2.0
"""How much more the middle, and an end, of a long link wants to be straight than a link wants to be short."""

_FIXED = 1e7
"""How much a box put by hand wants to be there. Two that want the same place get the nearest ones."""

_LEFT_ALONE = 0.1
"""How much a box without links wants to stay."""

_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Column:
    """Items from top to bottom with their heights, and the least space between each and the next.

    `joined` are items that stand at just that space below the one above: they are framed with it.
    """

    items: tuple[int, ...]
    heights: tuple[float, ...]
    spaces: tuple[float, ...]
    joined: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """Tops that shall be kept, by item: `pinned` whatever it costs, `shown` as far as links let them.

    `stays` says how many short links together can move a box from where it is shown; one if it is not there.
    """

    pinned: Mapping[int, float] = field(default_factory=dict)
    shown: Mapping[int, float] = field(default_factory=dict)
    stays: Mapping[int, float] = field(default_factory=dict)


def place_columns(
    columns: Sequence[Column],
    edges: Sequence[tuple[int, int]],
    lanes: frozenset[int],
    held: Held | None = None,
) -> dict[int, float]:
    """Top of every item, none above 0. `lanes` are the middles of long links.

    The topmost is at 0 unless something is pinned, which keeps its height.
    """
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for left, right in edges:
        weight = (1.0, _HALF_STRAIGHT, _STRAIGHT)[(left in lanes) + (right in lanes)]
        near[left].append((right, weight))
        near[right].append((left, weight))
    held = held or Held()
    half = {
        item: height / 2
        for column in columns
        for item, height in zip(column.items, column.heights, strict=True)
    }
    anchors = {
        item: (top + half[item], held.stays.get(item, 1.0))
        for item, top in held.shown.items()
        if item in half
    }
    anchors.update({item: (top + half[item], _FIXED) for item, top in held.pinned.items() if item in half})
    centres = _stacked(columns)
    centres.update({item: centre for item, (centre, _) in anchors.items()})
    ceiling = 0.0 if anchors else None
    for round_ in range(SQUARES + DISTANCES + LOWEST):
        # The middle of what is equally good is even, but only a common choice makes lines level.
        solved = _by_squares if round_ < SQUARES else _by_distance
        solved = _lowest if round_ >= SQUARES + DISTANCES else solved
        for column in columns if round_ % 2 == 0 else columns[::-1]:
            _place(column, centres, near, anchors, solved, ceiling)
    highest = (
        0.0 if held.pinned else min((centre - half[item] for item, centre in centres.items()), default=0.0)
    )
    return {item: centre - half[item] - highest for item, centre in centres.items()}


def _stacked(columns: Sequence[Column]) -> dict[int, float]:
    """Every column packed, all about one middle line."""
    centres: dict[int, float] = {}
    for column in columns:
        offsets = _offsets(column)
        whole = (offsets[-1] + column.heights[-1] / 2 + column.heights[0] / 2) if offsets else 0.0
        for item, offset in zip(column.items, offsets, strict=True):
            centres[item] = offset + column.heights[0] / 2 - whole / 2
    return centres


def _offsets(column: Column) -> list[float]:
    """Least distance of each item's middle from the first one's."""
    offsets: list[float] = []
    for index, height in enumerate(column.heights):
        if index == 0:
            offsets.append(0.0)
        else:
            above = column.heights[index - 1]
            offsets.append(offsets[-1] + above / 2 + column.spaces[index - 1] + height / 2)
    return offsets


def _place(
    column: Column,
    centres: dict[int, float],
    near: Near,
    anchors: Mapping[int, tuple[float, float]],
    solved: Callable[[list[list[Wish]]], list[float]],
    ceiling: float | None,
) -> None:
    """Move the column's items to the middles nearest to what they want, in order and apart."""
    offsets = _offsets(column)
    wishes: list[list[Wish]] = []
    for item, offset in zip(column.items, offsets, strict=True):
        own = [(centres[other] - offset, weight) for other, weight in near.get(item, ())]
        if item in anchors:
            own.append((anchors[item][0] - offset, anchors[item][1]))
        wishes.append(own)
    units = _units(column, wishes)
    together = [[wish for place in places for wish in wishes[place]] for places in units]
    for place, own in zip((places[0] for places in units), together, strict=True):
        if not own:
            own.append((centres[column.items[place]] - offsets[place], _LEFT_ALONE))
    least = -inf if ceiling is None or not column.items else ceiling + column.heights[0] / 2
    for places, value in zip(units, solved(together), strict=True):
        for place in places:
            centres[column.items[place]] = max(value, least) + offsets[place]


def _units(column: Column, wishes: Sequence[list[Wish]]) -> list[range]:
    """Places of items that move as one: those framed together, and with them the next that want nothing."""
    starts = [place for place, item in enumerate(column.items) if item not in column.joined]
    whole = [range(start, stop) for start, stop in pairwise([*starts, len(column.items)])]
    units: list[range] = []
    idle = True
    for places in whole:
        wanting = any(wishes[place] for place in places)
        if units and (idle or not wanting):
            units[-1] = range(units[-1].start, places.stop)
        else:
            units.append(places)
        idle = idle and not wanting
    return units


def _by_squares(wishes: list[list[Wish]]) -> list[float]:
    """Rising values with the least squares of distances from what is wished: neighbours pooled."""
    pools: list[tuple[float, float, int]] = []
    for own in wishes:
        weight = sum(weight for _, weight in own)
        value, count = sum(value * weight for value, weight in own) / weight, 1
        while pools and pools[-1][0] > value:
            other, other_weight, other_count = pools.pop()
            value = (value * weight + other * other_weight) / (weight + other_weight)
            weight += other_weight
            count += other_count
        pools.append((value, weight, count))
    return [value for value, _, count in pools for _ in range(count)]


def _by_distance(wishes: list[list[Wish]]) -> list[float]:
    """Rising values with the least distances from what is wished, in the middle of all such values."""
    low = _lowest(wishes)
    turned = [[(-value, weight) for value, weight in own] for own in reversed(wishes)]
    high = [-value for value in reversed(_lowest(turned))]
    return [(one + two) / 2 for one, two in zip(low, high, strict=True)]


def _lowest(wishes: list[list[Wish]]) -> list[float]:
    """The lowest rising values with the least distances.

    The cost of all so far is convex in the last value; its bends lie in a heap, and where it would rise again
    they are taken off, as the next value may always be greater.
    """
    bends: list[tuple[float, float]] = []
    best = []
    for own in wishes:
        for value, weight in own:
            heappush(bends, (-value, 2 * weight))
        rise = sum(weight for _, weight in own)
        while rise > _NOTHING:
            value, weight = heappop(bends)
            if weight > rise + _NOTHING:
                heappush(bends, (value, weight - rise))
            rise -= weight
        best.append(-bends[0][0])
    for at in range(len(best) - 2, -1, -1):
        best[at] = min(best[at], best[at + 1])
    return best
