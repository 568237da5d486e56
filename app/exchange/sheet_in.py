"""Reads a table from a file that somebody brings: workbook or text, known by its content."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.exchange.apart import messages_of
from app.exchange.csv_in import read_text
from app.exchange.headings import find_header, known_headings
from app.exchange.preflight import PreflightRefused, inspect
from app.exchange.sniff import kind_of
from app.exchange.table import Step, Table, TableRow, Value, fitted
from chains.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Numbered = tuple[int, Sequence[Value]]
"""A row with its number in the file."""


def no_step(_done: int, _total: int, _text: str) -> None:
    """A step that tells nobody."""


def read_table(path: Path, step: Step = no_step) -> Table:
    """The table in the file, its header found by the headings that are known.

    Blank rows and what stands above the header are left out, and said in the notes. A workbook is read in
    a process of its own, which may be silent for 60 s at most. Raises FileRefused; what `step` raises stops
    the reading.
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
    wide = [
        number for number, cells in below if len(cells) > width and any(_is_seen(c) for c in cells[width:])
    ]
    if wide:
        notes.append(f"{len(wide)} 行的格数多于表头（如第 {wide[0]} 行），多出的内容未导入。")
    return Table(
        header=header.names,
        rows=tuple(TableRow(number, fitted(cells, width)) for number, cells in below),
        sheet=sheet,
        notes=tuple(notes),
    )


def _is_seen(cell: Value) -> bool:
    return str(cell).strip() != ""


def _read_beside(path: Path, kind: str, step: Step) -> tuple[list[Numbered], str, list[str]]:
    """Read in a child process, which is killed when it is silent too long or `step` raises."""
    rows: list[Numbered] = []
    sheet, notes = "", []
    with refused_by_name(path, kind):
        for message in messages_of("rows", path, step, kind, ""):
            if message[0] == "rows":
                rows += message[1]
            else:
                sheet, notes = message[1], message[2]
    return rows, sheet, notes


@contextmanager
def refused_by_name(path: Path, kind: str) -> Iterator[None]:
    """Say why a workbook killed the process that read it: a look into the file alone is safe and tells."""
    try:
        yield
    except FileRefused as error:
        if error.facts["reason"] == "memory" and kind == "zip":
            try:
                inspect(path)
            except PreflightRefused as refused:
                raise FileRefused(file=path.name, reason=refused.reason, **refused.facts) from None
        raise
