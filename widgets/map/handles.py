"""What is shown over a hovered box or heading: handles to draw links from, a lighter heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.ground import HANDLE_RADIUS, HANDS_FROM_ZOOM, Thing
from widgets.map.marks import HEADING_HEIGHT
from widgets.map.scene import rect

if TYPE_CHECKING:
    from widgets.map.ground import Ground, Hit


def paint_handles(painter: QPainter, ground: Ground, hit: Hit) -> None:
    """Small discs at both sides; the one below the cursor is filled."""
    if ground.camera.zoom < HANDS_FROM_ZOOM:
        return
    for thing in (Thing.HANDLE_IN, Thing.HANDLE_OUT):
        is_below = hit.thing is thing
        painter.setPen(QPen(QColor(ground.roles.accent), 1.6))
        painter.setBrush(QColor(ground.roles.accent if is_below else ground.roles.column))
        radius = HANDLE_RADIUS + 1.5 * is_below
        painter.drawEllipse(ground.handle(hit.code, thing), radius, radius)


def paint_heading(painter: QPainter, ground: Ground, stage: str) -> None:
    """A line round a stage's heading: it can be clicked and dragged."""
    column = ground.column_of(stage)
    if column is None:
        return
    area = rect(column.box)
    head = ground.camera.to_screen(QRectF(area.x(), area.y(), area.width(), HEADING_HEIGHT))
    painter.setPen(QPen(QColor(ground.roles.accent), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(head, 6, 6)
