"""The lists of a preset (清单方案) as one workbook: a cover with names and counts, then a sheet each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from app.exchange.sheet_out import BookSheet, Cells, ListColumn, ListHead, write_book
from chains.list_shapes import ColumnKind, ShapeColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_FORMAT = {
    ColumnKind.TEXT: ("@", "left"),
    ColumnKind.WORD: ("@", "center"),
    ColumnKind.NUMBER: ("#,##0", "center"),
    ColumnKind.AMOUNT: ("#,##0.##", "right"),
    ColumnKind.RATE: ("0.0%", "center"),
    ColumnKind.INDEX: ("0.00", "center"),
    ColumnKind.DAY: ("yyyy-mm-dd", "center"),
}
_COVER = (
    ListColumn("序号", 4, 6, "0", "center"),
    ListColumn("清单", 14, 24),
    ListColumn("条数", 6, 8, "#,##0", "center"),
    ListColumn("口径", 40, 90),
)


class FilledList(NamedTuple):
    """One list with its rows: its title, its 口径 in lines, its columns in order."""

    title: str
    basis: tuple[str, ...]
    columns: tuple[ShapeColumn, ...]
    rows: Sequence[Mapping[str, object]]
    when_empty: str


def write_preset_book(
    path: Path,
    head: ListHead,
    whose: str,
    lists: Sequence[FilledList],
    step: Callable[[int, int, str], None] | None = None,
) -> None:
    """Write the workbook; `whose` lists they are stands before each title. Raises ExportRefused.

    The head's title stands on the cover.
    """
    cover = [(number, one.title, len(one.rows), "".join(one.basis)) for number, one in enumerate(lists, 1)]
    sheets = [BookSheet("目录", head, _COVER, cover, "没有清单")]
    for one in lists:
        its_head = replace(head, title=f"{whose}{titled(one.title)}", basis=one.basis)
        sheets.append(
            BookSheet(
                one.title,
                its_head,
                [sheet_column(column) for column in one.columns],
                [cells_of(row, one.columns) for row in one.rows],
                one.when_empty,
            )
        )
    write_book(path, sheets, step)


def titled(word: str) -> str:
    """The list's title with 清单 behind it."""
    return word if word.endswith("清单") else f"{word}清单"


def sheet_column(column: ShapeColumn) -> ListColumn:
    """How a sheet shows the column."""
    number_format, align = _FORMAT[column.kind]
    return ListColumn(column.heading, min(column.width, 8), column.width, number_format, align)


def cells_of(row: Mapping[str, object], columns: Sequence[ShapeColumn]) -> Cells:
    """The row's values in the order of the columns."""
    return tuple(_cell(row.get(column.key)) for column in columns)


def _cell(value: object) -> str | float | Decimal | date | None:
    if value is None or isinstance(value, str | int | float | Decimal | date):
        return value
    return str(value)
