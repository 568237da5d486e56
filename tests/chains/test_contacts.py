"""Contacts put together to people and taken apart again; what nobody can be reached by is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chains.company import Contact
from chains.contacts import Person, checked_person, contacts_of, people_of
from chains.errors import InvalidValue

_WORDS = st.text("张三李四12@.a ", min_size=1, max_size=6)
_PEOPLE = st.builds(
    Person, _WORDS, st.text("经理总", max_size=3), st.lists(_WORDS, unique=True).map(tuple),
    st.lists(_WORDS, unique=True).map(tuple),
)  # fmt: skip


@given(st.lists(_PEOPLE, unique_by=lambda one: one.name))
def test_people_are_kept_whole(people: list[Person]) -> None:
    contacts = [contact for person in people for contact in contacts_of(person)]

    assert people_of(contacts) == tuple(people)


def test_what_a_file_told_is_nobodys_until_someone_says_whose() -> None:
    told = (Contact("person", "张三"), Contact("phone", "0631-1"), Contact("email", "a@b.cn"))

    assert people_of(told) == (Person("张三"), Person(phones=("0631-1",)), Person(mails=("a@b.cn",)))
    assert people_of((*told, Contact("phone", "0631-1", "张三"))) == (
        Person("张三", phones=("0631-1",)),
        Person(phones=("0631-1",)),
        Person(mails=("a@b.cn",)),
    )


@pytest.mark.parametrize(
    "person",
    [
        Person(),
        Person(" \n"),
        Person(role="经理"),
        Person("张三", phones=("没有",)),
        Person("张三", mails=("zhang",)),
        Person("张三", mails=("a b@c.d",)),
        Person("张" * 81),
        Person(phones=("1", "2")),
    ],
)
def test_what_nobody_can_be_reached_by_is_refused_without_repeating_it(person: Person) -> None:
    with pytest.raises(InvalidValue) as refused:
        checked_person(person)

    assert refused.value.facts["value"] == ""


def test_a_person_is_cleaned_and_told_in_one_line() -> None:
    person = checked_person(Person(" 张三\n", "总经理", ("138 0000 0000", "138 0000 0000 "), ("z@a.cn",)))

    assert person == Person("张三", "总经理", ("138 0000 0000",), ("z@a.cn",))
    assert person.text == "张三（总经理） 138 0000 0000；z@a.cn"
    assert Person(phones=("0631-1",)).text == "0631-1"
