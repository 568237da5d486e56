"""Asks the registry: filters and sorts as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Numeric, and_, cast, exists, func, or_, select

from chains.industries import industry_code
from chains.registry import MOST_COUNTED, Count, Placed, SortColumn
from db import tables
from db.search import contains

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

    from chains.registry import CompanyFilter, CompanySort


class CompanyQuery:
    """The companies that a filter wants, as seen on one day."""

    def __init__(self, connection: Connection, today: date) -> None:
        self._connection = connection
        self._today = today

    def ids(self, wanted: CompanyFilter, sort: CompanySort, offset: int, limit: int | None) -> list[int]:
        """Ids in order, from the offset on."""
        table = tables.company
        query = (
            select(table.c.id)
            .where(*_conditions(self._connection, wanted, self._today))
            .order_by(*_order(wanted, sort))
        )
        return list(self._connection.execute(query.offset(offset).limit(limit)).scalars())

    def count(self, wanted: CompanyFilter, at_most: int | None = MOST_COUNTED) -> Count:
        """How many; with typed text counting stops at `at_most`."""
        query = select(tables.company.c.id).where(*_conditions(self._connection, wanted, self._today))
        stops = at_most is not None and bool(wanted.text.strip())
        if stops:
            query = query.limit(at_most)
        number = int(
            self._connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
        )
        return Count(number, exact=not stops or number < (at_most or 0))


def _conditions(connection: Connection, wanted: CompanyFilter, today: date) -> list[ColumnElement[bool]]:
    table = tables.company
    found: list[ColumnElement[bool]] = [
        contains(table.c.search_text, word) for word in wanted.text.casefold().split()
    ]
    if wanted.regions:
        found.append(or_(*(_in_region(code) for code in wanted.regions)))
    if wanted.industries:
        found.append(table.c.id.in_(_ids_in_industries(connection, wanted.industries)))
    if wanted.states:
        found.append(table.c.state.in_(wanted.states))
    if wanted.origin:
        found.append(table.c.origin == wanted.origin)
    capital = cast(table.c.capital_wan, Numeric)
    found += _between(capital, wanted.capital_from, wanted.capital_to)
    found += _between(table.c.insured_count, wanted.insured_from, wanted.insured_to)
    found += _between(table.c.founded_on, wanted.founded_from, wanted.founded_to)
    if wanted.honours:
        found.append(_has_honour(wanted, today))
    return found + _placed(wanted)


def _ids_in_industries(connection: Connection, codes: tuple[str, ...]) -> list[int]:
    table = tables.company
    rows = connection.execute(select(table.c.id, table.c.industry).where(table.c.industry != ""))
    return [row.id for row in rows if industry_code(row.industry).startswith(codes)]


def _between(column: ColumnElement[Any], low: Any, high: Any) -> Iterable[ColumnElement[bool]]:  # noqa: ANN401
    if low is not None:
        yield column >= low
    if high is not None:
        yield column <= high


def _in_region(code: str) -> ColumnElement[bool]:
    column = tables.company.c.region
    if "-" in code or not code.endswith("00"):
        return column == code
    start = code[:2] if code.endswith("0000") else code[:4]
    return and_(column >= start, column < f"{int(start) + 1}")


def _has_honour(wanted: CompanyFilter, today: date) -> ColumnElement[bool]:
    table = tables.qualification
    query = select(table.c.company_id).where(table.c.name.in_(wanted.honours))
    if wanted.only_valid:
        day = wanted.valid_on or today
        query = query.where(or_(table.c.valid_until.is_(None), table.c.valid_until >= day))
    return tables.company.c.id.in_(query)


def _placed(wanted: CompanyFilter) -> list[ColumnElement[bool]]:
    table = tables.placement
    on_any = exists().where(table.c.company_id == tables.company.c.id)
    found: list[ColumnElement[bool]] = []
    if wanted.placed is Placed.PLACED:
        found.append(on_any)
    elif wanted.placed is Placed.NOT_PLACED:
        found.append(~on_any)
    if wanted.chains:
        found.append(
            tables.company.c.id.in_(select(table.c.company_id).where(table.c.chain.in_(wanted.chains)))
        )
    return found


def _order(wanted: CompanyFilter, sort: CompanySort) -> list[Any]:
    table = tables.company
    if sort.column is SortColumn.BEST:
        typed = wanted.text.casefold().strip()
        return [contains(table.c.name_key, typed).desc(), table.c.id] if typed else [table.c.id]
    placements = select(func.count()).where(tables.placement.c.company_id == table.c.id).scalar_subquery()
    columns: dict[SortColumn, ColumnElement[Any]] = {
        SortColumn.NAME: table.c.name,
        SortColumn.CODE: func.nullif(table.c.credit_code, ""),
        SortColumn.REGION: func.nullif(table.c.region, ""),
        SortColumn.INDUSTRY: func.nullif(table.c.industry, ""),
        SortColumn.STATE: table.c.state,
        SortColumn.CAPITAL: cast(table.c.capital_wan, Numeric),
        SortColumn.INSURED: table.c.insured_count,
        SortColumn.FOUNDED: table.c.founded_on,
        SortColumn.PLACEMENTS: placements,
        SortColumn.ORIGIN: func.nullif(table.c.origin, ""),
    }
    column = columns[sort.column]
    return [column.desc().nulls_last() if sort.descending else column.asc().nulls_last(), table.c.id]
