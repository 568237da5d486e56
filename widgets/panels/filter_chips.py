"""What a table is filtered by, in words: a chip per demand, each with a cross that takes it away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from chains.registry import ALL_COMPANIES, CompanyFilter
from chains.registry_words import filter_parts
from widgets.panels.flow import FlowLayout
from widgets.panels.labels import clear_layout
from widgets.style.text import cut, on_button, tip

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEMANDS: tuple[tuple[str, ...], ...] = (
    ("text",), ("regions",), ("industries",), ("honours", "only_valid", "valid_on"), ("states",),
    ("capital_from", "capital_to"), ("insured_from", "insured_to"), ("founded_from", "founded_to"),
    ("placed",), ("chains",), ("batch",), ("origin",),
)  # fmt: skip
"""Fields of the filter that make one chip."""

_LONGEST = 34


class FilterChips(QWidget):
    """`changed` carries the CompanyFilter without the demand whose chip was clicked, or without any."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ALL_COMPANIES
        self._flow = FlowLayout(across=6, down=4)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 3)
        column.addLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_filter(self, wanted: CompanyFilter, chain_names: Mapping[str, str]) -> None:
        """Show the demands of the filter; what is typed stands in the box of the search and has no chip."""
        self._wanted = wanted
        clear_layout(self._flow)
        for number, (fields, words) in enumerate(_demands(wanted, chain_names)):
            self._flow.addWidget(self._chip(number, fields, words))
        if self._flow.count():
            clear = QPushButton("清除")
            clear.setProperty("flat", "true")
            clear.setToolTip(tip("清除全部筛选条件"))
            clear.setAccessibleName("清除全部筛选条件")
            clear.clicked.connect(self._clear)
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
            kept = {name: getattr(ALL_COMPANIES, name) for name in fields}
            self.changed.emit(replace(self._wanted, **kept))

    @Slot()
    def _clear(self) -> None:
        self.changed.emit(replace(ALL_COMPANIES, text=self._wanted.text))


def _demands(wanted: CompanyFilter, chain_names: Mapping[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """Each demand of the filter but its text: the fields that make it, and its words."""
    found: list[tuple[tuple[str, ...], str]] = []
    for fields in _DEMANDS[1:]:
        alone = replace(ALL_COMPANIES, **{name: getattr(wanted, name) for name in fields})
        found += [(fields, words) for words in filter_parts(alone, chain_names)]
    return found
