"""Draws a supply link with the keys: arrows look for the other box, Enter ends, Esc gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.map.gestures.draw_link import paint_rubber, paint_target
from widgets.map.ground import Thing
from widgets.map.walking import neighbour

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from widgets.map.ground import Ground

HINT = "供应关系：用方向键或鼠标选择它供给的环节，回车确定，Esc 取消"


class LinkByKeys:
    """`source` supplies; `target` is the box that the arrows have come to, the source itself at first."""

    def __init__(self, source: str) -> None:
        self.source = self.target = source

    @property
    def is_ready(self) -> bool:
        """Whether another box has been found."""
        return self.target != self.source

    def walk(self, ground: Ground, direction: str) -> None:
        """Go to the next box in a direction."""
        self.target = neighbour(ground.picture.layout.boxes, self.target, direction)

    def paint(self, painter: QPainter, ground: Ground) -> None:
        """The line so far."""
        boxes = ground.picture.layout.boxes
        if self.source not in boxes or self.target not in boxes:
            return
        paint_target(painter, ground, self.target)
        if self.is_ready:
            start = ground.handle(self.source, Thing.HANDLE_OUT)
            paint_rubber(painter, ground, start, ground.handle(self.target, Thing.HANDLE_IN))
