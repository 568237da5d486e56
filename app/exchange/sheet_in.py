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
from app.exchange.table import Table, TableRow, Value, fitted
from chains.errors import FileRefused
from chains.steps import Step, tell_nobody

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.exchange.headings import Header

Numbered = tuple[int, Sequence[Value]]
"""A row with its number in the file."""

_HEADER_WITHIN = 10


def read_table(path: Path, step: Step = tell_nobody) -> Table:
    """The table in the file, its header found by the headings that are known.

    Blank rows and what stands above the header are left out, and said in the notes. A workbook is read in
    a process of its own, which may be silent for 60 s at most. Raises FileRefused; what `step` raises stops
    the reading.
    """
    kind = kind_of(path)
    if kind == "text":
        found = read_text(path, step)
        growing = _Growing(path.name)
        growing.take(found.rows)
        return growing.table("", found.notes)
    return _read_beside(path, kind, step)


class _Growing:
    """A table whose rows come in parts: each is fitted to the header while the next is being read."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._waiting: list[Numbered] = []
        self._header: Header | None = None
        self._above = 0
        self._rows: list[TableRow] = []
        self._wide: list[int] = []

    def take(self, rows: Sequence[Numbered]) -> None:
        """Take the next rows. Raises FileRefused when no header is among the first."""
        if self._header is not None:
            self._fit(rows)
            return
        self._waiting += rows
        if len(self._waiting) >= _HEADER_WITHIN:
            self._find_header()

    def table(self, sheet: str, notes: list[str]) -> Table:
        """The whole table. Raises FileRefused."""
        if self._header is None:
            if not self._waiting:
                raise FileRefused(file=self._file, reason="no_rows")
            self._find_header()
        assert self._header is not None
        if self._header.index:
            notes.append(f"第 {self._above} 行是表头，其上 {self._header.index} 行说明未导入。")
        if self._wide:
            first = self._wide[0]
            notes.append(f"{len(self._wide)} 行的格数多于表头（如第 {first} 行），多出的内容未导入。")
        return Table(header=self._header.names, rows=tuple(self._rows), sheet=sheet, notes=tuple(notes))

    def _find_header(self) -> None:
        self._header = find_header([cells for _, cells in self._waiting[:_HEADER_WITHIN]])
        if self._header is None:
            raise FileRefused(file=self._file, reason="no_header", known=known_headings())
        self._above = self._waiting[self._header.index][0]
        self._fit(self._waiting[self._header.index + 1 :])
        self._waiting = []

    def _fit(self, rows: Sequence[Numbered]) -> None:
        assert self._header is not None
        width = len(self._header.names)
        self._rows += [TableRow(number, fitted(cells, width)) for number, cells in rows]
        self._wide += [
            number for number, cells in rows if len(cells) > width and any(map(_is_seen, cells[width:]))
        ]


def _is_seen(cell: Value) -> bool:
    return str(cell).strip() != ""


def _read_beside(path: Path, kind: str, step: Step) -> Table:
    """Read in a child process, which is killed when it is silent too long or `step` raises."""
    growing = _Growing(path.name)
    sheet, notes = "", []
    with refused_by_name(path, kind):
        for message in messages_of("rows", path, step, kind, ""):
            if message[0] == "rows":
                growing.take(message[1])
            else:
                sheet, notes = message[1], message[2]
    return growing.table(sheet, notes)


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
