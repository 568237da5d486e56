"""A line to type a segment's name on the map itself: to rename one, or to add one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from chains.kinds import Tier
from widgets.map.scene import BOX_PADDING, BOX_WIDTH, LINE_HEIGHT, NAME_PIXELS, name_font, rect

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from widgets.map.camera import Camera
    from widgets.map.scene import MapPicture

LEAST_PIXELS = 13
"""The line stays readable, however small the map is."""

_ROOM = 8
_KEEPS = frozenset(
    {
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    }
)
"""Another window, the line's own menu or an input method took the keys: the user comes back."""


class _Rename(NamedTuple):
    code: str


class _New(NamedTuple):
    stage: str
    after: str | None


class _Line(QLineEdit):
    entered = Signal()
    left = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ends, Esc gives up; the rest is typing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere on the screen ends it too."""
        super().focusOutEvent(event)
        if event.reason() not in _KEEPS:
            self.left.emit()


class InlineEditor(QObject):
    """`renamed`: code and name; `named_new`: stage, code of the box before it or None, name."""

    renamed = Signal(str, str)
    named_new = Signal(str, object, str)
    closed = Signal()

    def __init__(self, canvas: QWidget, camera: Camera) -> None:
        super().__init__(canvas)
        self._canvas, self._camera = canvas, camera
        self._picture: MapPicture | None = None
        self._task: _Rename | _New | None = None
        self._typed = ""
        self.line = _Line(canvas)
        self.line.hide()
        self.line.entered.connect(self._enter)
        self.line.left.connect(self._leave)
        self.line.given_up.connect(self.close)
        camera.moved.connect(self.place)

    @property
    def is_open(self) -> bool:
        """Whether something is being typed."""
        return self._task is not None

    def rename(self, code: str) -> None:
        """Type another name for a segment."""
        if self._picture is not None and code in self._picture.layout.boxes:
            name = self._picture.segments[code].name
            self._open(_Rename(code), name, "环节名称")

    def add(self, stage: str, after: str | None) -> None:
        """Type the name of a segment to come: at the foot of a stage, or below a box."""
        if self._picture is None:
            return
        if after is not None and after not in self._picture.layout.boxes:
            after = None
        self._open(_New(stage, after), "", "新环节名称，回车继续下一个")

    def show_picture(self, picture: MapPicture | None) -> None:
        """Another picture is shown: stay at the box or the stage, close where it is gone."""
        before, self._picture = self._picture, picture
        task = self._task
        if isinstance(task, _New) and task.after is not None and before is not None and picture is not None:
            # Typed one after another below a box they shall stand in the order in which they were typed.
            new = [
                one.code
                for code, one in picture.segments.items()
                if code not in before.segments and one.stage == task.stage and one.name == self._typed
            ]
            self._task = _New(task.stage, new[-1]) if new else task
        if task is not None and (picture is None or self._area(picture) is None):
            self.close()
        self.place()

    @Slot()
    def place(self) -> None:
        """Put the line where the box or the gap is now."""
        area = self._area(self._picture) if self._picture is not None else None
        if self._task is None or area is None:
            return
        shown = self._camera.to_screen(area)
        font = name_font()
        font.setPixelSize(max(LEAST_PIXELS, round(NAME_PIXELS * self._camera.zoom)))
        self.line.setFont(font)
        height = max(font.pixelSize() + 2 * _ROOM, round(shown.height()))
        width = max(round(shown.width()), font.pixelSize() * 10)
        self.line.setGeometry(round(shown.x()), round(shown.y()), width, height)

    @Slot()
    def close(self) -> None:
        """Type no longer; what was typed is lost."""
        if self._task is None:
            return
        self._task = None
        had_focus = self.line.hasFocus()
        self.line.hide()
        if had_focus:
            self._canvas.setFocus()
        self.closed.emit()

    def _open(self, task: _Rename | _New, text: str, hint: str) -> None:
        self.close()
        self._task, self._typed = task, ""
        area = self._area(self._picture) if self._picture is not None else None
        if area is None:
            self._task = None
            return
        self._camera.reveal(area, self._canvas.size())
        self.line.setText(text)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.line.selectAll()
        self.place()
        self.line.show()
        self.line.raise_()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _area(self, picture: MapPicture | None) -> QRectF | None:
        """Where in the drawing it is typed."""
        if picture is None or self._task is None:
            return None
        boxes = picture.layout.boxes
        if isinstance(self._task, _Rename):
            return rect(boxes[self._task.code]) if self._task.code in boxes else None
        column = next((one for one in picture.layout.columns if one.stage == self._task.stage), None)
        if self._task.after is not None and self._task.after in boxes:
            box = rect(boxes[self._task.after])
        else:
            inside = [
                rect(boxes[code])
                for code, one in picture.segments.items()
                if one.stage == self._task.stage and code in boxes
            ]
            if not inside:
                if column is None:
                    return None
                return QRectF(column.box.x + 8, column.box.y + 38, BOX_WIDTH, LINE_HEIGHT + BOX_PADDING)
            in_row = column is not None and column.tier is Tier.SUPPORT
            box = max(inside, key=lambda one: (one.y(), one.x()) if in_row else (one.bottom(), one.x()))
        return QRectF(box.x(), box.bottom() + 3, box.width(), LINE_HEIGHT + BOX_PADDING)

    @Slot()
    def _enter(self) -> None:
        task, name = self._task, self.line.text().strip()
        if isinstance(task, _New) and name:
            self._typed = name
            self.line.clear()
            self.named_new.emit(task.stage, task.after, name)
            return
        self._finish(name)

    @Slot()
    def _leave(self) -> None:
        self._finish(self.line.text().strip())

    def _finish(self, name: str) -> None:
        task, picture = self._task, self._picture
        self.close()
        if not name or picture is None:
            return
        if isinstance(task, _New):
            self.named_new.emit(task.stage, task.after, name)
        elif task is not None and task.code in picture.segments and name != picture.segments[task.code].name:
            self.renamed.emit(task.code, name)
