"""The order of boxes in their columns: few crossings, the same input always giving the same order.

It starts from several smooth orders, in which linked nodes lie at like heights (the slow vectors of averaging
over neighbours), sifts the most promising, and goes on from orders in which whole clusters changed places.
How long it goes on is counted in work, not in time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chains.layout_layers import UNIT, Layers, crossings
from chains.layout_moves import Moves
from chains.layout_sift import Sifter
from chains.layout_tangle import Tangle

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.layout_layers import Columns
    from chains.layout_tangle import Order

__all__ = ["UNIT", "Layers", "best_order", "crossings", "work_for"]

SMOOTHINGS = (10, 20, 60, 200)
"""Rounds of averaging from one smooth start to the next: few keep clusters apart, many find the long way."""

_FEW = 300
"""Boxes and lanes of a chain of some 200 segments."""

_FIRST_WORK, _FIRST_GROWTH, _FIRST_MOST = 40e6, 1.2, 10e9
_BETTER_WORK, _BETTER_TIMES = 0.9e9, 2
_WIDE_TURNS, _WIDE_WORK = 4, 125e6
_CLUSTERS_FROM = 300e6
"""Clusters take some 10 ms to find and pay in the long run only."""

_RIDGE = 1.01
_RETURN = 25
_IDLE = 500
_SCREENED = 3


def work_for(nodes: int, *, better: bool) -> int:
    """The work granted to a first or a better order of so many nodes, in about nanoseconds."""
    first = min(_FIRST_MOST, _FIRST_WORK * max(1.0, nodes / _FEW) ** _FIRST_GROWTH)
    return int(max(_BETTER_WORK, _BETTER_TIMES * first) if better else first)


def best_order(layers: Layers, work: int, step: Callable[[int, int], None] | None = None) -> Columns:
    """Columns with few crossings, never more than in the order given, after about so much work."""
    tangle = Tangle(layers)
    return tangle.columns(_Search(tangle, work, step or _no_step).best())


def _no_step(_done: int, _total: int) -> None:
    return


class _Search:
    def __init__(self, tangle: Tangle, budget: int, step: Callable[[int, int], None]) -> None:
        self._tangle = tangle
        self._sifter = Sifter(tangle, budget, step)
        self._moves = Moves(tangle)
        self._clustered = budget >= _CLUSTERS_FROM
        # A first drawing after an edit stays near the one shown; a better one may be quite another.
        self._free = not tangle.layers.shown or self._clustered

    def best(self) -> Order:
        """Sift the best starts, then disturb and sift again; the best that was seen."""
        best, least = self._started()
        here, here_price, idle, turn = best, least, 0, 0
        while least > 0 and not self._sifter.spent and idle < _IDLE:
            turn += 1
            tried, price = self._tried(here, turn)
            idle = 0 if price < least else idle + 1
            if price < least:
                best, least = tried, price
            # A little worse is taken, to get over a ridge; now and then back to the best.
            if price <= max(here_price * _RIDGE, here_price + UNIT):
                here, here_price = tried, price
            elif turn % _RETURN == 0:
                here, here_price = best, least
        return best

    def _started(self) -> tuple[Order, int]:
        start = self._tangle.start()
        best = start, self._sifter.price(start)
        if best[1] == 0:
            return best
        starts = [best]
        if self._free:
            heights = self._moves.noise()
            for rounds in SMOOTHINGS:
                heights = self._moves.smoothed(heights, rounds)
                order = self._moves.in_order(self._moves.upright(heights))
                starts.append((order, self._sifter.price(order)))
            starts.sort(key=lambda start: start[1])
        found = self._sifter.settled(*starts[0])
        return found if found[1] < best[1] else best

    def _tried(self, here: Order, turn: int) -> tuple[Order, int]:
        """Another order from here, settled. At first it is quite a new one."""
        if self._clustered:
            return self._tried_with_clusters(here, turn)
        if self._free and turn <= _WIDE_TURNS:
            return self._settled(self._moves.fresh, 4)
        if turn % 2:
            return self._settled(lambda: self._moves.pushed(here), 1)
        return self._settled(lambda: self._moves.cut(here), 2)

    def _tried_with_clusters(self, here: Order, turn: int) -> tuple[Order, int]:
        moves, kind = self._moves, self._moves.chance.random()
        if self._free and self._sifter.work < _WIDE_WORK and turn % 2:
            return self._settled(moves.fresh, 4)
        if kind < 0.6:
            return self._settled(lambda: moves.regathered(here), _SCREENED)
        if kind < 0.75:
            return self._settled(lambda: moves.cut(here), _SCREENED)
        if kind < 0.83:
            return self._settled(lambda: self._sifter.drifted(here, moves.chance), 1)
        return self._settled(lambda: moves.pushed(here), 1)

    def _settled(self, make: Callable[[], Order], times: int) -> tuple[Order, int]:
        """The most promising of several, sifted."""
        orders = [make() for _ in range(times)]
        prices = [self._sifter.price(order) for order in orders]
        best = int(np.argmin(prices))
        return self._sifter.settled(orders[best], prices[best])
