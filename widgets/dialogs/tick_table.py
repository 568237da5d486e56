"""A table whose rows are ticked one by one or all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from widgets.dialogs.frame import dress_table
from widgets.panels.labels import PlainLabel
from widgets.style.text import cut, on_button, tip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent

Index = QModelIndex | QPersistentModelIndex
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_ROOT = QModelIndex()
_SAMPLED, _WIDEST = 200, 260


class TickModel(QAbstractTableModel):
    """Rows of texts behind a column of ticks. `ticked_changed` carries the numbers of the ticked rows."""

    ticked_changed = Signal(object)

    def __init__(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], ticked: Iterable[int], tick_word: str
    ) -> None:
        super().__init__()
        self._headings = (tick_word, *headings)
        self._rows = tuple(tuple(row) for row in rows)
        self._ticked = set(ticked)

    @property
    def ticked(self) -> tuple[int, ...]:
        """Numbers of the ticked rows, in order."""
        return tuple(sorted(self._ticked))

    def texts(self, column: int) -> list[str]:
        """Heading and first texts of a column, to measure."""
        return [self._headings[column], *(row[column - 1] for row in self._rows[:_SAMPLED] if column)]

    def tick(self, rows: Iterable[int], *, on: bool) -> None:
        """Tick these rows, or take their ticks away."""
        self._ticked = self._ticked | set(rows) if on else self._ticked - set(rows)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))
        self.ticked_changed.emit(self.ticked)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The ticks and the texts."""
        return 0 if parent.isValid() else len(self._headings)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column is ticked."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Tick, text, or the whole text as tooltip."""
        row, column = index.row(), index.column()
        if column == 0:
            if role == Qt.ItemDataRole.CheckStateRole:
                return _CHECKED if row in self._ticked else _UNCHECKED
            return None
        text = self._rows[row][column - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return cut(text)
        return tip(text) if role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick was clicked."""
        if index.column() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick([index.row()], on=Qt.CheckState(value) == _CHECKED)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings."""
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return cut(self._headings[section], 40) if shown else None


class TickTable(QWidget):
    """The table with a button for all, one for none, and a count. Space and double click tick a row."""

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        ticked: Iterable[int],
        words: tuple[str, str, str] = ("选", "全选", "全不选"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = TickModel(headings, rows, ticked, words[0])
        self.model.setParent(self)
        self.view = _View()
        self.view.setAccessibleName(name)
        self.view.setModel(self.model)
        _fit(self.view, self.model)
        self.all = QPushButton(on_button(words[1]))
        self.none = QPushButton(on_button(words[2]))
        self._count = PlainLabel("", "faint")
        bar = QHBoxLayout()
        for button in (self.all, self.none):
            button.setAutoDefault(False)
            bar.addWidget(button)
        bar.addWidget(self._count)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        self._word = words[0]
        self.all.clicked.connect(self._tick_all)
        self.none.clicked.connect(self._tick_none)
        self.view.toggled.connect(self._toggle)
        self.model.ticked_changed.connect(self._tell)
        self._tell(self.model.ticked)

    @Slot()
    def _tick_all(self) -> None:
        self.model.tick(range(self.model.rowCount()), on=True)

    @Slot()
    def _tick_none(self) -> None:
        self.model.tick(range(self.model.rowCount()), on=False)

    @Slot(object)
    def _toggle(self, row: int) -> None:
        self.model.tick([row], on=row not in self.model.ticked)

    @Slot(object)
    def _tell(self, ticked: tuple[int, ...]) -> None:
        self._count.setText(f"{self._word} {len(ticked):,} / {self.model.rowCount():,}")


class _View(QTableView):
    """`toggled` carries a row that Space or a double click is meant for."""

    toggled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        dress_table(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._clicked_twice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the row, whichever column is current."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.toggled.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _clicked_twice(self, index: QModelIndex) -> None:
        if index.column():
            self.toggled.emit(index.row())


def _fit(view: QTableView, model: TickModel) -> None:
    """Columns as wide as their texts, within bounds; the last takes what is left."""
    metrics = QFontMetrics(view.font())
    for column in range(model.columnCount()):
        widest = max(metrics.horizontalAdvance(cut(text, 60)) for text in model.texts(column))
        view.setColumnWidth(column, min(widest + 26, _WIDEST))
    view.horizontalHeader().setSectionResizeMode(model.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
