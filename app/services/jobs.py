"""What a long job gets: a way to report and a way to be told to stop."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from chains.errors import Cancelled
from chains.steps import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Callable

_REPORT_SECONDS = 0.1
_PARTS_OF_A_STEP = 1_000


class Ticket:
    """Handed to a job; safe to cancel from another thread. Without `report` nobody watches."""

    def __init__(self, report: Callable[[int, int, str], None] = tell_nobody) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self._last = 0.0

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._cancelled.set()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report progress, at most ten times a second; raise Cancelled if the user asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._last >= _REPORT_SECONDS:
            self._last = now
            self._report(done, total, text)


class PartTicket(Ticket):
    """The ticket of one of several parts of a job: its progress counts in the whole."""

    def __init__(self, whole: Ticket, number: int, count: int) -> None:
        """`number` counts the parts from 0."""
        super().__init__()
        self._whole, self._number, self._count = whole, number, count

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report progress of the part; raise Cancelled if the user asked to stop the whole."""
        inside = min(_PARTS_OF_A_STEP - 1, _PARTS_OF_A_STEP * done // max(total, 1))
        at = self._number * _PARTS_OF_A_STEP + max(inside, 0)
        self._whole.step(at, self._count * _PARTS_OF_A_STEP, text)
