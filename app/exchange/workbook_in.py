"""One workbook, read inside the process that was made for it: its sheets, and the rows of one."""

from __future__ import annotations

import math
import re
import threading
import zipfile
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from app.exchange.preflight import PreflightRefused, SheetFacts, WorkbookFacts, inspect, refuse_directory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

Row = tuple[int, list[Any]]
LOOKED = 40
_MOST_COLUMNS = 512
_MOST_SHEETS = 40
_MOST_FILLED = 200_000
_TEXT = {str}
_FEW_BYTES = 4 << 20


class WorkbookReading:
    """An open workbook (kind "zip" or "ole")."""

    def __init__(self, path: Path, kind: str) -> None:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 - not needed when the preflight refuses

        self._path, self._kind = path, kind
        self._scan = _Scan(path) if kind == "zip" else None
        if self._scan is not None and path.stat().st_size < _FEW_BYTES:
            self._scan.facts()  # what would kill this process is refused by its name
        self._file = path.open("rb")
        self._book: CalamineWorkbook = CalamineWorkbook.from_filelike(self._file)
        self._sheets: dict[str, CalamineSheet] = {}

    def sheet_names(self) -> tuple[list[str], list[str]]:
        """Visible sheets and hidden ones, in order."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - as above

        metas = self._book.sheets_metadata
        shown = [
            meta.name
            for meta in metas
            if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
        ]
        return shown[:_MOST_SHEETS], [m.name for m in metas if m.visible != SheetVisibleEnum.Visible]

    def total(self, sheet: str) -> int:
        """Rows from the first to the last that holds something."""
        return self._sheet(sheet).total_height

    def first_rows(self, sheet: str) -> list[Row]:
        """The first rows that are not blank."""
        found: list[Row] = []
        for row in self.rows(sheet, most=LOOKED * 10):
            found.append(row)
            if len(found) == LOOKED:
                break
        return found

    def rows(self, sheet: str, most: int | None = None) -> Iterator[Row]:
        """Rows that are not blank, with their numbers; cells at the end that are blank are left out."""
        page = self._sheet(sheet)
        errors, fills = _by_row(self.facts(sheet).errors), _fills(page)
        for number, row in _numbered(page, most):
            is_plain = number not in errors and number not in fills
            if is_plain and row.count("") == len(row):
                continue
            # Most cells are texts, and most rows of a list hold nothing else.
            cells = (
                row
                if set(map(type, row)) == _TEXT
                else [cell if type(cell) is str else plain_value(cell) for cell in row]
            )
            if not is_plain:
                _put(cells, errors.get(number, ()), fills.get(number, ()))
            while cells and cells[-1] == "":
                cells.pop()
            if len(cells) > _MOST_COLUMNS:
                raise PreflightRefused("columns", row=number, count=len(cells), limit=_MOST_COLUMNS)
            if cells:
                yield number, cells

    def facts(self, sheet: str) -> SheetFacts:
        """What the look into the file saw in the sheet's part."""
        facts = self._facts()
        return facts.sheets.get(self._part_of(sheet), SheetFacts()) if facts.sheets else SheetFacts()

    def notes(self, sheet: str, read: int | None = None) -> list[str]:
        """What the user should know; `read` rows were not blank."""
        facts, seen = self._facts(), self.facts(sheet)
        notes = []
        if facts.macros:
            notes.append("文件含宏，未运行，只读取了单元格的值。")
        if facts.external_links:
            notes.append("文件含外部链接，未访问，只读取了保存时的值。")
        if seen.hidden_rows:
            notes.append(f"含隐藏行 {seen.hidden_rows} 行，已一并读取，请核对。")
        if seen.merges:
            notes.append(f"含合并单元格 {seen.merges} 处：竖向合并的已按行填充，其余只有左上角的格有值。")
        if seen.errors:
            notes.append(f"{_some(list(seen.errors))} 是错误值（如 #N/A），请在原文件中改正。")
        if seen.no_result:
            notes.append(
                f"{_some(seen.no_result)} 的公式没有结果，请在 Excel 或 WPS 里打开并保存一次再导入。"
            )
        if read is not None and seen.rows > read:
            notes.append(f"忽略空白行 {seen.rows - read} 行。")
        return notes

    def _sheet(self, name: str) -> CalamineSheet:
        if name not in self._sheets:
            self._sheets = {name: self._book.get_sheet_by_name(name)}
        return self._sheets[name]

    def _facts(self) -> WorkbookFacts:
        if self._scan is not None:
            return self._scan.facts()
        return WorkbookFacts(macros="_VBA_PROJECT".encode("utf-16-le") in self._path.read_bytes())

    def _part_of(self, sheet: str) -> str:
        try:
            with zipfile.ZipFile(self._path) as archive:
                return _sheet_parts(archive).get(sheet, "")
        except (KeyError, ParseError, DefusedXmlException):
            return ""


