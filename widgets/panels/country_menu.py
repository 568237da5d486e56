"""某国（地区）断供: the countries that marks name, to choose one that delivers no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from widgets.style.text import on_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.import_origins import ImportMarks


class CountryMenu(QMenu):
    """`picked` carries the country; with each stands the number of segments that are marked with it."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("某国（地区）断供", parent)
        self.setToolTipsVisible(True)
        self.triggered.connect(self._pick)
        self._say("还没有环节填写来源国（地区）")

    def show_countries(self, found: Sequence[tuple[str, int]], marks: ImportMarks) -> None:
        """Offer these countries; at the end, how many imports nobody gave a country."""
        self.clear()
        for country, number in found:
            self.addAction(on_button(f"{country}（{number} 个环节）")).setData(country)
        if not found:
            self._say("还没有环节填写来源国（地区）")
        if marks.without_country:
            self.addSeparator()
            self._say(f"另有 {marks.without_country} 个国外来源的环节未填来源国（地区）")

    def _say(self, text: str) -> None:
        self.addAction(text).setEnabled(False)

    @Slot(QAction)
    def _pick(self, action: QAction) -> None:
        self.picked.emit(action.data())
