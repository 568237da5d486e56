"""Writes rows as CSV that a spreadsheet neither reckons with nor rounds."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from app.exchange.safe_write import plain_text, written_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from app.exchange.sheet_out import Cells

_NOT_A_NUMBER = re.compile(r"\d{12,}|0\d+|\d+(?:\.\d+)?[eE][+-]?\d+|\d{1,4}[-/]\d{1,2}", re.ASCII)
"""Codes, phones and names that a spreadsheet would round, shorten, or take for a power or a day."""

_FORMULA_LIKE = tuple("=+-@＝＋－＠\t\r\n")


def write_csv(path: Path, headings: Sequence[str], lines: Iterable[Cells]) -> int:
    """Write headings and rows beside, then put the file in place; returns how many. Raises ExportRefused."""
    written = 0

    def cells() -> Iterator[list[str]]:
        nonlocal written
        for line in lines:
            written += 1
            yield [_csv_text(value) for value in line]

    with (
        written_beside(path, lambda beside: beside.stat().st_size > 0) as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(cells())
    return written


def _csv_text(value: object) -> str:
    """Text that a spreadsheet neither reckons with nor rounds; our own reading takes the tab off again.

    A tab cannot be seen in the cell; an apostrophe stays visible there, and a space keeps no number as text.
    """
    if value is None:
        return ""
    text = plain_text(str(value))
    if not isinstance(value, str):
        return text
    return f"\t{text}" if text.startswith(_FORMULA_LIKE) or _NOT_A_NUMBER.fullmatch(text) else text
