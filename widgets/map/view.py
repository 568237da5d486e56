"""Shows one map: the picture and the camera, the last frame while it moves, what floats over it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from widgets.map.camera import LEAST_FIRST_ZOOM, STEP, Camera
from widgets.map.ground import Ground
from widgets.map.hints import paint_beginning, paint_line
from widgets.map.minimap_corner import MinimapCorner
from widgets.map.moving import MovingPicture, painting
from widgets.map.painter import Light, MapPainter
from widgets.map.pulse import Pulse
from widgets.map.scene import rect
from widgets.map.scene_index import SceneIndex
from widgets.map.transition import Transition
from widgets.style.roles import LIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QNativeGestureEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from chains.kinds import Coverage
    from chains.layout_shapes import Layout
    from widgets.map.far_scene import FarScene
    from widgets.map.looks import Looks
    from widgets.map.progress_card import ProgressCard
    from widgets.map.scene import MapPicture
    from widgets.style.roles import Roles

FAR_BELOW_ZOOM = 0.3
FAR_FROM_BOXES = 600
"""Smaller, or with more boxes in view, the map is drawn as plain shapes."""


MOST_SHAPED_LINKS = 900
"""With more in view links are plain lines: as rounded ways with heads they take five times as long."""


class MapView(QWidget):
    """`shown` carries the MapPicture, `viewed` is sent when the view has come to rest."""

    shown = Signal(object)
    viewed = Signal()
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(320, 140)
        self._roles: Roles = LIGHT
        self._picture: MapPicture | None = None
        self._index: SceneIndex | None = None
        self._far: FarScene | None = None
        self._hint, self._motion = "", True
        self.camera = Camera(self)
        self._moving = MovingPicture(self)
        self._transition, self._pulse = Transition(self), Pulse(self)
        self._minimap = MinimapCorner(self, self.camera)
        self._progress: ProgressCard | None = None
        self.camera.moved.connect(self._follow)
        self._moving.rested.connect(self.viewed)
        self._transition.moved.connect(self._redraw)
        self._pulse.moved.connect(self.update)

    def show_map(self, picture: MapPicture) -> None:
        """Show a chain; of the same chain the view stays, and boxes move to their new places."""
        before = self._picture
        same = before is not None and before.state.chain.code == picture.state.chain.code
        if self._index is None or before is None or before.layout is not picture.layout:
            self._index = SceneIndex(picture.layout)
        self._picture, self._far = picture, None
        self._moving.stop()
        if before is None or not same:
            self._transition.stop()
            self._show_first()
        elif before.layout is not picture.layout:
            self._go_over(self._transition.layout or before.layout, picture.layout)
        self._minimap.show_picture(picture, self._index, self._roles)
        self.update()
        self.shown.emit(picture)

    def show_looks(self, looks: Looks) -> None:
        """Draw the boxes so, until another map is shown."""
        if self._picture is not None:
            self._picture, self._far = replace(self._picture, looks=looks), None
            if self._index is not None:
                self._minimap.show_picture(self._picture, self._index, self._roles)
            self._redraw()

    def show_hint(self, text: str) -> None:
        """Show no chain, and say what to do."""
        self._picture, self._hint = None, text
        self.setAccessibleDescription(text)
        self._transition.stop()
        self._pulse.stop()
        self._minimap.show_picture(None, None, self._roles)
        self._redraw()

    def set_roles(self, roles: Roles) -> None:
        """Change the colours."""
        self._roles = roles
        self._minimap.show_picture(self._picture, self._index, roles)
        self._redraw()

    def picture(self) -> MapPicture | None:
        """The map that is shown, None for none."""
        return self._picture

    def visible_area(self) -> QRectF:
        """The part of the drawing that is seen, in its units."""
        return self.camera.from_screen(QRectF(self.rect()))

    def state_of(self, code: str) -> Coverage:
        """The coverage that the map shows."""
        if self._picture is None:
            raise KeyError(code)
        return self._picture.coverage(code)

    def screen_box(self, code: str) -> QRectF:
        """Where the segment's box is on the widget."""
        if self._picture is None:
            raise KeyError(code)
        return self.camera.to_screen(rect(self._picture.layout.boxes[code]))

    def fit(self) -> None:
        """Show the whole chain."""
        self._fit(0.0)

    def zoom_in(self) -> None:
        """Larger, about the middle."""
        self.camera.zoom_about(STEP, QPointF(self.rect().center()))

    def zoom_out(self) -> None:
        """Smaller, about the middle."""
        self.camera.zoom_about(1 / STEP, QPointF(self.rect().center()))

    def set_minimap(self, on: bool) -> None:
        """Show the small map where the whole does not fit, or never."""
        self._minimap.set_wanted(on)

    def set_motion(self, on: bool) -> None:
        """Let boxes glide to new places, or be there at once."""
        self._motion = on

    def show_progress(self, text: str, part: float | None = None) -> None:
        """Say over the old picture what is being done and how far it is (0 to 1)."""
        if self._progress is None:
            from widgets.map.progress_card import ProgressCard  # noqa: PLC0415 - few maps take that long

            self._progress = ProgressCard(self)
            self._progress.cancel_asked.connect(self.cancel_asked)
        self._progress.show_progress(text, part)

    def hide_progress(self) -> None:
        """It is done."""
        if self._progress is not None:
            self._progress.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map, or what to do where there is none."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._roles.canvas))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._picture is None:
            paint_line(painter, self.rect(), self._hint, self._roles)
        else:
            self._paint_map(painter, self._picture)
            if not self._picture.state.chain.segments:
                paint_beginning(painter, self._room_below(self._picture.layout), self._roles)
            if self._pulse.code in self._picture.layout.boxes:
                self._pulse.paint(painter, self.screen_box(self._pulse.code), self._roles.accent)
            self._paint_over(painter)
        if self.hasFocus():
            painter.setPen(QColor(self._roles.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _room_below(self, layout: Layout) -> QRect:
        """What is left of the canvas below the headings of an empty chain."""
        drawn = QRectF(0, 0, layout.width, layout.height)
        return self.rect().adjusted(0, round(self.camera.to_screen(drawn).bottom()), 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A chain that was shown whole stays whole; any other uses the room that is new."""
        if self._picture is not None and self.camera.fitted:
            self._show_first()
        elif self._picture is not None:
            layout = self._picture.layout
            self.camera.take_room(QSizeF(layout.width, layout.height), event.size())
        self._minimap.place()
        if self._progress is not None:
            self._progress.place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the cursor, with Ctrl or without, as is the custom of maps; with Shift sideways."""
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.camera.pan(QPointF(delta.y() or delta.x(), 0))
        elif delta.y():
            self.camera.zoom_about(STEP ** (delta.y() / 120), event.position())
        else:
            self.camera.pan(QPointF(delta.x(), 0))

    def event(self, event: QEvent) -> bool:
        """Two fingers zoom about the place between them."""
        if event.type() is QEvent.Type.NativeGesture:
            gesture = cast("QNativeGestureEvent", event)
            if gesture.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.camera.zoom_about(1.0 + gesture.value(), gesture.position())
            return True
        return super().event(event)

    def _ground(self) -> Ground | None:
        if self._picture is None or self._index is None:
            return None
        return Ground(self._picture, self._index, self.camera, self._roles)

    def _paint_map(self, painter: QPainter, picture: MapPicture) -> None:
        """The last frame moved and scaled while the view moves, else a crisp one."""
        camera, moving = self.camera, self._moving
        if self._index is None:
            return
        fresh = moving.is_fresh(self.size(), self.devicePixelRatioF(), camera.zoom, camera.origin)
        if (moving.is_on or fresh) and moving.paint(painter, camera.zoom, camera.origin):
            return
        crisp = moving.begin(self.size(), self.devicePixelRatioF(), QColor(self._roles.canvas))
        with painting(crisp) as inner:
            inner.translate(camera.origin)
            inner.scale(camera.zoom, camera.zoom)
            self._paint_crisp(inner, picture, self._index)
        moving.keep(crisp, camera.zoom, camera.origin)
        painter.drawPixmap(0, 0, crisp)

    def _paint_crisp(self, painter: QPainter, picture: MapPicture, index: SceneIndex) -> None:
        visible, zoom = self.camera.from_screen(QRectF(self.rect())), self.camera.zoom
        if self._transition.layout is not None:
            picture = replace(picture, layout=self._transition.layout)
            index = SceneIndex(picture.layout)
        map_painter = MapPainter(picture, self._roles, self._light(), index)
        if zoom < FAR_BELOW_ZOOM or len(index.codes_in(visible)) > FAR_FROM_BOXES:
            map_painter.paint_far(painter, self._far_scene(picture), visible, zoom)
        else:
            many = index.count_links(visible) > MOST_SHAPED_LINKS
            map_painter.paint(painter, visible, zoom, self._far_scene(picture) if many else None)

    def _far_scene(self, picture: MapPicture) -> FarScene:
        """Kept for the next frame; not while boxes are on their way."""
        from widgets.map.far_scene import FarScene  # noqa: PLC0415 - numpy, which a map at first sight spares

        if self._transition.layout is not None:
            return FarScene(picture)
        self._far = self._far or FarScene(picture)
        return self._far

    def _paint_over(self, painter: QPainter) -> None:
        """What is painted anew in each frame, in pixels of the widget."""

    def _light(self) -> Light:
        """What stands out."""
        return Light()

    def _anchor(self) -> str:
        """The box that keeps its place on the screen when the others move; "" for the one in the middle."""
        return ""

    @Slot()
    def _redraw(self) -> None:
        """What is shown changed."""
        self._moving.stop()
        self.update()

    @Slot()
    def _follow(self) -> None:
        self._moving.go_on()
        self.update()

    def _show_first(self) -> None:
        self._fit(LEAST_FIRST_ZOOM)

    def _fit(self, least: float) -> None:
        if self._picture is not None:
            layout = self._picture.layout
            self.camera.fit(QSizeF(layout.width, layout.height), self.size(), least)
            self._redraw()

    def _go_over(self, old: Layout, new: Layout) -> None:
        """From one drawing to another: one box keeps its place, the others glide."""
        anchor = self._anchor()
        if anchor not in old.boxes or anchor not in new.boxes:
            anchor = self._middle_box(old, new)
        if not anchor:
            self._transition.stop()
            return
        one, two = rect(old.boxes[anchor]).topLeft(), rect(new.boxes[anchor]).topLeft()
        fitted = self.camera.fitted
        self.camera.pan((one - two) * self.camera.zoom)
        self.camera.fitted = fitted and one == two
        self._moving.stop()
        if self._moves():
            self._transition.start(old, new, two - one)
        else:
            self._transition.stop()

    def _middle_box(self, old: Layout, new: Layout) -> str:
        """The box nearest to the middle of the view that both drawings have."""
        middle = self.camera.drawn_at(QRectF(self.rect()).center())

        def distance(code: str) -> float:
            return (rect(old.boxes[code]).center() - middle).manhattanLength()

        both = [code for code in old.boxes if code in new.boxes]
        return min(both, key=distance, default="")

    def _moves(self) -> bool:
        # Only Windows tells Qt whether the user wants effects; elsewhere they count as off everywhere.
        wanted = sys.platform != "win32" or QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
        return self._motion and wanted and self.isVisible()
