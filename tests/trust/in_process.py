"""Reads workbooks in this very process, where the program takes a process of its own for each.

A fuzzer that follows coverage sees nothing of a child, and a child for each of ten thousand files costs
hours.
Everything else is the program's own: what goes through the pipe, and who listens.
"""

from __future__ import annotations

import multiprocessing
import sys
import traceback
from collections import deque
from typing import TYPE_CHECKING, Any

from app.exchange.sheet_worker import carry_out
from app.exchange.sheets_worker import read_sheets_apart, send_sheets

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = ("/app/", "/chains/", "/db/")


def innermost_of_ours(error: BaseException) -> str:
    """Where in our own code the error was raised; "" when it is one that a library raised on purpose."""
    frames = traceback.extract_tb(error.__traceback__)
    if (
        not frames
        or type(error).__module__ != "builtins"
        or not any(part in frames[-1].filename for part in OURS)
    ):
        return ""
    return f"{type(error).__name__} {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}"


class _End:
    """Both ends of a pipe. What is sent while an error of our own code is being told of is noted."""

    def __init__(self, fell: Callable[[str], None]) -> None:
        self._sent: deque[bytes] = deque()
        self._fell = fell

    def send_bytes(self, message: bytes) -> None:
        error = sys.exc_info()[1]
        if error is not None and type(error).__name__ not in {"PreflightRefused", "FileRefused"}:
            place = innermost_of_ours(error)
            if place:
                self._fell(place)
        self._sent.append(message)

    def poll(self, _seconds: float) -> bool:
        return True

    def recv_bytes(self) -> bytes:
        if not self._sent:
            raise EOFError
        return self._sent.popleft()

    def close(self) -> None:
        """Nothing to close."""


class _Child:
    """Does what the child would do, at once."""

    def __init__(self, target: Callable[..., None], args: tuple[Any, ...], daemon: bool) -> None:
        self._target, self._arguments = target, args

    def start(self) -> None:
        if self._target is read_sheets_apart:
            send_sheets(*self._arguments)
        else:
            pipe, _parent, *told = self._arguments
            carry_out(pipe, *told)

    def is_alive(self) -> bool:
        return False

    def join(self) -> None:
        """It has ended."""

    def close(self) -> None:
        """Nothing to close."""


class _Here:
    """Stands in for a multiprocessing context."""

    def __init__(self, fell: Callable[[str], None]) -> None:
        self._fell = fell

    def Pipe(self, duplex: bool) -> tuple[_End, _End]:
        end = _End(self._fell)
        return end, end

    Process = _Child


def read_in_this_process(fell: Callable[[str], None]) -> None:
    """From now on. `fell` hears where our own code raised what it did not mean to, in words or not."""
    multiprocessing.get_context = lambda _kind=None: _Here(fell)  # type: ignore[assignment, return-value]
