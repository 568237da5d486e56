"""Finds personal data wherever a workspace holds some, and counts it.

No statement goes through more than a part of the change log: between two `look` is called, and may raise.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy import text as sql

from chains.personal import COUNTING, PersonalCounts
from db import tables
from db.personal import without_personal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

    from chains.steps import Step
    from db.mapping import Row

    Look = Callable[[], None]

CONTACT = tables.contact.name
_AT_ONCE = 500
_KEYS_AT_ONCE = 5_000
_OWNERS_AT_ONCE = 100
"""Two conditions each; SQLite takes 1,000 in a row."""
_LOOKED_THROUGH = 50_000
"""Rows of the log in one statement: some 20 ms."""


def count_personal(connection: Connection, company_id: int | None, step: Step) -> PersonalCounts:
    """How much personal data there is of one company, or of all with None. `step` hears how far it is."""
    held = contacts_held(connection, company_id)
    total = int(connection.execute(select(func.max(tables.change_item.c.id))).scalar() or 0)
    done = 0

    def look() -> None:
        step(done, max(total, 1), COUNTING)

    look()
    items = 0
    for rows in items_in_parts(connection, contact_keys(connection, company_id, look), look):
        items += sum(is_held(row["before"]) or is_held(row["after"]) for row in rows)
        done = int(rows[-1]["id"])
    done, waiting = total, 0
    look()
    for _row in staged_contacts(connection, company_id):
        waiting += 1
        look()
    return PersonalCounts(held.contacts, held.companies, items, waiting)


def contacts_held(connection: Connection, company_id: int | None) -> PersonalCounts:
    """Contacts that stand in the registry, and of how many companies."""
    owner = tables.contact.c.company_id
    query = select(func.count(), func.count(owner.distinct())).where(*of_company(owner, company_id))
    contacts, companies = connection.execute(query).one()
    return PersonalCounts(int(contacts), int(companies))


def of_company(column: ColumnElement[Any], company_id: int | None) -> list[ColumnElement[bool]]:
    """The condition that it is that company's; none for all."""
    return [] if company_id is None else [column == company_id]


def contact_keys(connection: Connection, company_id: int | None, look: Look) -> list[str] | None:
    """Keys, as the log has them, of every contact that ever was the company's; None for all contacts.

    Those of companies that were merged into it are among them.
    """
    if company_id is None:
        return None
    table, item = tables.contact, tables.change_item
    now = connection.execute(select(table.c.id).where(table.c.company_id == company_id)).scalars()
    keys = {json.dumps({"id": one}) for one in now}
    owners = (company_id, *_merged_into(connection, company_id))
    for first, last in _key_spans(connection):
        span = (item.c.table == CONTACT, item.c.row_key >= first, item.c.row_key <= last)
        for start in range(0, len(owners), _OWNERS_AT_ONCE):
            look()
            past = _was_of(owners[start : start + _OWNERS_AT_ONCE])
            keys.update(connection.execute(select(item.c.row_key).where(*span, past)).scalars())
    return sorted(keys)


def _was_of(companies: Sequence[int]) -> ColumnElement[bool]:
    """Whether a change of a contact names one of the companies."""
    sides = (tables.change_item.c.before, tables.change_item.c.after)
    # As json.dumps writes it; within a value the quotes would have a backslash before them.
    parts = [f'%"company_id": {one},%' for one in companies]
    return or_(*(side.like(part) for part in parts for side in sides))


def _key_spans(connection: Connection) -> Iterator[tuple[str, str]]:
    """First and last keys of some thousand changes of contacts each, in order of the keys."""
    item = tables.change_item
    keys = select(item.c.row_key).where(item.c.table == CONTACT).order_by(item.c.row_key)
    first = connection.execute(keys.limit(1)).scalar()
    while first is not None:
        some = keys.where(item.c.row_key >= first)
        last = connection.execute(some.offset(_KEYS_AT_ONCE).limit(1)).scalar()
        if last is None:
            last = connection.execute(
                select(func.max(item.c.row_key)).where(item.c.table == CONTACT)
            ).scalar_one()
        yield first, last
        first = connection.execute(keys.where(item.c.row_key > last).limit(1)).scalar()


def _merged_into(connection: Connection, company_id: int) -> list[int]:
    """Companies that are gone because they were merged into this one, or into one of those."""
    found, looking = [], [company_id]
    query = sql(
        "SELECT gone.row_key FROM change_log log"
        " JOIN change_item kept ON kept.number = log.number JOIN change_item gone ON gone.number = log.number"
        " WHERE log.action = 'merge_companies'"
        " AND (kept.after LIKE :of_kept OR (kept.\"table\" = 'company' AND kept.row_key = :kept))"
        " AND gone.\"table\" = 'company' AND gone.after IS NULL AND gone.row_key <> :kept"
    )
    while looking:
        one = looking.pop()
        asked = {"kept": json.dumps({"id": one}), "of_kept": f'%"company_id": {one},%'}
        gone = [int(json.loads(key)["id"]) for key in connection.execute(query, asked).scalars()]
        fresh = [other for other in gone if other not in found]
        found += fresh
        looking += fresh
    there = connection.execute(select(tables.company.c.id).where(tables.company.c.id.in_(found))).scalars()
    return sorted(set(found) - set(there))


def items_in_parts(connection: Connection, keys: list[str] | None, look: Look) -> Iterator[Sequence[Row]]:
    """Changes of contacts in the log, some hundred at a time, by id."""
    item = tables.change_item
    if keys is not None:
        found = items_of(connection, keys)
        for start in range(0, len(found), _AT_ONCE):
            look()
            some = item.c.id.in_(found[start : start + _AT_ONCE])
            yield connection.execute(select(item).where(some).order_by(item.c.id)).mappings().all()
        return
    last, end = 0, int(connection.execute(select(func.max(item.c.id))).scalar() or 0)
    while last < end:
        look()
        # Through the rows in order: by the index of tables every batch would sort all of them anew.
        near = item.c.id.between(last + 1, last + _LOOKED_THROUGH)
        query = select(item).where(item.c.table.concat("") == CONTACT, near)
        rows = connection.execute(query.order_by(item.c.id).limit(_AT_ONCE)).mappings().all()
        if rows:
            yield rows
        last = int(rows[-1]["id"]) if len(rows) == _AT_ONCE else last + _LOOKED_THROUGH


def items_of(connection: Connection, keys: list[str]) -> list[int]:
    """Ids of the changes of these contacts, ascending."""
    item = tables.change_item
    found: list[int] = []
    for start in range(0, len(keys), _AT_ONCE):
        of_some = (item.c.table == CONTACT, item.c.row_key.in_(keys[start : start + _AT_ONCE]))
        found += connection.execute(select(item.c.id).where(*of_some)).scalars()
    return sorted(found)


def is_held(side: str | None) -> bool:
    """Whether one side of a change of a contact still says something personal."""
    noted = None if side is None else json.loads(side)
    return without_personal(CONTACT, noted) != noted


def staged_contacts(connection: Connection, company_id: int | None) -> Iterator[tuple[int, dict[str, Any]]]:
    """Arrivals of imports that are not carried out yet and bring contacts: id and content."""
    table = tables.staged_update
    last = 0
    while True:
        where = [table.c.id > last, *of_company(table.c.company_id, company_id)]
        query = select(table.c.id, table.c.arrival).where(*where).order_by(table.c.id).limit(_AT_ONCE)
        rows = connection.execute(query).all()
        if not rows:
            return
        for row in rows:
            arrival = json.loads(row.arrival)
            if arrival["contacts"]:
                yield int(row.id), arrival
        last = int(rows[-1].id)
