"""Drags a stage's heading sideways to another place among the stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.gestures.gesture import Gesture
from widgets.map.ground import is_main
from widgets.map.scene import rect

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.layout_shapes import Column
    from widgets.map.ground import Ground


class MoveStage(Gesture):
    """`moved` takes the stage and its new number among all stages of the chain, counted without it."""

    cursor = Qt.CursorShape.ClosedHandCursor
    scrolls = True

    def __init__(self, ground: Ground, begun: QPointF, stage: str, moved: Callable[[str, int], None]) -> None:
        super().__init__(ground, begun)
        self._stage, self._moved = stage, moved
        self._start = ground.camera.drawn_at(begun)

    def drop(self) -> None:
        """Put the stage between two others; nothing where it stands already."""
        codes = [stage.code for stage in self.ground.picture.state.chain.stages]
        position = self._position(codes)
        if position != codes.index(self._stage):
            self._moved(self._stage, position)

    def paint(self, painter: QPainter) -> None:
        """The panel on its way, and a line where it would stand."""
        column = self.ground.column_of(self._stage)
        if column is None:
            return
        accent = QColor(self.ground.roles.accent)
        painter.setPen(QPen(accent, 3))
        painter.drawLine(self._insertion(column))
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
        accent.setAlpha(30)
        painter.setBrush(accent)
        way = (self.ground.camera.drawn_at(self.at) - self._start).x() * self.ground.camera.zoom
        painter.drawRoundedRect(self.ground.camera.to_screen(rect(column.box)).translated(way, 0), 7, 7)

    def _others(self) -> list[Column]:
        columns = self.ground.picture.layout.columns
        others = [one for one in columns if is_main(one) and one.stage != self._stage]
        return sorted(others, key=lambda one: one.box.x)

    def _following(self) -> Column | None:
        """The column that would come after it."""
        x = self.ground.camera.drawn_at(self.at).x()
        return next((one for one in self._others() if x < one.box.x + one.box.width / 2), None)

    def _position(self, codes: list[str]) -> int:
        rest, following, others = (
            [code for code in codes if code != self._stage],
            self._following(),
            self._others(),
        )
        if following is not None:
            return rest.index(following.stage)
        return rest.index(others[-1].stage) + 1 if others else codes.index(self._stage)

    def _insertion(self, own: Column) -> QLineF:
        following, others = self._following(), self._others()
        area = self.ground.camera.to_screen(rect(own.box))
        if following is not None:
            x = self.ground.camera.to_screen(rect(following.box)).left() - 8
        elif others:
            x = self.ground.camera.to_screen(rect(others[-1].box)).right() + 8
        else:
            x = area.left() - 8
        return QLineF(x, area.top(), x, area.bottom())
