"""Chinese is typed where fcitx runs: keys go to it over a real bus, what it writes comes into the field."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

if not sys.platform.startswith("linux") or shutil.which("dbus-daemon") is None:
    pytest.skip("needs a bus of its own (dbus-daemon)", allow_module_level=True)

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from app.desktop.fcitx import Fcitx, Heard, Key, open_fcitx
from app.desktop.fcitx_typing import FcitxTyping

CONTEXT = DBusAddress("/context/1", interface="org.fcitx.Fcitx.InputContext1")
ANOTHER = DBusAddress("/context/2", interface="org.fcitx.Fcitx.InputContext1")
SPACE, ESCAPE = 0x20, 0xFF1B
BUS = """<busconfig><type>session</type><listen>unix:path={socket}</listen><policy context="default">
<allow user="*"/><allow send_destination="*"/><allow receive_type="method_return"/>
<allow receive_type="error"/><allow receive_type="method_call"/><allow receive_type="signal"/>
<allow own="*"/></policy></busconfig>"""


class Service:
    """Speaks as fcitx does: letters are kept and shown, the space bar makes Chinese of them."""

    def __init__(self, *names: str) -> None:
        self._bus = open_dbus_connection(bus="SESSION")
        for name in names:
            self._bus.send_and_get_reply(message_bus.RequestName(name))
        self._typed = ""
        self.heard: list[str] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._thread.join(10)
        self._bus.close()

    def _serve(self) -> None:
        while True:
            try:
                message = self._bus.receive()
            except (OSError, ValueError):
                return
            if message.header.message_type is MessageType.method_call:
                self._reply(self._bus, message)

    def _reply(self, bus: DBusConnection, message: Message) -> None:
        word = message.header.fields[HeaderFields.member]
        self.heard.append(word)
        if word == "CreateInputContext":
            bus.send(new_method_return(message, "oay", (CONTEXT.object_path, b"")))
        elif word == "ProcessKeyEvent":
            sign, _, _, released, _ = message.body
            taken = not released and (sign == SPACE or chr(sign).isalpha())
            if taken and sign == SPACE:
                self._typed = ""
                bus.send(new_signal(CONTEXT, "UpdateFormattedPreedit", "a(si)i", ([("", 0)], 0)))
                bus.send(new_signal(ANOTHER, "CommitString", "s", ("别的程序",)))
                bus.send(new_signal(CONTEXT, "CommitString", "s", ("轮胎",)))
            elif taken:
                self._typed += chr(sign)
                preedit = ([("轮", 0), (self._typed, 0)], len("轮".encode()))
                bus.send(new_signal(CONTEXT, "UpdateFormattedPreedit", "a(si)i", preedit))
            bus.send(new_method_return(message, "b", (taken,)))


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "bus.conf").write_text(BUS.format(socket=tmp_path / "bus"))
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={tmp_path / 'bus.conf'}", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield daemon
    daemon.kill()
    daemon.wait()
    daemon.stdout.close()


@pytest.fixture
def service(bus: subprocess.Popen[str]) -> Iterator[Service]:
    service = Service("org.freedesktop.portal.Fcitx")
    yield service
    bus.kill()
    service.stop()


@pytest.fixture
def fcitx(service: Service) -> Iterator[Fcitx]:
    fcitx = open_fcitx()
    assert fcitx is not None
    yield fcitx
    fcitx._bus.close()


@pytest.fixture
def field(qtbot: QtBot, qapp: QApplication, fcitx: Fcitx) -> Iterator[QLineEdit]:
    typing = FcitxTyping(qapp, fcitx)
    window = QWidget()
    qtbot.addWidget(window)
    field, other = QLineEdit(), QPlainTextEdit()
    column = QVBoxLayout(window)
    column.addWidget(field)
    column.addWidget(other)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    yield field
    window.hide()
    shiboken6.delete(typing)


def _enter_notes(field: QLineEdit, qtbot: QtBot) -> QPlainTextEdit:
    notes = field.window().findChild(QPlainTextEdit)
    notes.setFocus()
    qtbot.waitUntil(notes.hasFocus)
    return notes


def _press(field: QLineEdit, sign: int, text: str, key: Qt.Key = Qt.Key.Key_unknown) -> bool:
    """As the window system does: a question for shortcuts first. Whether no shortcut may take the key."""
    window, none = field.window().windowHandle(), Qt.KeyboardModifier.NoModifier
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, none, 38, sign, 0, text)
    asked.ignore()
    QCoreApplication.sendEvent(window, asked)
    QCoreApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, key, none, 38, sign, 0, text))
    return asked.isAccepted()


def _type(field: QLineEdit, letters: str) -> None:
    for letter in letters:
        _press(field, ord(letter), letter)


def test_letters_become_chinese(field: QLineEdit, service: Service) -> None:
    _type(field, "lt")
    assert field.text() == ""

    _type(field, " ")

    assert field.text() == "轮胎"
    assert service.heard.count("ProcessKeyEvent") == 3  # each key is asked about once
    assert "FocusIn" in service.heard


def test_what_is_being_typed_is_shown_in_its_place(field: QLineEdit, qtbot: QtBot) -> None:
    notes = _enter_notes(field, qtbot)

    _type(field, "lt")

    assert notes.toPlainText() == ""
    assert notes.textCursor().block().layout().preeditAreaText() == "轮lt"


def test_what_is_half_typed_stays_when_the_mouse_goes_elsewhere(
    field: QLineEdit, qtbot: QtBot, service: Service
) -> None:
    _type(field, "lt")

    QTest.mouseClick(field.window().windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))

    assert field.text() == "轮lt"
    qtbot.waitUntil(lambda: "Reset" in service.heard)


def test_keys_that_fcitx_leaves_reach_the_field(field: QLineEdit) -> None:
    _type(field, "a 1")

    assert field.text() == "轮胎1"


def test_a_key_that_fcitx_takes_triggers_no_shortcut(field: QLineEdit) -> None:
    assert _press(field, ord("n"), "n")
    assert not _press(field, ESCAPE, "", Qt.Key.Key_Escape)


def test_passwords_are_not_shown_to_fcitx(field: QLineEdit, service: Service) -> None:
    field.setEchoMode(QLineEdit.EchoMode.Password)

    _type(field, "ab")

    assert field.text() == "ab" and "ProcessKeyEvent" not in service.heard


def test_the_field_that_is_left_takes_nothing_more(field: QLineEdit, qtbot: QtBot, service: Service) -> None:
    notes = _enter_notes(field, qtbot)

    _type(field, "l ")

    assert field.text() == "" and notes.toPlainText() == "轮胎"
    qtbot.waitUntil(lambda: "FocusOut" in service.heard)


def test_when_the_bus_breaks_off_letters_are_typed_as_they_are(
    field: QLineEdit, bus: subprocess.Popen[str]
) -> None:
    bus.kill()
    bus.wait()

    _type(field, "ab")

    assert field.text() == "ab"


@pytest.mark.usefixtures("bus")
def test_without_fcitx_there_is_no_line() -> None:
    assert open_fcitx() is None


def test_without_a_bus_there_is_no_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")
    assert open_fcitx() is None


def test_the_cursor_is_counted_in_signs(fcitx: Fcitx) -> None:
    fcitx.takes(Key(ord("l"), 38, 0, released=False, milliseconds=1))

    assert list(fcitx.heard()) == [Heard("轮l", 1)]
