"""What is to be put in order: numbered boxes and lanes in columns, and the links between neighbours."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Columns = list[list[int]]

UNIT = 32
"""The price of one crossing, so that keeping an order may be worth a part of it."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Numbered nodes in columns, with edges (left, right) between neighbouring columns only.

    `blocks` are child → parent: a child stays directly below its parent. `shown` are the heights at which
    nodes stand in the drawing now shown: two that change their order cost `price`, where a crossing costs
    `UNIT`. `frozen` are columns, by index, whose order is given.
    """

    columns: tuple[tuple[int, ...], ...]
    edges: tuple[tuple[int, int], ...]
    blocks: Mapping[int, int]
    shown: Mapping[int, float] = field(default_factory=dict)
    price: int = 0
    frozen: frozenset[int] = frozenset()


def with_blocks(column: Sequence[int], blocks: Mapping[int, int]) -> list[int]:
    """The column with each child directly below its parent, at any depth."""
    here = set(column)
    children: dict[int, list[int]] = defaultdict(list)
    roots = []
    for node in column:
        parent = blocks.get(node)
        if parent in here:
            children[parent].append(node)
        else:
            roots.append(node)
    if not children:
        return list(column)
    ordered: list[int] = []
    waiting = roots[::-1]
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting.extend(children[node][::-1])
    return ordered


def crossings(columns: Sequence[Sequence[int]], edges: Sequence[tuple[int, int]]) -> int:
    """Strict inversions of edges between neighbouring columns."""
    place = {node: place for column in columns for place, node in enumerate(column)}
    column_of = {node: index for index, column in enumerate(columns) for node in column}
    by_gap: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right in edges:
        by_gap[column_of[left]].append((place[left], place[right]))
    return sum(_inversions(pairs) for pairs in by_gap.values())


def _inversions(pairs: list[tuple[int, int]]) -> int:
    seen: list[int] = []
    count = 0
    pairs.sort()
    for _, right in pairs:
        count += len(seen) - bisect_right(seen, right)
        insort(seen, right)
    return count
