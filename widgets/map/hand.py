"""The mouse over the map: what it hovers, what a click means, which gesture a drag begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from widgets.map.gestures.band import Band
from widgets.map.gestures.draw_link import DrawLink
from widgets.map.gestures.move_boxes import MoveBoxes
from widgets.map.gestures.move_stage import MoveStage
from widgets.map.gestures.pan import Pan
from widgets.map.ground import NOTHING, Hit, Thing, is_main

if TYPE_CHECKING:
    from widgets.map.gestures.gesture import Gesture
    from widgets.map.ground import Ground
    from widgets.map.selection import Selection

_EDGE, _SCROLL_STEP, _SCROLL_MILLISECONDS = 28.0, 14.0, 30
_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_HANDLES = frozenset({Thing.HANDLE_IN, Thing.HANDLE_OUT})
_CURSORS = {
    Thing.EMPTY: Qt.CursorShape.ArrowCursor,
    Thing.HANDLE_IN: Qt.CursorShape.CrossCursor,
    Thing.HANDLE_OUT: Qt.CursorShape.CrossCursor,
}


class Hand(QObject):
    """Says what was done: `picked` a box's code or "", the others as the canvas says it.

    `hovering` is sent when something else is hovered, `moved` when the gesture must be painted anew.
    """

    picked = Signal(str)
    link_picked = Signal(object)
    fold_asked = Signal(str, bool)
    boxes_moved = Signal(object)
    boxes_dropped = Signal(object, str, object)
    link_drawn = Signal(str, str)
    stage_moved = Signal(str, int)
    hovering = Signal()
    moved = Signal()

    def __init__(self, canvas: QWidget, selection: Selection) -> None:
        super().__init__(canvas)
        self._canvas, self._selection = canvas, selection
        self.ground: Ground | None = None
        self.hovered: Hit = NOTHING
        self.gesture: Gesture | None = None
        self._pressed: Hit | None = None
        self._begun, self._picked_on_press = QPointF(), False
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLL_MILLISECONDS)
        self._scroll.timeout.connect(self._scroll_on)

    def press(self, at: QPointF, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
        """A button went down: pick the box below, or wait what comes."""
        if self.ground is None:
            return
        self._begun, self._modifiers, self._picked_on_press = at, modifiers, False
        if button is Qt.MouseButton.MiddleButton:
            self.gesture = Pan(self.ground.camera, at)
        elif button is Qt.MouseButton.LeftButton:
            hit = self._pressed = self.ground.hit(at)
            is_new = hit.code not in self._selection or len(self._selection.codes) == 1
            if hit.thing is Thing.BOX and is_new and not modifiers & _ADDING:
                self._picked_on_press = True
                self._pick(hit.code)

    def move(self, at: QPointF) -> None:
        """The mouse moved: hover, begin a gesture, or go on with one."""
        if self.gesture is None and self._pressed is not None:
            if (at - self._begun).manhattanLength() < QApplication.startDragDistance():
                return
            self.gesture = self._gesture_for(self._pressed)
            if not isinstance(self.gesture, Pan):
                # The rest of the map shall not step back while a place in it is looked for.
                self.leave()
        if self.gesture is not None:
            self._canvas.setCursor(self.gesture.cursor)
            self.gesture.drag(at)
            self._watch_edge(at)
            self.moved.emit()
        else:
            self._hover(at)

    def release(self, at: QPointF) -> None:
        """The button went up: end the gesture, or take it as a click."""
        gesture, pressed = self.gesture, self._pressed
        self.cancel()
        if gesture is not None:
            gesture.drag(at)
            gesture.drop()
        elif pressed is not None:
            self._click(pressed)
        self._hover(at)

    def cancel(self) -> bool:
        """Give the gesture up; whether there was one."""
        was_on = self.gesture is not None
        self.gesture = self._pressed = None
        self._scroll.stop()
        self._canvas.setCursor(Qt.CursorShape.ArrowCursor)
        if was_on:
            self.moved.emit()
        return was_on

    def leave(self) -> None:
        """Nothing is hovered any more."""
        self._set_hovered(NOTHING)

    def _gesture_for(self, hit: Hit) -> Gesture | None:
        ground = self.ground
        if ground is None:
            return None
        if hit.thing in _HANDLES:
            return DrawLink(ground, self._begun, hit.code, hit.thing, self.link_drawn.emit)
        if hit.code:
            codes = self._selection.codes if hit.code in self._selection else (hit.code,)
            return MoveBoxes(
                ground, self._begun, codes, hit.code, self.boxes_moved.emit, self.boxes_dropped.emit
            )
        column = None if hit.stage is None else ground.column_of(hit.stage)
        if hit.thing is Thing.HEADING and column is not None and is_main(column):
            return MoveStage(ground, self._begun, column.stage, self.stage_moved.emit)
        if self._modifiers & Qt.KeyboardModifier.ShiftModifier:
            adds = bool(self._modifiers & Qt.KeyboardModifier.ControlModifier)
            return Band(ground, self._begun, self._selection.add if adds else self._selection.put)
        return Pan(ground.camera, self._begun)

    def _click(self, hit: Hit) -> None:
        if self.ground is None:
            return
        if hit.thing is Thing.FOLD_MARK:
            self.fold_asked.emit(hit.code, hit.code not in self.ground.picture.hidden)
        elif hit.code and self._modifiers & _ADDING:
            self._selection.toggle(hit.code)
            self.picked.emit(self._selection.last)
        elif hit.thing is Thing.HEADING:
            segments = self.ground.picture.segments.values()
            self._selection.put(one.code for one in segments if one.stage == hit.stage)
        elif hit.thing is Thing.LINK:
            self._pick("")
            self.link_picked.emit(hit.link)
        elif not self._picked_on_press and not self._modifiers & _ADDING:
            self._pick(hit.code)

    def _pick(self, code: str) -> None:
        self._selection.put((code,), code)
        self.link_picked.emit(None)
        self.picked.emit(code)

    def _hover(self, at: QPointF) -> None:
        if self.ground is None:
            return
        hit = self.ground.hit(at)
        self._canvas.setCursor(_CURSORS.get(hit.thing, Qt.CursorShape.PointingHandCursor))
        self._set_hovered(hit)

    def _set_hovered(self, hit: Hit) -> None:
        if hit != self.hovered:
            self.hovered = hit
            self.hovering.emit()

    def _watch_edge(self, at: QPointF) -> None:
        if self.gesture is not None and self.gesture.scrolls and not self._edge_way(at).isNull():
            self._scroll.start()
        else:
            self._scroll.stop()

    def _edge_way(self, at: QPointF) -> QPointF:
        """Which way the view must go where the hand is at its edge."""

        def step(place: float, room: int) -> float:
            return _SCROLL_STEP if place < _EDGE else -_SCROLL_STEP if place > room - _EDGE else 0.0

        return QPointF(step(at.x(), self._canvas.width()), step(at.y(), self._canvas.height()))

    @Slot()
    def _scroll_on(self) -> None:
        if self.gesture is None or self.ground is None:
            self._scroll.stop()
            return
        self.ground.camera.pan(self._edge_way(self.gesture.at))
        self.gesture.drag(self.gesture.at)
        self.moved.emit()
