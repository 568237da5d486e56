"""Cells and rows made ready: what a table shows is looked up, never computed while painting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date
    from decimal import Decimal

    from widgets.style.drawing import Chip
    from widgets.style.shades import Shade

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
KEY_ROLE = Qt.ItemDataRole.UserRole + 2
DASH = "—"


class Align(IntEnum):
    """On which side of its cell a text stands."""

    LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    `bar` (0–1) draws a bar before the text; `chips` stand before it; `heat` (0–1) shades the ground.
    `order` is what the column is sorted by, None for the text. `value` is what an editor begins with.
    """

    text: str = ""
    tip: str = ""
    align: Align = Align.LEFT
    ink: Shade | None = None
    bar: float | None = None
    chips: tuple[Chip, ...] = ()
    heat: float | None = None
    order: float | str | None = None
    value: object = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row, known by its key for as long as the table lives. `tint` is its ground."""

    key: Hashable
    cells: tuple[Cell, ...]
    tint: Shade | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, width in pixels, whether it takes what room is left, tooltip, side.

    `least` is how narrow it becomes before the table is scrolled sideways; 0 for never narrower.
    """

    heading: str
    width: int
    stretches: bool = False
    tip: str = ""
    align: Align = Align.LEFT
    least: int = 0


def text_cell(text: str, *, strong: bool = False, value: object = None) -> Cell:
    """A text, cut for display, whole in the tooltip."""
    shown = cut(text)
    return Cell(shown or "", tip(text) if len(text) > 8 else "", strong=strong, value=value)


def number_cell(value: float | Decimal | None, unit: str = "") -> Cell:
    """A number with thousands; a dash for none. `unit` stands behind it when it is not the column's own."""
    if value is None:
        return Cell(DASH, align=Align.RIGHT, order=float("-inf"))
    shown = f"{value:,.4f}".rstrip("0").rstrip(".") if value != int(value) else f"{int(value):,}"
    return Cell(f"{shown} {unit}".strip(), align=Align.RIGHT, order=float(value), value=value)


def date_cell(value: date | None, *, none: str = DASH) -> Cell:
    """A date; a dash for none."""
    shown = value.isoformat() if value else none
    return Cell(shown, order=value.isoformat() if value else "", value=value)
