"""Lists as workbooks for print and for filtering: what they are made of, and their way into a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from chains.steps import Step

ALL = "全部"
Cells = tuple[str | int | float | Decimal | date | None, ...]


class ListColumn(NamedTuple):
    """A column: heading, least and most width in half-width signs, number format ("@" text) and alignment."""

    heading: str
    least: int = 6
    most: int = 24
    number_format: str = "@"
    align: str = "left"


@dataclass(frozen=True, slots=True)
class ListHead:
    """What stands above the header: title, region, 截至日期, 口径 lines and who made the list."""

    title: str
    region: str
    as_of: date
    basis: tuple[str, ...] = ()
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet: its name and its rows, each as long as the columns."""

    name: str
    rows: Sequence[Cells]


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One list of a workbook of unlike lists: with a head and columns of its own.

    Column widths go by `measured` where it is given, so that sheets of one kind look alike.
    """

    name: str
    head: ListHead
    columns: Sequence[ListColumn]
    rows: Sequence[Cells]
    when_empty: str
    measured: Sequence[Cells] | None = None


def write_lists(
    path: Path, head: ListHead, columns: Sequence[ListColumn], sheets: Sequence[ListSheet], when_empty: str
) -> None:
    """Write one workbook with a sheet a list, prove it, then put it in place. Raises ExportRefused."""
    measured = sheets[0].rows if sheets else ()
    write_book(
        path,
        [
            BookSheet(sheet.name, _headed(head, sheet.name), columns, sheet.rows, when_empty, measured)
            for sheet in sheets
        ],
    )


def write_book(path: Path, sheets: Sequence[BookSheet], step: Step | None = None) -> None:
    """Write a workbook of unlike lists, prove it, then put it in place. Raises ExportRefused."""
    from app.exchange.sheet_book import write_sheets  # noqa: PLC0415 - openpyxl takes as long as a start

    write_sheets(path, sheets, step)


def _headed(head: ListHead, name: str) -> ListHead:
    return head if name == ALL else replace(head, title=f"{head.title}（{name}）")
