"""One entry of the change log opened: its facts, and older values put back by ordinary commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.messages import tell
from app.services.change_log import newest_of, restoration
from chains import field_words
from chains.commands import RevertChange
from chains.errors import Conflict
from widgets.dialogs.change import ChangeDialog, OldValueView, RestorationView
from widgets.dialogs.conflict import ConflictDialog, ConflictView, Ruling

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.change_log import OldValue, Restoration
    from app.services.jobs import Ticket
    from chains.change_facts import ChangeFact
    from chains.commands import Composite
    from chains.errors import DomainError
    from chains.rows import ChangeRow


class ChangeDetails(QObject):
    """Reads what the dialog shows, submits what it asks."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._dialog: ChangeDialog | None = None
        self._conflict: ConflictDialog | None = None
        self._shown: tuple[ChangeFact, Composite | None] | None = None
        self._restored: tuple[Composite, ChangeFact, bool] | None = None
        self._again: Composite | None = None
        desk.refused.connect(self._look_again)

    def conflict(self) -> ConflictDialog | None:
        """The dialog that offers both values, when somebody was quicker than an older value."""
        return self._conflict

    def dialog(self) -> ChangeDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot(object)
    def open(self, change: ChangeRow) -> None:
        """Show the facts of the entry."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[ChangeFact, ...]:
            with workspace.read() as reader:
                return reader.changes.facts(change.number)

        def show(facts: tuple[ChangeFact, ...]) -> None:
            self._dialog = ChangeDialog(change, facts, self._window)
            self._dialog.fact_picked.connect(self._look_at)
            self._dialog.asked.connect(self._restore)
            self._dialog.revert_asked.connect(self._revert)
            self._dialog.destroyed.connect(self._forget)
            self._dialog.open()

        self._jobs.read(Job("change-facts", work, show))

    @Slot(object)
    def _look_at(self, fact: ChangeFact) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> Restoration:
            with workspace.read() as reader:
                return restoration(reader, fact)

        def show(found: Restoration) -> None:
            if self._dialog is not None:
                self._shown = (fact, found.before.command)
                view = RestorationView(found.now, _view(found.before), _view(found.after))
                self._dialog.show_values(fact, view)

        self._jobs.read(Job("restoration", work, show))

    @Slot(object)
    def _restore(self, command: Composite) -> None:
        self._restored = (command, self._shown[0], command == self._shown[1]) if self._shown else None
        self._desk.submit(command)

    @Slot(object, object)
    def _look_again(self, error: DomainError, command: object) -> None:
        """Somebody was quicker than the older value: what stands now, beside it, for the user to choose."""
        restored = self._restored
        if not isinstance(error, Conflict) or restored is None or command != restored[0]:
            return
        _, fact, before = restored
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[Restoration, ChangeRow | None]:
            with workspace.read() as reader:
                return restoration(reader, fact), newest_of(reader, fact)

        def ask(found: tuple[Restoration, ChangeRow | None]) -> None:
            now, by = found
            value = now.before if before else now.after
            if value.command is not None:
                who = (error.facts.get("by"), error.facts.get("at")) if by is None else (by.author, by.at)
                self._ask(fact, (now.now, value.text), who)
                self._again = value.command

        self._jobs.read(Job("restoration-again", work, ask))

    def _ask(self, fact: ChangeFact, sides: tuple[str, str], by: tuple[str | None, datetime | None]) -> None:
        who, at = by
        theirs, ours = sides
        name = field_words.FIELD.get(fact.field, fact.field)
        when = "" if at is None else f"{at.astimezone():%m-%d %H:%M}"
        view = ConflictView(fact.subject or name, name, theirs, ours, who or "", when)
        self._conflict = ConflictDialog(view, self._window)
        self._conflict.ruled.connect(self._rule)
        self._conflict.destroyed.connect(self._forget_conflict)
        self._conflict.open()

    @Slot(object)
    def _rule(self, ruling: Ruling) -> None:
        again, self._again = self._again, None
        if ruling is Ruling.OURS and again is not None:
            if self._restored is not None:
                self._restored = (again, *self._restored[1:])
            self._desk.submit(again)

    @Slot()
    def _forget_conflict(self) -> None:
        self._conflict = None

    @Slot(object)
    def _revert(self, number: int) -> None:
        self._desk.submit(RevertChange(number))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


def _view(value: OldValue) -> OldValueView:
    return OldValueView(value.text, value.command, "" if value.refused is None else tell(value.refused))
