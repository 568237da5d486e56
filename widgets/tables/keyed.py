"""A table model of up to 20,000 rows that only changes what differs, so that selection and scroll stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from widgets.style.text import tip
from widgets.tables.cells import CELL_ROLE, KEY_ROLE, Column, Row

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtCore import QPersistentModelIndex

    Index = QModelIndex | QPersistentModelIndex

_ASCENDING, _DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class KeyedModel(QAbstractTableModel):
    """Rows by key. Give it all rows each time; it finds out what came, went, moved and changed."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._given: tuple[Row, ...] = ()
        self._rows: list[Row] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; keys must differ."""
        self._given = tuple(rows)
        wanted = self._in_order(self._given)
        keys = {row.key for row in wanted}
        if len(keys) != len(wanted):
            raise ValueError("two rows have one key")
        self._remove_all_but(keys)
        self._reorder([row.key for row in wanted])
        self._insert_missing(wanted)
        self._change(wanted)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns: begins anew, without rows."""
        self.beginResetModel()
        self._columns, self._given, self._rows, self._sorted_by = tuple(columns), (), [], None
        self.endResetModel()

    def row(self, number: int) -> Row:
        """The row at that place."""
        return self._rows[number]

    def row_of(self, key: Hashable) -> int:
        """The place of the row with that key, -1 when there is none."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), -1)

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A lookup in the prepared row."""
        return cell_data(self._rows[index.row()], index.column(), role) if index.isValid() else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Headings above, nothing at the side."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        return heading_data(self._columns[section], role)

    def sort(self, column: int, order: Qt.SortOrder = _ASCENDING) -> None:
        """Sort by a column; -1 is the order in which the rows were given."""
        self._sorted_by = (column, order) if 0 <= column < len(self._columns) else None
        self._reorder([row.key for row in self._in_order(self._given)])

    def _in_order(self, rows: tuple[Row, ...]) -> list[Row]:
        if self._sorted_by is None:
            return list(rows)
        column, order = self._sorted_by
        return sorted(rows, key=lambda row: _sort_key(row, column), reverse=order == _DESCENDING)

    def _remove_all_but(self, keys: set[Hashable]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if self._rows[last].key in keys:
                last -= 1
                continue
            first = last
            while first > 0 and self._rows[first - 1].key not in keys:
                first -= 1
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _reorder(self, wanted: list[Hashable]) -> None:
        place = {key: number for number, key in enumerate(wanted)}
        order = sorted(range(len(self._rows)), key=lambda number: place[self._rows[number].key])
        if order == list(range(len(order))):
            return
        self.layoutAboutToBeChanged.emit()
        new_place = {old: new for new, old in enumerate(order)}
        before = self.persistentIndexList()
        self._rows = [self._rows[number] for number in order]
        after = [self.index(new_place[index.row()], index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert_missing(self, wanted: list[Row]) -> None:
        known = {row.key for row in self._rows}
        number = 0
        while number < len(wanted):
            if wanted[number].key in known:
                number += 1
                continue
            end = number
            while end < len(wanted) and wanted[end].key not in known:
                end += 1
            self.beginInsertRows(QModelIndex(), number, end - 1)
            self._rows[number:number] = wanted[number:end]
            self.endInsertRows()
            number = end

    def _change(self, wanted: list[Row]) -> None:
        last_column = len(self._columns) - 1
        for number, row in enumerate(wanted):
            if self._rows[number] != row:
                self._rows[number] = row
                self.dataChanged.emit(self.index(number, 0), self.index(number, last_column))


def cell_data(row: Row, column: int, role: int) -> object:
    """What a row says of one of its cells in a role of Qt."""
    cell = row.cells[column]
    if role == Qt.ItemDataRole.DisplayRole:
        return cell.text
    if role == CELL_ROLE:
        return cell, row.tint
    if role == KEY_ROLE:
        return row.key
    if role == Qt.ItemDataRole.ToolTipRole:
        return cell.tip
    return cell.value if role == Qt.ItemDataRole.EditRole else None


def heading_data(column: Column, role: int) -> object:
    """What a column says of its heading in a role of Qt."""
    if role == Qt.ItemDataRole.DisplayRole:
        return column.heading
    if role == Qt.ItemDataRole.ToolTipRole:
        return tip(column.tip)
    return int(column.align) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _sort_key(row: Row, column: int) -> tuple[int, float, str]:
    """Numbers before texts, so that a column may hold both."""
    order = row.cells[column].order
    if isinstance(order, (int, float)):
        return (0, float(order), "")
    return (1, 0.0, order if order is not None else row.cells[column].text)
