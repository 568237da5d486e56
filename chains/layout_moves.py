"""Ways from one order to another far from it: smooth orders, and whole clusters moved, mirrored or exchanged.

An order is turned into heights from -1 to 1, the heights are changed, and the columns sorted by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from chains.layout_tangle import Order, Tangle

Heights = NDArray[np.float64]

_PUSHES = (0.02, 0.05, 0.1, 0.2)
_SPANS = (0.1, 0.2, 0.4, 0.8)
_SHRINKS = (1.0, 0.5, 0.2)


class Moves:
    """Makes new orders of one tangle, always the same ones in the same turn."""

    def __init__(self, tangle: Tangle) -> None:
        self._tangle = tangle
        self._starts = np.cumsum([0, *tangle.sizes]).tolist()
        size = self._starts[-1]
        ends = [
            (left + self._starts[index], right + self._starts[index + 1], weights)
            for index, (left, right, weights) in enumerate(tangle.gaps[:-1])
        ]
        empty = np.zeros(0, dtype=np.int64)
        self._left = np.concatenate([empty, *(left for left, _, _ in ends)]).astype(np.int64)
        self._right = np.concatenate([empty, *(right for _, right, _ in ends)]).astype(np.int64)
        self._weights = np.concatenate([empty, *(weights for _, _, weights in ends)]).astype(np.float64)
        self._degrees = np.bincount(self._left, self._weights, size)
        self._degrees += np.bincount(self._right, self._weights, size)
        self.chance = np.random.default_rng(len(self._left))
        self._shown = bool(tangle.layers.shown)
        self._even = {count: np.linspace(-1.0, 1.0, count) for count in set(tangle.sizes)}
        self._found: list[NDArray[np.int64]] | None = None

    def noise(self) -> Heights:
        """Heights by chance."""
        return self.chance.standard_normal(len(self._degrees))

    def smoothed(self, heights: Heights, rounds: int) -> Heights:
        """Heights after so many rounds of averaging over neighbours, kept about 0 and within ±1."""
        left, right, weights, degrees = self._left, self._right, self._weights, self._degrees
        size, whole = len(heights), max(1.0, float(degrees.sum()))
        for _ in range(rounds):
            sums = np.bincount(left, heights[right] * weights, size)
            sums += np.bincount(right, heights[left] * weights, size)
            mean = np.where(degrees > 0, sums / np.maximum(degrees, 1.0), heights)
            heights = 0.5 * heights + 0.5 * mean
            heights -= float(heights @ degrees) / whole
            heights /= float(np.abs(heights).max()) or 1.0
        return heights

    def in_order(self, heights: Heights) -> Order:
        """Every column sorted by height."""
        order = [
            np.argsort(heights[start : start + size], kind="stable").astype(np.int32)
            for start, size in zip(self._starts, self._tangle.sizes, strict=False)
        ]
        return self._tangle.regrouped(order)

    def heights(self, order: Order) -> Heights:
        """Heights that give this order."""
        heights = np.zeros(len(self._degrees))
        for start, row in zip(self._starts, order, strict=False):
            if len(row) > 1:
                heights[start + row] = self._even[len(row)]
        return heights

    def fresh(self) -> Order:
        """A smooth order of its own."""
        return self.in_order(self.upright(self.smoothed(self.noise(), int(self.chance.integers(10, 150)))))

    def upright(self, heights: Heights) -> Heights:
        """The heights, or upside down where that is more like the drawing now shown."""
        if self._shown and float(heights @ self.heights(self._tangle.start())) < 0.0:
            return -heights
        return heights

    def pushed(self, order: Order) -> Order:
        """The order pushed about and smoothed a little."""
        heights = self.heights(order) + self.noise() * self.chance.choice(_PUSHES)
        return self.in_order(self.smoothed(heights, int(self.chance.integers(0, 6))))

    def cut(self, order: Order) -> Order:
        """A strip of the drawing turned upside down, or its two parts exchanged; all columns or some."""
        chance, heights = self.chance, self.heights(order)
        first, last = 0, len(order)
        if chance.random() < 0.5:
            middle, reach = int(chance.integers(last)), int(chance.integers(1, max(2, last // 2 + 1)))
            first, last = max(0, middle - reach), min(last, middle + reach + 1)
        some = heights[self._starts[first] : self._starts[last]]
        top = float(chance.uniform(-1.0, 1.0))
        bottom = min(1.0, top + float(chance.choice(_SPANS)))
        inside = (some >= top) & (some <= bottom)
        if chance.random() < 0.5:
            some[inside] = top + bottom - some[inside]
        else:
            split = float(chance.uniform(top, bottom))
            some[inside] += np.where(some[inside] <= split, bottom - split, top - split)
        return self.in_order(heights)

    def regathered(self, order: Order) -> Order:
        """A cluster moved elsewhere, mirrored, or exchanged with another."""
        chance, clusters = self.chance, self._clusters()
        if not clusters:
            return self.pushed(order)
        heights = self.heights(order)
        one = clusters[int(chance.integers(len(clusters)))]
        middle, kind = float(heights[one].mean()), chance.random()
        if kind < 0.6:
            shrink = float(chance.choice(_SHRINKS)) * (-1.0 if chance.random() < 0.3 else 1.0)
            heights[one] = float(chance.uniform(-1.1, 1.1)) + (heights[one] - middle) * shrink
        elif kind < 0.8:
            heights[one] = middle - (heights[one] - middle)
        else:
            two = clusters[int(chance.integers(len(clusters)))]
            other = float(heights[two].mean())
            heights[one] += other - middle
            heights[two] += middle - other
        return self.in_order(heights)

    def _clusters(self) -> list[NDArray[np.int64]]:
        """Nodes that are linked more with each other than with the rest (Blondel et al. 2008)."""
        if self._found is None:
            graph: nx.Graph[int] = nx.Graph()
            graph.add_nodes_from(range(len(self._degrees)))
            graph.add_weighted_edges_from(
                zip(self._left.tolist(), self._right.tolist(), self._weights.tolist(), strict=True)
            )
            found = nx.community.louvain_communities(graph, seed=1)
            self._found = [np.array(sorted(nodes)) for nodes in found if len(nodes) > 2]
            self._found.sort(key=lambda nodes: int(nodes[0]))
        return self._found
