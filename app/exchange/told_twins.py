"""Rows of one file that may be one company under two names: found to be shown, never to be joined unseen."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from chains.twins import are_twins, twin_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chains.company import Company
    from chains.twins import Named


class ToldTwins:
    """The new companies of a file by what is left of their names: two numbers for each name."""

    def __init__(self) -> None:
        self._keys, self._places = array("q"), array("q")

    def add(self, company: Named, place: int) -> None:
        """Keep a new company with all its names."""
        for key in twin_keys(company):
            self._keys.append(hash(key))
            self._places.append(place * 2 + bool(company.credit_code))

    def pairs(self, company_at: Callable[[int], Company], most: int) -> list[tuple[int, int]]:
        """(place, earlier place) of companies that a person should look at, at most so many.

        Each is put beside the first that it may be.
        """
        found: dict[int, int] = {}
        for group in self._groups():
            companies = {place: company_at(place) for place in group}
            for at, place in enumerate(group):
                first = next((one for one in group[:at] if are_twins(companies[one], companies[place])), None)
                if first is not None:
                    found.setdefault(place, first)
            if len(found) >= most:
                break
        return sorted(found.items())[:most]

    def _groups(self) -> Iterator[list[int]]:
        """Places that share a key, in order; only where one has no code, for two codes are two companies."""
        order = np.argsort(np.array(self._keys), kind="stable")
        keys, places = np.array(self._keys)[order], np.array(self._places)[order]
        starts = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
        ends = np.append(starts[1:], len(keys))[: len(starts)]
        for at in np.flatnonzero(ends - starts > 1):
            some = places[starts[at] : ends[at]]
            if not (some & 1).all():
                yield sorted(set((some >> 1).tolist()))
