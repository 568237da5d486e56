"""Reads the registry: pages, counts and orders of companies that a filter wants."""

from __future__ import annotations

from array import array
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from chains.regions import region_label
from chains.registry import MOST_COUNTED
from chains.rows import CompanyRow
from chains.typed import typed_words
from db import mapping, tables
from db.batches import hidden_ranges, outside, read_batches
from db.company_query import CompanyQuery
from db.facets import Facets
from db.placed import is_placed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Select

    from chains.company import Company
    from chains.registry import CompanyFilter, CompanySort, Count, ImportBatch
    from db.known_orders import KnownOrders
    from db.mapping import Row

_AT_ONCE = 500
"""Ids in one statement."""

_FAR = 2_000
"""From so many lines on a page is looked up in the whole order."""

_LINE_COLUMNS = (
    "id", "credit_code", "stock_code", "name", "short_name", "region", "products", "capital_wan", "currency",
    "insured_count", "state", "origin", "founded_on", "industry", "legal_person",
)  # fmt: skip


class RegistryReading:
    """What the reader answers about the registry."""

    def __init__(self, connection: Connection, orders: KnownOrders) -> None:
        self._connection, self._orders = connection, orders
        self._today = datetime.now().astimezone().date()
        self._query = CompanyQuery(connection, self._today)

    def rows(
        self, wanted: CompanyFilter, sort: CompanySort, offset: int, limit: int
    ) -> tuple[CompanyRow, ...]:
        """Lines from the offset on, in order."""
        if typed_words(wanted.text):
            limit = max(0, min(limit, MOST_COUNTED - offset))
        # What an order depends on costs a statement: while one types there is none to look for.
        known = self._orders.get(self._key(wanted, sort)) if len(self._orders) else None
        if known is None and offset < _FAR:
            return self.lines(self._query.ids(wanted, sort, offset, limit))
        order = self._order(wanted, sort) if known is None else known
        return self.lines(order[offset : offset + limit])

    def lines(self, ids: Sequence[int]) -> tuple[CompanyRow, ...]:
        """Lines of these companies, in the order of the ids."""
        columns = [tables.company.c[name] for name in _LINE_COLUMNS]
        found: dict[int, CompanyRow] = {}
        for start in range(0, len(ids), _AT_ONCE):
            part = list(ids[start : start + _AT_ONCE])
            counts, honours = self._placement_counts(part), self._honours(part)
            rows = self._connection.execute(select(*columns).where(tables.company.c.id.in_(part)))
            for row in rows:
                found[row.id] = _company_row(row, honours.get(row.id, ()), counts.get(row.id, 0))
        return tuple(found[one] for one in ids if one in found)

    def companies(self, ids: Sequence[int]) -> tuple[Company, ...]:
        """These companies whole, in order of id."""
        table = tables.company
        found: list[Company] = []
        for start in range(0, len(ids), _AT_ONCE):
            part = select(table).where(table.c.id.in_(list(ids[start : start + _AT_ONCE])))
            found += companies_of(self._connection, part.order_by(table.c.id))
        return tuple(found)

    def count(self, wanted: CompanyFilter, at_most: int | None) -> Count:
        """How many the filter wants."""
        return self._query.count(wanted, at_most)

    def order(self, wanted: CompanyFilter, sort: CompanySort) -> int:
        """The length of the whole order, which is kept."""
        return len(self._order(wanted, sort))

    def ids(self, wanted: CompanyFilter, sort: CompanySort) -> Sequence[int]:
        """All ids, in order."""
        return self._query.ids(wanted, sort, 0, None)

    def _order(self, wanted: CompanyFilter, sort: CompanySort) -> Sequence[int]:
        key = self._key(wanted, sort)
        known = self._orders.get(key)
        if known is None:
            most = MOST_COUNTED if typed_words(wanted.text) else None
            known = array("q", self._query.ids(wanted, sort, 0, most))
            self._orders.put(key, known)
        return known

    def _key(self, wanted: CompanyFilter, sort: CompanySort) -> Hashable:
        """What the order depends on: whatever changes is an entry of the change log."""
        newest = self._connection.execute(select(func.max(tables.change_log.c.number))).scalar()
        return (newest, self._today, wanted, sort)

    def honour_names(self) -> tuple[tuple[str, int], ...]:
        """Names of 资质 and how many companies have each, the most frequent first."""
        table = tables.qualification
        number = func.count(table.c.company_id.distinct())
        kept = outside(table.c.company_id, hidden_ranges(self._connection))
        query = (
            select(table.c.name, number)
            .where(*kept)
            .group_by(table.c.name)
            .order_by(number.desc(), table.c.name)
        )
        return tuple((str(name), int(count)) for name, count in self._connection.execute(query))

    def row_hashes(self) -> NDArray[np.int64]:
        """Sorted hashes of the rows of files that companies still are as told by."""
        hashes = Facets(self._connection, hidden_ranges(self._connection)).column("row_hash")
        return np.sort(hashes[hashes != 0])

    def batches(self) -> tuple[ImportBatch, ...]:
        """Imports that brought companies, newest first."""
        return read_batches(self._connection)

    def _honours(self, ids: list[int]) -> dict[int, list[str]]:
        table = tables.qualification
        chosen = select(table.c.company_id, table.c.name).where(table.c.company_id.in_(ids))
        found: dict[int, list[str]] = defaultdict(list)
        for company, name in self._connection.execute(chosen.order_by(table.c.id)):
            found[company].append(name)
        return found

    def _placement_counts(self, ids: list[int]) -> dict[int, int]:
        table = tables.placement
        placed = select(table.c.company_id, func.count()).where(table.c.company_id.in_(ids), is_placed())
        query = placed.group_by(table.c.company_id)
        return {int(row[0]): int(row[1]) for row in self._connection.execute(query)}


def companies_of(connection: Connection, query: Select[Any]) -> Iterator[Company]:
    """Companies whole, with their 资质, from a query for company rows."""
    rows = connection.execute(query).mappings().all()
    honours: dict[int, list[Row]] = defaultdict(list)
    ids = [row["id"] for row in rows]
    table = tables.qualification
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        chosen = select(table).where(table.c.company_id.in_(part)).order_by(table.c.id)
        for honour in connection.execute(chosen).mappings():
            honours[honour["company_id"]].append(honour)
    for row in rows:
        yield mapping.company_value(row, honours[row["id"]])


def _company_row(row: Any, honours: Sequence[str], placements: int) -> CompanyRow:  # noqa: ANN401 - a result row
    return CompanyRow(
        id=row.id,
        code=row.credit_code or row.stock_code,
        name=row.name,
        short_name=row.short_name,
        region_name=region_label(row.region),
        products="；".join(row.products),
        qualifications="、".join(honours),
        capital_wan=row.capital_wan,
        currency=row.currency,
        insured_count=row.insured_count,
        state=row.state,
        placements=placements,
        origin=row.origin,
        founded_on=row.founded_on,
        industry=row.industry,
        legal_person=row.legal_person,
    )
