"""Whole orders of the registry that were worked out lately: jumping in a long list looks a page up in one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

MOST_KEPT = 4
"""Orders of a million companies take 8 MB each."""


class KnownOrders:
    """The last few orders, by what was asked; safe to use from several threads."""

    def __init__(self) -> None:
        self._orders: OrderedDict[Hashable, Sequence[int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many are known."""
        with self._lock:
            return len(self._orders)

    def get(self, key: Hashable) -> Sequence[int] | None:
        """The order, None when it is not known (any more)."""
        with self._lock:
            found = self._orders.get(key)
            if found is not None:
                self._orders.move_to_end(key)
            return found

    def put(self, key: Hashable, order: Sequence[int]) -> None:
        """Keep an order; the one that was not asked for longest goes."""
        with self._lock:
            self._orders[key] = order
            while len(self._orders) > MOST_KEPT:
                self._orders.popitem(last=False)
