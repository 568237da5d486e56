"""Contacts edited by hand: guarded, undone, and never in clear in the change log or in a message."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from app.messages import tell
from app.services.workspace import Workspace
from chains.commands import CompanyArrival, ImportCompanies, RevertChange
from chains.company import Company, Contact
from chains.company_editing import AddCompany
from chains.contacts import AddContact, EditContact, Person, RemoveContact, people_of
from chains.errors import AlreadyThere, Conflict, NotFound
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)

ZHANG = Person("张三丰", "总经理", ("13812345678",), ("zhangsf@example.com",))
LI = Person("李四", phones=("0631-5200000",))


@pytest.fixture
def company(workspace: Workspace) -> Company:
    workspace.execute(AddCompany(Company(0, "甲厂"), (Contact("phone", "0631-5200000"),)))
    with workspace.read() as reader:
        return reader.company(1)


def people(workspace: Workspace) -> tuple[Person, ...]:
    with workspace.read() as reader:
        return people_of(reader.contacts(1))


def test_a_person_comes_changes_goes_and_each_is_undone(workspace: Workspace, company: Company) -> None:
    nobody = Person(phones=("0631-5200000",))
    workspace.execute(AddContact(1, ZHANG, company.version))
    assert people(workspace) == (nobody, ZHANG)

    other = replace(ZHANG, role="董事长", phones=("13812345678", "13900000000"))
    workspace.execute(EditContact(1, ZHANG, other))
    assert people(workspace) == (nobody, other)
    workspace.execute(EditContact(1, nobody, LI))
    assert set(people(workspace)) == {LI, other}
    workspace.execute(RemoveContact(1, other))
    assert people(workspace) == (LI,)

    for expected in ({LI, other}, {nobody, other}, {nobody, ZHANG}, {nobody}):
        workspace.undo_last()
        assert set(people(workspace)) == expected


def test_a_change_of_nothing_is_none_and_one_who_is_known_is_not_added(
    workspace: Workspace, company: Company
) -> None:
    workspace.execute(AddContact(1, ZHANG))

    assert workspace.execute(EditContact(1, ZHANG, ZHANG)).number is None
    with pytest.raises(AlreadyThere) as refused:
        workspace.execute(AddContact(1, ZHANG))
    assert tell(refused.value) == "“甲厂”已登记这位联系人。"


def test_what_a_colleague_changed_is_not_overwritten(workspace: Workspace, company: Company) -> None:
    workspace.execute(AddContact(1, ZHANG, company.version))

    with pytest.raises(Conflict):
        workspace.execute(AddContact(1, LI, company.version))
    with pytest.raises(NotFound) as refused:
        workspace.execute(RemoveContact(1, LI))
    assert "李四" not in tell(refused.value)


def test_the_log_tells_that_it_was_done_and_nothing_of_the_person(
    workspace: Workspace, company: Company
) -> None:
    workspace.execute(AddContact(1, ZHANG))
    workspace.execute(RemoveContact(1, ZHANG))

    with workspace.read() as reader:
        entries = (*reader.change_log(), *reader.company_record(1).history)
    assert {"add_contact", "remove_contact"} <= {one.action for one in entries}
    told = repr(entries)
    assert "甲厂" in told
    for secret in ("张三丰", "13812345678", "zhangsf@example.com"):
        assert secret not in told


def test_the_same_file_again_brings_no_phone_that_staff_gave_a_name(
    workspace: Workspace, company: Company
) -> None:
    workspace.execute(EditContact(1, Person(phones=("0631-5200000",)), LI))
    with workspace.read() as reader:
        known = reader.company(1)

    arrival = CompanyArrival(known, (Contact("phone", "0631-5200000"),))
    workspace.execute(ImportCompanies("名单.csv", (arrival,), {1: known.version}))

    assert people(workspace) == (LI,)


@pytest.mark.of_files
def test_a_change_noted_before_contacts_had_people_can_be_undone(
    workspace: Workspace, company: Company
) -> None:
    done = workspace.execute(AddContact(1, LI))
    with closing(sqlite3.connect(workspace.database.path)) as connection, connection:
        connection.execute(
            "UPDATE change_item SET after = json_remove(after, '$.role') WHERE number = ?", (done.number,)
        )

    workspace.execute(RevertChange(done.number or 0))

    assert people(workspace) == (Person(phones=("0631-5200000",)),)
