"""Drags boxes: to another place in their stage, or to another stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.gestures.gesture import Gesture
from widgets.map.ground import is_main
from widgets.map.scene import rect

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.layout_shapes import Box, Column
    from widgets.map.ground import Ground

_MOST_GHOSTS = 60
"""More boxes on the way are shown as a number only."""


class MoveBoxes(Gesture):
    """`moved` takes ((code, x, y), …) of a drop in the own stage, `dropped` codes, stage and the next box."""

    cursor = Qt.CursorShape.ClosedHandCursor
    scrolls = True

    def __init__(
        self,
        ground: Ground,
        begun: QPointF,
        codes: tuple[str, ...],
        grabbed: str,
        moved: Callable[[object], None],
        dropped: Callable[[object, str, object], None],
    ) -> None:
        super().__init__(ground, begun)
        self._codes, self._carried = codes, frozenset(codes)
        self._moved, self._dropped = moved, dropped
        self._own_stage = ground.picture.segments[grabbed].stage
        self._start = ground.camera.drawn_at(begun)

    def drop(self) -> None:
        """Put the boxes down."""
        column = self._other_column()
        if column is not None:
            self._dropped(self._codes, column.stage, self._next_box(column))
            return
        way, boxes = self._way(), self.ground.picture.layout.boxes
        self._moved(tuple((code, boxes[code].x + way.x(), boxes[code].y + way.y()) for code in self._codes))

    def paint(self, painter: QPainter) -> None:
        """The column that would take them, the line where they would stand, and the boxes on their way."""
        column = self._other_column()
        if column is not None:
            self._paint_target(painter, column)
        accent = QColor(self.ground.roles.accent)
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
        accent.setAlpha(46)
        painter.setBrush(accent)
        way = self._way() * self.ground.camera.zoom
        for code in self._codes[:_MOST_GHOSTS]:
            painter.drawRoundedRect(self.ground.screen_box(code).translated(way), 6, 6)
        if len(self._codes) > 1:
            self._paint_count(painter)

    def _paint_target(self, painter: QPainter, column: Column) -> None:
        accent = QColor(self.ground.roles.accent)
        painter.setPen(QPen(accent, 2))
        accent.setAlpha(24)
        painter.setBrush(accent)
        painter.drawRoundedRect(self.ground.camera.to_screen(rect(column.box)), 7, 7)
        painter.setPen(QPen(QColor(self.ground.roles.accent), 3))
        painter.drawLine(self._insertion(column))

    def _paint_count(self, painter: QPainter) -> None:
        text = f"{len(self._codes)} 个环节"
        room = painter.fontMetrics().boundingRect(text).adjusted(-8, -4, 8, 4)
        area = QRectF(self.at + QPointF(14, 14), QRectF(room).size())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.ground.roles.accent))
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(QColor(self.ground.roles.chip_ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _way(self) -> QPointF:
        return self.ground.camera.drawn_at(self.at) - self._start

    def _other_column(self) -> Column | None:
        column = self.ground.column_at(self.at)
        return None if column is None or column.stage == self._own_stage else column

    def _others_in(self, column: Column) -> list[tuple[str, Box]]:
        """The boxes that stand in the panel already, in reading order."""
        segments, boxes = self.ground.picture.segments, self.ground.picture.layout.boxes
        inside = [
            (code, box)
            for code, box in boxes.items()
            if segments[code].stage == column.stage and code not in self._carried
        ]
        if is_main(column):
            return sorted(inside, key=lambda one: one[1].y)
        return sorted(inside, key=lambda one: (one[1].y, one[1].x))

    def _next_box(self, column: Column) -> str | None:
        point = self.ground.camera.drawn_at(self.at)
        for code, box in self._others_in(column):
            if is_main(column):
                if point.y() < box.y + box.height / 2:
                    return code
            elif point.y() < box.y or (point.y() < box.bottom and point.x() < box.x + box.width / 2):
                return code
        return None

    def _insertion(self, column: Column) -> QLineF:
        """A line before the next box, or behind the last one."""
        following, others = self._next_box(column), dict(self._others_in(column))
        area = self.ground.camera.to_screen(rect(column.box))
        if following is not None:
            box = self.ground.screen_box(following)
            if is_main(column):
                return QLineF(area.left() + 5, box.top() - 4, area.right() - 5, box.top() - 4)
            return QLineF(box.left() - 4, box.top(), box.left() - 4, box.bottom())
        if not others:
            y = self.ground.camera.to_screen(rect(column.box)).top() + 38 * self.ground.camera.zoom
            return QLineF(area.left() + 5, y, area.right() - 5, y)
        box = self.ground.screen_box(list(others)[-1])
        if is_main(column):
            return QLineF(area.left() + 5, box.bottom() + 4, area.right() - 5, box.bottom() + 4)
        return QLineF(box.right() + 4, box.top(), box.right() + 4, box.bottom())
