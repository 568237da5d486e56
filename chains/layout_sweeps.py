"""Barycentre sweeps and greedy switching: a first order of boxes in their columns, at any size.

Sugiyama, Tagawa, Toda 1981; Eades, Kelly 1986.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SWEEPS = 10

Columns = list[list[int]]


@dataclass(frozen=True, slots=True)
class Layers:
    """Numbered nodes in columns, with edges (left, right) between neighbouring columns only.

    `blocks` are child → parent: a child stays directly below its parent.
    """

    columns: tuple[tuple[int, ...], ...]
    edges: tuple[tuple[int, int], ...]
    blocks: Mapping[int, int]


def swept(layers: Layers) -> Columns:
    """Columns with fewer crossings than the given order; the given order where nothing is gained."""
    return _Search(layers).improved([list(column) for column in layers.columns])


def with_blocks(column: list[int], blocks: Mapping[int, int]) -> list[int]:
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
        return column
    ordered: list[int] = []
    waiting = roots[::-1]
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting.extend(children[node][::-1])
    return ordered


def crossings(columns: Sequence[Sequence[int]], edges: Sequence[tuple[int, int]]) -> int:
    """Strict inversions of edges between neighbouring columns."""
    place = _places(columns)
    column_of = {node: index for index, column in enumerate(columns) for node in column}
    by_gap: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right in edges:
        by_gap[column_of[left]].append((place[left], place[right]))
    return sum(_inversions(pairs) for pairs in by_gap.values())


class _Search:
    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._left: dict[int, list[int]] = defaultdict(list)
        self._right: dict[int, list[int]] = defaultdict(list)
        for left, right in layers.edges:
            self._right[left].append(right)
            self._left[right].append(left)

    def improved(self, columns: Columns) -> Columns:
        """Sweeps until nothing is gained, then switches neighbours; the best that was seen."""
        columns = [with_blocks(column, self._layers.blocks) for column in columns]
        best, fewest = [list(column) for column in columns], crossings(columns, self._layers.edges)
        idle = 0
        for sweep in range(SWEEPS):
            self._sweep(columns, forward=sweep % 2 == 0)
            self._switch(columns)
            count = crossings(columns, self._layers.edges)
            idle = 0 if count < fewest else idle + 1
            if count < fewest:
                best, fewest = [list(column) for column in columns], count
            if fewest == 0 or idle >= 4:
                break
        return best

    def _sweep(self, columns: Columns, *, forward: bool) -> None:
        order = range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1)
        near = self._left if forward else self._right
        for index in order:
            place = _places(columns)
            centre = {
                node: sum(place[other] for other in near[node]) / len(near[node])
                if near[node]
                else place[node]
                for node in columns[index]
            }
            moved = sorted(columns[index], key=lambda node: (centre[node], place[node]))
            columns[index] = with_blocks(moved, self._layers.blocks)

    def _switch(self, columns: Columns) -> None:
        """Swap neighbours while that takes crossings away."""
        place = _places(columns)
        fixed = set(self._layers.blocks) | set(self._layers.blocks.values())
        for column in columns:
            moved = True
            rounds = 0
            while moved and rounds < 20:
                moved = False
                rounds += 1
                for index in range(len(column) - 1):
                    one, two = column[index], column[index + 1]
                    if one in fixed or two in fixed or not self._gains(one, two, place):
                        continue
                    column[index], column[index + 1] = two, one
                    place[one], place[two] = place[two], place[one]
                    moved = True

    def _gains(self, upper: int, lower: int, place: Mapping[int, int]) -> bool:
        now = swapped = 0
        for near in (self._left, self._right):
            for one in near[upper]:
                for two in near[lower]:
                    now += place[one] > place[two]
                    swapped += place[one] < place[two]
        return swapped < now


def _places(columns: Sequence[Sequence[int]]) -> dict[int, int]:
    return {node: place for column in columns for place, node in enumerate(column)}


def _inversions(pairs: list[tuple[int, int]]) -> int:
    seen: list[int] = []
    count = 0
    pairs.sort()
    for _, right in pairs:
        count += len(seen) - bisect_right(seen, right)
        insort(seen, right)
    return count
