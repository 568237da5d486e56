"""Reads a table from a file that somebody brings: workbook or text, known by its content."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.exchange.csv_in import read_text
from app.exchange.headings import find_header, known_headings
from app.exchange.sheet_worker import read_workbook
from app.exchange.sniff import kind_of
from app.exchange.table import Step, Table, TableRow, Value
from chains.errors import FileRefused

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

SECONDS = 60
_LOOK_EVERY_S = 0.1

Numbered = tuple[int, Sequence[Value]]
"""A row with its number in the file."""


def no_step(_done: int, _total: int, _text: str) -> None:
    """A step that tells nobody."""


def read_table(path: Path, step: Step = no_step) -> Table:
    """The table in the file, its header found by the headings that are known.

    Blank rows and what stands above the header are left out, and said in the notes. A workbook is read in
    a process of its own, for 60 s at most. Raises FileRefused; what `step` raises stops the reading.
    """
    kind = kind_of(path)
    if kind == "text":
        found = read_text(path, step)
        rows: list[Numbered] = [*found.rows]
        sheet, notes = "", found.notes
    else:
        rows, sheet, notes = _read_beside(path, kind, step)
    if not rows:
        raise FileRefused(file=path.name, reason="no_rows")
    return _table(path.name, rows, sheet, notes)


def _table(file: str, rows: Sequence[Numbered], sheet: str, notes: list[str]) -> Table:
    header = find_header([cells for _, cells in rows[:10]])
    if header is None:
        raise FileRefused(file=file, reason="no_header", known=known_headings())
    if header.index:
        notes.append(f"第 {rows[header.index][0]} 行是表头，其上 {header.index} 行说明未导入。")
    width = len(header.names)
    below = rows[header.index + 1 :]
    wide = [number for number, cells in below if any(str(c).strip() for c in cells[width:])]
    if wide:
        notes.append(f"{len(wide)} 行的格数多于表头（如第 {wide[0]} 行），多出的内容未导入。")
    blank = ("",) * width
    return Table(
        header=header.names,
        rows=tuple(TableRow(number, (*cells[:width], *blank[len(cells) :])) for number, cells in below),
        sheet=sheet,
        notes=tuple(notes),
    )


def _read_beside(path: Path, kind: str, step: Step) -> tuple[list[Numbered], str, list[str]]:
    """Read in a child process, which is killed when the time is over or `step` raises."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=read_workbook, args=(str(path), kind, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        return _listen(path.name, ours, step)
    finally:
        _end(child)
        ours.close()


def _end(child: SpawnProcess) -> None:
    if child.is_alive():
        child.kill()
    child.join()
    child.close()


def _listen(file: str, pipe: Connection, step: Step) -> tuple[list[Numbered], str, list[str]]:
    deadline = time.monotonic() + SECONDS
    rows: list[Numbered] = []
    done, total, text = 0, 0, "读取文件"
    while True:
        step(done, total, text)
        if time.monotonic() > deadline:
            raise FileRefused(file=file, reason="timeout", seconds=SECONDS)
        message = _next(file, pipe)
        if message is None:
            continue
        if message["kind"] == "refused":
            raise FileRefused(file=file, reason=message["reason"], **message["facts"])
        if message["kind"] == "done":
            return rows, str(message["sheet"]), list(message["notes"])
        done, total = message["done"], message["total"]
        text = message.get("text", "读取文件")
        rows.extend((number, [_value(cell) for cell in cells]) for number, cells in message.get("rows", ()))


def _next(file: str, pipe: Connection) -> dict[str, Any] | None:
    """The next message, None when none came for a moment. A child that died ran out of memory or crashed."""
    try:
        if not pipe.poll(_LOOK_EVERY_S):
            return None
        message: dict[str, Any] = json.loads(pipe.recv_bytes())
    except (EOFError, OSError) as error:
        raise FileRefused(file=file, reason="memory") from error
    return message


def _value(cell: Any) -> Value:  # noqa: ANN401 - JSON
    if isinstance(cell, list):
        return date.fromisoformat(cell[1]) if cell[0] == "d" else datetime.fromisoformat(cell[1])
    return cell if isinstance(cell, str | int | float) else ""
