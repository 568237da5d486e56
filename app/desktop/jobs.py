"""Runs work off the GUI thread: one writer in order, a few readers; results come back to the GUI thread."""

from __future__ import annotations

import itertools
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, QThreadPool, Signal, Slot

from app.desktop.collecting import GuiCollector
from app.services.jobs import Ticket
from chains.errors import Cancelled, DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

READERS = 3


@dataclass(frozen=True, slots=True)
class Job:
    """Work with what becomes of its end. `key` names its place: a newer job there makes an older one's late.

    `then` gets the result, `otherwise` a DomainError; without `otherwise` the error goes to `Jobs.refused`.
    `shown` names it while it runs, `shown_late` only once it tells how far it is. `stopped` is told when the
    job was cancelled, or broke because of a fault of the program.
    """

    key: str
    work: Callable[[Ticket], Any]
    then: Callable[[Any], None]
    otherwise: Callable[[DomainError], None] | None = None
    shown: str = ""
    shown_late: str = ""
    stopped: Callable[[], None] | None = None


class _Back(QObject):
    """Carries ends from workers to the GUI thread."""

    finished = Signal(object, object)
    refused = Signal(object, object)
    broke = Signal(object, object)
    cancelled = Signal(object)
    progressed = Signal(object, object, object, object)


class _Run(QRunnable):
    def __init__(self, number: int, work: Callable[[Ticket], Any], ticket: Ticket, back: _Back) -> None:
        super().__init__()
        self._number, self._work, self._ticket, self._back = number, work, ticket, back

    def run(self) -> None:
        """Every job ends in exactly one of finished, refused, broke, cancelled."""
        try:
            result = self._work(self._ticket)
        except Cancelled:
            self._back.cancelled.emit(self._number)
        except DomainError as error:
            self._back.refused.emit(self._number, error)
        except Exception as error:  # noqa: BLE001 - a runner is one of the places where bugs are caught
            self._back.broke.emit(self._number, error)
        else:
            self._back.finished.emit(self._number, result)


class Jobs(QObject):
    """Owned by bootstrap, closed before the window."""

    refused = Signal(object)
    broke = Signal(object)
    started = Signal(object, object)
    progressed = Signal(object, object, object, object)
    ended = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collector = GuiCollector(self)
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(READERS)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._numbers = itertools.count(1)
        self._running: dict[int, tuple[Job, Ticket]] = {}
        self._newest: dict[str, int] = {}
        self._told_late: set[int] = set()
        self._closed = False
        self._back = _Back(self)
        self._back.finished.connect(self._finish)
        self._back.refused.connect(self._refuse)
        self._back.broke.connect(self._break)
        self._back.cancelled.connect(self._cancelled)
        self._back.progressed.connect(self._progress)

    def read(self, job: Job) -> int:
        """Start a job among the readers; returns its number. After `close` nothing is run."""
        return self._start(job, self._readers)

    def write(self, job: Job) -> int:
        """Start a job behind all earlier writes; returns its number.

        Raises RuntimeError after `close`: a change must not get lost without a word.
        """
        if self._closed:
            raise RuntimeError(f"a change after the end: {job.key}")
        return self._start(job, self._writer)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    def awaits(self, key: str) -> bool:
        """Whether a job of that place is under way."""
        return key in self._newest

    @Slot(object)
    def cancel(self, number: int) -> None:
        """Ask the job to stop at its next step."""
        if number in self._running:
            self._running[number][1].cancel()

    def finish_writes(self) -> None:
        """Wait for what is handed in, and tell its end. Not for long work, which `close` stops."""
        running = [job for job, _ticket in self._running.values()]
        if not any(job.stopped is not None and not job.shown_late for job in running):
            self._writer.waitForDone()
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def close(self) -> None:
        """Stop what can be stopped and wait for the rest: a write is never cut off."""
        self._closed = True
        for _job, ticket in self._running.values():
            ticket.cancel()
        self._writer.waitForDone()
        self._readers.waitForDone()
        self._collector.stop()
        self._running.clear()

    def _start(self, job: Job, pool: QThreadPool) -> int:
        number = next(self._numbers)
        if self._closed:  # a timer can outlive the window it was for, and then the pools are gone too
            return number
        back = self._back

        def report(done: int, total: int, text: str) -> None:
            back.progressed.emit(number, done, total, text)

        ticket = Ticket(report)
        self._running[number] = (job, ticket)
        self._newest[job.key] = number
        if job.shown:
            self.started.emit(number, job.shown)
        pool.start(_Run(number, job.work, ticket, back))
        return number

    @Slot(object, object, object, object)
    def _progress(self, number: int, done: int, total: int, text: str) -> None:
        job = self._running[number][0] if number in self._running else None
        if job is not None and job.shown_late and number not in self._told_late:
            self._told_late.add(number)
            self.started.emit(number, job.shown_late)
        self.progressed.emit(number, done, total, text)

    @Slot(object, object)
    def _finish(self, number: int, result: Any) -> None:  # noqa: ANN401 - what the work returned
        job = self._running[number][0] if number in self._running else None
        newest = job is not None and self._newest.get(job.key) == number
        self._end(number)
        if job is not None and newest:
            job.then(result)
        self._tell_idle()

    @Slot(object, object)
    def _refuse(self, number: int, error: DomainError) -> None:
        job = self._end(number)
        if job is not None:
            (job.otherwise or self.refused.emit)(error)
        self._tell_idle()

    @Slot(object, object)
    def _break(self, number: int, error: Exception) -> None:
        job = self._end(number)
        if job is not None:
            self.broke.emit(error)
            if job.stopped is not None:
                job.stopped()
        self._tell_idle()

    @Slot(object)
    def _cancelled(self, number: int) -> None:
        job = self._end(number)
        if job is not None and job.stopped is not None:
            job.stopped()
        self._tell_idle()

    def _end(self, number: int) -> Job | None:
        """The job, None after close: its window is gone."""
        found = self._running.pop(number, None)
        self._told_late.discard(number)
        if found is not None and self._newest.get(found[0].key) == number:
            del self._newest[found[0].key]
        self.ended.emit(number)
        return None if found is None else found[0]

    def _tell_idle(self) -> None:
        if not self._running:
            self.idle.emit()
