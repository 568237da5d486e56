"""The view of the company table: rows painted as pictures, copies and drags asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from widgets.tables.row_painter import RowPainter, row_at
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from widgets.tables.paged import PagedModel


class CompanyView(TableView):
    """Says that a copy or a drag was asked for: rows may not be there yet, and may be very many.

    `left_upwards` says that Up was pressed on the first row.
    """

    copy_asked = Signal()
    drag_asked = Signal()
    left_upwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("企业库", parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    @Slot()
    def copy_selected(self) -> None:
        """Ask for a copy."""
        self.copy_asked.emit()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Ask for a drag."""
        self.drag_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up leaves the list at its first row."""
        if (
            event.key() == Qt.Key.Key_Up
            and event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
            and self.currentIndex().row() <= 0
        ):
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def show_model(self, model: PagedModel) -> None:
        """Show the rows of a paged model."""
        self.setModel(model)
        # A header asks of every row whether its column is selected: with a million rows that takes minutes.
        # It gets a selection of its own, which stays empty.
        head = self.horizontalHeader()
        head.setSelectionModel(QItemSelectionModel(model, head))
        self._painter = RowPainter(self, model)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint rows from their pictures: cell by cell through delegates costs three times a wheel's step."""
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.rect())
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shade the row below the mouse."""
        super().mouseMoveEvent(event)
        self._hover(row_at(self, event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        """No row is shaded once the mouse is gone."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return bool(super().viewportEvent(event))

    def _hover(self, row: int) -> None:
        if row != self._painter.hovered:
            self._painter.hovered = row
            self.viewport().update()
