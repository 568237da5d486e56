"""A table read from a file, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = str | int | float | date | datetime
"""One cell: "" when blank; numbers only where the file keeps numbers; Excel's error words (#N/A) as text."""

ERROR_WORDS = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


class TableRow(NamedTuple):
    """One row. `number` is its row in the file, from 1; as many cells as the header has."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the header. `notes` are sentences for the user; `sheet` is "" for text files."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    sheet: str = ""
    notes: tuple[str, ...] = ()


def fitted(cells: Sequence[Value], width: int) -> tuple[Value, ...]:
    """The cells of a row, cut or filled with blanks to the width of the header."""
    if len(cells) >= width:
        return tuple(cells[:width])
    return (*cells, *("",) * (width - len(cells)))


def column_letters(index: int) -> str:
    """Letters of a column counted from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_text(value: Value) -> str:
    """A value as text: whole numbers without .0, dates as 2020-01-02."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
