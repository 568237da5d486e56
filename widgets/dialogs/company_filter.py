"""The window of the company filter: it stays open beside the table, which follows every tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chains.registry import ALL_COMPANIES, CompanyFilter
from widgets.panels.company_filter import CompanyFilterPanel, FilterOffers
from widgets.panels.labels import ElidedLabel, PlainLabel, rule

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent


class CompanyFilterWindow(QDialog):
    """`changed` carries a CompanyFilter; closing keeps what was ticked."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("筛选企业")
        self.setModal(False)
        self.panel = CompanyFilterPanel()
        self.words = ElidedLabel("", "soft")
        self.count = PlainLabel("", "strong")
        self.clear = QPushButton("清除")
        self.close_button = QPushButton("关闭")
        self.close_button.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.count)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.clear)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.panel, 1)
        column.addWidget(rule())
        column.addLayout(foot)
        self.panel.changed.connect(self.changed)
        self.clear.clicked.connect(self._clear)
        self.close_button.clicked.connect(self.close)
        self.resize(720, 500)

    def show_filter(self, wanted: CompanyFilter, words: str) -> None:
        """Show what is asked, and how it reads."""
        self.panel.show_filter(wanted)
        self.words.show_text(words if wanted.is_on else "未设条件，显示全部企业")
        self.clear.setEnabled(wanted.is_on)

    def show_count(self, text: str) -> None:
        """Say how many companies fit."""
        self.count.setText(f"符合 {text} 家" if text else "")

    def show_offers(self, offers: FilterOffers) -> None:
        """Offer what there is to tick."""
        self.panel.show_offers(offers)

    @Slot()
    def _clear(self) -> None:
        self.changed.emit(ALL_COMPANIES)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the keyboard back to the window it came from."""
        super().hideEvent(event)
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            parent.activateWindow()
