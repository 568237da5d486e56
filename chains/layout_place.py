"""Heights in columns: each item as near to its neighbours as its own column lets it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROUNDS = 6
_STRAIGHT = 8.0
"""How much more the middle of a long link wants to be straight than a box wants to be near."""


@dataclass(frozen=True, slots=True)
class Column:
    """Items from top to bottom with their heights, and the least space between each and the next."""

    items: tuple[int, ...]
    heights: tuple[float, ...]
    spaces: tuple[float, ...]


def place_columns(
    columns: Sequence[Column], edges: Sequence[tuple[int, int]], lanes: frozenset[int]
) -> dict[int, float]:
    """Top of every item, the topmost at 0. `lanes` are the middles of long links."""
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for left, right in edges:
        weight = _STRAIGHT if left in lanes or right in lanes else 1.0
        near[left].append((right, weight))
        near[right].append((left, weight))
    centres = _stacked(columns)
    order = list(range(len(columns)))
    for round_ in range(ROUNDS):
        for index in order if round_ % 2 == 0 else order[::-1]:
            centres.update(_nearest(columns[index], centres, near))
    tops = {
        item: centres[item] - height / 2
        for column in columns
        for item, height in zip(column.items, column.heights, strict=True)
    }
    highest = min(tops.values(), default=0.0)
    return {item: top - highest for item, top in tops.items()}


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


def _nearest(
    column: Column, centres: Mapping[int, float], near: Mapping[int, list[tuple[int, float]]]
) -> dict[int, float]:
    """The middles nearest to what the neighbours want, in order and apart: isotonic regression."""
    offsets = _offsets(column)
    pools: list[tuple[float, float, int]] = []
    for item, offset in zip(column.items, offsets, strict=True):
        wanted, weight = _wanted(item, centres, near)
        value, count = wanted - offset, 1
        while pools and pools[-1][0] > value:
            other, other_weight, other_count = pools.pop()
            value = (value * weight + other * other_weight) / (weight + other_weight)
            weight += other_weight
            count += other_count
        pools.append((value, weight, count))
    values = [value for value, _, count in pools for _ in range(count)]
    return {item: value + offset for item, value, offset in zip(column.items, values, offsets, strict=True)}


def _wanted(
    item: int, centres: Mapping[int, float], near: Mapping[int, list[tuple[int, float]]]
) -> tuple[float, float]:
    """Where the item wants its middle, and how much."""
    others = near.get(item, ())
    weight = sum(weight for _, weight in others)
    if not weight:
        return centres[item], 0.1
    return sum(centres[other] * weight for other, weight in others) / weight, weight
