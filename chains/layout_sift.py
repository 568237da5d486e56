"""Sifting: every box of a column put where its links cross fewest others, column after column.

For one column between its two neighbours, `gain[u, v]` says what is saved when u goes from above v to below
it; a box's best place is the largest prefix sum of its row (Matuszewski, Schönfeld, Molitor 1999). Whole
numbers throughout, so that every machine draws the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chains.layout_tangle import families

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.layout_tangle import Ints, Order, Tangle

_PASSES = 30
_COLUMN, _CELL, _MOVE, _MOVE_CELL = 60_000, 1.2, 12_000, 4
"""What one column, one cell of its matrices and one tried box cost: about a nanosecond each."""


class Sifter:
    """Betters orders of one tangle, and counts the work done: about in nanoseconds, but counted.

    `step(work, budget)` is told now and then and may raise to stop.
    """

    def __init__(self, tangle: Tangle, budget: int, step: Callable[[int, int], None]) -> None:
        self._tangle, self._step = tangle, step
        self.work, self.budget = 0, budget
        self._columns = [
            index for index, size in enumerate(tangle.sizes) if size > 1 and index not in tangle.layers.frozen
        ]

    @property
    def spent(self) -> bool:
        """Whether the work that was granted is done."""
        return self.work >= self.budget

    def price(self, order: Order) -> int:
        """What the order costs."""
        self.work += _COLUMN // 2 * len(order)
        return self._tangle.price(order)

    def settled(self, order: Order, price: int) -> tuple[Order, int]:
        """Sift there and back until nothing is gained; the order and its price. `order` is left alone."""
        order = list(order)
        waiting = set(self._columns)
        for pass_ in range(_PASSES):
            for index in self._columns if pass_ % 2 == 0 else self._columns[::-1]:
                if index not in waiting:
                    continue
                gained = self._sift(order, index)
                price -= gained
                if gained:
                    waiting |= {index - 1, index, index + 1}
                else:
                    waiting.discard(index)
                self._step(min(self.work, self.budget), self.budget)
                if self.spent:
                    return order, price
            if not waiting.intersection(self._columns):
                break
        return order, price

    def drifted(self, order: Order, chance: np.random.Generator) -> Order:
        """Every box moved at random among the places where it costs no more: a way off a plateau."""
        order = list(order)
        for index in self._columns[:: 1 if chance.integers(2) else -1]:
            if self._tangle.blocked[index]:
                continue
            gains = self._gains(order, index)
            sums = gains.cumsum(axis=1, dtype=np.int32)
            now = sums.diagonal()
            free = np.flatnonzero((sums >= now[:, None]).sum(axis=1) + (now <= 0) > 2)
            chance.shuffle(free)
            row = np.arange(len(gains), dtype=np.int32)
            for node in free.tolist():
                places = np.concatenate((_ZERO, gains[node][row].cumsum(dtype=np.int32)))
                at = int((row == node).argmax())
                equal = np.flatnonzero(places >= places.max())
                _move(row, node, at, int(equal[chance.integers(len(equal))]))
            self.work += len(free) * (2 * _MOVE + _MOVE_CELL * len(row))
            order[index] = order[index][row]
        return order

    def _gains(self, order: Order, index: int) -> Ints:
        self.work += _COLUMN + int(_CELL * self._tangle.work(index))
        return self._tangle.gains(order, index)

    def _sift(self, order: Order, index: int) -> int:
        """Give each box of the column its best place, those that gain most first; what was gained."""
        gains = self._gains(order, index)
        if self._tangle.blocked[index]:
            return self._sift_blocks(order, index, gains)
        row, gained = self._sifted(gains)
        if gained:
            order[index] = order[index][row]
        return gained

    def _sift_blocks(self, order: Order, index: int, gains: Ints) -> int:
        """Sift parents with all that stands below them as one, and the children of each among themselves."""
        nodes = self._tangle.nodes[index]
        present = [nodes[at] for at in order[index].tolist()]
        units = families(present, dict(self._tangle.layers.blocks))
        gained = 0
        for parent, ranges in units.items():
            if len(ranges) < 2:
                continue
            first, last = ranges[0][0], ranges[-1][1]
            starts = [start - first for start, _ in ranges]
            part = gains[first:last, first:last]
            whole = np.add.reduceat(np.add.reduceat(part, starts, axis=0), starts, axis=1)
            row, more = self._sifted(whole.astype(np.int32))
            gained += more
            units[parent] = [ranges[at] for at in row.tolist()]
        if gained:
            places = _unrolled(units, present)
            order[index] = order[index][np.array(places, dtype=np.int32)]
        return gained

    def _sifted(self, gains: Ints) -> tuple[Ints, int]:
        """The row after each unit in turn took its best place, and what was gained."""
        row = np.arange(len(gains), dtype=np.int32)
        sums = gains.cumsum(axis=1, dtype=np.int32)
        could = np.maximum(sums.max(axis=1), 0) - sums.diagonal()
        movers = np.flatnonzero(could)
        self.work += len(movers) * (_MOVE + _MOVE_CELL * len(row))
        gained = 0
        for node in movers[np.argsort(-could[movers], kind="stable")].tolist():
            sums = gains[node][row].cumsum(dtype=np.int32)
            at = int((row == node).argmax())
            best = int(sums.argmax())
            # Where nothing is gained the box stays: a drawing must not change for no reason.
            more = max(int(sums[best]), 0) - int(sums[at])
            if more > 0:
                gained += more
                _move(row, node, at, best + 1 if sums[best] > 0 else 0)
        return row, gained


_ZERO = np.zeros(1, dtype=np.int32)


def _move(row: Ints, node: int, at: int, place: int) -> None:
    """Take the node out and put it behind the first `place` entries of the row as it was."""
    if place > at:
        row[at : place - 1] = row[at + 1 : place]
        row[place - 1] = node
    else:
        row[place + 1 : at + 1] = row[place:at]
        row[place] = node


def _unrolled(units: dict[int | None, list[tuple[int, int]]], present: list[int]) -> list[int]:
    """The places of the present row in their new order."""
    places: list[int] = []
    waiting = [start for start, _ in units[None][::-1]]
    while waiting:
        start = waiting.pop()
        places.append(start)
        waiting.extend(below for below, _ in units.get(present[start], ())[::-1])
    return places
