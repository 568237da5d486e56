"""Writes lists as workbooks for print and for filtering: every text is a string cell, never a formula."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from app.exchange.safe_write import (
    LONGEST_CELL,
    plain_text,
    refuse_unless_named,
    safe_sheet_name,
    written_beside,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from app.exchange.sheet_out import BookSheet, Cells, ListColumn, ListHead
    from chains.steps import Step


_A3 = 8
LINE_POINTS = 14.5
TALLEST_POINTS = 409
_TITLE_TO_TEXT = 1.7
_LEAST_TOTAL = 96.0
"""A list of few narrow columns still has room for its title and 口径."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_LIKE = tuple("=+-@＝＋－＠\t\r\n'|%")
_THIN = Side(style="thin", color="BFBFBF")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
HEADER_FONT = Font(name="微软雅黑", size=10, bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", start_color="1F4E79")
TITLE_FONT = Font(name="微软雅黑", size=16, bold=True)
NOTE_FONT = Font(name="微软雅黑", size=10, color="404040")
FONT = Font(name="微软雅黑", size=10)
ALIGN = {
    "left": Alignment(horizontal="left", vertical="center", wrap_text=True),
    "center": Alignment(horizontal="center", vertical="center", wrap_text=True),
    "right": Alignment(horizontal="right", vertical="center", wrap_text=True),
}


def write_sheets(path: Path, sheets: Sequence[BookSheet], step: Step | None = None) -> None:
    """Write a workbook of unlike lists, prove it, then put it in place. Raises ExportRefused."""
    refuse_unless_named(path, ".xlsx")
    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for done, sheet in enumerate(sheets):
        if step is not None:
            step(done, len(sheets), sheet.name)
        page = book.create_sheet(safe_sheet_name(sheet.name, taken))
        widths = _widths(sheet.columns, sheet.rows if sheet.measured is None else sheet.measured)
        _fill(page, sheet)
        _lay_out(page, sheet.columns, widths, _header_row(sheet.head))
    with written_beside(path, lambda beside: _is_as_meant(beside, sheets)) as beside:
        book.save(beside)


def _header_row(head: ListHead) -> int:
    return 3 + len(head.basis)


def _fill(page: Worksheet, sheet: BookSheet) -> None:
    head, columns = sheet.head, sheet.columns
    _put_line(page, 1, head.title, len(columns), TITLE_FONT)
    made = f"　　制表：{head.made_by}" if head.made_by else "　　制表：＿＿＿＿＿＿"
    stand = f"地区：{head.region}　　截至日期：{head.as_of:%Y-%m-%d}　　共 {len(sheet.rows)} 条{made}"
    _put_line(page, 2, stand, len(columns), NOTE_FONT)
    for number, line in enumerate(head.basis, 3):
        _put_line(page, number, f"口径：{line}" if number == 3 else f"　　　{line}", len(columns), NOTE_FONT)
    top = _header_row(head)
    for index, column in enumerate(columns, 1):
        cell = page.cell(top, index)
        put_text(cell, column.heading)
        cell.font, cell.fill, cell.border, cell.alignment = (
            HEADER_FONT,
            HEADER_FILL,
            BORDER,
            ALIGN["center"],
        )
    for number, row in enumerate(sheet.rows, top + 1):
        for index, (value, column) in enumerate(zip(row, columns, strict=True), 1):
            _put(page.cell(number, index), value, column)
    if not sheet.rows:
        _put_line(page, top + 1, sheet.when_empty, len(columns), FONT)


def _put_line(page: Worksheet, row: int, text: str, width: int, font: Font) -> None:
    cell = page.cell(row, 1)
    put_text(cell, text)
    cell.font = font
    cell.alignment = ALIGN["center" if row == 1 else "left"]
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)


def _put(cell: Cell, value: str | int | float | Decimal | date | None, column: ListColumn) -> None:
    cell.font, cell.border, cell.alignment = FONT, BORDER, ALIGN[column.align]
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = value
        cell.number_format = "yyyy-mm-dd" if isinstance(value, date) else _number_format(value, column)


