"""The company table (企业库) and the page of one company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from chains import words
from chains.kinds import EntityKind
from chains.regions import region_name
from widgets.dialogs.company import CompanyDialog, CompanyView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.company import Contact
    from chains.events import ChangeSet
    from chains.rows import CompanyRow
    from widgets.tables.company import CompanyTable


class CompanyController(QObject):
    """Pages of the table; `counted` carries how many companies there are in all."""

    counted = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, table: CompanyTable, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._table, self._window = desk, jobs, place, table, window
        self._text = ""
        self._dialog: CompanyDialog | None = None
        table.typed.connect(self._search)
        table.page_asked.connect(self._read_page)
        table.activated.connect(self.open_card)
        desk.changed.connect(self._look)

    def refresh(self) -> None:
        """Count afresh; pages are asked for as they are seen."""
        text, workspace = self._text, self._desk.workspace

        def work(_ticket: Ticket) -> tuple[int, int]:
            with workspace.read() as reader:
                return reader.company_count(text), reader.company_count("")

        self._jobs.read(Job("company-count", work, self._show_count))

    @Slot(object)
    def open_card(self, company_id: int) -> None:
        """Show one company; its contacts only when asked."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> CompanyView:
            with workspace.read() as reader:
                company = reader.company(company_id)
                placed = tuple(
                    (segment.ref, f"{state.chain.name} · {segment.name} · {words.ROLE[one.placement.role]}")
                    for state in reader.chain_states()
                    for segment in state.chain.segments
                    for one in state.suppliers_of(segment.code)
                    if one.placement.company_id == company_id
                )
            return CompanyView(company, region_name(company.region), placed)

        self._jobs.read(Job("company", work, self._show_card))

    def _show_count(self, counts: tuple[int, int]) -> None:
        found, whole = counts
        self._table.show_count(found)
        self.counted.emit(whole)

    def _show_card(self, view: CompanyView) -> None:
        self._dialog = CompanyDialog(view, self._window)
        self._dialog.contacts_asked.connect(self._read_contacts)
        self._dialog.picked.connect(self._place.go_to_segment)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot(object)
    def _read_contacts(self, company_id: int) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[Contact, ...]:
            with workspace.read() as reader:
                return reader.contacts(company_id)

        self._jobs.read(Job("contacts", work, self._show_contacts))

    def _show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        if self._dialog is not None:
            self._dialog.show_contacts(contacts)

    @Slot(object)
    def _search(self, text: str) -> None:
        self._text = text
        self.refresh()

    @Slot(object, object)
    def _read_page(self, offset: int, limit: int) -> None:
        text, workspace = self._text, self._desk.workspace

        def work(_ticket: Ticket) -> Sequence[CompanyRow]:
            with workspace.read() as reader:
                return reader.company_page(text, offset, limit)

        def show(rows: Sequence[CompanyRow]) -> None:
            if text == self._text:
                self._table.show_page(offset, rows)

        self._jobs.read(Job(f"company-page-{offset}", work, show))

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if changes.touches(EntityKind.COMPANY) or changes.touches(EntityKind.PLACEMENT):
            self.refresh()
