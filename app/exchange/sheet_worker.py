"""Reads one workbook in a process of its own: whatever a hostile file does, only that process dies.

Messages go up the pipe as JSON bytes, each an object with "kind": "progress", "rows", "done" or "refused".
Dates are lists ["d", "2020-01-02"] or ["t", "2020-01-02T03:04:05"].
"""

from __future__ import annotations

import json
import math
import os
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from app.exchange.headings import find_header
from app.exchange.preflight import PreflightRefused, SheetFacts, WorkbookFacts, inspect

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from python_calamine import CalamineSheet, CalamineWorkbook

_MEMORY_BYTES = 1_610_612_736  # 1.5 GiB
_ROWS_A_MESSAGE = 2_000
_MOST_ROWS = 300_000
_MOST_COLUMNS = 512


def read_workbook(path: str, kind: str, pipe: Connection) -> None:
    """Read the workbook (kind "zip" or "ole") and send what is in it. Started in a process of its own."""
    _shut_in()
    try:
        _Reading(Path(path), kind, pipe).run()
    except PreflightRefused as refused:
        _send(pipe, kind="refused", reason=refused.reason, facts=refused.facts)
    except MemoryError:
        _send(pipe, kind="refused", reason="memory", facts={})
    except Exception as error:  # noqa: BLE001 - readers raise exceptions of many types on broken files
        _send(pipe, kind="refused", reason=_reason_of(error), facts={})
    finally:
        pipe.close()


