"""The table view that all lists share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from chains.table_cells import table_cell
from widgets.tables.cells import KEY_ROLE
from widgets.tables.delegates import ROW_HEIGHT, CellDelegate
from widgets.tables.widths import fitted_widths

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from widgets.tables.cells import Column, Row
    from widgets.tables.keyed import KeyedModel

MOST_COPIED = 5_000


class TableView(QTableView):
    """Whole rows; Enter and double click open (`opened`), a click picks (`clicked_row`); Ctrl+C copies."""

    opened = Signal(QModelIndex)
    clicked_row = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._given: dict[int, int] = {}
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW_HEIGHT)
        side.setMinimumSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setMinimumSectionSize(36)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.clicked.connect(self.clicked_row)
        self.doubleClicked.connect(self.opened)

    def set_widths(self, columns: Sequence[Column]) -> None:
        """Give columns their widths; one that stretches takes what is left, others give way if they may."""
        self._columns = tuple(columns)
        self._given = {number: column.width for number, column in enumerate(columns)}
        for number, width in self._given.items():
            self.setColumnWidth(number, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share what room there is now."""
        super().resizeEvent(event)
        self._share()

    def setColumnHidden(self, column: int, hide: bool) -> None:
        """Hide a column and share its room."""
        super().setColumnHidden(column, hide)
        self._share()

    def _share(self) -> None:
        """What the user pulled wider or narrower stays: it is not as it was given."""
        room, free = self.viewport().width(), {}
        for number, column in enumerate(self._columns):
            if self.isColumnHidden(number):
                continue
            width = self.columnWidth(number)
            if column.stretches or width == self._given[number]:
                free[number] = column
            else:
                room -= width
        for number, width in fitted_widths(free, room).items():
            self._given[number] = width
            self.setColumnWidth(number, width)

    def current_key(self) -> object | None:
        """The key of the current row, None when there is none."""
        index = self.currentIndex()
        return index.data(KEY_ROLE) if index.isValid() else None

    def select_key(self, model: KeyedModel, key: Hashable | None) -> None:
        """Make the row of that key the current one without telling anybody; none when it is not there."""
        row = model.row_of(key) if key is not None else -1
        if row < 0:
            self.selectionModel().clear()
            return
        index = model.index(row, max(0, self.currentIndex().column()))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        if self.currentIndex().row() != row or not self.selectionModel().isRowSelected(row):
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row, Ctrl+C copies what is selected."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and index.isValid()
            and self.state() != QAbstractItemView.State.EditingState
        ):
            self.opened.emit(index)
        else:
            super().keyPressEvent(event)

    @Slot()
    def copy_selected(self) -> None:
        """Copy the selected rows as a spreadsheet takes them."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())[:MOST_COPIED]
        model = self.model()
        shown = [number for number in range(model.columnCount()) if not self.isColumnHidden(number)]
        lines = ["\t".join(_one_line(model.index(row, number).data()) for number in shown) for row in rows]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))


def copy_rows(view: TableView, rows: Sequence[Row]) -> None:
    """Copy rows that a view's model may not hold: the columns that are shown, in their order on screen."""
    head = view.horizontalHeader()
    places = [head.logicalIndex(place) for place in range(head.count())]
    shown = [number for number in places if not view.isColumnHidden(number)]
    lines = ["\t".join(_one_line(row.cells[number].text) for number in shown) for row in rows]
    if lines:
        QGuiApplication.clipboard().setText("\n".join(lines))


def _one_line(value: object) -> str:
    """Names come from files: pasted, none is to be reckoned with, or to fetch something from the net."""
    return table_cell(str(value if value is not None else ""))
