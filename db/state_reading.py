"""Chains as they stand, or as they stood after an entry of the change log."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from chains.marking import Supplier
from chains.regions import is_within
from chains.state import ChainState
from db import mapping, tables
from db.snapshots import rolled_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from chains.chain import Product
    from chains.marking import Assessment

Row = Any
_PARTS = (tables.stage, tables.segment, tables.supply_link, tables.chain_note, tables.tier_name)
GONE_COMPANY = "（已删除的企业）"


class StateReading:
    """Reads chain states: now (`at` None), or after entry `at` of the change log."""

    def __init__(self, connection: Connection, home: str, at: int | None = None) -> None:
        self._connection, self._home, self._at = connection, home, at

    def states(self, code: str | None) -> tuple[ChainState, ...]:
        """One chain or all of them, in order; none when there is no such chain."""
        chains = [row for row in self._table(tables.chain) if code in {None, row["code"]}]
        parts = {
            table: _by_chain(self._of_chain(table, code))
            for table in (
                tables.stage,
                tables.segment,
                tables.supply_link,
                tables.chain_note,
                tables.tier_name,
            )
        }
        assessments, suppliers = self._assessments(code), self._suppliers(code)
        products = self._products_of(code)
        states = []
        for row in chains:
            own = row["code"]
            chain = mapping.chain_value(
                row,
                parts[tables.stage][own],
                parts[tables.segment][own],
                parts[tables.supply_link][own],
                parts[tables.chain_note][own],
                parts[tables.tier_name][own],
            )
            used = {segment.product: products[segment.product] for segment in chain.segments}
            states.append(ChainState(chain, assessments[own], suppliers[own], used))
        return tuple(states)

    def products(self) -> dict[str, Product]:
        """Every product, by code."""
        return {row["code"]: mapping.product_value(row) for row in self._table(tables.product)}

    def _products_of(self, code: str | None) -> dict[str, Product]:
        if code is None or self._at is not None:
            return self.products()
        # A chain uses forty of a thousand: to read the others took a third of the time.
        used = select(tables.segment.c.product).where(tables.segment.c.chain == code)
        rows = self._rows(select(tables.product).where(tables.product.c.code.in_(used)))
        return {row["code"]: mapping.product_value(row) for row in rows}

    def _of_chain(self, table: Table, code: str | None) -> Sequence[Row]:
        if self._at is not None:
            return [row for row in self._table(table) if code in {None, row["chain"]}]
        query = select(table).order_by(_order(table))
        return self._rows(query if code is None else query.where(table.c.chain == code))

    def _table(self, table: Table) -> Sequence[Row]:
        rows = self._rows(select(table).order_by(_order(table)))
        return rows if self._at is None else rolled_back(self._connection, table, rows, self._at)

    def _assessments(self, code: str | None) -> dict[str, dict[str, Assessment]]:
        """The newest of each segment: later rows have higher ids."""
        found: dict[str, dict[str, Assessment]] = defaultdict(dict)
        table = tables.assessment
        if self._at is None:
            newest = select(func.max(table.c.id)).group_by(table.c.chain, table.c.segment)
            query = select(table).where(table.c.id.in_(newest))
            rows = self._rows(query if code is None else query.where(table.c.chain == code))
        else:
            rows = self._of_chain(table, code)
        for row in rows:
            found[row["chain"]][row["segment"]] = mapping.assessment_value(row)
        return found

    def _suppliers(self, code: str | None) -> dict[str, dict[str, tuple[Supplier, ...]]]:
        rows = self._of_chain(tables.placement, code)
        companies = self._companies({row["company_id"] for row in rows})
        found: dict[str, dict[str, list[Supplier]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            supplier = self._supplier(row, companies.get(row["company_id"]))
            found[row["chain"]][row["segment"]].append(supplier)
        settled: dict[str, dict[str, tuple[Supplier, ...]]] = defaultdict(dict)
        for chain, by_segment in found.items():
            settled[chain] = {segment: tuple(placed) for segment, placed in by_segment.items()}
        return settled

    def _companies(self, ids: Iterable[int]) -> dict[int, Row]:
        table, wanted = tables.company, sorted(ids)
        found: dict[int, Row] = {}
        columns = (table.c.id, table.c.name, table.c.region, table.c.credit_code, table.c.stock_code)
        for start in range(0, len(wanted), 500):
            query = select(*columns).where(table.c.id.in_(wanted[start : start + 500]))
            found.update({row["id"]: row for row in self._rows(query)})
        return found

    def _supplier(self, row: Row, company: Row | None) -> Supplier:
        placement = mapping.placement_value(row)
        if company is None:
            return Supplier(placement, GONE_COMPANY, f"C{placement.company_id}", "", placement.local)
        region = company["region"]
        local = placement.local
        if local is None and region:
            local = is_within(region, self._home)
        code = company["credit_code"] or company["stock_code"] or f"C{placement.company_id}"
        return Supplier(placement, company["name"], code, region, local)

    def _rows(self, query: Any) -> Sequence[Row]:  # noqa: ANN401 - any select
        return self._connection.execute(query).mappings().all()


def _order(table: Table) -> Any:  # noqa: ANN401 - a column
    names = [name for name in ("position", "id", "tier", "code") if name in table.c]
    return table.c[names[0]]


def _by_chain(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["chain"]].append(row)
    return found
