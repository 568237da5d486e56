"""Reads delimited text row by row: a file of a million rows takes no more memory than one of ten."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.exchange.text_shape import MOST_COLUMNS, TextShape, shape_of
from chains.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chains.steps import Step

MOST_ROWS = 300_000
"""For tables that are held in memory whole; company lists are read as a stream and have no such bound."""
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_QUOTED_BY_SIGN = re.compile(r"'(?=[0-9=+\-@＝＋－＠])")


class _Reader(Protocol):
    """What csv.reader gives."""

    line_num: int

    def __next__(self) -> list[str]:
        """The next row."""


Line = tuple[int, list[str]]
"""A row that is not blank, with the number of its first line."""


@dataclass(frozen=True, slots=True)
class TextRows:
    """Rows that are not blank, with their line numbers, and notes for the user."""

    rows: list[Line]
    notes: list[str]


def read_text(path: Path, step: Step) -> TextRows:
    """All rows of a .csv or .txt file. Raises FileRefused."""
    stream = TextStream(path)
    rows: list[Line] = []
    for line in stream:
        rows.append(line)
        if len(rows) > MOST_ROWS:
            raise FileRefused(file=path.name, reason="too_many_rows", limit=MOST_ROWS)
        if not len(rows) % 2000:
            step(len(rows), 0, "读取文件")
    return TextRows(rows, stream.notes())


@dataclass(frozen=True, slots=True)
class TextLook:
    """What a look through a whole text file found: it need not be done again while the file is the same."""

    stamp: tuple[int, int]
    shape: TextShape
    is_loose: bool
    lines: int


class TextStream:
    """The rows of a text file, again each time it is iterated; `notes` are whole after one time.

    `lines` is about how many there are, 0 when that is not known. `look` is what an earlier one found.
    """

    def __init__(self, path: Path, encoding: str = "", look: TextLook | None = None) -> None:
        self._path = path
        stamp = _stamp(path)
        if look is None or look.stamp != stamp:
            shape = shape_of(path, encoding)
            look = TextLook(stamp, shape, *_look_through(path, shape))
        self.look, self.shape, self.lines = look, look.shape, look.lines
        self._strict = not look.is_loose
        self._blank = 0

    def __iter__(self) -> Iterator[Line]:
        """Rows that are not blank. Raises FileRefused."""
        self._blank = 0
        with self._path.open(encoding=self.shape.encoding, errors=self.shape.errors, newline="") as file:
            lines = _lines(file, self.shape)
            reader = csv.reader(lines, delimiter=self.shape.delimiter, strict=self._strict)
            yield from self._rows(reader)

    def notes(self) -> list[str]:
        """What the user should know of the file."""
        notes = list(self.shape.notes)
        if not self._strict:
            notes.append("有的单元格引号用法不规范，已按原文读取，请核对。")
        if self._blank:
            notes.append(f"忽略空白行 {self._blank} 行。")
        return notes

    def _rows(self, reader: _Reader) -> Iterator[Line]:
        first = 2 if self.shape.stated else 1
        start, file = first, self._path.name
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise FileRefused(file=file, reason="quotes", row=start) from error
            if row is None:
                return
            if len(row) > MOST_COLUMNS:
                raise FileRefused(file=file, reason="columns", row=start, count=len(row), limit=MOST_COLUMNS)
            cells = [_cell(cell) if cell[:1] in _MARKS else cell for cell in row]
            if any(cells) and any(cell.strip() for cell in cells):
                yield start, cells
            else:
                self._blank += 1
            start = first + reader.line_num


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _look_through(path: Path, shape: TextShape) -> tuple[bool, int]:
    """Whether signs stand behind a closing quote, where strict reading would end; and the number of rows."""
    count = 0
    with path.open(encoding=shape.encoding, errors=shape.errors, newline="") as file:
        reader = csv.reader(_lines(file, shape), delimiter=shape.delimiter, strict=True)
        try:
            count = sum(1 for _ in reader)
        except csv.Error as error:
            return "expected after" in str(error), 0
    return False, count


def _lines(file: Iterator[str], shape: TextShape) -> Iterator[str]:
    """The lines behind BOMs and a `sep=` line, without NULs."""
    first = next(file, "").lstrip("\ufeff")
    if not shape.stated:
        yield first.replace("\x00", "")
    if shape.has_nul:
        yield from (line.replace("\x00", "") for line in file)
    else:
        yield from file


_MARKS = frozenset("=\t'")


def _cell(text: str) -> str:
    """The text without what keeps it text in spreadsheets: ="…", a leading TAB or apostrophe."""
    if not text:
        return text
    formula = _AS_TEXT.fullmatch(text)
    if formula:
        return formula.group(1).replace('""', '"')
    return _QUOTED_BY_SIGN.sub("", text.removeprefix("\t"), count=1) if text[0] in "\t'" else text
