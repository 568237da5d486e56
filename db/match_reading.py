"""Reads what companies are matched by: all of them in batches, those that may have a word, or some."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import Text, select, type_coerce

from chains.kinds import GONE_STATES, RegistrationState
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


class RawRow(NamedTuple):
    """What a company is matched by, its products still as JSON: decoding a million lists took ten seconds."""

    id: int
    region: str
    products: str
    scope: str
    industry: str

    @property
    def text(self) -> str:
        """All of it in one."""
        return f"{self.products}\n{self.scope}\n{self.industry}"

    def whole(self) -> MatchRow:
        """With its products."""
        products = tuple(json.loads(self.products))
        return MatchRow(self.id, RegistrationState.UNKNOWN, self.region, products, self.scope, self.industry)


def raw_rows(connection: Connection, first: int, last: int, limit: int) -> list[RawRow]:
    """The next companies from `first` to `last` that are not gone (注销, 吊销, 撤销), in order of id."""
    table = tables.company
    columns = (
        table.c.id,
        table.c.region,
        type_coerce(table.c.products, Text),
        table.c.scope,
        table.c.industry,
    )
    kept = (table.c.id.between(first, last), table.c.state.not_in(sorted(GONE_STATES)), *seen(connection))
    rows = connection.execute(select(*columns).where(*kept).order_by(table.c.id).limit(limit))
    return [RawRow(*row) for row in rows]


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
    """Companies in whose texts one of the words may stand, by the search index, in order of id.

    Where there are spaces in a word, all of its parts must stand there, in any place.
    """
    reading = SearchReading(connection)
    names = {tuple(filter(None, map(normalised_name, word.split()))) for word in words}
    found = [part.ids for name in names if name for part in reading.found(name)]
    ids: list[int] = np.unique(np.concatenate(found)).tolist() if found else []
    hidden = hidden_ranges(connection)
    return [one for one in ids if not any(first <= one <= last for first, last in hidden)] if hidden else ids
