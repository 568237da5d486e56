"""Lists as tables of a report: some columns, the first rows, values as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.exchange.report_docx import ReportTable
from app.services.list_rows import rows_of
from chains import words
from chains.list_shapes import LIST_SHAPES, ColumnKind, ListKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.list_facts import ListFacts

DASH = "—"
MOST_ROWS = 15
"""Of a table in a report; the workbook has all."""

_SHARE = {
    ColumnKind.NUMBER: 1.0,
    ColumnKind.WORD: 1.4,
    ColumnKind.RATE: 1.4,
    ColumnKind.INDEX: 1.2,
    ColumnKind.AMOUNT: 1.6,
    ColumnKind.DAY: 1.9,
}


def list_table(
    kind: ListKind, facts: ListFacts, columns: Sequence[str], caption: str, most: int = MOST_ROWS
) -> ReportTable:
    """The list with those columns; the chain's column is left out where there is one chain alone."""
    shape = LIST_SHAPES[kind]
    keys = [key for key in ("row", *columns) if key != "chain" or not facts.chain]
    shown = [one for one in (shape.column(key) for key in keys) if one is not None]
    rows = rows_of(kind, facts)
    return ReportTable(
        caption=f"{caption}（{len(rows)} 条）" if rows else caption,
        headings=tuple(one.heading for one in shown),
        rows=tuple(tuple(_text(row.get(one.key), one.kind) for one in shown) for row in rows[:most]),
        shares=tuple(_SHARE.get(one.kind, min(max(one.width / 8, 1.6), 5.0)) for one in shown),
        basis=shape.basis,
        when_empty=f"{shape.when_empty}。",
        more=max(0, len(rows) - most),
    )


def figure_text(value: float | None, *, rate: bool = False) -> str:
    """A number or a rate; a dash where there is no figure."""
    if value is None:
        return DASH
    return words.rate_text(value) if rate else f"{value:,.10g}"


def _text(value: object, kind: ColumnKind) -> str:
    if kind is ColumnKind.RATE and isinstance(value, float):
        return words.rate_text(value)
    if kind is ColumnKind.INDEX and isinstance(value, float):
        return words.index_text(value)
    if value is None:
        return DASH if kind in {ColumnKind.RATE, ColumnKind.INDEX, ColumnKind.AMOUNT} else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return str(value)
