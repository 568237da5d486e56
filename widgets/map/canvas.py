"""The map that is worked on: boxes are selected, moved, linked, named; companies are dropped on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from chains.chain import SegmentRef
from chains.reach import downstream_of, upstream_of
from widgets.map.company_drop import COMPANIES_MIME, companies_of, has_companies
from widgets.map.gestures.link_by_keys import HINT, LinkByKeys
from widgets.map.ground import Thing
from widgets.map.hand import Hand
from widgets.map.handles import paint_handles, paint_heading
from widgets.map.hints import paint_bar
from widgets.map.inline_editor import InlineEditor
from widgets.map.painter import Light
from widgets.map.scene import rect
from widgets.map.selectable import SelectableMap
from widgets.map.tips import box_tip, link_tip
from widgets.map.walking import neighbour, next_link

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QHelpEvent,
        QKeyEvent,
        QMouseEvent,
    )

    from widgets.map.looks import Looks
    from widgets.map.scene import MapPicture
    from widgets.style.roles import Roles

__all__ = ["COMPANIES_MIME", "MapCanvas"]

_ARROWS = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class MapCanvas(SelectableMap):
    """Says what the user did; nothing is changed here.

    `picked`: SegmentRef clicked last or None. `dropped`: a ref with company ids. `context_asked`: ref and
    global place; `link_context_asked`: (source, target) and place; `stage_context_asked`: stage and place;
    `canvas_context_asked`: stage or None, and place. `boxes_moved`: ((code, x, y), …) of top left corners in
    drawing units. `boxes_dropped`: codes, stage, code of the box before which they were dropped or None.
    `link_drawn`: source, target. `stage_moved`: stage and its number among the others. `fold_asked`: code and
    whether to fold it. `renamed`: code, name. `named_new`: stage, code of the box above or None, name.
    `link_picked`: (source, target) or None; `link_activated`: (source, target).
    """

    picked = Signal(object)
    activated = Signal(object)
    dropped = Signal(object, object)
    context_asked = Signal(object, object)
    link_picked = Signal(object)
    link_activated = Signal(object)
    link_context_asked = Signal(object, object)
    boxes_moved = Signal(object)
    boxes_dropped = Signal(object, str, object)
    link_drawn = Signal(str, str)
    fold_asked = Signal(str, bool)
    stage_context_asked = Signal(str, object)
    stage_activated = Signal(str)
    stage_moved = Signal(str, int)
    canvas_context_asked = Signal(object, object)
    renamed = Signal(str, str)
    named_new = Signal(str, object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAccessibleName("产业链图谱：方向键在环节之间移动，回车打开，Shift+方向键多选")
        self._hand = Hand(self, self._chosen)
        self._linking: LinkByKeys | None = None
        self._link: tuple[str, str] | None = None
        self._dropping = ""
        self.editor = InlineEditor(self, self.camera)
        self._connect()

    def _connect(self) -> None:
        hand = self._hand
        hand.picked.connect(self._tell_picked)
        hand.link_picked.connect(self._pick_link)
        hand.fold_asked.connect(self.fold_asked)
        hand.boxes_moved.connect(self.boxes_moved)
        hand.boxes_dropped.connect(self.boxes_dropped)
        hand.link_drawn.connect(self.link_drawn)
        hand.stage_moved.connect(self.stage_moved)
        hand.hovering.connect(self._redraw)
        hand.moved.connect(self.update)
        self.editor.renamed.connect(self.renamed)
        self.editor.named_new.connect(self.named_new)

    def show_map(self, picture: MapPicture) -> None:
        """Show a chain; of the same chain the view and the selection stay."""
        before = self._picture
        if before is None or before.state.chain.code != picture.state.chain.code:
            self.editor.close()
        super().show_map(picture)
        self._hand.cancel()
        self._hand.leave()
        self._dropping = ""
        boxes, links = picture.layout.boxes, {(one.source, one.target) for one in picture.layout.routes}
        if self._link not in links:
            self._pick_link(None)
        if self._linking is not None and not {self._linking.source, self._linking.target} <= boxes.keys():
            self._linking = None
        self._take_ground()

    def show_looks(self, looks: Looks) -> None:
        """Draw the boxes so, until another map is shown."""
        super().show_looks(looks)
        self._take_ground()

    def show_hint(self, text: str) -> None:
        """Show no chain, and say what to do."""
        super().show_hint(text)
        self._linking = self._link = None
        self._take_ground()

    def set_roles(self, roles: Roles) -> None:
        """Change the colours."""
        super().set_roles(roles)
        self._take_ground()

    def begin_link(self, code: str) -> None:
        """Let the keys look for the box that this one supplies."""
        if self._picture is not None and code in self._picture.layout.boxes:
            self._linking = LinkByKeys(code)
            self.setFocus()
            self.update()

    def begin_rename(self, code: str) -> None:
        """Let the user type another name over the box; then comes `renamed`."""
        self.editor.rename(code)

    def begin_new(self, stage: str, after: str | None = None) -> None:
        """Let the user type names of new segments, one after another; each comes as `named_new`."""
        self.editor.add(stage, after)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a box, or begin a gesture."""
        self.setFocus()
        self._pulse.stop()
        ground = self._hand.ground
        if self._linking is not None and ground is not None and event.button() is Qt.MouseButton.LeftButton:
            self._linking.target = ground.code_at(event.position()) or self._linking.source
            self._end_link()
            return
        self._hand.press(event.position(), event.button(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or hover."""
        self._hand.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture, or click."""
        self._hand.release(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the box, the link or the stage."""
        ground = self._hand.ground
        if ground is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        hit = ground.hit(event.position())
        if hit.thing is Thing.FOLD_MARK:
            self._hand.press(event.position(), event.button(), event.modifiers())
        elif hit.code:
            self.activated.emit(self._ref(hit.code))
        elif hit.thing is Thing.HEADING:
            self.stage_activated.emit(hit.stage or "")
        elif hit.link is not None:
            self.link_activated.emit(hit.link)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._hand.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is below, or of the selected box where a key asked."""
        ground, at, place = self._hand.ground, QPointF(event.pos()), event.globalPos()
        if ground is None:
            return
        self._hand.cancel()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self._chosen.last:
            at = self.screen_box(self._chosen.last).center()
            place = self.mapToGlobal(at.toPoint())
        hit = ground.hit(at)
        if hit.code:
            if hit.code not in self._chosen:
                self._pick(hit.code)
            self.context_asked.emit(self._ref(hit.code), place)
        elif hit.thing is Thing.HEADING:
            self.stage_context_asked.emit(hit.stage or "", place)
        elif hit.link is not None:
            self._pick_link(hit.link)
            self.link_context_asked.emit(hit.link, place)
        else:
            self.canvas_context_asked.emit(hit.stage, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk between boxes, Enter opens, Esc lets go, [ ] go through links; + - and F zoom."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._walk(_ARROWS[key], extends=bool(event.modifiers() & _SHIFT))
        elif key in _ENTER:
            self._enter()
        elif key is Qt.Key.Key_Escape:
            self._let_go()
        elif key is Qt.Key.Key_A and event.modifiers() & _CONTROL:
            self.select_all()
        elif key in {Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight}:
            self._walk_links(1 if key is Qt.Key.Key_BracketRight else -1)
        elif key is Qt.Key.Key_Space and self._is_parent(self._chosen.last):
            self.fold_asked.emit(self._chosen.last, not self._is_folded(self._chosen.last))
        elif event.modifiers() & ~(_SHIFT | Qt.KeyboardModifier.KeypadModifier) or not self._zooms(key):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Companies may come in."""
        if has_companies(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light the box that would take them."""
        ground = self._hand.ground
        self._set_dropping(ground.code_at(event.position()) if ground is not None else "")
        event.setAccepted(bool(self._dropping))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._set_dropping("")

    def dropEvent(self, event: QDropEvent) -> None:
        """Companies were dropped on a box."""
        ground = self._hand.ground
        code = ground.code_at(event.position()) if ground is not None else ""
        self._set_dropping("")
        if code:
            event.acceptProposedAction()
            self.dropped.emit(self._ref(code), companies_of(event))

    def event(self, event: QEvent) -> bool:
        """Tooltips of boxes and links."""
        if event.type() is QEvent.Type.ToolTip:
            helping: QHelpEvent = event  # type: ignore[assignment]
            QToolTip.showText(helping.globalPos(), self._tip(QPointF(helping.pos())), self)
            return True
        return super().event(event)

    def _tip(self, at: QPointF) -> str:
        ground = self._hand.ground
        hit = None if ground is None else ground.hit(at)
        if ground is None or hit is None:
            return ""
        if hit.code:
            return box_tip(ground.picture, hit.code)
        return link_tip(ground.picture, hit.link) if hit.link is not None else ""

    def _paint_over(self, painter: QPainter) -> None:
        ground, hand = self._hand.ground, self._hand
        if ground is None:
            return
        if hand.gesture is not None:
            hand.gesture.paint(painter)
        elif hand.hovered.thing is Thing.HEADING:
            paint_heading(painter, ground, hand.hovered.stage or "")
        elif hand.hovered.code:
            paint_handles(painter, ground, hand.hovered)
        if self._linking is not None:
            self._linking.paint(painter, ground)
            paint_bar(painter, self.rect(), HINT, self._roles)

    def _light(self) -> Light:
        hovered, chosen = self._hand.hovered, self._chosen.codes
        links = frozenset(link for link in (self._link, hovered.link) if link is not None)
        followed = hovered.code or (chosen[0] if len(chosen) == 1 else "")
        path = frozenset[str]()
        if followed and self._picture is not None:
            chain = self._picture.state.chain
            path = upstream_of(chain, followed) | downstream_of(chain, followed) | {followed}
        return Light(
            frozenset(chosen), hovered.code, self._dropping, path, links=links, dims=bool(hovered.code)
        )

    def _anchor(self) -> str:
        return self._hand.hovered.code or super()._anchor()

    def _take_ground(self) -> None:
        self._hand.ground = self._ground()
        self.editor.show_picture(self._picture)

    def _ref(self, code: str) -> SegmentRef:
        return SegmentRef(self._picture.state.chain.code if self._picture else "", code)

    def _pick(self, code: str) -> None:
        self._chosen.put((code,), code)
        self._pick_link(None)
        self._tell_picked(code)

    @Slot(str)
    def _tell_picked(self, code: str) -> None:
        self.picked.emit(self._ref(code) if code else None)

    @Slot(object)
    def _pick_link(self, link: tuple[str, str] | None) -> None:
        if link != self._link:
            self._link = link
            self._redraw()
            self.link_picked.emit(link)

    def _walk(self, direction: str, *, extends: bool) -> None:
        ground = self._hand.ground
        if ground is None or not ground.picture.layout.boxes:
            return
        boxes = ground.picture.layout.boxes
        if self._linking is not None:
            self._linking.walk(ground, direction)
            self.camera.reveal(rect(boxes[self._linking.target]), self.size())
            self.update()
            return
        code = neighbour(boxes, self._chosen.last, direction)
        self.camera.reveal(rect(boxes[code]), self.size())
        if extends:
            self._chosen.put([*self._chosen.codes, code], code)
            self._tell_picked(code)
        else:
            self._pick(code)

    def _walk_links(self, step: int) -> None:
        if self._picture is not None:
            self._pick_link(next_link(self._picture.layout.routes, self._chosen.last, self._link, step))

    def _enter(self) -> None:
        if self._linking is not None:
            self._end_link()
        elif self._link is not None:
            self.link_activated.emit(self._link)
        elif self._chosen.last:
            self.activated.emit(self._ref(self._chosen.last))

    def _end_link(self) -> None:
        linking, self._linking = self._linking, None
        self.update()
        if linking is not None and linking.is_ready:
            self.link_drawn.emit(linking.source, linking.target)

    def _let_go(self) -> None:
        """Esc: give up what was begun, else let the selection go."""
        if self._linking is not None:
            self._linking = None
            self.update()
        elif not self._hand.cancel():
            self._pulse.stop()
            self._pick("")

    def _zooms(self, key: Qt.Key) -> bool:
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_in()
        elif key is Qt.Key.Key_Minus:
            self.zoom_out()
        elif key in {Qt.Key.Key_F, Qt.Key.Key_0}:
            self.fit()
        else:
            return False
        return True

    def _is_parent(self, code: str) -> bool:
        return self._picture is not None and code in self._picture.parents

    def _is_folded(self, code: str) -> bool:
        return self._picture is not None and code in self._picture.hidden

    def _set_dropping(self, code: str) -> None:
        if code != self._dropping:
            self._dropping = code
            self._redraw()
