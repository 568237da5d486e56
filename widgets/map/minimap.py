"""The whole map small in a corner of the canvas, with a frame round what is seen: drag it to go elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from widgets.style.roles import LIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QPixmap

    from widgets.style.roles import Roles

MOST = QSizeF(210.0, 150.0)
MOST_PART = 0.28
"""Of the canvas's width and of its height."""

MARGIN = 12
_INNER = 4.0


class Minimap(QWidget):
    """`place_asked` carries the point of the drawing that shall come to the middle."""

    place_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("小地图：点击或拖动以移动视野")
        self.setAccessibleName("小地图")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._roles: Roles = LIGHT
        self._whole: QPixmap | None = None
        self._drawing, self._seen = QSizeF(1, 1), QRectF()
        self.hide()

    def show_whole(self, whole: QPixmap, drawing: QSizeF, roles: Roles, room: QSizeF) -> None:
        """Show another picture of a whole drawing; the size follows its shape and the canvas's room."""
        self._whole, self._drawing, self._roles = whole, drawing, roles
        size = QSizeF(drawing).scaled(MOST.boundedTo(room * MOST_PART), Qt.AspectRatioMode.KeepAspectRatio)
        least = QSizeF(60.0, 40.0)
        self.resize(size.expandedTo(least).toSize() + QSize(2, 2) * int(_INNER))
        self.update()

    def show_seen(self, seen: QRectF) -> None:
        """Frame the part of the drawing that is seen."""
        if seen != self._seen:
            self._seen = QRectF(seen)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map and the frame."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._roles.canvas))
        area = self._map_area()
        if self._whole is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(area, self._whole, QRectF(self._whole.rect()))
        accent = QColor(self._roles.accent)
        scale = area.width() / self._drawing.width()
        frame = QRectF(area.topLeft() + self._seen.topLeft() * scale, self._seen.size() * scale)
        painter.setPen(QPen(accent, 1.5))
        accent.setAlpha(36)
        painter.setBrush(accent)
        painter.drawRect(frame.intersected(area))
        painter.setPen(QColor(self._roles.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._ask(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event.position())

    def _ask(self, at: QPointF) -> None:
        area = self._map_area()
        inside = at - area.topLeft()
        scale = self._drawing.width() / max(area.width(), 1.0)
        across = min(max(inside.x() * scale, 0.0), self._drawing.width())
        down = min(max(inside.y() * scale, 0.0), self._drawing.height())
        self.place_asked.emit(QPointF(across, down))

    def _map_area(self) -> QRectF:
        """The picture in the middle, in its own shape."""
        inner = QRectF(self.rect()).adjusted(_INNER, _INNER, -_INNER, -_INNER)
        area = QRectF(QPointF(), self._drawing.scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio))
        area.moveCenter(inner.center())
        return area