def _shut_in() -> None:
    """Limit memory where the system can, write no core file, keep dying words off the terminal."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)


def _reason_of(error: Exception) -> str:
    if isinstance(error, AttributeError | NameError | TypeError):
        return "reader_failed"
    return "password" if "Password" in type(error).__name__ or "password" in str(error).lower() else "damaged"


def _send(pipe: Connection, **message: Any) -> None:  # noqa: ANN401 - JSON values
    pipe.send_bytes(json.dumps(message, ensure_ascii=True).encode("ascii"))


class _Reading:
    """One workbook on its way up the pipe."""

    def __init__(self, path: Path, kind: str, pipe: Connection) -> None:
        self._path = path
        self._kind = kind
        self._pipe = pipe
        self._notes: list[str] = []

    def run(self) -> None:
        """Look at the file, pick the sheet, send its rows."""
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 - not needed when the preflight refuses

        _send(self._pipe, kind="progress", done=0, total=0, text="检查文件")
        facts = inspect(self._path) if self._kind == "zip" else WorkbookFacts(macros=self._ole_has_macros())
        with self._path.open("rb") as file:
            workbook = CalamineWorkbook.from_filelike(file)
            name, sheet = self._pick(workbook)
            seen = facts.sheets.get(self._part_of(name), SheetFacts())
            self._say(facts, seen)
            read = self._send_rows(sheet, seen)
        if seen.rows > read:
            self._notes.append(f"忽略空白行 {seen.rows - read} 行。")
        _send(self._pipe, kind="done", sheet=name, notes=self._notes)

    def _ole_has_macros(self) -> bool:
        return "_VBA_PROJECT".encode("utf-16-le") in self._path.read_bytes()

    def _pick(self, workbook: CalamineWorkbook) -> tuple[str, CalamineSheet]:
        """The first visible sheet with a header, else the first visible one that is not empty."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - as above

        visible = [meta for meta in workbook.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        shown = [meta.name for meta in visible if meta.typ == SheetTypeEnum.WorkSheet]
        hidden = [meta.name for meta in workbook.sheets_metadata if meta.visible != SheetVisibleEnum.Visible]
        if hidden:
            self._notes.append(
                f"隐藏工作表未导入：{'、'.join(hidden[:5])}{'等' if len(hidden) > 5 else ''}。"
            )
        chosen: tuple[str, CalamineSheet] | None = None
        others: list[str] = []
        for name in shown:
            sheet = workbook.get_sheet_by_name(name)
            rows = _first_rows(sheet)
            if not rows:
                continue
            if find_header(rows) and (chosen is None or not find_header(_first_rows(chosen[1]))):
                others += [chosen[0]] if chosen else []
                chosen = (name, sheet)
            elif chosen is None:
                chosen = (name, sheet)
            else:
                others.append(name)
        if chosen is None:
            raise PreflightRefused("no_rows")
        if others:
            self._notes.append(f"只读取工作表“{chosen[0]}”，其余未导入：{'、'.join(others[:5])}。")
        return chosen

    def _say(self, facts: WorkbookFacts, seen: SheetFacts) -> None:
        if facts.macros:
            self._notes.append("文件含宏，未运行，只读取了单元格的值。")
        if facts.external_links:
            self._notes.append("文件含外部链接，未访问，只读取了保存时的值。")
        if seen.hidden_rows:
            self._notes.append(f"含隐藏行 {seen.hidden_rows} 行，已一并读取，请核对。")
        if seen.merges:
            self._notes.append(f"含合并单元格 {seen.merges} 处，只有左上角的格有值。")
        if seen.errors:
            self._notes.append(f"{_some(list(seen.errors))} 是错误值（如 #N/A），请在原文件中改正。")
        if seen.no_result:
            self._notes.append(
                f"{_some(seen.no_result)} 的公式没有结果，请在 Excel 或 WPS 里打开并保存一次再导入。"
            )

    def _send_rows(self, sheet: CalamineSheet, seen: SheetFacts) -> int:
        """Send the rows that are not blank; returns how many."""
        errors = _by_row(seen.errors)
        total, read = sheet.total_height, 0
        batch: list[tuple[int, list[Any]]] = []
        for number, row in _numbered(sheet):
            cells = [_plain(value) for value in row]
            for column, word in errors.get(number, ()):
                if column < len(cells):
                    cells[column] = word
            while cells and cells[-1] == "":
                cells.pop()
            if not cells:
                continue
            self._bound(number, len(cells), read)
            batch.append((number, cells))
            read += 1
            if len(batch) == _ROWS_A_MESSAGE:
                _send(self._pipe, kind="rows", rows=batch, done=number, total=total)
                batch = []
        _send(self._pipe, kind="rows", rows=batch, done=total, total=total)
        return read

    def _bound(self, number: int, width: int, read: int) -> None:
        if width > _MOST_COLUMNS:
            raise PreflightRefused("columns", row=number, count=width, limit=_MOST_COLUMNS)
        if read >= _MOST_ROWS:
            raise PreflightRefused("too_many_rows", limit=_MOST_ROWS)

    def _part_of(self, sheet: str) -> str:
        if self._kind != "zip":
            return ""
        import zipfile  # noqa: PLC0415 - only for workbooks of this kind

        try:
            with zipfile.ZipFile(self._path) as archive:
                return _sheet_parts(archive).get(sheet, "")
        except (KeyError, ParseError, DefusedXmlException):
            return ""


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


def _numbered(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """Rows with their numbers in the file: the reader leaves out what is empty before the first cell."""
    if sheet.start is None:
        return
    top, left = sheet.start
    blank: list[Any] = [""] * left
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        yield number, blank + row


def _first_rows(sheet: CalamineSheet) -> list[list[Any]]:
    if sheet.start is None:
        return []
    rows = sheet.to_python(skip_empty_area=True, nrows=10)
    return rows if any(value != "" for row in rows for value in row) else []


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


def _plain(value: Any) -> Any:  # noqa: ANN401 - what the reader gives
    """A value that JSON can carry."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _plain_number(value)
    if isinstance(value, datetime):
        return ["d", value.date().isoformat()] if value.time() == time() else ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    return str(value) if isinstance(value, time | timedelta) else value


def _plain_number(value: float) -> float | int | str:
    if not math.isfinite(value):
        return "#NUM!"
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
