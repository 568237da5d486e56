"""Reads a workbook whole, sheet by sheet, for files whose sheets the program itself laid out."""

from __future__ import annotations

import json
import multiprocessing
import time
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.exchange.csv_in import read_text
from app.exchange.sheets_worker import read_sheets_apart
from app.exchange.sniff import kind_of
from app.exchange.table import TableRow, Value
from chains.errors import FileRefused
from chains.steps import Step, tell_nobody

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from chains.pipes import Pipe

SECONDS = 60
_LOOK_EVERY_S = 0.1


class Sheets(dict[str, tuple[TableRow, ...]]):
    """Rows that are not blank, by name of the sheet, in order; `hidden` names those that nobody sees."""

    hidden: frozenset[str] = frozenset()


def read_sheets(path: Path, step: Step = tell_nobody) -> Sheets:
    """Every sheet of the file; of a text file the one sheet "".

    A workbook is read in a process of its own, for 60 s at most. Raises FileRefused; what `step` raises
    stops the reading.
    """
    kind = kind_of(path)
    if kind == "text":
        rows = read_text(path, step).rows
        return Sheets({"": tuple(TableRow(number, tuple(cells)) for number, cells in rows)})
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=read_sheets_apart, args=(str(path), kind, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        return _listen(path.name, ours, step)
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        child.close()
        ours.close()


def _listen(file: str, pipe: Pipe, step: Step) -> Sheets:
    deadline = time.monotonic() + SECONDS
    sheets: dict[str, list[TableRow]] = {}
    hidden: set[str] = set()
    name, read = "", 0
    while True:
        step(read, 0, "读取文件")
        if time.monotonic() > deadline:
            raise FileRefused(file=file, reason="timeout", seconds=SECONDS)
        message = _next(file, pipe)
        if message is None:
            continue
        if message["kind"] == "refused":
            raise FileRefused(file=file, reason=message["reason"], **message["facts"])
        if message["kind"] == "done":
            whole = Sheets({one: tuple(rows) for one, rows in sheets.items()})
            whole.hidden = frozenset(hidden)
            return whole
        if message["kind"] == "sheet":
            name = str(message["name"])
            sheets[name] = []
            hidden |= {name} if message["hidden"] else set()
        else:
            sheets[name] += [_row(number, cells) for number, cells in message["rows"]]
            read = int(message["read"])


def _next(file: str, pipe: Pipe) -> Mapping[str, Any] | None:
    """The next message, None when none came for a moment. A child that died ran out of memory or crashed."""
    try:
        if not pipe.poll(_LOOK_EVERY_S):
            return None
        message: Mapping[str, Any] = json.loads(pipe.recv_bytes())
    except (EOFError, OSError) as error:
        raise FileRefused(file=file, reason="memory") from error
    return message


def _row(number: int, cells: list[Any]) -> TableRow:
    return TableRow(int(number), tuple(_value(cell) for cell in cells))


def _value(cell: Any) -> Value:  # noqa: ANN401 - JSON
    if isinstance(cell, list):
        return date.fromisoformat(cell[1]) if cell[0] == "d" else datetime.fromisoformat(cell[1])
    return cell if isinstance(cell, str | int | float) else ""
