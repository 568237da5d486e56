"""Asks the registry: ids of the companies that a filter wants, in order, and how many there are.

Typed text: the index names candidates (db.search_reading), their texts decide (chains.typed). Everything
else is asked of the facts (db.company_filter).
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from chains.registry import ALL_COMPANIES, MOST_COUNTED, Count, SortColumn
from chains.typed import IN_NAME, rank_of, typed_words
from db.batches import hidden_ranges
from db.company_filter import Passing
from db.facets import Facets
from db.posting import is_exact
from db.registry_index import read_texts
from db.search_reading import SearchReading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from chains.registry import CompanyFilter, CompanySort

    Ids = NDArray[np.int64]

_FIRST_LOOKED_AT, _AT_ONCE = 128, 500

_MOST_WALKED = 2_000
"""A word that many have is looked for along the sort so far, before all that have it are gathered."""


class CompanyQuery:
    """The companies that a filter wants, as seen on one day."""

    def __init__(self, connection: Connection, today: date) -> None:
        self._connection = connection
        self._today = today

    def ids(self, wanted: CompanyFilter, sort: CompanySort, offset: int, limit: int | None) -> list[int]:
        """Ids in order, from the offset on."""
        end = None if limit is None else offset + limit
        words = typed_words(wanted.text)
        if words:
            return list(
                islice(_Hits(self._connection, words, self._passing(wanted)).in_order(sort, end), offset, end)
            )
        passing = self._passing(wanted) or self._everyone(wanted)
        found: list[int] = passing.sorted(sort, first=end)[offset:end].tolist()
        return found

    def count(self, wanted: CompanyFilter, at_most: int | None = MOST_COUNTED) -> Count:
        """How many; with typed text counting stops at `at_most`."""
        words = typed_words(wanted.text)
        if not words:
            return Count(len((self._passing(wanted) or self._everyone(wanted)).ids))
        hits = _Hits(self._connection, words, self._passing(wanted)).unordered()
        number = sum(1 for _ in islice(hits, at_most))
        return Count(number, exact=at_most is None or number < at_most)

    def _everyone(self, wanted: CompanyFilter) -> Passing:
        facets = Facets(self._connection, hidden_ranges(self._connection))
        return Passing(self._connection, facets, wanted, self._today)

    def _passing(self, wanted: CompanyFilter) -> Passing | None:
        """None where nothing but text is asked for and everybody may be seen."""
        if not wanted.is_on_beside_text and not hidden_ranges(self._connection):
            return None
        return self._everyone(wanted)


class _Hits:
    """Companies that hold all words and pass the filters."""

    def __init__(self, connection: Connection, words: Sequence[str], passing: Passing | None) -> None:
        self._connection, self._words, self._passing = connection, words, passing
        self._reading = SearchReading(connection)
        self._sure = all(is_exact(word) for word in words)
        self._marks = None if passing is None else _marks(passing.ids)

    def in_order(self, sort: CompanySort, end: int | None) -> Iterator[int]:
        """Ids in that order; about `end` of them will be taken."""
        return self._best_first() if sort.column is SortColumn.BEST else self._sorted(sort, end)

    def unordered(self) -> Iterator[int]:
        """Ids in order of arrival."""
        for found in self._reading.found(self._words):
            yield from self._true(self._kept(found.ids), IN_NAME + 1)

    def _best_first(self) -> Iterator[int]:
        named: set[int] = set()
        for found in self._reading.found(self._words, only_named=True):
            for one in self._true(self._kept(found.ids), IN_NAME):
                named.add(one)
                yield one
        for found in self._reading.found(self._words):
            for one in self._true(self._kept(found.ids), IN_NAME + 1):
                if one not in named:
                    yield one

    def _sorted(self, sort: CompanySort, end: int | None) -> Iterator[int]:
        facets = Facets(self._connection, hidden_ranges(self._connection))
        passing = self._passing or Passing(self._connection, facets, ALL_COMPANIES, date.min)
        first = None if end is None else end * 4 + _AT_ONCE
        search = self._reading.found(self._words)
        begun = next(search)
        if first is not None and first <= _MOST_WALKED and begun.is_common:
            # Many may share the last value that is needed: no more of them are looked at than are asked for.
            walked = list(islice(self._true(passing.sorted(sort, first=first), IN_NAME + 1), end))
            if end is not None and len(walked) >= end:
                yield from walked
                return
        among = np.concatenate([begun.ids, *(found.ids for found in search)])
        some = passing.sorted(sort, among, first)
        yield from self._true(some, IN_NAME + 1)
        if first is not None and len(some) >= first:
            yield from self._true(passing.sorted(sort, among)[len(some) :], IN_NAME + 1)

    def _kept(self, ids: Ids) -> Ids:
        if self._marks is None:
            return ids
        inside = ids[ids < len(self._marks)]
        return inside[self._marks[inside]]

    def _true(self, ids: Ids, most_rank: int) -> Iterator[int]:
        """Those whose texts hold the words, in the same order."""
        start, size = 0, _FIRST_LOOKED_AT
        while start < len(ids):
            part: list[int] = ids[start : start + size].tolist()
            start, size = start + size, _AT_ONCE
            yield from part if self._sure else self._verified(part, most_rank)

    def _verified(self, ids: Sequence[int], most_rank: int) -> Iterator[int]:
        texts = read_texts(self._connection, ids, only_named=most_rank == IN_NAME)
        for one in ids:
            rank = rank_of(self._words, texts[one]) if one in texts else None
            if rank is not None and rank <= most_rank:
                yield one


def _marks(ids: Ids) -> NDArray[np.bool_]:
    marks = np.zeros(int(ids.max()) + 1 if len(ids) else 0, bool)
    marks[ids] = True
    return marks
