"""Rows of a sheet whose columns are known by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.headings import plain_heading
from app.exchange.table import cell_text
from chains.errors import FileRefused
from chains.names import display_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.sheets_in import Sheets
    from app.exchange.table import TableRow, Value

_BETWEEN = re.compile(r"[；;]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken from a workbook: sheet, row and cause. Row 0: not one row alone."""

    sheet: str
    row: int
    cause: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header. `columns` is heading → place, headings folded."""

    sheet: str
    number: int
    cells: tuple[Value, ...]
    columns: Mapping[str, int]

    def has(self, heading: str) -> bool:
        """Whether the sheet has that column."""
        return plain_heading(heading) in self.columns

    def cell(self, heading: str) -> Value:
        """The cell as it was read; "" where there is none."""
        at = self.columns.get(plain_heading(heading))
        return self.cells[at] if at is not None and at < len(self.cells) else ""

    def raw(self, heading: str) -> str:
        """The cell as text, its lines kept."""
        return cell_text(self.cell(heading))

    def text(self, heading: str) -> str:
        """The cell as text on one line."""
        return " ".join(display_name(self.raw(heading).replace("\n", " ").replace("\t", " ")).split())


def rows_of(sheets: Sheets, sheet: str, needed: tuple[str, ...], file: str) -> list[Row]:
    """The rows of a sheet below its header in the first row. Raises FileRefused when a column is missing."""
    rows: tuple[TableRow, ...] = sheets.get(sheet, ())
    head = rows[0].cells if rows else ()
    columns = {plain_heading(cell_text(cell)): at for at, cell in enumerate(head)}
    missing = next((one for one in needed if plain_heading(one) not in columns), None)
    if missing is not None:
        raise FileRefused(file=file, reason="chain_column", sheet=sheet, column=missing)
    found = [Row(sheet, row.number, row.cells, columns) for row in rows[1:]]
    return [row for row in found if any(row.text(one) for one in needed)]


def words_in(text: str) -> tuple[str, ...] | None:
    """Words between semicolons, each as compared; None for none."""
    words = (" ".join(display_name(word).split()) for word in _BETWEEN.split(text))
    return tuple(word for word in words if word) or None
