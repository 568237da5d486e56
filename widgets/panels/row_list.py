"""A short list of rows with a name, chips, a note, and a bar; grows with its rows up to a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.style.drawing import (
    Chip,
    RowState,
    chip_width,
    draw_bar,
    draw_chip,
    draw_elided,
    draw_focus,
    row_state,
    small_font,
)
from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent

ROW_HEIGHT = 33
_BAR_WIDTH = 56
_SCORE_WIDTH = 32
_ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row, ready to be drawn. `bar` (0–1) is drawn with `score` behind it."""

    key: object
    name: str
    chips: tuple[Chip, ...] = ()
    note: str = ""
    bar: float | None = None
    score: str = ""
    tip: str = ""
    faded: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says of the row."""
        return " ".join(
            part for part in (self.name, *(chip.text for chip in self.chips), self.note, self.score) if part
        )


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[ListRow, ...] = ()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == _ROW else None

    def set_rows(self, rows: tuple[ListRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class RowList(QListView):
    """Rows to choose one from.

    `chosen` carries the key of a double-clicked or entered row, `moved` that of the current row.
    """

    chosen = Signal(object)
    moved = Signal(object)

    def __init__(self, name: str, most_rows: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._most_rows = most_rows
        self._model = _Rows(self)
        self.setModel(self._model)
        self.setItemDelegate(_RowDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(self._choose)
        self.selectionModel().currentChanged.connect(self._tell_moved)

    def show_rows(self, rows: tuple[ListRow, ...]) -> None:
        """Show the rows; the current one stays current when it is still there."""
        if rows == self._model.rows:
            return
        key = self.current_key()
        place = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self._model.set_rows(tuple(_fit(row) for row in rows))
        self.set_current(key)
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(place)
        self.setFixedHeight(ROW_HEIGHT * min(len(rows), self._most_rows) + 2)
        if self.current_key() != key:
            self.moved.emit(self.current_key())

    def rows(self) -> tuple[ListRow, ...]:
        """The rows that are shown."""
        return self._model.rows

    def current_key(self) -> object | None:
        """The key of the current row, None when there is none."""
        index = self.currentIndex()
        return self._model.rows[index.row()].key if index.isValid() else None

    def set_current(self, key: object) -> None:
        """Make the row of that key the current one; none when there is no such row."""
        for number, row in enumerate(self._model.rows):
            if row.key == key and key is not None:
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(self._model.index(number), flag)
                return
        self.selectionModel().clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses; keys without use here go to the panel."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        elif event.text().isdigit():
            event.ignore()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.rows[index.row()].key)

    @Slot(QModelIndex, QModelIndex)
    def _tell_moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.moved.emit(self.current_key())


class _RowDelegate(QStyledItemDelegate):
    """Name from the left; score, bar, note and chips from the right; what finds no room is in the tooltip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: ListRow = index.data(_ROW)
        state = row_state(option)
        area = QRectF(state.area)
        painter.save()
        painter.setFont(state.font)
        _draw_ground(painter, state)
        middle, left, right = area.center().y(), area.left() + 6, area.right() - 6
        right = _draw_score(painter, row, right, middle)
        right = _draw_note(painter, row, QRectF(left, area.top(), right - left, area.height()), state.font)
        name_font = QFont(state.font)
        name_font.setWeight(QFont.Weight.DemiBold)
        needed = min(QFontMetricsF(name_font).horizontalAdvance(row.name), 110)
        painter.setFont(state.font)
        for chip in reversed(_chips_that_fit(row, state.font, right - left - needed)):
            right -= chip_width(chip.text, state.font) + 5
            draw_chip(painter, right, middle, chip)
        painter.setFont(name_font)
        painter.setPen(colour(Shade.TEXT_FAINT if row.faded else Shade.TEXT))
        space = QRectF(left, area.top(), right - left - 4, area.height())
        draw_elided(painter, space, row.name, Qt.AlignmentFlag.AlignLeft)
        painter.restore()


def _chips_that_fit(row: ListRow, font: QFont, room: float) -> list[Chip]:
    """The first chips of the row, as many as there is room for."""
    fitting = []
    for chip in row.chips:
        room -= chip_width(chip.text, font) + 5
        if room < 0:
            break
        fitting.append(chip)
    return fitting


def _draw_ground(painter: QPainter, state: RowState) -> None:
    if state.selected:
        painter.fillRect(state.area, colour(Shade.ACCENT_TINT))
    elif state.hovered:
        painter.fillRect(state.area, colour(Shade.HOVER))
    painter.setPen(QPen(colour(Shade.LINE), 1))
    painter.drawLine(state.area.bottomLeft(), state.area.bottomRight())
    if state.focused:
        draw_focus(painter, state.area)


def _draw_score(painter: QPainter, row: ListRow, right: float, middle: float) -> float:
    """Draw bar and score at the right; returns where they begin."""
    if row.bar is None:
        return right
    painter.setPen(colour(Shade.TEXT))
    text = QRectF(right - _SCORE_WIDTH, middle - 10, _SCORE_WIDTH, 20)
    draw_elided(painter, text, row.score, Qt.AlignmentFlag.AlignRight)
    right -= _SCORE_WIDTH + 4 + _BAR_WIDTH
    draw_bar(painter, QRectF(right, middle - 3, _BAR_WIDTH, 6), row.bar, Shade.MISSING)
    return right - 7


def _draw_note(painter: QPainter, row: ListRow, area: QRectF, font: QFont) -> float:
    """Draw the note at the right of the area; returns where it begins."""
    if not row.note:
        return area.right()
    painter.setFont(small_font(font))
    width = min(QFontMetricsF(painter.font()).horizontalAdvance(row.note) + 2, area.width() * 0.4)
    painter.setPen(colour(Shade.TEXT_FAINT))
    space = QRectF(area.right() - width, area.top(), width, area.height())
    draw_elided(painter, space, row.note, Qt.AlignmentFlag.AlignRight)
    return area.right() - width - 6


def _fit(row: ListRow) -> ListRow:
    """The row with its texts cut, and its tooltip made safe."""
    return ListRow(
        row.key,
        cut(row.name),
        tuple(Chip(cut(chip.text, 12), chip.shade, chip.filled) for chip in row.chips),
        cut(row.note, 60),
        row.bar,
        row.score,
        tip(row.tip or row.name),
        row.faded,
    )
