"""Paints the cells of tables: text, bars, chips, shaded counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from widgets.style.drawing import RowState, draw_bar, draw_chip, draw_elided, draw_focus, ink_of, row_state
from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.tables.cells import CELL_ROLE, Align, Cell

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

ROW_HEIGHT = 29
_BAR_WIDTH = 60.0
_PADDING = 8.0


class CellDelegate(QStyledItemDelegate):
    """For every table of the program."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are of one height."""
        return QSize(80, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, chips, bar, text, line below, and the frame of the keyboard."""
        known = index.data(CELL_ROLE)
        cell, tint = known if known is not None else (Cell("…", ink=Shade.TEXT_FAINT), None)
        draw_cell(painter, row_state(option), cell, tint)


def draw_cell(painter: QPainter, state: RowState, cell: Cell, tint: Shade | None) -> None:
    """Draw a cell into the area of its state."""
    painter.save()
    painter.setFont(state.font)
    draw_cell_ground(painter, state, tint, cell.heat)
    area = QRectF(state.area).adjusted(_PADDING, 0, -_PADDING, 0)
    left, middle = area.left(), area.center().y()
    for chip in cell.chips:
        if left + 24 < area.right():
            left += draw_chip(painter, left, middle, chip) + 5
    if cell.bar is not None:
        width = min(_BAR_WIDTH, max(20.0, area.width() - 40))
        draw_bar(painter, QRectF(left, middle - 3, width, 6), cell.bar, Shade.MISSING)
        left += width + 7
    if cell.strong:
        font = QFont(state.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
    painter.setPen(colour(ink_of(cell.ink) if cell.ink is not None else Shade.TEXT))
    rest = QRectF(left, area.top(), area.right() - left, area.height())
    draw_elided(painter, rest, cell.text, _ALIGN[cell.align])
    painter.restore()


_ALIGN = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
}


def draw_cell_ground(painter: QPainter, state: RowState, tint: Shade | None, heat: float | None) -> None:
    """What lies under the text of a cell."""
    if tint is not None:
        painter.fillRect(state.area, colour(tint))
    if heat:
        shade = QColor(colour(Shade.ACCENT))
        shade.setAlphaF(0.06 + 0.24 * min(1.0, heat))
        painter.fillRect(state.area, shade)
    if state.selected:
        painter.fillRect(state.area, colour(Shade.ACCENT_TINT))
    elif state.hovered and not heat:
        painter.fillRect(state.area, colour(Shade.HOVER))
    painter.setPen(QPen(colour(Shade.LINE), 1))
    painter.drawLine(state.area.bottomLeft(), state.area.bottomRight())
    if state.focused:
        draw_focus(painter, state.area)
