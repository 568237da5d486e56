"""When what is to be taken back was changed since: asks whose values hold, and takes it back so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.services.change_log import what_was_done
from chains.clashes import settle
from chains.commands import RevertChange
from chains.errors import NotUndoable
from widgets.dialogs.clashes import ClashDialog
from widgets.dialogs.message import MessageDialog
from widgets.panels.bars import MessageKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.clashes import Clash
    from chains.errors import DomainError

    Found = tuple[str, tuple[Clash, ...]]


class ClashController(QObject):
    """Others' values stay unless the user ticks one's own.

    `unasked` carries the NotUndoable when there is nothing to choose: it is to be told, then.
    """

    unasked = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._dialog: ClashDialog | None = None
        self.question: MessageDialog | None = None
        self._asked: tuple[RevertChange, tuple[Clash, ...]] | None = None
        desk.refused.connect(self._look)

    def dialog(self) -> ClashDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot(object, object)
    def _look(self, error: DomainError, command: object) -> None:
        if not isinstance(error, NotUndoable) or not isinstance(command, RevertChange):
            return
        if error.facts.get("cause") != "changed_since":
            return
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> Found:
            with workspace.read() as reader:
                return what_was_done(reader, command.number), reader.changes.clashes(command.number)

        def ask(found: Found) -> None:
            what, clashes = found
            if clashes:
                self._ask(command, what, clashes)
            elif command.settled is None:
                self._confirm(command, what)
            else:  # nothing is left to choose, and it is refused all the same
                self._desk.give_up(command.number)
                self.unasked.emit(error)

        self._jobs.read(Job("clashes", work, ask))

    def _ask(self, command: RevertChange, what: str, clashes: tuple[Clash, ...]) -> None:
        self._asked = command, clashes
        self._dialog = ClashDialog(what, clashes, self._window)
        self._dialog.settled.connect(self._settle)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.open()

    def _confirm(self, command: RevertChange, what: str) -> None:
        """Others changed beside it what it did not touch: that stays, and there is nothing to choose."""
        text = f"{what}：之后他人改过同一处的其他内容。撤销只改回那次更改的部分，他人改的都保留。"
        self.question = MessageDialog(text, MessageKind.WARNING, action="撤销", parent=self._window)

        def submit() -> None:
            self._desk.submit(replace(command, settled=()))

        self.question.agreed.connect(submit)
        self.question.open()

    @Slot(object)
    def _settle(self, ours: tuple[int, ...]) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            command, clashes = asked
            self._desk.submit(replace(command, settled=settle(clashes, ours)))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
