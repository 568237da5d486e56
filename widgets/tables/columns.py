"""Which columns of a table are shown, in which order and how wide: chosen by the user, kept as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from widgets.style.text import on_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from widgets.tables.cells import Column
    from widgets.tables.view import TableView


class ColumnChoice(QObject):
    """The first column stays shown: a line without its name says nothing."""

    def __init__(self, view: TableView, columns: Sequence[Column], hidden: Sequence[int] = ()) -> None:
        super().__init__(view)
        self._view, self._columns, self._hidden = view, tuple(columns), frozenset(hidden)
        head = view.horizontalHeader()
        head.setSectionsMovable(True)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._show_menu)
        self.reset()

    def save(self) -> bytes:
        """What the user chose, for the caller to keep."""
        return len(self._columns).to_bytes(2, "big") + bytes(self._view.horizontalHeader().saveState().data())

    def restore(self, state: bytes) -> bool:
        """Bring back what `save` gave; False, and nothing changed, when it is of other columns."""
        if int.from_bytes(state[:2], "big") != len(self._columns):
            return False
        head = self._view.horizontalHeader()
        if not head.restoreState(QByteArray(state[2:])):
            return False
        head.setSectionHidden(0, False)
        # What was sorted by belongs to the moment, not to the columns.
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        return True

    @Slot()
    def reset(self) -> None:
        """Every column at its place and of its width again."""
        head = self._view.horizontalHeader()
        for number in range(len(self._columns)):
            head.moveSection(head.visualIndex(number), number)
            self._view.setColumnHidden(number, number in self._hidden)
        self._view.set_widths(self._columns)

    def menu(self) -> QMenu:
        """A menu with a line per column, for the header's right click and for a button."""
        menu = QMenu(self._view)
        for number, column in enumerate(self._columns):
            action = menu.addAction(on_button(column.heading))
            action.setCheckable(True)
            action.setChecked(not self._view.isColumnHidden(number))
            action.setEnabled(number > 0)
            action.setData(number)
            action.triggered.connect(self._switch)
        menu.addSeparator()
        menu.addAction("恢复默认列").triggered.connect(self.reset)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        self.menu().popup(self._view.horizontalHeader().mapToGlobal(at))

    @Slot()
    def _switch(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._view.setColumnHidden(action.data(), not action.isChecked())
