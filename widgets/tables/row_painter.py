"""Paints whole rows of a table and keeps their pictures: scrolling moves them and paints only new rows."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QPainter, QPixmap

from widgets.style.drawing import RowState, draw_focus
from widgets.style.palette import colour, is_dark
from widgets.style.shades import Shade
from widgets.tables.cells import Cell
from widgets.tables.delegates import draw_cell

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QTableView

    from widgets.tables.cells import Row
    from widgets.tables.paged import PagedModel

MOST_KEPT = 160
"""Pictures of rows: some screens full, 30 MB at most."""

_WAITING = Cell("…", ink=Shade.TEXT_FAINT)


class _Look(NamedTuple):
    """What the picture of a row depends on, besides the row."""

    selected: bool
    hovered: bool


class RowPainter:
    """For a view on a PagedModel whose rows are all of one height and cannot be edited."""

    def __init__(self, view: QTableView, model: PagedModel) -> None:
        self._view, self._model = view, model
        self._kept: OrderedDict[tuple[int, _Look], tuple[Row | None, QPixmap]] = OrderedDict()
        self._made_for: object = None
        self.hovered = -1

    def forget(self) -> None:
        """Columns, font or colours changed: no picture is right any more."""
        self._kept.clear()

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint the rows that the area touches."""
        view = self._view
        self._check_surroundings()
        first, last = view.rowAt(max(0, area.top())), view.rowAt(area.bottom())
        last = last if last >= 0 else self._model.rowCount() - 1
        offset = view.horizontalHeader().offset()
        for number in range(first, last + 1) if first >= 0 else ():
            painter.drawPixmap(-offset, view.rowViewportPosition(number), self._picture(number))
        current = view.currentIndex()
        if current.isValid() and first <= current.row() <= last and view.hasFocus():
            draw_focus(painter, view.visualRect(current))

    def _check_surroundings(self) -> None:
        head, view = self._view.horizontalHeader(), self._view
        sections = tuple((head.sectionPosition(at), head.sectionSize(at)) for at in range(head.count()))
        made_for = (sections, is_dark(), view.font().key(), view.devicePixelRatioF())
        if made_for != self._made_for:
            self._made_for = made_for
            self.forget()

    def _picture(self, number: int) -> QPixmap:
        row = self._model.row_wanted(number)
        selected = self._view.selectionModel().isRowSelected(number)
        look = _Look(selected, number == self.hovered)
        key = (id(row), look)
        known = self._kept.get(key)
        if known is not None and known[0] is row:
            self._kept.move_to_end(key)
            return known[1]
        picture = self._made(row, look)
        self._kept[key] = (row, picture)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return picture

    def _made(self, row: Row | None, look: _Look) -> QPixmap:
        view, head = self._view, self._view.horizontalHeader()
        ratio, height = view.devicePixelRatioF(), view.verticalHeader().defaultSectionSize()
        picture = QPixmap(round(max(1, head.length()) * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(colour(Shade.PANEL))
        painter = QPainter(picture)
        font = QFont(view.font())
        for column in range(head.count()):
            if not head.isSectionHidden(column):
                area = QRect(head.sectionPosition(column), 0, head.sectionSize(column), height)
                state = RowState(area, font, look.selected, look.hovered, focused=False)
                cell = _WAITING if row is None else row.cells[column]
                draw_cell(painter, state, cell, None if row is None else row.tint)
        painter.end()
        return picture


def row_at(view: QTableView, place: QPoint) -> int:
    """The row below the mouse, -1 for none."""
    return view.rowAt(place.y()) if view.viewport().rect().contains(place) else -1
