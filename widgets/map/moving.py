"""The last crisp picture, moved and scaled while the view moves: a big map follows the hand."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPixmap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

REST_MILLISECONDS = 90
"""After so long without a move the map is drawn crisp."""


@contextmanager
def painting(picture: QPixmap) -> Iterator[QPainter]:
    """A painter on the picture, ended whatever happens: else Qt ends the whole process."""
    painter = QPainter(picture)
    try:
        yield painter
    finally:
        painter.end()


class MovingPicture(QObject):
    """Keeps one picture with its zoom and origin. `rested` is sent when the view has come to rest."""

    rested = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._picture: QPixmap | None = None
        self._zoom, self._origin = 1.0, QPointF()
        self.is_on = self._is_fresh = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._redraw)

    def go_on(self) -> None:
        """The view moved: show the last picture until it rests."""
        self.is_on = self._picture is not None
        self._rest.start()

    def stop(self) -> None:
        """What is shown changed: the last picture holds no longer."""
        self.is_on = False
        self._picture = None

    def is_fresh(self, size: QSize, ratio: float, zoom: float, origin: QPointF) -> bool:
        """Whether the last picture is what a new one would be."""
        if self._picture is None or not self._is_fresh:
            return False
        return self._picture.size() == size * ratio and self._zoom == zoom and self._origin == origin

    def begin(self, size: QSize, ratio: float, ground: QColor) -> QPixmap:
        """An empty picture to draw on."""
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(ground)
        return picture

    def keep(self, picture: QPixmap, zoom: float, origin: QPointF) -> None:
        """The picture that was drawn."""
        self._picture, self._zoom, self._origin = picture, zoom, QPointF(origin)
        self.is_on, self._is_fresh = False, True

    def paint(self, painter: QPainter, zoom: float, origin: QPointF) -> bool:
        """Paint the last picture where it now belongs; False when there is none."""
        if self._picture is None:
            return False
        scale = zoom / self._zoom
        painter.save()
        painter.translate(origin - self._origin * scale)
        painter.scale(scale, scale)
        painter.drawPixmap(0, 0, self._picture)
        painter.restore()
        return True

    @Slot()
    def _redraw(self) -> None:
        self.is_on = False
        self._canvas.update()
        self.rested.emit()
