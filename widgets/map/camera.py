"""Which part of a drawing is seen, and how large: the way between drawing units and screen pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Signal

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

LEAST_ZOOM, MOST_ZOOM = 0.15, 3.0
LEAST_FIRST_ZOOM = 0.7
"""A first view is never smaller than this: it would show boxes without words."""

STEP = 1.2
_LARGEST_FIT = 1.15
_TOP_ROOM = 24.0
_EDGE = 16.0


class MapPlace(NamedTuple):
    """Where someone looked: `centre` is in drawing units, `selected` is a segment's code or ""."""

    zoom: float
    centre: QPointF
    selected: str = ""


class Camera(QObject):
    """`zoom` is pixels a drawing unit, `origin` where the drawing's corner is on the widget.

    `fitted`: the drawing was shown whole and nobody has moved it since.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.zoom, self.origin = 1.0, QPointF()
        self.fitted = True
        self._least = LEAST_ZOOM

    def to_screen(self, area: QRectF) -> QRectF:
        """Where a part of the drawing is on the widget."""
        return QRectF(area.topLeft() * self.zoom + self.origin, area.size() * self.zoom)

    def from_screen(self, area: QRectF) -> QRectF:
        """The part of the drawing that is seen in a part of the widget."""
        return QRectF(self.drawn_at(area.topLeft()), area.size() * (1 / self.zoom))

    def drawn_at(self, position: QPointF) -> QPointF:
        """The point of the drawing at a place of the widget."""
        return (position - self.origin) * (1 / self.zoom)

    def fit(self, drawing: QSizeF, room: QSize, least: float = 0.0) -> None:
        """Show the whole drawing, or its beginning where it would be smaller than `least`."""
        across, down = (max(side, 1.0) for side in (drawing.width(), drawing.height()))
        whole = min(room.width() / across, room.height() / down, _LARGEST_FIT)
        self._least = min(LEAST_ZOOM, whole)
        self.zoom = max(whole, least)
        left = max(0.0, (room.width() - across * self.zoom) / 2)
        top = max(0.0, (room.height() - down * self.zoom) / 2)
        self.origin, self.fitted = QPointF(left, min(top, _TOP_ROOM)), True
        self.moved.emit()

    def zoom_about(self, factor: float, position: QPointF) -> None:
        """Larger or smaller; what is at `position` on the widget stays there."""
        zoom = min(MOST_ZOOM, max(self._least, self.zoom * factor))
        self.origin = position - (position - self.origin) * (zoom / self.zoom)
        self.zoom, self.fitted = zoom, False
        self.moved.emit()

    def pan(self, way: QPointF) -> None:
        """Move the drawing by so many pixels."""
        self.origin += way
        self.fitted = False
        self.moved.emit()

    def centre_on(self, point: QPointF, room: QSize, zoom: float | None = None) -> None:
        """Bring a point of the drawing to the middle, at another zoom if one is given."""
        if zoom is not None:
            self.zoom = min(MOST_ZOOM, max(self._least, zoom))
        self.origin = QPointF(room.width() / 2, room.height() / 2) - point * self.zoom
        self.fitted = False
        self.moved.emit()

    def show_area(self, area: QRectF, room: QSize, most: float = 1.5) -> None:
        """Show a part of the drawing as large as fits."""
        across, down = (max(side + 2 * _EDGE, 1.0) for side in (area.width(), area.height()))
        self.centre_on(area.center(), room, min(room.width() / across, room.height() / down, most))

    def reveal(self, area: QRectF, room: QSize) -> None:
        """Move just as far as a part of the drawing needs to be seen."""
        shown, seen = self.to_screen(area), QRectF(0, 0, room.width(), room.height())
        seen.adjust(_EDGE, _EDGE, -_EDGE, -_EDGE)
        dx = min(0.0, seen.right() - shown.right()) or max(0.0, seen.left() - shown.left())
        dy = min(0.0, seen.bottom() - shown.bottom()) or max(0.0, seen.top() - shown.top())
        if dx or dy:
            self.pan(QPointF(dx, dy))

    def take_room(self, drawing: QSizeF, room: QSize) -> None:
        """In a larger room: what was cut off at one side comes in before emptiness at the other."""
        shown = self.to_screen(QRectF(QPointF(), drawing))
        dx = _inward(shown.left(), shown.right(), room.width())
        dy = _inward(shown.top(), shown.bottom(), room.height())
        if dx or dy:
            self.pan(QPointF(dx, dy))


def _inward(first: float, last: float, room: float) -> float:
    """How far to move from `first`…`last` so that the room is used; 0 where both sides are cut, or none."""
    if first < 0:
        return max(0.0, min(-first, room - last))
    return -max(0.0, min(first, last - room))