def _number_format(value: float | Decimal, column: ListColumn) -> str:
    if column.number_format != "#,##0.##":
        return column.number_format
    return "#,##0" if value == int(value) else "#,##0.######"


def put_text(cell: Cell, text: str) -> None:
    """Write text as text: =1+1 stays what it is, also after somebody edits the cell."""
    text = _ESCAPE.sub("_x005F_", plain_text(text))[:LONGEST_CELL]
    if not text:
        return
    cell.value = text
    cell.data_type = "s"
    if len(text) <= 255:  # longer texts in the format @ are shown as #### by some programs
        cell.number_format = "@"
    cell.quotePrefix = text.startswith(_FORMULA_LIKE)


def _shown(value: object, column: ListColumn) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return (
            f"{value:.0%}" if "%" in column.number_format else f"{float(value):,.2f}".rstrip("0").rstrip(".")
        )
    return plain_text(str(value))


def _width(text: str) -> int:
    """Width in half-width signs: Chinese characters count two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _widths(columns: Sequence[ListColumn], rows: Sequence[Cells]) -> list[float]:
    """One width a column; a heading takes two lines at most."""
    widths: list[float] = []
    for index, column in enumerate(columns):
        longest = max(
            (_width(line[:60]) for row in rows for line in _shown(row[index], column).split("\n")), default=0
        )
        heading = _width(column.heading)
        least = max(column.least, heading if heading <= 8 else (heading + 3) // 2 + 1)
        widths.append(min(max(longest, least), max(column.most, least)) + 1.6)
    if widths and sum(widths) < _LEAST_TOTAL:
        widths[widths.index(max(widths))] += _LEAST_TOTAL - sum(widths)
    return widths


def line_count(text: str, width: float) -> int:
    """Lines that the text takes in a column of that width."""
    room = max(int(width - 1), 2)
    return sum(max(1, -(-_width(line[:5000]) // room)) for line in text.split("\n")[:40])


def _lay_out(page: Worksheet, columns: Sequence[ListColumn], widths: Sequence[float], header: int) -> None:
    last = get_column_letter(len(columns))
    for index, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(index)].width = width
    _set_heights(page, columns, widths, header)
    page.freeze_panes = f"A{header + 1}"
    page.auto_filter.ref = f"A{header}:{last}{max(page.max_row, header)}"
    page.sheet_view.showGridLines = False
    page.page_setup.paperSize = _A3
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    page.print_title_rows = f"{header}:{header}"
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.6
    page.page_margins.header = page.page_margins.footer = 0.3
    page.oddFooter.center.text = "第 &P 页　共 &N 页"


def _set_heights(
    page: Worksheet, columns: Sequence[ListColumn], widths: Sequence[float], header: int
) -> None:
    for row in page.iter_rows(min_row=1):
        number = row[0].row
        if number == 1:
            lines = line_count(str(row[0].value or ""), sum(widths) / _TITLE_TO_TEXT)
        elif number < header:
            lines = line_count(str(row[0].value or ""), sum(widths))
        else:
            cells = zip(row, columns, widths, strict=True)
            lines = max(line_count(_shown(cell.value, column), width) for cell, column, width in cells)
        points = lines * 24.0 + 6 if number == 1 else lines * LINE_POINTS + 5
        page.row_dimensions[number].height = min(points, TALLEST_POINTS)


def _is_as_meant(path: Path, sheets: Sequence[BookSheet]) -> bool:
    """Open what was written and look: sheets, header, number of rows, no formula anywhere."""
    book = load_workbook(path, keep_links=False)
    if len(book.worksheets) != len(sheets):
        return False
    for page, sheet in zip(book.worksheets, sheets, strict=True):
        top = _header_row(sheet.head)
        if [cell.value for cell in page[top]] != [column.heading for column in sheet.columns]:
            return False
        if page.max_row != top + max(len(sheet.rows), 1):
            return False
        if any(cell.data_type == "f" for row in page.iter_rows() for cell in row):
            return False
    return True
