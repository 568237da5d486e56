"""Reads every sheet of one workbook in a process of its own: whatever a hostile file does, only that dies.

Messages go up the pipe as JSON bytes, each an object with "kind": "sheet", "rows", "done" or "refused".
Dates are lists ["d", "2020-01-02"] or ["t", "2020-01-02T03:04:05"].
"""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.exchange.preflight import PreflightRefused, inspect
from app.exchange.reader_faults import refusing
from app.exchange.sheet_flags import flagged_cells
from app.exchange.shut_in import shut_in
from app.exchange.workbook_in import plain_value

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

    from app.exchange.sheet_flags import Flags
    from chains.pipes import Pipe

_MEMORY_BYTES = 1_610_612_736  # 1.5 GiB, as for company lists
_ROWS_A_MESSAGE = 2_000
_MOST_ROWS = 300_000
_MOST_COLUMNS = 512
_MOST_SHEETS = 200


def read_sheets_apart(path: str, kind: str, pipe: Pipe) -> None:
    """Read the workbook (kind "zip" or "ole") and send what is in it. Started in a process of its own."""
    shut_in(_MEMORY_BYTES)
    try:
        send_sheets(path, kind, pipe)
    finally:
        pipe.close()


def send_sheets(path: str, kind: str, pipe: Pipe) -> None:
    """The same in this process, whatever may come of it; for tests, and `read_sheets_apart`."""
    with refusing(lambda reason, facts: _send(pipe, kind="refused", reason=reason, facts=facts)):
        _send_all(Path(path), kind, pipe)


def _send_all(path: Path, kind: str, pipe: Pipe) -> None:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 - not needed when the preflight refuses

    flags = flagged_cells(path, inspect(path)) if kind == "zip" else {}
    read = 0
    with path.open("rb") as file:
        workbook = CalamineWorkbook.from_filelike(file)
        hidden = {one.name for one in workbook.sheets_metadata if one.visible != SheetVisibleEnum.Visible}
        for name in workbook.sheet_names[:_MOST_SHEETS]:
            _send(pipe, kind="sheet", name=name, hidden=name in hidden)
            read = _send_rows(workbook.get_sheet_by_name(name), flags.get(name, {}), pipe, read)
    _send(pipe, kind="done")


def _send_rows(sheet: CalamineSheet, flags: Flags, pipe: Pipe, read: int) -> int:
    """Send the rows that are not blank, numbered as in the file; returns how many were read in all."""
    if sheet.start is None:
        return read
    top, left = sheet.start
    batch: list[tuple[int, list[Any]]] = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        cells = [flags.get((number, at)) or _plain(value) for at, value in enumerate([*[""] * left, *row])]
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        if len(cells) > _MOST_COLUMNS:
            raise PreflightRefused("columns", row=number, count=len(cells), limit=_MOST_COLUMNS)
        if read >= _MOST_ROWS:
            raise PreflightRefused("too_many_rows", limit=_MOST_ROWS)
        batch.append((number, cells))
        read += 1
        if len(batch) == _ROWS_A_MESSAGE:
            _send(pipe, kind="rows", rows=batch, read=read)
            batch = []
    _send(pipe, kind="rows", rows=batch, read=read)
    return read


def _send(pipe: Pipe, **message: Any) -> None:  # noqa: ANN401 - JSON values
    pipe.send_bytes(json.dumps(message, ensure_ascii=True).encode("ascii"))


def _plain(value: Any) -> Any:  # noqa: ANN401 - what the reader gives
    """A value that JSON can carry."""
    return _plain_date(value) if isinstance(value, date) else plain_value(value)


def _plain_date(value: date) -> list[str]:
    if isinstance(value, datetime) and value.time() != time():
        return ["t", value.isoformat()]
    return ["d", value.date().isoformat() if isinstance(value, datetime) else value.isoformat()]
