"""A company list on its way in: what the file holds, which sheet and header row, what each column means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.exchange.apart import messages_of
from app.exchange.csv_in import TextLook, TextStream
from app.exchange.guessing import guessed_fields
from app.exchange.headings import column_names, find_header
from app.exchange.profiles import fields_of, profile_of, signature_of
from app.exchange.sheet_in import refused_by_name
from app.exchange.sniff import kind_of
from app.exchange.table import TableRow, column_letters
from chains.errors import FileRefused
from chains.steps import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from chains.steps import Step

LOOKED = 40


@dataclass(frozen=True, slots=True)
class SheetLook:
    """A sheet's first rows that are not blank, and how many rows it has in all (as far as is known)."""

    name: str
    rows: tuple[TableRow, ...]
    total: int

    @property
    def width(self) -> int:
        """Columns that the first rows have."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class FileLook:
    """What a file holds. `kind` is "zip", "ole" or "text"; a text file has the one sheet ""."""

    path: Path
    kind: str
    sheets: tuple[SheetLook, ...]
    notes: tuple[str, ...] = ()
    encoding: str = ""
    text: TextLook | None = None


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """What is read: the sheet, its header row (number in the file, None for none) and a field per column.

    `profile` is the name of the form, "" for one that is not known; `remembered` says that the fields are
    those that a person chose for this form before.
    """

    sheet: str
    header_row: int | None
    header: tuple[str, ...]
    fields: tuple[str, ...]
    profile: str = ""
    remembered: bool = False

    @property
    def signature(self) -> str:
        """What the form is remembered by; "" without a header."""
        return "" if self.header_row is None else signature_of(self.header)

    @property
    def has_name(self) -> bool:
        """Whether there is a column of company names: nothing can be read without."""
        return "name" in self.fields


def look_into(path: Path, step: Step = tell_nobody, encoding: str = "") -> FileLook:
    """Look at the file without reading all of it. Raises FileRefused."""
    kind = kind_of(path, is_streamed=True)
    if kind == "text":
        return _look_into_text(path, encoding)
    with refused_by_name(path, kind):
        for message in messages_of("look", path, step, kind):
            sheets = tuple(
                SheetLook(name, tuple(TableRow(number, tuple(cells)) for number, cells in rows), total)
                for name, rows, total in message[1]
            )
            return FileLook(path, kind, sheets, tuple(message[2]))
    raise FileRefused(file=path.name, reason="no_rows")


def _look_into_text(path: Path, encoding: str) -> FileLook:
    stream = TextStream(path, encoding)
    rows = [TableRow(number, tuple(cells)) for (number, cells), _ in zip(stream, range(LOOKED), strict=False)]
    if not rows:
        raise FileRefused(file=path.name, reason="no_rows")
    sheet = SheetLook("", tuple(rows), stream.lines)
    return FileLook(path, "text", (sheet,), tuple(stream.shape.notes), encoding, stream.look)


def best_sheet(look: FileLook) -> SheetLook:
    """The first sheet with a header, else the first whose cells tell what they are, else the first."""
    for sheet in look.sheets:
        if find_header([row.cells for row in sheet.rows]):
            return sheet
    for sheet in look.sheets:
        if "name" in guessed_fields([row.cells for row in sheet.rows]):
            return sheet
    return look.sheets[0]


def choice_of(sheet: SheetLook, remembered: Mapping[str, tuple[str, ...]] | None = None) -> SheetChoice:
    """The sheet with the header row and the columns that the program finds."""
    header = find_header([row.cells for row in sheet.rows])
    if header is not None:
        return with_header(sheet, sheet.rows[header.index].number, remembered)
    return with_header(sheet, None, remembered)


def with_header(
    sheet: SheetLook, header_row: int | None, remembered: Mapping[str, tuple[str, ...]] | None = None
) -> SheetChoice:
    """The sheet read with that header row, None for a table without one."""
    if header_row is None:
        names = tuple(f"{column_letters(index)} 列" for index in range(sheet.width))
        return SheetChoice(sheet.name, None, names, guessed_fields([row.cells for row in sheet.rows]))
    at = next(index for index, row in enumerate(sheet.rows) if row.number == header_row)
    names = column_names(sheet.rows[at].cells, sheet.rows[at - 1].cells if at else ())
    profile = profile_of(names)
    choice = SheetChoice(
        sheet.name, header_row, names, fields_of(names, profile), profile.name if profile else ""
    )
    held = (remembered or {}).get(choice.signature, ())
    return replace(choice, fields=held, remembered=True) if len(held) == len(names) else choice
