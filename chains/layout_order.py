"""The order of boxes in their columns: few crossings, the same input always giving the same order.

Sifting on crossing matrices (Matuszewski, Schönfeld, Molitor 1999): the matrix of a column says for each two
of its nodes how many of their links cross if one stands above the other, so that a node's best place is the
largest prefix sum of one row. It starts from several smooth orders, in which linked nodes lie at like heights
(the slow vectors of averaging over neighbours), and goes on from disturbed ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chains.layout_sweeps import Layers, crossings, swept, with_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from chains.layout_sweeps import Columns

__all__ = ["Layers", "best_order", "crossings"]

QUICK, THOROUGH = 10, 400
"""Disturbances tried: for a first drawing, and for a better one."""

SMOOTHINGS = (10, 20, 60, 200)
"""Rounds of averaging from one smooth start to the next: few keep clusters apart, many find the long way."""

WIDEST = 1_200
"""Columns with more nodes than this are only swept: their matrices would not fit."""

_PASSES = 16
_ZERO = np.zeros(1, dtype=np.float32)
_WIDE_PART = 0.3
_RIDGE = 1.01
_RETURN = 25
_PUSHES = (0.02, 0.05, 0.1, 0.2)


def best_order(layers: Layers, effort: int = QUICK) -> Columns:
    """Columns with few crossings. `effort` is how many disturbed orders are tried after the first."""
    start = swept(layers)
    if (
        max((len(column) for column in layers.columns), default=0) > WIDEST
        or crossings(start, layers.edges) == 0
    ):
        return start
    return _Sifting(layers, start).best(effort)


class _Sifting:
    """Orders as arrays of local numbers, links between neighbouring columns as 0/1 matrices."""

    def __init__(self, layers: Layers, start: Columns) -> None:
        self._layers = layers
        self._nodes = [list(column) for column in start]
        local = {node: at for column in self._nodes for at, node in enumerate(column)}
        column_of = {node: index for index, column in enumerate(self._nodes) for node in column}
        self._links = [
            np.zeros((len(one), len(two)), dtype=np.float32)
            for one, two in zip(self._nodes, self._nodes[1:], strict=False)
        ]
        for left, right in layers.edges:
            self._links[column_of[left]][local[left], local[right]] += 1
        self._fixed = [
            {at for at, node in enumerate(column) if node in layers.blocks} for column in self._nodes
        ]
        self._starts = np.cumsum([0, *map(len, self._nodes)])[:-1].tolist()
        place = {node: self._starts[column_of[node]] + at for node, at in local.items()}
        self._left = np.array([place[left] for left, _ in layers.edges], dtype=np.intp)
        self._right = np.array([place[right] for _, right in layers.edges], dtype=np.intp)
        size = len(place)
        self._weights = np.bincount(self._left, minlength=size) + np.bincount(self._right, minlength=size)
        self._noise = np.random.default_rng(len(layers.edges))

    def best(self, effort: int) -> Columns:
        """Sift each start, then disturb and sift again; the best that was seen."""
        best, fewest = self._settled([np.arange(len(column)) for column in self._nodes])
        heights = self._noise.standard_normal(len(self._weights))
        for rounds in SMOOTHINGS:
            heights = self._smoothed(heights, rounds)
            tried, count = self._settled(self._in_order(heights))
            if count < fewest:
                best, fewest = tried, count
        here, count_here = best, fewest
        for trial in range(effort):
            if fewest == 0:
                break
            # First far and wide, then near the best; a little worse is taken, to get over a ridge.
            fresh = trial < effort * _WIDE_PART and trial % 2 == 0
            tried, count = self._settled(self._fresh() if fresh else self._disturbed(here))
            if count < fewest:
                best, fewest = tried, count
            if count <= count_here * _RIDGE:
                here, count_here = tried, count
            elif trial % _RETURN == 0:
                here, count_here = best, fewest
        return [[column[at] for at in order] for column, order in zip(self._nodes, best, strict=True)]

    def _smoothed(self, heights: NDArray[np.float64], rounds: int) -> NDArray[np.float64]:
        """Heights after so many rounds of averaging over neighbours, kept about 0 and within ±1."""
        left, right, weights = self._left, self._right, self._weights
        size, whole = len(heights), max(1.0, float(weights.sum()))
        for _ in range(rounds):
            sums = np.bincount(left, heights[right], size) + np.bincount(right, heights[left], size)
            heights = 0.5 * heights + 0.5 * np.where(weights > 0, sums / np.maximum(weights, 1.0), heights)
            heights -= float(heights @ weights) / whole
            heights /= float(np.abs(heights).max()) or 1.0
        return heights

    def _in_order(self, heights: NDArray[np.float64]) -> list[NDArray[np.intp]]:
        """Every column sorted by height."""
        return [
            np.argsort(heights[start : start + len(column)], kind="stable")
            for start, column in zip(self._starts, self._nodes, strict=True)
        ]

    def _settled(self, order: list[NDArray[np.intp]]) -> tuple[list[NDArray[np.intp]], int]:
        """Sift column after column, there and back, until no crossing goes."""
        order = [one.copy() for one in order]
        count = self._count(order)
        columns = [index for index, column in enumerate(self._nodes) if len(column) > 1]
        for round_ in range(_PASSES):
            for index in columns if round_ % 2 == 0 else columns[::-1]:
                self._sift(order, index)
            after = self._count(order)
            if after >= count:
                break
            count = after
        return order, self._count(order)

    def _sift(self, order: list[NDArray[np.intp]], index: int) -> None:
        """Give each node of the column its best place, the busiest first."""
        costs = self._costs(order, index)
        gains = costs - costs.T
        row = order[index].tolist()
        for node in self._movable(gains, order[index]):
            if node in self._fixed[index]:
                continue
            at = row.index(node)
            del row[at]
            sums = np.concatenate((_ZERO, gains[node, row].cumsum()))
            best = int(sums.argmax())
            # Where nothing is gained the node stays: a drawing must not change for no reason.
            row.insert(at if sums[best] <= sums[at] else best, node)
        if self._fixed[index]:
            nodes = self._nodes[index]
            local = {node: place for place, node in enumerate(nodes)}
            row = [local[node] for node in with_blocks([nodes[at] for at in row], self._layers.blocks)]
        order[index] = np.array(row, dtype=np.intp)

    @staticmethod
    def _movable(gains: NDArray[np.float32], row: NDArray[np.intp]) -> list[int]:
        """The nodes that would gain by moving alone, those that gain most first."""
        sums = gains[row][:, row].cumsum(axis=1)
        gained = np.maximum(sums.max(axis=1), 0.0) - sums.diagonal()
        order = np.argsort(-gained, kind="stable")
        moving: list[int] = row[order[gained[order] > 0.5]].tolist()
        return moving

    def _costs(self, order: list[NDArray[np.intp]], index: int) -> NDArray[np.float32]:
        """Crossings of each two nodes' links when the first stands above the second."""
        size = len(self._nodes[index])
        costs = np.zeros((size, size), dtype=np.float32)
        if index > 0:
            costs += _pair_costs(self._links[index - 1][order[index - 1]].T)
        if index < len(self._links):
            costs += _pair_costs(self._links[index][:, order[index + 1]])
        return costs

    def _count(self, order: list[NDArray[np.intp]]) -> int:
        total = 0.0
        for index, links in enumerate(self._links):
            drawn = links[order[index]][:, order[index + 1]]
            before = drawn.cumsum(axis=1) - drawn
            below = before[::-1].cumsum(axis=0)[::-1] - before
            total += float((drawn * below).sum(dtype=np.float64))
        return round(total)

    def _fresh(self) -> list[NDArray[np.intp]]:
        """A smooth order of its own."""
        heights = self._noise.standard_normal(len(self._weights))
        return self._in_order(self._smoothed(heights, int(self._noise.integers(10, 150))))

    def _disturbed(self, order: list[NDArray[np.intp]]) -> list[NDArray[np.intp]]:
        """The order pushed about and smoothed a little, so that whole clusters may change places."""
        heights = np.empty(len(self._weights))
        for start, row in zip(self._starts, order, strict=True):
            heights[start + row] = np.linspace(-1.0, 1.0, len(row)) if len(row) > 1 else 0.0
        noise = self._noise.standard_normal(len(heights)) * self._noise.choice(_PUSHES)
        return self._in_order(self._smoothed(heights + noise, int(self._noise.integers(0, 6))))


def _pair_costs(links: NDArray[np.float32]) -> NDArray[np.float32]:
    """From a row's links in the order of the other column: how often each two rows' links cross."""
    before = links.cumsum(axis=1) - links
    product: NDArray[np.float32] = links @ before.T
    return product
