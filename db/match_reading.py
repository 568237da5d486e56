"""Reads what companies are matched by: all of them in batches, those that may have a word, or some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from chains.matching import MatchRow
from chains.names import normalised_name
from db import tables
from db.batches import hidden_ranges, seen
from db.search_reading import SearchReading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

_AT_ONCE = 500
_COLUMNS = ("id", "state", "region", "products", "scope", "industry")


def match_rows(connection: Connection, after: int, limit: int) -> list[MatchRow]:
    """The next companies whose id is above `after`, in order of id."""
    table = tables.company
    query = select(*(table.c[name] for name in _COLUMNS)).where(table.c.id > after, *seen(connection))
    return [MatchRow(*row) for row in connection.execute(query.order_by(table.c.id).limit(limit))]


def match_rows_of(connection: Connection, ids: Sequence[int]) -> list[MatchRow]:
    """These companies; those that are gone are left out."""
    table = tables.company
    columns, hidden = [table.c[name] for name in _COLUMNS], seen(connection)
    found: list[MatchRow] = []
    for start in range(0, len(ids), _AT_ONCE):
        part = select(*columns).where(table.c.id.in_(ids[start : start + _AT_ONCE]), *hidden)
        found += [MatchRow(*row) for row in connection.execute(part)]
    return found


def ids_that_may_have(connection: Connection, words: Iterable[str]) -> list[int]:
    """Companies in whose texts one of the words may stand, by the search index, in order of id."""
    reading = SearchReading(connection)
    found = [
        part.ids
        for word in {normalised_name(word) for word in words}
        if word
        for part in reading.found([word])
    ]
    ids: list[int] = np.unique(np.concatenate(found)).tolist() if found else []
    hidden = hidden_ranges(connection)
    return [one for one in ids if not any(first <= one <= last for first, last in hidden)] if hidden else ids
