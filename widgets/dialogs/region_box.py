"""Choose a city: a list that is searched by typing any part of the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 60


class RegionBox(QComboBox):
    """`regions` are (code, name); the first is chosen."""

    def __init__(self, regions: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes = {cut(name, _LONGEST): code for code, name in regions}
        self.setAccessibleName("所属城市")
        self.setEditable(True)
        self.setMinimumHeight(28)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(list(self._codes))
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)

    def code(self) -> str:
        """The code of what is typed or chosen; "" when it is no region of the list."""
        return self._codes.get(self.currentText(), "")
