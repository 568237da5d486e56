"""Asks what of the change log is to be seen: what there is to choose is read first, a company looked up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.messages import tell
from app.services.change_log import filter_names
from app.services.finding import find_company
from widgets.dialogs.log_filter import LogFilterDialog, LogOffers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.change_filter import ChangeFilter
    from chains.errors import DomainError


class LogFilter(QObject):
    """`chosen` carries the ChangeFilter."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._dialog: LogFilterDialog | None = None

    def dialog(self) -> LogFilterDialog | None:
        """The dialog that is open."""
        return self._dialog

    def ask(self, wanted: ChangeFilter) -> None:
        """Open the dialog on what is asked now."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> LogOffers:
            with workspace.read() as reader:
                states = reader.chain_states()
                return LogOffers(
                    chains=tuple((one.chain.code, one.chain.name) for one in states),
                    segments={
                        one.chain.code: tuple((part.code, part.name) for part in one.chain.segments)
                        for one in states
                    },
                    authors=reader.changes.authors(),
                    company=filter_names(reader, wanted).get("company", ""),
                )

        def show(offers: LogOffers) -> None:
            self._dialog = LogFilterDialog(wanted, offers, self._window)
            self._dialog.asked.connect(self._take)
            self._dialog.destroyed.connect(self._forget)
            self._dialog.open()

        self._jobs.read(Job("log-offers", work, show))

    @Slot(object, object)
    def _take(self, wanted: ChangeFilter, company: str) -> None:
        if not company:
            self._choose(wanted)
            return
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> int:
            with workspace.read() as reader:
                return find_company(reader, company).id

        def found(company_id: int) -> None:
            self._choose(replace(wanted, company=company_id))

        self._jobs.read(Job("log-company", work, found, self._say_wrong))

    def _choose(self, wanted: ChangeFilter) -> None:
        if self._dialog is not None:
            self._dialog.accept()
        self.chosen.emit(wanted)

    def _say_wrong(self, error: DomainError) -> None:
        if self._dialog is not None:
            self._dialog.show_wrong(tell(error))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
