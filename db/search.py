"""Finds chains, segments, products and companies by what a person types; what is typed is text."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from chains.kinds import EntityKind
from chains.names import is_typed_so
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
            best = _best(typed, names)
            if best is not None:
                found.append((best[0], SearchHit(EntityKind.CHAIN, row["code"], row["name"], row["cluster"])))
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
            best = _best(typed, names)
            if best is not None:
                rank, matched = best
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


def _best(typed: str, names: tuple[str, ...]) -> tuple[int, str] | None:
    """How well and by which name; None for no hit.

    0 for the first name whole, then its beginning, an inner part, another name, pinyin, another's pinyin.
    """
    first = names[0].casefold()
    if typed in first:
        return (0 if first == typed else 2 if first.startswith(typed) else 4), names[0]
    for name in names[1:]:
        if typed in name.casefold():
            return 6, name
    letters = typed.replace(" ", "").replace("'", "")
    if letters and letters.isascii():
        for at, name in enumerate(names):
            if is_typed_so(letters, name):
                return (10 if at else 8), name
    return None
