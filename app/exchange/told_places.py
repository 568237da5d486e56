"""Where in a file each company was told of before, by codes and names: 16 bytes for each.

A dictionary of a million names took 200 MB. Here hashes lie sorted in a few arrays; the names of some
thousand rows are looked up in them together, and only what those rows add is kept in a dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chains.names import normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from chains.twins import Named

    Numbers = NDArray[np.int64]


class ToldPlaces:
    """Places of companies by what they are known by. Two names may share a hash: look at them again."""

    def __init__(self) -> None:
        self._runs: list[tuple[Numbers, Numbers]] = []
        self._now: dict[int, list[int]] = {}
        self._earlier: dict[int, list[int]] = {}

    def look_ahead(self, companies: Sequence[Named]) -> None:
        """Look up what these companies are known by; until the next time only they may be asked for."""
        self._put_away()
        hashes = np.fromiter((one for company in companies for one in _asked(company)), np.int64)
        self._earlier = {}
        for keys, places in self._runs:
            left, right = np.searchsorted(keys, hashes), np.searchsorted(keys, hashes, side="right")
            for at in np.flatnonzero(right > left).tolist():
                found = self._earlier.setdefault(int(hashes[at]), [])
                found += [one for one in places[left[at] : right[at]].tolist() if one not in found]

    def add(self, company: Named, place: int) -> None:
        """Keep what the company is known by."""
        if company.credit_code:
            self._put(_code(company.credit_code), place)
        self._put(_name(company.name), place)
        for former in company.former_names:
            self._put(_former(former), place)

    def by_code(self, company: Named) -> Iterator[int]:
        """The places that have the code, the first first."""
        if company.credit_code:
            yield from self._get(_code(company.credit_code))

    def by_name(self, company: Named) -> Iterator[int]:
        """Places that have the name, now or formerly, then those whose name is a former one of it."""
        yield from self._get(_name(company.name))
        yield from self._get(_former(company.name))
        for former in company.former_names:
            yield from self._get(_name(former))

    def _put(self, key: int, place: int) -> None:
        held = self._now.get(key)
        if held is None:
            self._now[key] = [place]
        elif place not in held:
            held.append(place)

    def _get(self, key: int) -> Sequence[int]:
        earlier, now = self._earlier.get(key, ()), self._now.get(key, ())
        return (*earlier, *(one for one in now if one not in earlier)) if earlier else now

    def _put_away(self) -> None:
        """Sort what was added into an array; arrays of one size are joined, so there are few."""
        if not self._now:
            return
        pairs = [(key, place) for key, places in self._now.items() for place in places]
        run = _sorted(*(np.asarray(part, np.int64) for part in zip(*pairs, strict=True)))
        while self._runs and len(self._runs[-1][0]) <= 2 * len(run[0]):
            # The earlier ones first: places stay in the order in which they came.
            keys, places = self._runs.pop()
            run = _sorted(np.concatenate((keys, run[0])), np.concatenate((places, run[1])))
        self._runs.append(run)
        self._now = {}


def _sorted(keys: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
    order = np.argsort(keys, kind="stable")
    return keys[order], places[order]


def _asked(company: Named) -> Iterator[int]:
    if company.credit_code:
        yield _code(company.credit_code)
    yield _name(company.name)
    yield _former(company.name)
    for former in company.former_names:
        yield _name(former)


def _code(code: str) -> int:
    return hash("c" + code)


def _name(name: str) -> int:
    return hash("n" + normalised_name(name))


def _former(name: str) -> int:
    return hash("f" + normalised_name(name))
