"""Writes a list of any length as a workbook, row by row: no styles per cell, so that it is quick and small.

Lists of a few thousand rows go through app.exchange.sheet_out, which sets heights and prints well. Measured:
100,000 × 15 cells in a tenth of openpyxl's time (tests/benchmarks/sheet_stream.py).
"""

from __future__ import annotations

import re
import zlib
from datetime import date
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from app.exchange.safe_write import LONGEST_CELL, plain_text, safe_sheet_name, written_beside
from app.exchange.stream_parts import (
    HEADING,
    LONG,
    NOTE,
    ROOT_RELATIONS,
    STYLES,
    TITLE,
    content_types,
    letters,
    style_of,
    workbook,
    workbook_relations,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from decimal import Decimal
    from pathlib import Path
    from typing import IO

    from app.exchange.sheet_out import Cells, ListColumn, ListHead

MOST_ROWS = 1_000_000
"""On one sheet: Excel ends at 1,048,576. The rest goes to further sheets."""

_CHUNK = 512
_LONGEST_AS_TEXT = 255
_TO_CLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f<>&_\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]"
)
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_LIKE = frozenset("=+-@＝＋－＠\t\r\n'|%")
_EPOCH = date(1899, 12, 30).toordinal()
_LEVEL = 4
"""Of compression: 6 takes half as long again for files 5 % smaller."""


def write_long_list(
    path: Path,
    head: ListHead,
    columns: Sequence[ListColumn],
    rows: Iterable[Cells],
    count: int,
) -> int:
    """Write the rows, prove the file, put it in place; returns how many there were. Raises ExportRefused.

    `count` is how many are expected: it stands in the head. What `rows` raises leaves the old file as it was.
    """
    writer = _LongList(head, columns, count)
    with written_beside(path, writer.is_as_meant) as beside:
        writer.write(beside, iter(rows))
    return writer.written


class _LongList:
    """One workbook under way."""

    def __init__(self, head: ListHead, columns: Sequence[ListColumn], count: int) -> None:
        self._head, self._columns, self._count = head, tuple(columns), count
        self._names = [letters(number) for number in range(len(columns))]
        self._styles = [style_of(column.number_format, column.align) for column in columns]
        self._sheets: list[str] = []
        self.written = 0

    def write(self, path: Path, rows: Iterator[Cells]) -> None:
        """Write all parts; the sheets first, as only then it is known how many there are."""
        with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as book:
            taken: set[str] = set()
            more = True
            while more:
                name = safe_sheet_name("全部" if not self._sheets else f"续{len(self._sheets)}", taken)
                self._sheets.append(name)
                part = f"xl/worksheets/sheet{len(self._sheets)}.xml"
                with book.open(part, "w", force_zip64=True) as sheet:
                    more = self._write_sheet(sheet, rows)
            numbers = range(1, len(self._sheets) + 1)
            book.writestr("[Content_Types].xml", content_types(numbers))
            book.writestr("_rels/.rels", ROOT_RELATIONS)
            book.writestr("xl/workbook.xml", workbook(self._sheets, self._top))
            book.writestr("xl/_rels/workbook.xml.rels", workbook_relations(numbers))
            book.writestr("xl/styles.xml", STYLES)

    @property
    def _top(self) -> int:
        """The row of the headings."""
        return 3 + len(self._head.basis)

    def _write_sheet(self, sheet: IO[bytes], rows: Iterator[Cells]) -> bool:
        """Write one sheet; whether rows may be left."""
        sheet.write(self._beginning().encode())
        chunk: list[str] = []
        number, left = self._top, MOST_ROWS
        for row in rows:
            number += 1
            chunk.append(self._row(number, row))
            if len(chunk) == _CHUNK:
                sheet.write("".join(chunk).encode())
                chunk.clear()
            left -= 1
            if not left:
                break
        sheet.write("".join(chunk).encode())
        sheet.write(self._end(number).encode())
        self.written += number - self._top
        return not left and self.written < self._count

    def _row(self, number: int, row: Cells) -> str:
        cells = [
            _cell(f"{name}{number}", value, style)
            for name, value, style in zip(self._names, row, self._styles, strict=True)
            if value is not None and value != ""
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _beginning(self) -> str:
        widths = "".join(
            f'<col min="{number}" max="{number}" width="{column.most + 2}" customWidth="1"/>'
            for number, column in enumerate(self._columns, 1)
        )
        head = self._head
        where = f"地区：{head.region}　　" if head.region else ""
        stand = f"{where}截至日期：{head.as_of:%Y-%m-%d}　　共 {self._count:,} 条"
        lines = [(head.title, TITLE), (stand, NOTE)]
        lines += [(f"{'口径：' if not at else '　　　'}{text}", NOTE) for at, text in enumerate(head.basis)]
        rows = "".join(
            f'<row r="{number}" ht="{30 if number == 1 else 18}" customHeight="1">'
            f"{_text(f'A{number}', text, style)}</row>"
            for number, (text, style) in enumerate(lines, 1)
        )
        top = self._top
        headings = "".join(
            _text(f"{name}{top}", column.heading, HEADING)
            for name, column in zip(self._names, self._columns, strict=True)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView workbookViewId="0" showGridLines="0">'
            f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
            "</sheetView></sheetViews>"
            f"<cols>{widths}</cols><sheetData>{rows}"
            f'<row r="{top}">{headings}</row>'
        )

    def _end(self, last: int) -> str:
        wide = self._names[-1]
        merged = "".join(f'<mergeCell ref="A{row}:{wide}{row}"/>' for row in range(1, self._top))
        return (
            f'</sheetData><autoFilter ref="A{self._top}:{wide}{last}"/>'
            f'<mergeCells count="{self._top - 1}">{merged}</mergeCells>'
            '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="8" orientation="landscape" fitToHeight="0"/></worksheet>'
        )

    def is_as_meant(self, path: Path) -> bool:
        """Open what was written and read it through: every sheet whole, every row there, no formula."""
        found = 0
        try:
            with ZipFile(path) as book:
                for number in range(1, len(self._sheets) + 1):
                    with book.open(f"xl/worksheets/sheet{number}.xml") as sheet:
                        rows, formulas = _counted(sheet.read)
                    if formulas:
                        return False
                    found += rows - self._top
        except (BadZipFile, zlib.error):
            return False
        return found == self.written


def _counted(read: Callable[[int], bytes]) -> tuple[int, int]:
    """Rows and formulas of a sheet. No text can hold a < of its own: signs are counted, not elements."""
    rows = formulas = 0
    rest = b""
    while part := read(1 << 20):
        text = rest + part
        cut = text.rfind(b"<")
        cut = len(text) if cut < 0 else cut
        rows += text.count(b"<row ", 0, cut)
        formulas += text.count(b"<f>", 0, cut) + text.count(b"<f ", 0, cut)
        rest = text[cut:]
    if not rest.endswith(b"</worksheet>"):
        return -1, 0
    return rows, formulas


def _cell(place: str, value: str | float | Decimal | date, style: int) -> str:
    if isinstance(value, str):
        return _text(place, value, style)
    if isinstance(value, date):
        return f'<c r="{place}" s="{style}"><v>{value.toordinal() - _EPOCH}</v></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def _text(place: str, text: str, style: int) -> str:
    """A string cell: =1+1 stays what it is, also once it is edited: the style behind a text's quotes it."""
    text = text[:LONGEST_CELL]
    if len(text) > _LONGEST_AS_TEXT:
        style = LONG
    if _TO_CLEAN.search(text):
        text = _ESCAPE.sub("_x005F_", plain_text(text))
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if text[:1] in _FORMULA_LIKE:
        style += 1
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
