"""What a process of its own does with one file, and how it is shut in. See app.exchange.apart.

Tasks send tuples that begin with their kind: ("look", …), ("rows", …), ("checked", …), ("notes", …),
("progress", done, total, text). The last one is ("end",) or ("refused", reason, facts).
"""

from __future__ import annotations

import gc
import os
import pickle
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.exchange.headings import find_header
from app.exchange.preflight import PreflightRefused
from app.exchange.reader_faults import refusing
from app.exchange.shut_in import shut_in
from app.exchange.workbook_in import WorkbookReading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chains.pipes import Pipe

    Message = tuple[Any, ...]

_MEMORY_BYTES = 1_610_612_736  # 1.5 GiB
_ROWS_A_MESSAGE = 2_000
_LOOK_S = 1.0


def run(pipe: Pipe, parent: int, task: str, path: str, *told: Any) -> None:  # noqa: ANN401 - plain values
    """Do the task and send what it yields. Started in a process of its own."""
    _shut_in(parent)
    gc.disable()  # a process that lives for one file has no cycles worth looking for in millions of cells
    try:
        carry_out(pipe, task, path, *told)
    finally:
        pipe.close()


def carry_out(pipe: Pipe, task: str, path: str, *told: Any) -> None:  # noqa: ANN401 - plain values
    """Do the task in this process, whatever may come of it, and send what it yields; for tests, and `run`."""
    with refusing(lambda reason, facts: _send(pipe, ("refused", reason, facts))):
        for message in TASKS[task](Path(path), *told):
            _send(pipe, message)
        _send(pipe, ("end",))


def _send(pipe: Pipe, message: Message) -> None:
    pipe.send_bytes(pickle.dumps(message, protocol=5))


def _shut_in(parent: int) -> None:
    """Within bounds of memory, and gone when the parent is."""
    shut_in(_MEMORY_BYTES)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End when the parent is gone: killed in its turn, it can end nobody."""
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os._exit(1)


def look_into_workbook(path: Path, kind: str) -> Iterator[Message]:
    """("look", sheets, notes): of every visible sheet that is not empty its name, first rows and height."""
    yield "progress", 0, 0, "检查文件"
    reading = WorkbookReading(path, kind)
    shown, hidden = reading.sheet_names()
    sheets = []
    for number, name in enumerate(shown):
        yield "progress", number, len(shown), "读取工作表"
        rows = reading.first_rows(name)
        if rows:
            sheets.append((name, rows, reading.total(name)))
    if not sheets:
        raise PreflightRefused("no_rows")
    yield "look", sheets, _of_hidden(hidden)


def rows_of_workbook(path: Path, kind: str, sheet: str) -> Iterator[Message]:
    """("rows", rows) again and again, then ("notes", sheet, notes).

    With sheet "" it is the first visible one with a header, else the first visible one that is not empty.
    """
    yield "progress", 0, 0, "检查文件"
    reading = WorkbookReading(path, kind)
    notes: list[str] = []
    if not sheet:
        sheet, notes = _pick(reading)
    total, read = reading.total(sheet), 0
    batch: list[Any] = []
    for row in reading.rows(sheet):
        batch.append(row)
        if len(batch) == _ROWS_A_MESSAGE:
            read += len(batch)
            yield "rows", batch
            yield "progress", read, total, "读取文件"
            batch = []
    yield "rows", batch
    yield "notes", sheet, notes + reading.notes(sheet, read + len(batch))


def _pick(reading: WorkbookReading) -> tuple[str, list[str]]:
    shown, hidden = reading.sheet_names()
    filled = {name: rows for name in shown if (rows := reading.first_rows(name))}
    if not filled:
        raise PreflightRefused("no_rows")
    headed = (name for name, rows in filled.items() if find_header([cells for _, cells in rows]))
    chosen = next(headed, next(iter(filled)))
    others = [name for name in filled if name != chosen]
    notes = _of_hidden(hidden)
    if others:
        notes.append(f"只读取工作表“{chosen}”，其余未导入：{'、'.join(others[:5])}。")
    return chosen, notes


def _of_hidden(hidden: list[str]) -> list[str]:
    if not hidden:
        return []
    return [f"隐藏工作表未导入：{'、'.join(hidden[:5])}{'等' if len(hidden) > 5 else ''}。"]


def check_companies(path: Path, *told: Any) -> Iterator[Message]:  # noqa: ANN401 - see check_file
    """The rows of a company list, read and checked: see app.exchange.checked_rows.check_file."""
    # Regions and names take longer to load than a small file to read: other tasks do without them.
    from app.exchange.checked_rows import check_file  # noqa: PLC0415

    yield from check_file(path, *told)


TASKS: dict[str, Callable[..., Iterator[Message]]] = {
    "look": look_into_workbook,
    "rows": rows_of_workbook,
    "check": check_companies,
}
