"""Reads the registry: pages, counts and orders of companies that a filter wants."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import func, select

from chains.regions import region_label
from chains.rows import CompanyRow
from db import mapping, tables
from db.batches import hidden_ranges, outside, read_batches
from db.company_query import CompanyQuery
from db.facets import Facets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Select

    from chains.company import Company
    from chains.registry import CompanyFilter, CompanySort, Count, ImportBatch
    from db.mapping import Row

_AT_ONCE = 500
"""Ids in one statement."""


class RegistryReading:
    """What the reader answers about the registry."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._query = CompanyQuery(connection, datetime.now().astimezone().date())

    def rows(
        self, wanted: CompanyFilter, sort: CompanySort, offset: int, limit: int
    ) -> tuple[CompanyRow, ...]:
        """Lines from the offset on, in order."""
        return self.lines(self._query.ids(wanted, sort, offset, limit))

    def lines(self, ids: Sequence[int]) -> tuple[CompanyRow, ...]:
        """Lines of these companies, in the order of the ids."""
        table = tables.company
        found: dict[int, CompanyRow] = {}
        for start in range(0, len(ids), _AT_ONCE):
            part = list(ids[start : start + _AT_ONCE])
            counts = self._placement_counts(part)
            for company in companies_of(self._connection, select(table).where(table.c.id.in_(part))):
                found[company.id] = _company_row(company, counts.get(company.id, 0))
        return tuple(found[one] for one in ids if one in found)

    def count(self, wanted: CompanyFilter, at_most: int | None) -> Count:
        """How many the filter wants."""
        return self._query.count(wanted, at_most)

    def order(self, wanted: CompanyFilter, sort: CompanySort) -> int:
        """The length of the whole order."""
        return len(self.ids(wanted, sort))

    def ids(self, wanted: CompanyFilter, sort: CompanySort) -> Sequence[int]:
        """All ids, in order."""
        return self._query.ids(wanted, sort, 0, None)

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

    def _placement_counts(self, ids: list[int]) -> dict[int, int]:
        table = tables.placement
        placed = select(table.c.company_id, func.count()).where(table.c.company_id.in_(ids))
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


def _company_row(company: Company, placements: int) -> CompanyRow:
    return CompanyRow(
        id=company.id,
        code=company.credit_code or company.stock_code,
        name=company.name,
        short_name=company.short_name,
        region_name=region_label(company.region),
        products="；".join(company.products),
        qualifications="、".join(honour.name for honour in company.qualifications),
        capital_wan=company.capital_wan,
        currency=company.currency,
        insured_count=company.insured_count,
        state=company.state,
        placements=placements,
        origin=company.origin,
        founded_on=company.founded_on,
        industry=company.industry,
        legal_person=company.legal_person,
    )
