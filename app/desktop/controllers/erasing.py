"""清除个人信息 in the window: tells how much there is, asks, erases, and says what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from app.desktop.jobs import Job, Jobs
from app.erasing_words import DONE_TEXT, NOTHING, STOPPED_TEXT, backups_text, counts_text, dropped_text
from chains.personal import ERASE_ACTION, ERASING, ErasePersonal
from widgets.dialogs.erase import EraseDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.events import Outcome
    from chains.personal import PersonalCounts


class ErasingController(QObject):
    """One question at a time."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._dialog: EraseDialog | None = None
        self._company: int | None = None
        self._copies = 0
        self._drops = False
        desk.done.connect(self._tell)

    def dialog(self) -> EraseDialog | None:
        """The question that is open."""
        return self._dialog

    @Slot()
    def ask_all(self) -> None:
        """Ask before what is known of the people of all companies is erased."""
        self._ask(None, "全部企业")

    @Slot(object, object)
    def ask_company(self, company_id: int, name: str) -> None:
        """Ask before what is known of the people of one company is erased."""
        self._ask(company_id, name)

    def _ask(self, company: int | None, subject: str) -> None:
        workspace = self._desk.workspace

        def work(ticket: Ticket) -> tuple[PersonalCounts, tuple[str, ...] | None]:
            with workspace.read() as reader:
                counts = reader.personal_counts(company, ticket.step)
            return counts, workspace.database.older_copies()

        def show(found: tuple[PersonalCounts, tuple[str, ...] | None]) -> None:
            self._show(company, subject, *found)

        self._jobs.read(Job("personal", work, show, shown="统计个人信息"))

    def _show(
        self, company: int | None, subject: str, counts: PersonalCounts, copies: tuple[str, ...] | None
    ) -> None:
        if counts.is_nothing:
            self.said.emit(NOTHING)
            return
        self._company = company
        above = QApplication.activeModalWidget() or self._window
        self._copies = len(copies or ())
        self._dialog = EraseDialog(subject, counts_text(counts), backups_text(copies), above)
        self._dialog.offer_dropping(self._copies)
        self._dialog.agreed.connect(self._erase)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot()
    def _erase(self) -> None:
        self._drops = self._dialog is not None and self._dialog.drops
        workspace, command = self._desk.workspace, ErasePersonal(self._company)

        def work(ticket: Ticket) -> Outcome:
            return workspace.execute(command, ticket.step)

        self._desk.perform(work, self._erased, self._jobs.refused.emit, self._stopped, ERASING)

    def _erased(self, _outcome: Outcome | None) -> None:
        if not self._drops:
            return
        database, count = self._desk.workspace.database, self._copies

        def work(_ticket: Ticket) -> str:
            return dropped_text(count, database.drop_older_copies())

        self._jobs.write(Job("drop-copies", work, self.said.emit, shown="另存新备份，删除旧备份"))

    def _stopped(self) -> None:
        self.said.emit(STOPPED_TEXT)

    @Slot(object)
    def _tell(self, outcome: Outcome) -> None:
        if outcome.action == ERASE_ACTION:
            self.said.emit(DONE_TEXT)