class _Scan:
    """The look into the file, beside the reading: both take their time, and neither holds the other up."""

    def __init__(self, path: Path) -> None:
        refuse_directory(path)
        self._path = path
        self._facts: WorkbookFacts | None = None
        self._refused: PreflightRefused | None = None
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def facts(self) -> WorkbookFacts:
        """What was seen. Raises PreflightRefused."""
        self._thread.join()
        if self._refused is not None:
            raise self._refused
        return self._facts or WorkbookFacts()

    def _look(self) -> None:
        try:
            self._facts = inspect(self._path)
        except PreflightRefused as refused:
            self._refused = refused


def _put(cells: list[Any], errors: Iterable[tuple[int, str]], fills: Iterable[tuple[int, Any]]) -> None:
    for column, word in errors:
        if column < len(cells):
            cells[column] = word
    for column, value in fills:
        if column < len(cells) and cells[column] == "":
            cells[column] = value


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → name of its part, as far as the usual places tell; namespaces differ in strict files."""
    targets = {
        link.get("Id", ""): link.get("Target", "")
        for link in SafeTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    parts: dict[str, str] = {}
    for element in SafeTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            parts[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _numbered(sheet: CalamineSheet, most: int | None) -> Iterator[Row]:
    """Rows with their numbers in the file: the reader leaves out what is empty before the first cell."""
    if sheet.start is None:
        return
    top, left = sheet.start
    blank: list[Any] = [""] * left
    rows = sheet.to_python(skip_empty_area=True, nrows=most) if most else sheet.iter_rows()
    # iter_rows begins at the first row of the file, to_python at the first cell.
    first, before = (top + 1, blank) if most else (1, [])
    for number, row in enumerate(rows, first):
        yield number, before + row if before else row


def _fills(sheet: CalamineSheet) -> dict[int, list[tuple[int, Any]]]:
    """By row the values that cells merged downwards share with the one above them."""
    ranges = getattr(sheet, "merged_cell_ranges", None) or []
    fills: dict[int, list[tuple[int, Any]]] = {}
    down = [(start, end) for start, end in ranges if start[1] == end[1] and end[0] > start[0]]
    if not down or sum(end[0] - start[0] for start, end in down) > _MOST_FILLED:
        return fills
    values = {(number - 1, at): cell for number, row in _numbered(sheet, None) for at, cell in enumerate(row)}
    for (top, column), (bottom, _) in down:
        value = values.get((top, column), "")
        if value != "":
            for row in range(top + 1, bottom + 1):
                fills.setdefault(row + 1, []).append((column, plain_value(value)))
    return fills


def _by_row(errors: dict[str, str]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for ref, word in errors.items():
        parts = re.fullmatch(r"([A-Z]{1,3})(\d+)", ref)
        if parts:
            column = 0
            for letter in parts[1]:
                column = column * 26 + ord(letter) - 64
            found.setdefault(int(parts[2]), []).append((column - 1, word or "#N/A"))
    return found


def _some(refs: list[str]) -> str:
    return "、".join(refs[:5]) + (f" 等 {len(refs)} 个单元格" if len(refs) > 5 else " 单元格")


def plain_value(value: Any) -> Any:  # noqa: ANN401 - what the reader gives
    """A value as app.exchange.table knows it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "#NUM!"
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return str(value) if isinstance(value, time | timedelta) else value
