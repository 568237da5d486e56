"""Draws a supply link from a box's handle to another box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from widgets.map.gestures.gesture import Gesture
from widgets.map.ground import Thing

if TYPE_CHECKING:
    from collections.abc import Callable

    from widgets.map.ground import Ground


class DrawLink(Gesture):
    """From the right handle the box supplies, from the left it is supplied; `drawn` takes both ends."""

    cursor = Qt.CursorShape.CrossCursor
    scrolls = True

    def __init__(
        self, ground: Ground, begun: QPointF, code: str, thing: Thing, drawn: Callable[[str, str], None]
    ) -> None:
        super().__init__(ground, begun)
        self._code, self._thing, self._drawn = code, thing, drawn

    def drop(self) -> None:
        """Link the two boxes; nothing where there is no other box below."""
        other = self._other()
        if not other:
            return
        if self._thing is Thing.HANDLE_OUT:
            self._drawn(self._code, other)
        else:
            self._drawn(other, self._code)

    def paint(self, painter: QPainter) -> None:
        """The line, and the box that it would reach."""
        other = self._other()
        end = self.at
        if other:
            facing = Thing.HANDLE_IN if self._thing is Thing.HANDLE_OUT else Thing.HANDLE_OUT
            end = self.ground.handle(other, facing)
            paint_target(painter, self.ground, other)
        paint_rubber(painter, self.ground, self.ground.handle(self._code, self._thing), end)

    def _other(self) -> str:
        code = self.ground.code_at(self.at)
        return "" if code == self._code else code


def paint_target(painter: QPainter, ground: Ground, code: str) -> None:
    """Light the box that a link would reach."""
    accent = QColor(ground.roles.accent)
    painter.setPen(QPen(accent, 2.5))
    accent.setAlpha(40)
    painter.setBrush(accent)
    painter.drawRoundedRect(ground.screen_box(code).adjusted(-3, -3, 3, 3), 8, 8)


def paint_rubber(painter: QPainter, ground: Ground, start: QPointF, end: QPointF) -> None:
    """A line that bends from one place to another."""
    painter.setPen(QPen(QColor(ground.roles.accent), 2.2, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bend = QPointF(max(24.0, abs(end.x() - start.x()) / 2), 0)
    forward = end.x() >= start.x()
    path = QPainterPath(start)
    path.cubicTo(start + (bend if forward else -bend), end - (bend if forward else -bend), end)
    painter.drawPath(path)
    painter.setBrush(QColor(ground.roles.accent))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(end, 4, 4)
