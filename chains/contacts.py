"""People of a company and how they are reached (联系人): personal data, hidden until asked for.

What is kept are single contacts (chains.company.Contact): a file tells phones and names in columns of their
own, and not whose phone it is. Here they are put together to people as far as that is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chains.company import Contact
from chains.errors import InvalidValue
from chains.names import display_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PERSON, PHONE, MAIL = "person", "phone", "email"
BETWEEN = "；"
_LONGEST = {"person": 80, "role": 80, "phone": 60, "email": 200}


@dataclass(frozen=True, slots=True)
class Person:
    """One who can be reached: name and 职务, phones, mail addresses; without a name there is one of these."""

    name: str = ""
    role: str = ""
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """`张三（总经理） 0631-5200000；a@example.com`: for a cell of a list."""
        who = f"{self.name}（{self.role}）" if self.role else self.name
        reached = BETWEEN.join((*self.phones, *self.mails))
        return f"{who} {reached}".strip()


@dataclass(frozen=True, slots=True)
class AddContact:
    """Keep one more person to reach at a company (新增联系人)."""

    company_id: int
    person: Person
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class EditContact:
    """Make of one person of a company what `person` says (修改联系人)."""

    company_id: int
    old: Person
    person: Person
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveContact:
    """Forget a person of a company with all ways to reach them (删除联系人)."""

    company_id: int
    person: Person
    expected_version: int | None = None


ContactCommand = AddContact | EditContact | RemoveContact


def grouped(contacts: Iterable[Contact]) -> tuple[tuple[Person, tuple[Contact, ...]], ...]:
    """People in the order in which they were first told of, each with the contacts that say so."""
    groups: dict[tuple[str, str], list[Contact]] = {}
    for one in contacts:
        name = one.value if one.kind == PERSON else one.person
        # What belongs to nobody known stands for itself.
        groups.setdefault((name, "" if name else one.value), []).append(one)
    return tuple((_person(name, some), tuple(some)) for (name, _), some in groups.items())


def people_of(contacts: Iterable[Contact]) -> tuple[Person, ...]:
    """The people that these contacts tell of."""
    return tuple(person for person, _ in grouped(contacts))


def contacts_of(person: Person) -> tuple[Contact, ...]:
    """How a person is kept: a contact for the name, and one for each phone and mail address."""
    named = (Contact(PERSON, person.name, role=person.role),) if person.name else ()
    phones = (Contact(PHONE, one, person.name) for one in person.phones)
    return (*named, *phones, *(Contact(MAIL, one, person.name) for one in person.mails))


def checked_person(person: Person) -> Person:
    """The person with texts cleaned. Raises InvalidValue for what nobody can be reached by.

    The error does not hold what was typed: errors are shown and may be written down.
    """
    person = replace(
        person,
        name=_line(person.name),
        role=_line(person.role),
        phones=_lines(person.phones),
        mails=_lines(person.mails),
    )
    if not (person.name or person.phones or person.mails):
        raise _wrong("person", "姓名、电话、邮箱至少填一项")
    if not person.name and (person.role or len(person.phones) + len(person.mails) > 1):
        raise _wrong("person", "填有职务或多个号码时要有姓名")
    for kind, texts in (
        (PERSON, (person.name,)),
        ("role", (person.role,)),
        (PHONE, person.phones),
        (MAIL, person.mails),
    ):
        if any(len(text) > _LONGEST[kind] for text in texts):
            raise _wrong(kind, f"不超过 {_LONGEST[kind]} 字")
    if not all(any(sign.isdigit() for sign in phone) for phone in person.phones):
        raise _wrong(PHONE, "带数字的号码")
    if not all(_may_be_mail(mail) for mail in person.mails):
        raise _wrong(MAIL, "name@example.com 的样子")
    return person


def _person(name: str, contacts: Sequence[Contact]) -> Person:
    return Person(
        name,
        next((one.role for one in contacts if one.role), ""),
        tuple(one.value for one in contacts if one.kind == PHONE),
        tuple(one.value for one in contacts if one.kind == MAIL),
    )


def _wrong(field: str, allowed: str) -> InvalidValue:
    return InvalidValue(field=f"contact.{field}", value="", allowed=allowed)


def _may_be_mail(text: str) -> bool:
    before, _, after = text.partition("@")
    return bool(before) and "." in after and "@" not in after and " " not in text


def _line(text: str) -> str:
    return " ".join(display_name(text.replace("\n", " ").replace("\t", " ")).split())


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(_line, texts) if text))
