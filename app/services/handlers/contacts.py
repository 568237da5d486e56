"""People of a company, by hand. The change log names the company alone: who it is about is personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.contacts import (
    AddContact,
    EditContact,
    RemoveContact,
    checked_person,
    contacts_of,
    grouped,
)
from chains.errors import AlreadyThere, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chains.company import Company, Contact
    from chains.contacts import Person
    from chains.ports import UnitOfWork


def add_contact(command: AddContact, unit: UnitOfWork) -> Done:
    """Keep one more person. Raises AlreadyThere when all of it is known."""
    company, held = _held(command.company_id, unit)
    fresh = [one for one in contacts_of(checked_person(command.person)) if one not in held]
    if not fresh:
        raise AlreadyThere(kind="contact", name=company.name)
    unit.company_records.replace_contacts(company.id, (), fresh, command.expected_version)
    return Done("add_contact", company.name)


def edit_contact(command: EditContact, unit: UnitOfWork) -> Done:
    """Make of one person another. Raises NotFound when that one is not there as it was seen."""
    company, held = _held(command.company_id, unit)
    known = _contacts_behind(command.old, company, held)
    wanted = contacts_of(checked_person(command.person))
    gone = [one for one in known if one not in wanted]
    fresh = [one for one in wanted if one not in held]
    if gone or fresh:
        unit.company_records.replace_contacts(company.id, gone, fresh, command.expected_version)
    return Done("edit_contact", company.name)


def remove_contact(command: RemoveContact, unit: UnitOfWork) -> Done:
    """Forget one person. Raises NotFound when that one is not there as it was seen."""
    company, held = _held(command.company_id, unit)
    gone = _contacts_behind(command.person, company, held)
    unit.company_records.replace_contacts(company.id, gone, (), command.expected_version)
    return Done("remove_contact", company.name)


def _held(company_id: int, unit: UnitOfWork) -> tuple[Company, Sequence[Contact]]:
    return unit.company_records.get(company_id), unit.company_records.contacts(company_id)


def _contacts_behind(person: Person, company: Company, held: Sequence[Contact]) -> tuple[Contact, ...]:
    for one, contacts in grouped(held):
        if one == person:
            return contacts
    raise NotFound(kind="contact", name=company.name, near=())


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    AddContact: add_contact,
    EditContact: edit_contact,
    RemoveContact: remove_contact,
}
"""What each command of this kind is done by."""
