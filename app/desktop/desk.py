"""The desk: takes commands from panels, has them written in order, keeps undo, and tells every panel."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.desktop.own_versions import OwnVersions
from app.services.history import History
from app.services.settling import can_be_settled, is_settled
from chains.commands import RevertChange
from chains.errors import CUT_OFF, FILE_TROUBLE, SERVER_AWAY, DomainError, NotUndoable
from chains.events import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.jobs import Ticket
    from app.services.workspace import Workspace
    from chains.commands import Command
    from chains.events import Outcome, Ref
    from chains.rows import ChangeRow

POLL_MILLISECONDS = 2_000
SILENT_SECONDS = 10.0
"""A server that says nothing for so long is told of as one that is away."""

_LAST = 2**31 - 1
_MOST_TOLD = 20


class _News(NamedTuple):
    """The newest entry's number, what was touched since the last look, and the entries that did."""

    number: int
    refs: frozenset[Ref]
    entries: tuple[ChangeRow, ...]


class _Write(NamedTuple):
    """A command on its way, what becomes of its outcome, and in whose name ("" one's own)."""

    command: Command
    then: Callable[[Outcome], None]
    author: str


class Desk(QObject):
    """One per window and workspace.

    `changed` carries a ChangeSet after each commit, one's own or another program's; `heard` the newest
    entries of others in the log, newest first; `reached` whether the workspace's server answers, each time
    that this changes; `refused` a DomainError with the command that met it.
    """

    changed = Signal(object)
    refused = Signal(object, object)
    history_moved = Signal()
    done = Signal(object)
    heard = Signal(object)
    reached = Signal(object)
    held = Signal(object)

    def __init__(self, workspace: Workspace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.history = History()
        self.awaiting_backup = 0
        """How many changes are begun only after the backup that is under way."""
        self._jobs = jobs
        self._own = OwnVersions()
        self._writing = 0
        self._seen = 0
        self._numbers: set[int] = set()
        self._is_reached = True
        self._waiting: list[_Write] = []
        self._retried: _Write | None = None
        self._stuck: DomainError | None = None
        self._asked_at = 0.0
        self._is_held = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MILLISECONDS)
        self._timer.timeout.connect(self._look_for_news)

    def start(self) -> None:
        """Begin to watch for other programs' changes."""
        with self.workspace.read() as reader:
            self._seen, _ = reader.changes_after(_LAST)
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    @property
    def newest(self) -> int:
        """Number of the newest entry of the change log that every panel was told of."""
        return self._seen

    def note_away(self) -> None:
        """Somebody's reading found the server away: told of once, until it is back."""
        self._tell_reached(False)

    @property
    def is_writing(self) -> bool:
        """Whether a command is under way."""
        return self._writing > 0

    @property
    def unsaved(self) -> int:
        """How many changes are not written because their server is away, or the file cannot be written."""
        is_stuck = bool(self._waiting) or self._retried is not None or not self._is_reached
        return self._writing if is_stuck else 0

    @Slot(object)
    def submit(self, command: Command) -> None:
        """Have the command written; the outcome arrives by `done` and `changed`."""
        if isinstance(command, RevertChange) and is_settled(command):
            self._write(command, partial(self._settled, command.number))
        else:
            self._write(command, self._recorded)

    def submit_as(self, command: Command, author: str) -> None:
        """Have the command written in the name of somebody else: a district whose form came back."""
        self._write(command, self._recorded, author)

    @Slot()
    def undo(self) -> None:
        """Take back the last change made here."""
        if self.history.undo_label and not self.is_writing:
            self._write(self.history.undo_command(), self._undone)

    def give_up(self, number: int) -> None:
        """This entry can never be taken back, nor brought back: Ctrl+Z goes on to the one before it."""
        self.history.drop(number)
        self.history_moved.emit()

    @Slot()
    def redo(self) -> None:
        """Bring back the last change undone here."""
        if self.history.redo_label and not self.is_writing:
            self._write(self.history.redo_command(), self._redone)

    def perform(
        self,
        work: Callable[[Ticket], Outcome | None],
        then: Callable[[Outcome | None], None],
        refused: Callable[[DomainError], None],
        stopped: Callable[[], None],
        shown: str = "",
    ) -> int:
        """Have long work written that is one change in the end; returns the number of the job.

        With `shown` its progress stands in the status bar under that name, with 取消.

        Its outcome is recorded and told like that of a command; None means that nothing was written.
        """

        def finished(outcome: Outcome | None) -> None:
            self._writing -= 1
            if outcome is not None:
                self._recorded(outcome)
                self._publish(outcome)
            self.history_moved.emit()
            then(outcome)

        def failed(error: DomainError) -> None:
            self._writing -= 1
            self.history_moved.emit()
            refused(error)
            if error.facts.get("reason") in CUT_OFF:
                self._tell_reached(False)

        def gave_up() -> None:
            self._writing -= 1
            self.history_moved.emit()
            stopped()

        self._writing += 1
        self.history_moved.emit()
        job = Job(f"perform-{id(finished)}", work, finished, failed, shown, stopped=gave_up)
        return self._jobs.write(job)

    def _write(self, command: Command, then: Callable[[Outcome], None], author: str = "") -> None:
        self._writing += 1
        self.history_moved.emit()
        write = _Write(command, then, author)
        if self._waiting or self._retried is not None:
            self._waiting.append(write)  # behind those before it
        else:
            self._start(write)

    def _start(self, write: _Write) -> None:
        workspace, own = self.workspace, self._own
        command, then, author = write

        def work(ticket: Ticket) -> Outcome:
            if self._stuck is not None and write is not self._retried:
                raise self._stuck  # behind the one that waits: it may stand on that one
            rebased = own.rebased(command)
            try:
                outcome = workspace.execute_as(rebased, author or workspace.author, ticket.step)
            except DomainError as error:
                self._stuck = error if self._will_pass(error) else self._stuck
                raise
            if outcome.number is not None:
                own.wrote(rebased)
            return outcome

        def finished(outcome: Outcome) -> None:
            self._writing -= 1
            then(outcome)
            self._publish(outcome)
            self._go_on(write)

        def refused(error: DomainError) -> None:
            if self._will_pass(error):
                self._keep_waiting(write, error)
                return
            self._writing -= 1
            self._refused(command, error)
            self._go_on(write)

        def stopped() -> None:
            self._writing -= 1
            self.history_moved.emit()
            self._go_on(write)

        # Each write has a place of its own: a later one must not make an earlier one's outcome late.
        key = f"write-{id(finished)}"
        self._jobs.write(Job(key, work, finished, refused, stopped=stopped, shown_late="正在保存"))

    def _will_pass(self, error: DomainError) -> bool:
        """Whether the same command can be made later: nothing of it was kept, and the cause can go."""
        reason, database = error.facts.get("reason"), self.workspace.database
        is_file = database.writable and not database.is_shared
        return reason in SERVER_AWAY or (is_file and reason in FILE_TROUBLE)

    def _keep_waiting(self, write: _Write, error: DomainError) -> None:
        """It stays here, in its place among the others, until it can be written."""
        self._waiting.insert(0 if write is self._retried else len(self._waiting), write)
        self._retried = None
        if error.facts.get("reason") in SERVER_AWAY:
            self._tell_reached(False)
        elif not self._is_held:
            self._is_held = True
            self.held.emit(error)

    def _go_on(self, write: _Write) -> None:
        """One that waited is through: now the next. In order: each may stand on the one before."""
        if write is not self._retried:
            return
        self._retried = None
        if not self._waiting:
            self._stuck = None
        self._retry()
        if self._is_held and self._retried is None:
            self._is_held = False
            self.held.emit(None)

    def _retry(self) -> None:
        if self._waiting and self._retried is None:
            self._retried = self._waiting.pop(0)
            self._start(self._retried)

    def _recorded(self, outcome: Outcome) -> None:
        self.history.record(outcome)

    def _settled(self, number: int, outcome: Outcome) -> None:
        """It was taken back as a person said: what did that can be taken back in its place."""
        self.history.drop(number)
        self.history.record(outcome)

    def _undone(self, outcome: Outcome) -> None:
        self.history.undone(outcome)

    def _redone(self, outcome: Outcome) -> None:
        self.history.redone(outcome)

    def _publish(self, outcome: Outcome) -> None:
        if outcome.number is not None:
            self._numbers.add(outcome.number)
            if outcome.number == self._seen + 1:
                self._seen = outcome.number
        self.history_moved.emit()
        self.done.emit(outcome)
        if outcome.refs:
            self.changed.emit(ChangeSet(outcome.refs))

    def _refused(self, command: Command, error: DomainError) -> None:
        if isinstance(command, RevertChange) and isinstance(error, NotUndoable):
            is_asked = can_be_settled(error, command)  # it stays: whoever cancels then can be asked again
            if not is_asked:
                self.history.drop(command.number)
        self.history_moved.emit()
        self.refused.emit(error, command)

    @Slot()
    def _look_for_news(self) -> None:
        if self._jobs.awaits("news"):
            # One look at a time: a slow server's answer would always be late, a silent one takes all readers.
            if self.workspace.database.is_shared and time.monotonic() - self._asked_at > SILENT_SECONDS:
                self._tell_reached(False)
            return
        self._asked_at = time.monotonic()
        workspace, seen = self.workspace, self._seen

        def work(_ticket: Ticket) -> _News:
            with workspace.read() as reader:
                number, refs = reader.changes_after(seen)
                entries = reader.change_log(min(number - seen, _MOST_TOLD)) if number > seen else ()
                return _News(number, refs, entries)

        self._jobs.read(Job("news", work, self._hear, self._wait))

    def _hear(self, news: _News) -> None:
        self._tell_reached(True)
        if news.number > self._seen:
            theirs = tuple(
                one for one in news.entries if one.number > self._seen and one.number not in self._numbers
            )
            self._seen = news.number
            self._numbers = {one for one in self._numbers if one > news.number}
            self.changed.emit(ChangeSet(news.refs, own=False))
            if theirs:
                self.heard.emit(theirs)

    def _wait(self, error: DomainError) -> None:
        """The file is busy: the next look is soon enough. A server that is away is told of."""
        if error.facts.get("reason") in SERVER_AWAY:
            self._tell_reached(False)

    def _tell_reached(self, reached: bool) -> None:
        if reached:
            self._retry()
        if reached != self._is_reached:
            self._is_reached = reached
            self.reached.emit(reached)
