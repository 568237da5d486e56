"""Where and when the small map is shown: in a corner, while the whole does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, QTimer, Slot
from PySide6.QtGui import QColor, QPixmap

from widgets.map.minimap import MARGIN, MOST, Minimap
from widgets.map.moving import painting
from widgets.map.painter import MapPainter

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from widgets.map.camera import Camera
    from widgets.map.scene import MapPicture
    from widgets.map.scene_index import SceneIndex
    from widgets.style.roles import Roles

_LEAST_ROOM = QSizeF(480.0, 320.0)
"""On a smaller canvas it would cover too much."""

_WAIT_MILLISECONDS = 120
"""The small picture is made when the large one stands."""


class MinimapCorner(QObject):
    """Keeps the Minimap up to date; `avoided` is the part of the canvas that it shall not cover."""

    def __init__(self, canvas: QWidget, camera: Camera) -> None:
        super().__init__(canvas)
        self._canvas, self._camera = canvas, camera
        self._picture: MapPicture | None = None
        self._index: SceneIndex | None = None
        self._roles: Roles | None = None
        self._wanted, self._is_drawn = True, False
        self._avoided = QRectF()
        self.map = Minimap(canvas)
        self.map.place_asked.connect(self._go)
        self._draw_soon = QTimer(self)
        self._draw_soon.setSingleShot(True)
        self._draw_soon.setInterval(_WAIT_MILLISECONDS)
        self._draw_soon.timeout.connect(self._draw)
        camera.moved.connect(self.place)

    def show_picture(self, picture: MapPicture | None, index: SceneIndex | None, roles: Roles) -> None:
        """Another picture, or other colours."""
        self._picture, self._index, self._roles = picture, index, roles
        self._is_drawn = False
        self.place()

    def set_wanted(self, wanted: bool) -> None:
        """Whether the user wants to see it."""
        self._wanted = wanted
        self.place()

    def avoid(self, area: QRectF) -> None:
        """Step aside from this part of the canvas."""
        if area != self._avoided:
            self._avoided = QRectF(area)
            self.place()

    @Slot()
    def place(self) -> None:
        """Show it in its corner and frame what is seen, or hide it."""
        if not self._is_needed():
            self.map.hide()
            return
        self.map.show_seen(self._camera.from_screen(QRectF(self._canvas.rect())))
        if not self._is_drawn:
            self._draw_soon.start()
            return
        corner = self._corner(left=False)
        if corner.intersects(self._avoided.toAlignedRect()):
            other = self._corner(left=True)
            corner = corner if other.intersects(self._avoided.toAlignedRect()) else other
        self.map.move(corner.topLeft())
        self.map.show()

    def _corner(self, *, left: bool) -> QRect:
        size, room = self.map.size(), self._canvas.size()
        x = MARGIN if left else room.width() - size.width() - MARGIN
        return QRect(x, room.height() - size.height() - MARGIN, size.width(), size.height())

    def _is_needed(self) -> bool:
        room = self._canvas.size()
        if not self._wanted or self._picture is None or not self._picture.layout.boxes:
            return False
        if room.width() < _LEAST_ROOM.width() or room.height() < _LEAST_ROOM.height():
            return False
        layout, zoom = self._picture.layout, self._camera.zoom
        return layout.width * zoom > room.width() + 1 or layout.height * zoom > room.height() + 1

    @Slot()
    def _draw(self) -> None:
        if self._picture is None or self._index is None or self._roles is None:
            return
        layout = self._picture.layout
        drawing = QSizeF(max(layout.width, 1.0), max(layout.height, 1.0))
        ratio = self._canvas.devicePixelRatioF()
        zoom = min(MOST.width() / drawing.width(), MOST.height() / drawing.height()) * ratio
        whole = QPixmap((drawing * zoom).toSize().expandedTo(QSizeF(1, 1).toSize()))
        whole.fill(QColor(self._roles.canvas))
        with painting(whole) as painter:
            painter.scale(zoom, zoom)
            from widgets.map.far_scene import FarScene  # noqa: PLC0415 - numpy, which a map at first sight spares

            painted = MapPainter(self._picture, self._roles, index=self._index)
            area = QRectF(QPointF(), drawing)
            painted.paint_far(painter, FarScene(self._picture), area, zoom, has_words=False)
        self._is_drawn = True
        self.map.show_whole(whole, drawing, self._roles, QSizeF(self._canvas.size()))
        self.place()

    @Slot(object)
    def _go(self, point: QPointF) -> None:
        self._camera.centre_on(point, self._canvas.size())
