"""The line above a list in which is typed what to look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class SearchLine(QLineEdit):
    """`entered` says that the keyboard wants to go on in the list below: Down or Enter."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter leave the line."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
