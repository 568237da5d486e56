"""What a table is filtered by, in words: a chip per demand, each with a cross that takes it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from widgets.panels.flow import FlowLayout
from widgets.panels.labels import clear_layout
from widgets.style.text import cut, on_button, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 34


class DemandChips(QWidget):
    """`dropped` carries the fields of the demand whose chip was clicked, `cleared` says that none holds."""

    dropped = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[tuple[str, ...], str], ...] = ()
        self._flow = FlowLayout(across=6, down=4)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 3)
        column.addLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_demands(self, demands: Sequence[tuple[tuple[str, ...], str]]) -> None:
        """Show each demand: the fields that make it, and its words. Without any the chips hide."""
        if tuple(demands) == self._shown:
            return  # a chip may have the keyboard just now
        self._shown = tuple(demands)
        clear_layout(self._flow)
        for number, (fields, words) in enumerate(demands):
            self._flow.addWidget(self._chip(number, fields, words))
        if self._flow.count():
            clear = QPushButton("清除")
            clear.setProperty("flat", "true")
            clear.setToolTip(tip("清除全部筛选条件"))
            clear.setAccessibleName("清除全部筛选条件")
            clear.clicked.connect(self.cleared)
            self._flow.addWidget(clear)
        self.setVisible(bool(self._flow.count()))
        self.updateGeometry()

    def chips(self) -> tuple[QPushButton, ...]:
        """The chips that are shown, without 清除."""
        items = [self._flow.itemAt(number) for number in range(self._flow.count())]
        found = [item.widget() for item in items if item is not None]
        return tuple(one for one in found if isinstance(one, QPushButton) and one.property("demand"))

    def _chip(self, number: int, fields: tuple[str, ...], words: str) -> QPushButton:
        chip = QPushButton(on_button(f"{cut(words, _LONGEST)}  ✕"))
        chip.setObjectName(f"chip{number}")
        chip.setProperty("chip", "true")
        chip.setProperty("demand", list(fields))
        chip.setToolTip(tip(f"{words}\n点击去掉这一条件"))
        chip.setAccessibleName(f"去掉条件：{cut(words)}")
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.clicked.connect(self._drop)
        return chip

    @Slot()
    def _drop(self) -> None:
        sender = self.sender()
        fields = sender.property("demand") if sender is not None else None
        if fields:
            self.dropped.emit(tuple(fields))
