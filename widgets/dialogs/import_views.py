"""What the import wizard shows of a file, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet: its name ("" of a text file), its first rows as (number in the file, cells), its row count."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that was looked into. `encoding` is the one that a person chose, "" for the one that was found.

    `is_text` says that it has an encoding at all.
    """

    name: str
    sheets: tuple[SheetView, ...]
    notes: tuple[str, ...] = ()
    is_text: bool = False
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """How the file is read: sheet by place, header row (None for none), headings and a field for each.

    `fields` have the order of the headings; "" is for a column that is not read. `form` names the form that
    was recognised.
    """

    sheet: int
    header_row: int | None
    header: tuple[str, ...]
    fields: tuple[str, ...]
    form: str = ""
    remembered: bool = False
