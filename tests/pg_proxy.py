"""A wire between a program and its server that can be cut where it hurts: just before or after a commit."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from enum import Enum

_MOST = 1 << 16
_COMMIT = b"COMMIT\x00"


class Cut(Enum):
    """What becomes of the next commit."""

    NEVER = "never"
    QUESTION = "the server never hears of it"
    ANSWER = "the server commits, nobody hears of it"


class Wire:
    """Listens on a port of this machine and passes everything on to the server's."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.next_commit = Cut.NEVER
        self.cuts = 0
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Cut everything for good."""
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                client.close()
                continue
            self._open += [client, server]
            state = {"muted": False}
            for one, other, is_question in ((client, server, True), (server, client, False)):
                threading.Thread(
                    target=self._pass_on, args=(one, other, state, is_question), daemon=True
                ).start()

    def _pass_on(
        self, one: socket.socket, other: socket.socket, state: dict[str, bool], is_question: bool
    ) -> None:
        with suppress(OSError):
            while data := one.recv(_MOST):
                if is_question and _COMMIT in data and self.next_commit is not Cut.NEVER:
                    how, self.next_commit = self.next_commit, Cut.NEVER
                    self.cuts += 1
                    if how is Cut.QUESTION:
                        break
                    state["muted"] = True
                if not is_question and state["muted"]:
                    break  # the server has answered: it has committed
                other.sendall(data)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
