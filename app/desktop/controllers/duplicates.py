"""Finds companies of the registry that may be one, and has those merged that a person says are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.services.known_companies import WorkspaceKnown
from chains.company_merging import MergeCompanies
from widgets.dialogs.duplicates import DuplicatesDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.company import Company
    from chains.events import Outcome

MOST_PAIRS = 500


class DuplicateController(QObject):
    """One dialog at a time."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._dialog: DuplicatesDialog | None = None
        self._asked: tuple[int, int] | None = None
        desk.done.connect(self._look_at_outcome)

    @Slot()
    def ask(self) -> None:
        """Look through all names, then show the pairs."""
        workspace = self._desk.workspace

        def work(ticket: Ticket) -> tuple[tuple[Company, Company], ...]:
            return WorkspaceKnown(workspace, ticket.step).twin_pairs(MOST_PAIRS)

        self._jobs.read(Job("duplicates", work, self._show, shown="正在查找重复企业"))

    def dialog(self) -> DuplicatesDialog | None:
        """The dialog that is open."""
        return self._dialog

    def _show(self, pairs: tuple[tuple[Company, Company], ...]) -> None:
        self._dialog = DuplicatesDialog(pairs, self._window)
        self._dialog.merge_asked.connect(self._merge)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot(object, object)
    def _merge(self, kept: Company, gone: Company) -> None:
        self._asked = (kept.id, gone.id)
        self._desk.submit(MergeCompanies(kept.id, gone.id, kept.version, gone.version))

    @Slot(object)
    def _look_at_outcome(self, outcome: Outcome) -> None:
        if outcome.action == "merge_companies" and self._asked and self._dialog is not None:
            self._dialog.show_merged(*self._asked)
            self._asked = None
