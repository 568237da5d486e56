"""When companies of an import that is to be taken back were used since: asks whether the rest may go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.services.change_log import what_was_done
from app.used_words import ALL_USED, question_text, use_text
from chains.commands import RevertChange
from chains.errors import NotUndoable
from widgets.dialogs.used_companies import UsedCompaniesDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.errors import DomainError
    from chains.used_companies import UsedCompanies

    Found = tuple[str, UsedCompanies]


class UsedController(QObject):
    """Nothing is taken back before a person has seen what would stay.

    `unasked` carries the NotUndoable when it is something else that is in the way: it is to be told, then.
    """

    unasked = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._dialog: UsedCompaniesDialog | None = None
        desk.refused.connect(self._look)

    def dialog(self) -> UsedCompaniesDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot(object, object)
    def _look(self, error: DomainError, command: object) -> None:
        if not isinstance(error, NotUndoable) or not isinstance(command, RevertChange):
            return
        if error.facts.get("cause") != "in_use" or command.keeps_used:
            return
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> Found:
            with workspace.read() as reader:
                return what_was_done(reader, command.number), reader.changes.used_companies(command.number)

        def ask(found: Found) -> None:
            what, used = found
            if not used.unused or not used.total:  # none would go, or something else is in the way
                self._desk.give_up(command.number)
            if used.total:
                self._ask(command, what, used)
            else:
                self.unasked.emit(error)

        self._jobs.read(Job("used-companies", work, ask, shown="查看哪些企业已被使用"))

    def _ask(self, command: RevertChange, what: str, used: UsedCompanies) -> None:
        rows = [(one.name, use_text(one)) for one in used.named]
        text = question_text(used) if used.unused else ALL_USED
        dialog = UsedCompaniesDialog((what, text), rows, used.total, self._window)
        if not used.unused:
            dialog.only_tell()

        def submit() -> None:
            self._desk.submit(replace(command, keeps_used=True))

        dialog.agreed.connect(submit)
        dialog.destroyed.connect(self._forget)
        self._dialog = dialog
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
