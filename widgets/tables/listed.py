"""A list to read with a line on top: rows by key, a click picks, an export button where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.panels.labels import PlainLabel
from widgets.style.text import tip
from widgets.tables.keyed import KeyedModel
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from widgets.tables.cells import Column, Row


class ListedTable(QWidget):
    """`picked` and `opened` carry a row's key: a click, and Enter or a double click. `export_asked`: 导出.

    Put what else stands on top into `bar`.
    """

    picked = Signal(object)
    opened = Signal(object)
    export_asked = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        empty: str,
        *,
        exports: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = KeyedModel(columns, self)
        self.view = TableView(name)
        self.view.setModel(self.model)
        self.view.set_widths(columns)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSortingEnabled(True)
        self.line = PlainLabel("", "faint")
        self.export = QPushButton("导出…")
        self.export.setProperty("small", "true")
        self.export.setToolTip(tip(f"将{name}导出为 Excel 文件"))
        self.export.setVisible(exports)
        self._none_there = empty
        self._empty = PlainLabel("", "faint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QHBoxLayout()
        self._lay_out()
        self.view.clicked_row.connect(self._pick)
        self.view.opened.connect(self._open)
        self.export.clicked.connect(self.export_asked)
        self.show_rows(())
        self._empty.setText("")  # not read yet: to say that there is none would be a claim

    def _lay_out(self) -> None:
        self.bar.setContentsMargins(10, 4, 10, 4)
        self.bar.setSpacing(10)
        self.bar.addWidget(self.line, 1)
        self.bar.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.bar)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)

    def show_rows(self, rows: Sequence[Row], line: str = "") -> None:
        """Show rows, in the order given unless the user sorted by a column."""
        self.model.set_rows(rows)
        self.line.setText(line)
        self.line.setToolTip(tip(line))
        self.view.setVisible(bool(rows))
        self._empty.setText(self._none_there)
        self._empty.setVisible(not rows)
        self.export.setEnabled(bool(rows))

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self.model.row(index.row()).key)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.row(index.row()).key)
