"""The links between columns as arrays: what an order costs, and what moving a box would save."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from chains.layout_layers import UNIT, with_blocks

if TYPE_CHECKING:
    from chains.layout_layers import Columns, Layers

Ints = NDArray[np.int32]
Order = list[NDArray[np.int32]]
"""The nodes of each column from top to bottom, by their places in the columns given."""

_CELLS_AT_ONCE = 400_000
"""Matrices are made in strips of so many cells, which stay in the processor's cache."""


class Tangle:
    """Nodes numbered column by column; links between neighbouring columns with how many run together."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.nodes = [list(column) for column in layers.columns]
        local = {node: at for column in self.nodes for at, node in enumerate(column)}
        column_of = {node: index for index, column in enumerate(self.nodes) for node in column}
        self.sizes = [len(column) for column in self.nodes]
        gaps: list[dict[tuple[int, int], int]] = [{} for _ in self.nodes]
        for left, right in layers.edges:
            gap, pair = gaps[column_of[left]], (local[left], local[right])
            gap[pair] = gap.get(pair, 0) + 1
        self.gaps = [_arrays(gap) for gap in gaps]
        self._sides = [self._both_sides(index) for index in range(len(self.nodes))]
        self._totals = [self._side_totals(index) for index in range(len(self.nodes))]
        self._bounds = [
            np.searchsorted(own, np.arange(size + 1, dtype=np.int32))
            for (own, _, _), size in zip(self._sides, self.sizes, strict=True)
        ]
        self._plain = [not len(weights) or bool(weights.max() == 1) for _, _, weights in self._sides]
        self._shown = [self._shown_ranks(column) for column in self.nodes]
        self.blocked = [
            any(layers.blocks.get(node) in set(column) for node in column) if layers.blocks else False
            for column in self.nodes
        ]

    def start(self) -> Order:
        """The order given."""
        return self.regrouped([np.arange(size, dtype=np.int32) for size in self.sizes])

    def columns(self, order: Order) -> Columns:
        """The order in the numbers of the layers."""
        return [[column[at] for at in row] for column, row in zip(self.nodes, order, strict=True)]

    def regrouped(self, order: Order) -> Order:
        """The order with children below their parents, and frozen columns as given."""
        for index, blocked in enumerate(self.blocked):
            if blocked:
                nodes = self.nodes[index]
                local = {node: at for at, node in enumerate(nodes)}
                row = with_blocks([nodes[at] for at in order[index]], self.layers.blocks)
                order[index] = np.array([local[node] for node in row], dtype=np.int32)
        for index in self.layers.frozen:
            order[index] = np.arange(self.sizes[index], dtype=np.int32)
        return order

    def work(self, index: int) -> int:
        """How many cells the matrices of a column have."""
        size, links = self.sizes[index], len(self._sides[index][0])
        near = sum(self.sizes[max(0, index - 1) : index + 2]) - size
        return size * (near + 2 * links + 2 * size)

    def _both_sides(self, index: int) -> tuple[Ints, Ints, Ints]:
        """Of each link of a column: the node, the other end (those on the right come after), its weight."""
        parts = []
        before = self.sizes[index - 1] if index else 0
        if index:
            left, right, weights = self.gaps[index - 1]
            parts.append((right, left, weights))
        left, right, weights = self.gaps[index]
        parts.append((left, right + np.int32(before), weights))
        own, others, weights = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        by_node = np.argsort(own, kind="stable")
        return own[by_node], others[by_node], weights[by_node]

    def _side_totals(self, index: int) -> tuple[Ints, Ints]:
        """How many links each node has to the left, and to the right."""
        own, others, weights = self._sides[index]
        before = self.sizes[index - 1] if index else 0
        left = np.bincount(own, weights * (others < before), self.sizes[index]).astype(np.int32)
        both = np.bincount(own, weights, self.sizes[index]).astype(np.int32)
        return left, both - left

    def _shown_ranks(self, column: list[int]) -> Ints | None:
        """The rank of each node in the drawing now shown; -1 for those that it does not show."""
        shown = [at for at, node in enumerate(column) if node in self.layers.shown]
        if len(shown) < 2 or not self.layers.price:
            return None
        ranks = np.full(len(column), -1, dtype=np.int32)
        shown.sort(key=lambda at: self.layers.shown[column[at]])
        ranks[shown] = np.arange(len(shown), dtype=np.int32)
        return ranks

    def gains(self, order: Order, index: int) -> Ints:
        """gain[u, v], both by their present places: the price saved when u goes from above v to below it."""
        own, others, _ = self._sides[index]
        size, row = self.sizes[index], order[index]
        gains = np.zeros((size, size), dtype=np.int32)
        if len(own):
            width = sum(self.sizes[max(0, index - 1) : index + 2]) + len(own)
            strip = max(16, _CELLS_AT_ONCE // width)
            ends = self._ranks(order, index)[others]
            bounds = self._bounds[index]
            for start in range(0, size, strip):
                sums = self._strip(row, index, ends, (start, min(size, start + strip)))[:, bounds]
                gains[start : start + strip] = (sums[:, 1:] - sums[:, :-1])[:, row]
            gains *= -UNIT
        ranks = self._shown[index]
        if ranks is not None:
            now = ranks[row]
            known = now >= 0
            kept = np.sign(now[:, None] - now[None, :]) * (known[:, None] & known[None, :])
            gains += np.int32(self.layers.price) * kept.astype(np.int32)
        return gains

    def _ranks(self, order: Order, index: int) -> Ints:
        """The present places of the nodes on the left, then of those on the right, counted on."""
        ranks = []
        before = 0
        for near in (index - 1, index + 1):
            if 0 <= near < len(order):
                rank = np.empty(self.sizes[near], dtype=np.int32)
                rank[order[near]] = np.arange(before, before + self.sizes[near], dtype=np.int32)
                ranks.append(rank)
                before += self.sizes[near]
        return np.concatenate(ranks)

    def _strip(self, row: Ints, index: int, ends: Ints, places: tuple[int, int]) -> Ints:
        """For the nodes at some places: running sums over all links of how their own links lie to them."""
        own, _, weights = self._sides[index]
        start, stop = places
        before = self.sizes[index - 1] if index else 0
        after = self.sizes[index + 1] if index + 1 < len(self.sizes) else 0
        place = np.empty(len(row), dtype=np.int32)
        place[row] = np.arange(len(row), dtype=np.int32)
        at = place[own] - start
        here = (at >= 0) & (at < stop - start)
        links = np.zeros((stop - start, before + after), dtype=np.int32)
        links[at[here], ends[here]] = weights[here]
        # ahead[v, k]: v's links that end above place k less those that end below it, on k's side.
        ahead = links.cumsum(axis=1, dtype=np.int32)
        ahead *= 2
        ahead -= links
        left, right = self._totals[index]
        some = row[start:stop]
        ahead[:, :before] -= left[some][:, None]
        ahead[:, before:] -= (2 * left + right)[some][:, None]
        by_link = ahead[:, ends] if self._plain[index] else ahead[:, ends] * weights
        running = np.zeros((stop - start, len(own) + 1), dtype=np.int32)
        by_link.cumsum(axis=1, dtype=np.int32, out=running[:, 1:])
        return running

    def price(self, order: Order) -> int:
        """UNIT for each crossing, and the price of each two nodes that are not as they were shown."""
        total = UNIT * self.crossings(order)
        for row, ranks in zip(order, self._shown, strict=True):
            if ranks is not None:
                now = ranks[row]
                now = now[now >= 0]
                total += self.layers.price * inversions(now, np.ones(len(now), dtype=np.int32))
        return total

    def crossings(self, order: Order) -> int:
        """How often links between neighbouring columns cross."""
        total = 0
        for index, (left, right, weights) in enumerate(self.gaps[:-1]):
            if len(left) < 2:
                continue
            ranks = []
            for side in (index, index + 1):
                rank = np.empty(self.sizes[side], dtype=np.int32)
                rank[order[side]] = np.arange(self.sizes[side], dtype=np.int32)
                ranks.append(rank)
            one, two = ranks[0][left], ranks[1][right]
            by_left = np.argsort(one.astype(np.int64) * self.sizes[index + 1] + two)
            total += inversions(two[by_left], weights[by_left])
        return total


def families(row: list[int], blocks: dict[int, int]) -> dict[int | None, list[tuple[int, int]]]:
    """Nodes that may change places with each other, by parent: (start, stop) of each with all below it."""
    sizes: dict[int, int] = dict.fromkeys(row, 1)
    found: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
    for place in range(len(row) - 1, -1, -1):
        node = row[place]
        parent = blocks.get(node)
        parent = parent if parent in sizes else None
        if parent is not None:
            sizes[parent] += sizes[node]
        found[parent].append((place, place + sizes[node]))
    return {parent: units[::-1] for parent, units in found.items()}


def _arrays(gap: dict[tuple[int, int], int]) -> tuple[Ints, Ints, Ints]:
    left = np.array([pair[0] for pair in gap], dtype=np.int32)
    right = np.array([pair[1] for pair in gap], dtype=np.int32)
    return left, right, np.array(list(gap.values()), dtype=np.int32)


_LATER = np.triu(np.ones((512, 512), dtype=bool), 1)


def inversions(values: Ints, weights: Ints) -> int:
    """Pairs in which the earlier value is the greater, each as often as their weights say."""
    plain = not len(weights) or bool(weights.max() == 1)
    total = 0
    for start in range(0, len(values), 512):
        part = values[start : start + 512]
        within = (part[:, None] > part[None, :]) & _LATER[: len(part), : len(part)]
        beyond = part[:, None] > values[None, start + 512 :]
        if plain:
            total += int(np.count_nonzero(within)) + int(np.count_nonzero(beyond))
        else:
            own = weights[start : start + 512].astype(np.int64)
            total += int(own @ (within @ own)) + int(own @ (beyond @ weights[start + 512 :].astype(np.int64)))
    return total
