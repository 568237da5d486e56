"""The page of one company, and the forms by which staff change it or make a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.messages import tell
from app.services.workspace import today
from chains.kinds import EntityKind
from widgets.dialogs.company import CompanyDialog, CompanyView
from widgets.dialogs.company_form import CompanyFormDialog
from widgets.dialogs.contact_form import ContactFormDialog
from widgets.dialogs.follow_up import FollowUpDialog
from widgets.dialogs.honour_form import HonourFormDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.commands import Command
    from chains.company import Company, Contact, Qualification
    from chains.company_record import TargetLine
    from chains.contacts import Person
    from chains.errors import DomainError
    from chains.events import ChangeSet, Outcome

_Form = CompanyFormDialog | HonourFormDialog | ContactFormDialog

MOST_HONOURS = 200
"""Names of honours that the form offers, the most frequent first."""


class CompanyPageController(QObject):
    """Opens the page, keeps it in step while it is open, and writes what its forms ask.

    `erase_asked` carries id and name of the company whose personal data is to be erased.
    """

    erase_asked = Signal(object, object)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._window = desk, jobs, place, window
        self._dialog: CompanyDialog | None = None
        self._form: _Form | None = None
        self._asked: Command | None = None
        desk.changed.connect(self._look)
        desk.done.connect(self._close_form)
        desk.refused.connect(self._say_in_form)

    def dialog(self) -> CompanyDialog | None:
        """The page that is open."""
        return self._dialog

    def form(self) -> _Form | None:
        """The form that is open."""
        return self._form

    @Slot(object)
    def open_card(self, company_id: int) -> None:
        """Show one company; its contacts only when asked."""
        self._read(company_id, self._show)

    @Slot()
    def ask_new(self) -> None:
        """Ask for the facts of a new company."""
        self._open(CompanyFormDialog(None, today(), self._window))

    def _read(self, company_id: int, then: object) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> CompanyView:
            with workspace.read() as reader:
                return CompanyView(reader.company_record(company_id), today())

        self._jobs.read(Job("company", work, then))  # type: ignore[arg-type]

    def _show(self, view: CompanyView) -> None:
        if self._dialog is not None:
            self._dialog.close()
        self._dialog = dialog = CompanyDialog(view, self._window)
        dialog.contacts_asked.connect(self._read_contacts)
        dialog.picked.connect(self._place.point_at)
        dialog.asked.connect(self._desk.submit)
        dialog.edit_asked.connect(self._ask_edit)
        dialog.honour_asked.connect(self._ask_honour)
        dialog.contact_asked.connect(self._ask_contact)
        dialog.follow_up_asked.connect(self._ask_follow_up)
        dialog.erase_asked.connect(self._ask_erase)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _show_again(self, view: CompanyView) -> None:
        if self._dialog is not None and self._dialog.company_id == view.record.company.id:
            self._dialog.show_view(view)

    @Slot()
    def _forget(self) -> None:
        if self.sender() is self._dialog:
            self._dialog = None

    @Slot(object)
    def _read_contacts(self, company_id: int) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[Contact, ...]:
            with workspace.read() as reader:
                return reader.contacts(company_id)

        def show(contacts: tuple[Contact, ...]) -> None:
            self._show_contacts(company_id, contacts)

        self._jobs.read(Job("contacts", work, show))

    def _show_contacts(self, company_id: int, contacts: tuple[Contact, ...]) -> None:
        """Show them on the page that asked: another company's may be open by now."""
        if self._dialog is not None and self._dialog.company_id == company_id:
            self._dialog.show_contacts(contacts)

    @Slot()
    def _ask_edit(self) -> None:
        if self._dialog is not None:
            self._open(CompanyFormDialog(self._dialog.company, today(), self._dialog))

    @Slot(object)
    def _ask_contact(self, person: Person | None) -> None:
        if self._dialog is not None:
            self._open(ContactFormDialog(self._dialog.company, person, self._dialog))

    @Slot()
    def _ask_erase(self) -> None:
        if self._dialog is not None:
            self.erase_asked.emit(self._dialog.company_id, self._dialog.company.name)

    @Slot(object)
    def _ask_follow_up(self, target: TargetLine) -> None:
        if self._dialog is not None:
            form = FollowUpDialog(
                target.id, f"{self._dialog.company.name} → {target.segment_name}", self._dialog
            )
            form.asked.connect(self._desk.submit)
            form.open()

    @Slot(object)
    def _ask_honour(self, honour: Qualification | None) -> None:
        if self._dialog is None:
            return
        workspace, company = self._desk.workspace, self._dialog.company

        def work(_ticket: Ticket) -> tuple[str, ...]:
            with workspace.read() as reader:
                return tuple(name for name, _ in reader.honour_names()[:MOST_HONOURS])

        def show(names: tuple[str, ...]) -> None:
            self._open_honour(company, honour, names)

        self._jobs.read(Job("honours", work, show))

    def _open_honour(self, company: Company, honour: Qualification | None, names: tuple[str, ...]) -> None:
        if self._dialog is not None:
            self._open(HonourFormDialog(company, names, honour, self._dialog))

    def _open(self, form: _Form) -> None:
        self._form, self._asked = form, None
        form.asked.connect(self._submit)
        form.finished.connect(self._drop_form)
        form.open()

    @Slot(object)
    def _submit(self, command: Command) -> None:
        self._asked = command
        self._desk.submit(command)

    @Slot()
    def _drop_form(self) -> None:
        if self.sender() is self._form:
            self._form, self._asked = None, None

    @Slot(object)
    def _close_form(self, outcome: Outcome) -> None:
        """The command of the form was written: a new company is shown."""
        if self._form is None or self._asked is None or outcome.action not in _FORM_ACTIONS:
            return
        self._form.accept()
        if outcome.action == "add_company" and outcome.created:
            self.open_card(outcome.created)

    @Slot(object, object)
    def _say_in_form(self, error: DomainError, command: object) -> None:
        if self._form is not None and command is self._asked:
            self._form.show_problem(tell(error))

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        kinds = (EntityKind.COMPANY, EntityKind.PLACEMENT, EntityKind.TARGET, EntityKind.FOLLOW_UP)
        if self._dialog is not None and any(changes.touches(kind) for kind in kinds):
            self._read(self._dialog.company_id, self._show_again)
            if self._dialog.shows_contacts:
                self._read_contacts(self._dialog.company_id)


_FORM_ACTIONS = frozenset(
    {"add_company", "edit_company", "add_qualification", "edit_qualification", "add_contact", "edit_contact"}
)
