"""Draws a rectangle round boxes to select them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.gestures.gesture import Gesture
from widgets.map.scene import rect

if TYPE_CHECKING:
    from collections.abc import Callable

    from widgets.map.ground import Ground


class Band(Gesture):
    """Every box whose middle lies within is selected; `chosen` takes their codes."""

    cursor = Qt.CursorShape.CrossCursor
    scrolls = True

    def __init__(self, ground: Ground, begun: QPointF, chosen: Callable[[tuple[str, ...]], None]) -> None:
        super().__init__(ground, begun)
        self._chosen = chosen
        # In drawing units: the view may move on the way.
        self._corner = ground.camera.drawn_at(begun)

    def drop(self) -> None:
        """Select what lies within."""
        area = self._area()
        boxes = self.ground.picture.layout.boxes
        within = [
            code for code in self.ground.index.codes_in(area) if area.contains(rect(boxes[code]).center())
        ]
        self._chosen(tuple(within))

    def paint(self, painter: QPainter) -> None:
        """The rectangle."""
        colour = QColor(self.ground.roles.accent)
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        colour.setAlpha(30)
        painter.setBrush(colour)
        painter.drawRect(self.ground.camera.to_screen(self._area()))

    def _area(self) -> QRectF:
        return QRectF(self._corner, self.ground.camera.drawn_at(self.at)).normalized()
