"""The map on screen: pan, zoom, pick, walk with the keys, drop companies."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from chains import words
from chains.chain import SegmentRef
from chains.graph import downstream_of, upstream_of
from widgets.map.far_scene import FarScene
from widgets.map.moving import MovingPicture, painting
from widgets.map.painter import Light, MapPainter
from widgets.map.scene import rect
from widgets.map.scene_index import SceneIndex
from widgets.map.walking import neighbour
from widgets.style.roles import LIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QContextMenuEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QHelpEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from chains.kinds import Coverage
    from widgets.map.looks import Looks
    from widgets.map.scene import MapPicture
    from widgets.style.roles import Roles

COMPANIES_MIME = "application/x-lianpu-companies"
LEAST_ZOOM, MOST_ZOOM = 0.15, 3.0
LEAST_FIRST_ZOOM = 0.7
"""A first view is never smaller than this: it would show boxes without words."""

FAR_BELOW_ZOOM = 0.2
FAR_FROM_BOXES = 1_500
"""Smaller, or with more boxes in view, the map is drawn as plain shapes."""

_STEP = 1.2
_ARROWS = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}


class MapCanvas(QWidget):
    """Shows one chain. `picked`: SegmentRef or None, `dropped`: it with company ids, `shown`: MapPicture."""

    picked = Signal(object)
    activated = Signal(object)
    dropped = Signal(object, object)
    context_asked = Signal(object, object)
    shown = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setMinimumSize(320, 200)
        self.setAccessibleName("产业链图谱")
        self._roles: Roles = LIGHT
        self._picture: MapPicture | None = None
        self._index: SceneIndex | None = None
        self._far: FarScene | None = None
        self._moving = MovingPicture(self)
        self._hint = ""
        self._selected = self._hovered = self._dropping = ""
        self._zoom, self._origin = 1.0, QPointF()
        self._pressed: QPointF | None = None
        self._panning = False
        self._fitted = True

    def show_map(self, picture: MapPicture) -> None:
        """Show a chain; the view and the selection stay where it is the same chain."""
        same = self._picture is not None and self._picture.state.chain.code == picture.state.chain.code
        if self._index is None or self._picture is None or self._picture.layout is not picture.layout:
            self._index = SceneIndex(picture.layout)
        self._picture, self._far = picture, None
        self._moving.stop()
        if not same or self._selected not in picture.layout.boxes:
            self._selected = ""
        self._hovered = self._dropping = ""
        if not same:
            self._show_first()
        self.update()
        self.shown.emit(picture)

    def show_looks(self, looks: Looks) -> None:
        """Draw the boxes so, until another map is shown."""
        if self._picture is not None:
            self._picture, self._far = replace(self._picture, looks=looks), None
            self._moving.stop()
            self.update()

    def show_hint(self, text: str) -> None:
        """Show no chain, and say what to do."""
        self._picture, self._hint, self._selected = None, text, ""
        self.update()

    def set_roles(self, roles: Roles) -> None:
        """Change the colours."""
        self._roles = roles
        self.update()

    def select(self, code: str) -> None:
        """Mark the segment and bring it into view; "" marks none, and so does one that is not shown."""
        known = self._picture is not None and code in self._picture.layout.boxes
        self._selected = code if known else ""
        if code:
            self._reveal(code)
        self.update()

    def selected(self) -> str:
        """Code of the marked segment."""
        return self._selected

    def state_of(self, code: str) -> Coverage:
        """The coverage that the map shows."""
        if self._picture is None:
            raise KeyError(code)
        return self._picture.coverage(code)

    def screen_box(self, code: str) -> QRectF:
        """Where the segment's box is on the widget."""
        if self._picture is None:
            raise KeyError(code)
        area = rect(self._picture.layout.boxes[code])
        return QRectF(self._to_screen(area.topLeft()), area.size() * self._zoom)

    def fit(self) -> None:
        """Show the whole chain."""
        if self._picture is not None:
            self._fit(LEAST_ZOOM)

    def zoom_in(self) -> None:
        """Larger, about the middle."""
        self._zoom_about(_STEP, QPointF(self.rect().center()))

    def zoom_out(self) -> None:
        """Smaller, about the middle."""
        self._zoom_about(1 / _STEP, QPointF(self.rect().center()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map, or a line where there is none."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._roles.canvas))
        if self._picture is None or not self._picture.state.chain.segments:
            painter.setPen(QColor(self._roles.muted))
            text = self._hint if self._picture is None else "这条产业链还没有环节"
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        self._paint_map(painter)
        if self.hasFocus():
            painter.setPen(QColor(self._roles.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_map(self, painter: QPainter) -> None:
        """The last picture moved and scaled while the view moves, else a crisp one."""
        if self._picture is None or self._index is None:
            return
        if self._moving.is_on and self._moving.paint(painter, self._zoom, self._origin):
            return
        crisp = self._moving.begin(self.size(), self.devicePixelRatioF(), QColor(self._roles.canvas))
        with painting(crisp) as inner:
            inner.translate(self._origin)
            inner.scale(self._zoom, self._zoom)
            visible = self._from_screen(QRectF(self.rect()))
            map_painter = MapPainter(self._picture, self._roles, self._light(), self._index)
            if self._zoom < FAR_BELOW_ZOOM or len(self._index.codes_in(visible)) > FAR_FROM_BOXES:
                self._far = self._far or FarScene(self._picture)
                map_painter.paint_far(inner, self._far, visible, self._zoom)
            else:
                map_painter.paint(inner, visible, self._zoom)
        self._moving.keep(crisp, self._zoom, self._origin)
        painter.drawPixmap(0, 0, crisp)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A chain that was shown whole stays whole."""
        if self._fitted and self._picture is not None:
            self._show_first()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the cursor; with Shift sideways, with Ctrl or none as is the custom of maps."""
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(QPointF(delta.y() or delta.x(), 0))
        elif delta.y():
            self._zoom_about(_STEP ** (delta.y() / 120), event.position())
        else:
            self._pan(QPointF(delta.x(), 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a box, or begin to pan."""
        self.setFocus()
        self._pressed = event.position()
        self._panning = event.button() is Qt.MouseButton.MiddleButton
        if event.button() is Qt.MouseButton.LeftButton:
            code = self._code_at(event.position())
            self._panning = not code
            if code:
                self._pick(code)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or light the way of the box below."""
        if self._panning and self._pressed is not None and event.buttons():
            self._pan(event.position() - self._pressed)
            self._pressed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        code = self._code_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if code else Qt.CursorShape.ArrowCursor)
        if code != self._hovered:
            self._hovered = code
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the empty canvas picks nothing."""
        clicked = self._panning and self._pressed is not None and event.button() is Qt.MouseButton.LeftButton
        if (
            clicked
            and not self._code_at(event.position())
            and self.cursor().shape() is Qt.CursorShape.ArrowCursor
        ):
            self._pick("")
        self._panning, self._pressed = False, None
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the box."""
        code = self._code_at(event.position())
        if code:
            self.activated.emit(self._ref(code))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._hovered = ""
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the box below."""
        code = self._code_at(QPointF(event.pos()))
        if code:
            self._pick(code)
            self.context_asked.emit(self._ref(code), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk between boxes, Enter opens, Esc lets go; + - and F zoom."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._walk(_ARROWS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._selected:
            self.activated.emit(self._ref(self._selected))
        elif key is Qt.Key.Key_Escape:
            self._pick("")
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_in()
        elif key is Qt.Key.Key_Minus:
            self.zoom_out()
        elif key in {Qt.Key.Key_F, Qt.Key.Key_0}:
            self.fit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Companies may come in."""
        if event.mimeData().hasFormat(COMPANIES_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light the box that would take them."""
        self._dropping = self._code_at(event.position())
        event.setAccepted(bool(self._dropping))
        self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._dropping = ""
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Companies were dropped on a box."""
        code, self._dropping = self._code_at(event.position()), ""
        if code:
            ids = tuple(json.loads(bytes(event.mimeData().data(COMPANIES_MIME).data())))
            event.acceptProposedAction()
            self.dropped.emit(self._ref(code), ids)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tooltips: the full name, its place in the document, the evidence."""
        if event.type() is QEvent.Type.ToolTip and self._picture is not None:
            helping: QHelpEvent = event  # type: ignore[assignment]
            code = self._code_at(QPointF(helping.pos()))
            QToolTip.showText(helping.globalPos(), self._tip(code) if code else "", self)
            return True
        return super().event(event)

    def _tip(self, code: str) -> str:
        if self._picture is None:
            return ""
        segment = self._picture.state.chain.segment(code)
        assessment = self._picture.state.assessment(code)
        source = words.source_text(assessment.source, assessment.degree)
        lines = [segment.name, f"本地供给：{words.COVERAGE[assessment.coverage]}　当前来源：{source}"]
        if assessment.evidence:
            lines.append(f"依据：{assessment.evidence[:300]}")
        lines.append("一般知识，规划未提及" if segment.general else f"出处：{segment.place}")
        return "<br>".join(html.escape(line) for line in lines)

    def _light(self) -> Light:
        chosen = self._hovered or self._selected
        path = frozenset[str]()
        if chosen and self._picture is not None:
            chain = self._picture.state.chain
            path = upstream_of(chain, chosen) | downstream_of(chain, chosen) | {chosen}
        return Light(self._selected, self._hovered, self._dropping, path, dims=bool(self._hovered))

    def _ref(self, code: str) -> SegmentRef:
        return SegmentRef(self._picture.state.chain.code if self._picture else "", code)

    def _pick(self, code: str) -> None:
        self._selected = code
        self.update()
        self.picked.emit(self._ref(code) if code else None)

    def _walk(self, direction: str) -> None:
        if self._picture is not None and self._picture.layout.boxes:
            code = neighbour(self._picture.layout.boxes, self._selected, direction)
            self._reveal(code)
            self._pick(code)

    def _code_at(self, position: QPointF) -> str:
        if self._picture is None:
            return ""
        at = (position - self._origin) * (1 / self._zoom)
        return "" if self._index is None else self._index.code_at(at)

    def _to_screen(self, point: QPointF) -> QPointF:
        return point * self._zoom + self._origin

    def _from_screen(self, area: QRectF) -> QRectF:
        part = 1 / self._zoom
        return QRectF((area.topLeft() - self._origin) * part, area.size() * part)

    def _show_first(self) -> None:
        self._fit(LEAST_FIRST_ZOOM)

    def _fit(self, least: float) -> None:
        if self._picture is None:
            return
        layout = self._picture.layout
        zoom = min(self.width() / max(layout.width, 1.0), self.height() / max(layout.height, 1.0), 1.15)
        self._zoom = max(zoom, least)
        left = max(0.0, (self.width() - layout.width * self._zoom) / 2)
        top = max(0.0, (self.height() - layout.height * self._zoom) / 2)
        self._origin = QPointF(left, min(top, 24.0))
        self._fitted = True
        self.update()

    def _zoom_about(self, factor: float, centre: QPointF) -> None:
        zoom = min(MOST_ZOOM, max(LEAST_ZOOM, self._zoom * factor))
        self._origin = centre - (centre - self._origin) * (zoom / self._zoom)
        self._zoom, self._fitted = zoom, False
        self._moving.go_on()
        self.update()

    def _pan(self, way: QPointF) -> None:
        self._origin += way
        self._fitted = False
        self._moving.go_on()
        self.update()

    def _reveal(self, code: str) -> None:
        """Move the view just as far as the box needs."""
        if self._picture is None or code not in self._picture.layout.boxes:
            return
        box, room = self.screen_box(code), QRectF(self.rect()).adjusted(16, 16, -16, -16)
        dx = min(0.0, room.right() - box.right()) or max(0.0, room.left() - box.left())
        dy = min(0.0, room.bottom() - box.bottom()) or max(0.0, room.top() - box.top())
        if dx or dy:
            self._pan(QPointF(dx, dy))
