"""Moves the chosen line of a list up or down."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListWidget


def move_current(lines: QListWidget, step: int) -> bool:
    """Move the current line by so many places and keep it current; False when it cannot go there."""
    place = lines.currentRow()
    if place < 0 or not 0 <= place + step < lines.count():
        return False
    lines.insertItem(place + step, lines.takeItem(place))
    lines.setCurrentRow(place + step)
    return True
