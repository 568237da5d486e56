"""What stands in the margins of a page: which page it is, where to cut and where to glue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.page import MM_A_POINT
from widgets.map.title_block import block_font
from widgets.style.roles import LIGHT

if TYPE_CHECKING:
    from widgets.map.page import PagePlan, Tile

_TEXT_PIXELS, _TEXT_POINTS = 12, 7.0
_LONGEST_MARK_MM, _FROM_EDGE_MM = 5.0, 1.0


def paint_marks(painter: QPainter, plan: PagePlan, tile: Tile) -> None:
    """Paint the marks of one page, in millimetres of the paper."""
    if plan.pages > 1:
        _paint_cuts(painter, plan, tile)
    _paint_number(painter, plan, tile)


def page_mark(plan: PagePlan, tile: Tile) -> str:
    """Which page it is: 第 2 行 第 3 列."""
    number = (tile.row - 1) * plan.columns + tile.column
    whole = f"第 {number} 页　共 {plan.pages} 页"
    if plan.pages == 1:
        return whole
    rows = f"第 {tile.row} 行 第 {tile.column} 列（{plan.rows} 行 × {plan.columns} 列）"
    return f"{rows}　{whole}　沿实线裁去，压在邻页的虚线上"


def _paint_number(painter: QPainter, plan: PagePlan, tile: Tile) -> None:
    scale = _TEXT_POINTS * MM_A_POINT / _TEXT_PIXELS
    margin = plan.setup.margin_mm
    room = QRectF(margin, plan.height - margin, plan.width - 2 * margin, margin)
    painter.save()
    painter.translate(room.topLeft())
    painter.scale(scale, scale)
    painter.setFont(block_font(_TEXT_PIXELS))
    painter.setPen(QColor(LIGHT.muted))
    area = QRectF(0, 0, room.width() / scale, room.height() / scale)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, page_mark(plan, tile))
    painter.restore()


def _paint_cuts(painter: QPainter, plan: PagePlan, tile: Tile) -> None:
    """Full lines where this page is cut, dashed ones where its neighbour's edge comes to lie."""
    margin, overlap = plan.setup.margin_mm, plan.setup.overlap_mm
    long = min(_LONGEST_MARK_MM, margin - _FROM_EDGE_MM)
    cut, glue = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
    if tile.column > 1:
        _paint_upright(painter, plan, (margin, long), cut)
    if tile.column < plan.columns:
        _paint_upright(painter, plan, (margin + tile.width - overlap, long), glue)
    if tile.row > 1:
        _paint_level(painter, plan, (margin, long), cut)
    if tile.row < plan.rows:
        _paint_level(painter, plan, (margin + tile.height - overlap, long), glue)


def _paint_upright(painter: QPainter, plan: PagePlan, mark: tuple[float, float], style: Qt.PenStyle) -> None:
    (x, long), margin = mark, plan.setup.margin_mm
    painter.setPen(QPen(QColor(LIGHT.ink), 0.2, style))
    for top in (margin - long, plan.height - margin):
        painter.drawLine(QLineF(x, top, x, top + long))


def _paint_level(painter: QPainter, plan: PagePlan, mark: tuple[float, float], style: Qt.PenStyle) -> None:
    (y, long), margin = mark, plan.setup.margin_mm
    painter.setPen(QPen(QColor(LIGHT.ink), 0.2, style))
    for left in (margin - long, plan.width - margin):
        painter.drawLine(QLineF(left, y, left + long, y))
