"""What a long job gets: a way to report and a way to be told to stop."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from chains.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

_REPORT_SECONDS = 0.1


class Ticket:
    """Handed to a job; safe to cancel from another thread."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
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
