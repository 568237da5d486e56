"""Finds chains, segments, products and companies by what a person types; what is typed is text."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from chains.kinds import EntityKind
from chains.names import pinyin_initials
from chains.regions import region_label
from chains.registry import BEST_FIRST, CompanyFilter
from chains.search_hit import SearchHit
from db import tables
from db.company_query import CompanyQuery

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


def contains(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether the column holds the text, sign by sign: the wildcards of LIKE mean themselves."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column.like(f"%{escaped}%", escape="\\")


class ChainSearch:
    """One search over everything that has a name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hits(self, text: str, limit: int) -> tuple[SearchHit, ...]:
        """Best first: whole names, beginnings, then names that hold the text; chains before companies."""
        typed = text.strip().casefold()
        if not typed:
            return ()
        structure = [*self._chains(typed), *self._segments(typed)]
        structure.sort(key=lambda found: found[0])
        best = [hit for _, hit in structure[:limit]]
        return tuple(best + self._companies(text, max(limit - len(best), limit // 2)))

    def _chains(self, typed: str) -> list[tuple[int, SearchHit]]:
        found = []
        for row in self._connection.execute(select(tables.chain)).mappings():
            names = (row["name"], *row["aliases"])
            rank = _rank(typed, names)
            if rank is not None:
                found.append((rank, SearchHit(EntityKind.CHAIN, row["code"], row["name"], row["cluster"])))
        return found

    def _segments(self, typed: str) -> list[tuple[int, SearchHit]]:
        segment, product, chain = tables.segment, tables.product, tables.chain
        query = (
            select(
                segment,
                product.c.name.label("product_name"),
                product.c.aliases.label("product_aliases"),
                chain.c.name.label("chain_name"),
            )
            .join(product, product.c.code == segment.c.product)
            .join(chain, chain.c.code == segment.c.chain)
            .order_by(chain.c.position, segment.c.position)
        )
        found = []
        for row in self._connection.execute(query).mappings():
            names = (row["name"], row["product_name"], *row["aliases"], *row["product_aliases"])
            rank = _rank(typed, names)
            if rank is not None:
                matched = next((name for name in names if typed in name.casefold()), row["name"])
                key = f"{row['chain']}/{row['code']}"
                hit = SearchHit(EntityKind.SEGMENT, key, row["name"], row["chain_name"], matched)
                found.append((rank + 1, hit))
        return found

    def _companies(self, text: str, limit: int) -> list[SearchHit]:
        table = tables.company
        day = datetime.now().astimezone().date()
        ids = CompanyQuery(self._connection, day).ids(CompanyFilter(text), BEST_FIRST, 0, limit)
        query = select(table.c.id, table.c.name, table.c.short_name, table.c.region)
        rows = {
            row["id"]: row for row in self._connection.execute(query.where(table.c.id.in_(ids))).mappings()
        }
        return [_company_hit(rows[one]) for one in ids]


def _company_hit(row: Any) -> SearchHit:  # noqa: ANN401 - a result row
    where = region_label(row["region"])
    return SearchHit(EntityKind.COMPANY, str(row["id"]), row["name"], where, row["short_name"])


def _rank(typed: str, names: tuple[str, ...]) -> int | None:
    """0 for the first name whole, then beginnings, inner parts, other names, pinyin; None for no hit."""
    first = names[0].casefold()
    if first == typed:
        return 0
    if first.startswith(typed):
        return 2
    if typed in first:
        return 4
    if any(typed in name.casefold() for name in names[1:]):
        return 6
    if typed.isascii() and any(typed in pinyin_initials(name) for name in names):
        return 8
    return None
