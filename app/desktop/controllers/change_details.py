"""One entry of the change log opened: its facts, and older values put back by ordinary commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.messages import tell
from app.services.change_log import restoration
from chains.commands import RevertChange
from widgets.dialogs.change import ChangeDialog, OldValueView, RestorationView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.change_log import OldValue, Restoration
    from app.services.jobs import Ticket
    from chains.change_facts import ChangeFact
    from chains.rows import ChangeRow


class ChangeDetails(QObject):
    """Reads what the dialog shows, submits what it asks."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._dialog: ChangeDialog | None = None

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
            self._dialog.asked.connect(self._desk.submit)
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
                view = RestorationView(found.now, _view(found.before), _view(found.after))
                self._dialog.show_values(fact, view)

        self._jobs.read(Job("restoration", work, show))

    @Slot(object)
    def _revert(self, number: int) -> None:
        self._desk.submit(RevertChange(number))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


def _view(value: OldValue) -> OldValueView:
    return OldValueView(value.text, value.command, "" if value.refused is None else tell(value.refused))
