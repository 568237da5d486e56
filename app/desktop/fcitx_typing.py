"""Typing through fcitx: keys of the window in front go to it first, its text goes where the cursor is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSocketNotifier, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QTextCharFormat,
    QWindow,
)

from app.desktop.fcitx import Key

if TYPE_CHECKING:
    from app.desktop.fcitx import Fcitx

_KEYS = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease})
_SECRET = Qt.InputMethodHint.ImhHiddenText


class FcitxTyping(QObject):
    """Lives as long as the application. When the bus breaks off, keys go their usual way."""

    def __init__(self, application: QGuiApplication, fcitx: Fcitx) -> None:
        super().__init__(application)
        self._fcitx = fcitx
        self._answered: tuple[int, int] | None = None
        self._taken = False
        self._place = QRect()
        self._entered = False
        self._unfinished = ""
        application.focusWindowChanged.connect(self._watch)
        application.focusObjectChanged.connect(self._follow)
        application.inputMethod().cursorRectangleChanged.connect(self._put)
        self._line = QSocketNotifier(fcitx.fileno(), QSocketNotifier.Type.Read, self)
        self._line.activated.connect(self._listen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep from the window the keys that fcitx takes; a shortcut is asked about before the key itself."""
        if self._unfinished and event.type() is QEvent.Type.MouseButtonPress:
            self._finish()
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent) or not self._line.isEnabled():
            return False
        taken = self._takes(event)
        if taken and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # then Qt looks for no shortcut, and sends the key
        self._write()
        return taken

    def _takes(self, event: QKeyEvent) -> bool:
        one = (event.nativeScanCode(), event.timestamp())
        if event.type() is QEvent.Type.KeyPress and one == self._answered:
            self._answered = None
            return self._taken
        self._answered = one if event.type() is QEvent.Type.ShortcutOverride else None
        self._taken = _typed_into() is not None and self._asked(event)
        return self._taken

    def _asked(self, event: QKeyEvent) -> bool:
        released = event.type() is QEvent.Type.KeyRelease
        sign, place, held = event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers()
        try:
            return self._fcitx.takes(Key(sign, place, held, released, event.timestamp()))
        except OSError:
            self._give_up()
            return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _follow(self, _focus: QObject | None) -> None:
        inside = _typed_into() is not None
        try:
            if self._entered and self._line.isEnabled():
                self._fcitx.leave()
            if inside and self._line.isEnabled():
                self._fcitx.enter()
        except OSError:
            self._give_up()
        self._entered, self._place, self._unfinished = inside, QRect(), ""
        self._put()

    def _put(self) -> None:
        window = QGuiApplication.focusWindow()
        if window is None or not self._entered or not self._line.isEnabled():
            return
        inside, ratio = QGuiApplication.inputMethod().cursorRectangle().toRect(), window.devicePixelRatio()
        place = QRect(window.mapToGlobal(inside.topLeft()) * ratio, inside.size() * ratio)
        if place == self._place:
            return
        self._place = place
        try:
            self._fcitx.put(place.x(), place.y(), place.width(), place.height())
        except OSError:
            self._give_up()

    def _listen(self) -> None:
        try:
            self._fcitx.listen()
        except OSError:
            self._give_up()
        self._write()

    def _finish(self) -> None:
        """What is half typed stays as it is shown, for the cursor is about to go elsewhere."""
        try:
            self._fcitx.reset()
        except OSError:
            self._give_up()
        focus, text = _typed_into(), self._unfinished
        self._unfinished = ""
        if focus is not None:
            QCoreApplication.sendEvent(focus, _written(text, None))

    def _write(self) -> None:
        for said in self._fcitx.heard():
            focus = _typed_into()
            self._unfinished = "" if said.cursor is None else said.text
            if focus is not None:
                QCoreApplication.sendEvent(focus, _written(said.text, said.cursor))

    def _give_up(self) -> None:
        """The bus is gone: a socket at its end would be told of for ever."""
        self._line.setEnabled(False)


def _typed_into() -> QObject | None:
    """Where the cursor is, if text can be typed there and it is no password."""
    focus = QGuiApplication.focusObject()
    if focus is None:
        return None
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImHints)
    QCoreApplication.sendEvent(focus, asked)
    hints = Qt.InputMethodHint(asked.value(Qt.InputMethodQuery.ImHints) or 0)
    enabled = bool(asked.value(Qt.InputMethodQuery.ImEnabled))
    return focus if enabled and not hints & _SECRET else None


def _written(text: str, cursor: int | None) -> QInputMethodEvent:
    if cursor is None:
        done = QInputMethodEvent()
        done.setCommitString(text)
        return done
    line = QTextCharFormat()
    line.setFontUnderline(True)
    length = len(text.encode("utf-16-le")) // 2
    attribute = QInputMethodEvent.Attribute
    kinds = QInputMethodEvent.AttributeType
    return QInputMethodEvent(
        text, [attribute(kinds.TextFormat, 0, length, line), attribute(kinds.Cursor, cursor, 1, None)]
    )
