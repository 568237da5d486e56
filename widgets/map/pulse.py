"""Says where a box is: rings that widen and end, or a thick border where nothing shall move."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPen

from widgets.map.animation import one_run

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF, QVariantAnimation
    from PySide6.QtGui import QPainter

MILLISECONDS = 900
_RINGS = 2
_WIDEST = 26.0
_STILL = 5.0


class Pulse(QObject):
    """`code` is the box that is pointed at, "" for none; `moved` asks for a new frame."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.code = ""
        self._part = 0.0
        self._is_still = False

    def start(self, code: str, *, still: bool) -> None:
        """Point at a box; without motion the border stays until `stop`."""
        self._run.stop()
        self.code, self._is_still, self._part = code, still, 0.0
        if not still:
            self._run.start()

    @Slot()
    def stop(self) -> None:
        """Point at nothing."""
        if self.code:
            self.code = ""
            self._run.stop()
            self.moved.emit()

    def paint(self, painter: QPainter, box: QRectF, colour: str) -> None:
        """The rings round the box, in screen pixels."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._is_still:
            painter.setPen(QPen(QColor(colour), 4))
            painter.drawRoundedRect(box.adjusted(-_STILL, -_STILL, _STILL, _STILL), 10, 10)
            return
        for ring in range(_RINGS):
            part = (self._part * _RINGS - ring * 0.5) % 1.0
            ink = QColor(colour)
            ink.setAlphaF(max(0.0, (1.0 - part) * (1.0 - self._part**4)))
            wide = 2 + _WIDEST * part
            painter.setPen(QPen(ink, 3))
            painter.drawRoundedRect(box.adjusted(-wide, -wide, wide, wide), 8 + wide / 2, 8 + wide / 2)

    @cached_property
    def _run(self) -> QVariantAnimation:
        return one_run(self, MILLISECONDS, self._step, self.stop)

    @Slot(object)
    def _step(self, part: float) -> None:
        self._part = part
        self.moved.emit()
