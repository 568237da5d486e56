"""Speaks with fcitx 4 or 5 over the session bus: keys go out, Chinese comes back.

Kylin V10 and UOS 20 come with fcitx 4. Qt 6 brings no plug-in for it, and its ibus plug-in finds no ibus.
Source: fcitx 4.2.9, src/frontend/ipcportal/ipcportal.c, and the introspection of the running service.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    MessageFlag,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

_PORTAL = "org.freedesktop.portal.Fcitx"
_ENTRY = DBusAddress("/org/freedesktop/portal/inputmethod", _PORTAL, "org.fcitx.Fcitx.InputMethod1")
_CONTEXT = "org.fcitx.Fcitx.InputContext1"
# We draw what is being typed, with its parts told apart.
_PREEDIT, _FORMATTED_PREEDIT = 1 << 1, 1 << 4
# A key waits for the answer; nobody waits longer than this for a letter.
_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the window system: its sign (X keysym), its place, the modifiers held, pressed or let go."""

    sign: int
    place: int
    held: int
    released: bool
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What fcitx says to write: finished text, or with `cursor` what is still being typed."""

    text: str
    cursor: int | None = None


def open_fcitx() -> Fcitx | None:
    """A line to fcitx; None when it does not run."""
    try:
        bus = open_dbus_connection(bus="SESSION")
    except (OSError, KeyError, ValueError, RuntimeError):  # no bus, none named, or one that lets nobody in
        return None
    fcitx = Fcitx(bus)
    try:
        if fcitx.owns(_PORTAL) and fcitx.begin():
            return fcitx
    except OSError:  # the bus went away, or said nothing in time
        pass
    bus.close()
    return None


class Fcitx:
    """One input context of fcitx. Calls raise OSError when the bus is gone or gives no answer in time."""

    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus
        self._said: deque[Message] = deque()
        self._context: DBusAddress | None = None

    def fileno(self) -> int:
        """The socket, to be told when fcitx speaks unasked."""
        return int(self._bus.sock.fileno())

    def owns(self, name: str) -> bool:
        """Whether a service of this name is on the bus."""
        return bool(self._answer(message_bus.NameHasOwner(name)))

    def begin(self) -> bool:
        """Ask for a context; False when fcitx gives none. Again after fcitx was started anew."""
        asked = new_method_call(_ENTRY, "CreateInputContext", "a(ss)", ([("program", "lianpu")],))
        path = self._answer(asked)
        if not isinstance(path, str):
            return False
        self._context = DBusAddress(path, _PORTAL, _CONTEXT)
        ours = MatchRule(type="signal", interface=_CONTEXT, path=path)  # not what other programs are told
        self._bus.filter(ours, queue=self._said)
        self._answer(message_bus.AddMatch(ours))
        self._tell("SetCapability", "t", (_PREEDIT | _FORMATTED_PREEDIT,))
        return True

    def enter(self) -> None:
        """The cursor went into text."""
        if self._context is not None or self.begin():
            self._tell("FocusIn")

    def leave(self) -> None:
        """The cursor left the text."""
        self._tell("FocusOut")

    def reset(self) -> None:
        """Forget what is half typed."""
        self._tell("Reset")

    def put(self, x: int, y: int, width: int, height: int) -> None:
        """Where the cursor is on the screen, in its pixels: there the choices are shown."""
        self._tell("SetCursorRect", "iiii", (x, y, width, height))

    def takes(self, key: Key) -> bool:
        """Whether fcitx keeps the key for itself; what it writes is then in `heard`."""
        if self._context is None:
            return False
        body = (key.sign, key.place, key.held, key.released, key.milliseconds & 0xFFFFFFFF)
        asked = new_method_call(self._context, "ProcessKeyEvent", "uuubu", body)
        taken = self._answer(asked)
        if taken is None:  # started anew: it no longer knows us
            self._context = None
        return bool(taken)

    def listen(self) -> None:
        """Take in what has come, without waiting."""
        try:
            while True:
                self._bus.recv_messages(timeout=0)
        except TimeoutError:
            return

    def heard(self) -> Iterator[Heard]:
        """What was said since the last time, in order."""
        while self._said:
            message = self._said.popleft()
            word = message.header.fields.get(HeaderFields.member)
            if word == "CommitString":
                yield Heard(message.body[0])
            elif word == "UpdateFormattedPreedit":
                parts, cursor = message.body
                text = "".join(part for part, _ in parts)
                yield Heard(text, _signs_before(text, cursor))

    def _answer(self, asked: Message) -> object | None:
        """The first value of the answer; None when it has none, or is a refusal."""
        reply = self._bus.send_and_get_reply(asked, timeout=_SECONDS)
        refused = reply.header.message_type is MessageType.error
        return None if refused or not reply.body else reply.body[0]

    def _tell(self, word: str, signature: str | None = None, body: tuple[object, ...] = ()) -> None:
        """Say without waiting for an answer."""
        if self._context is not None:
            message = new_method_call(self._context, word, signature, body)
            message.header.flags |= MessageFlag.no_reply_expected
            self._bus.send(message)


def _signs_before(text: str, cursor: int) -> int:
    """The bytes of UTF-8 that fcitx counts before the cursor, as the units of UTF-16 that Qt counts."""
    before = text.encode()[: max(cursor, 0)].decode(errors="ignore")
    return len(before.encode("utf-16-le")) // 2
