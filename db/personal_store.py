"""Erases personal data (清除个人信息): contacts, what imports under way bring, both sides of every change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy import text as sql

from chains.events import Ref
from chains.kinds import EntityKind
from chains.personal import ERASING, KEEPING, PersonalCounts
from db import tables
from db.engine import is_on_server
from db.erased_seals import ERASED_ITEMS, digest_of, erasing_key
from db.log_seal import ITEM_COLUMNS, seal_of
from db.personal import without_personal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

    from chains.steps import Step
    from db.mapping import Row
    from db.recorder import Recorder


_AT_ONCE = 500
_DELETED_AT_ONCE = 2_000
_CACHE_KB = 262_144
_CONTACT = tables.contact.name


class PersonalStore:
    """Personal data inside a unit of work; see chains.personal.PersonalData."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def erase(self, company_id: int | None, step: Step) -> PersonalCounts:
        """Erase that of one company, or all with None; returns how much there was."""
        connection = self._connection
        _keep_from_spilling(connection)
        keys = _contact_keys(connection, company_id)
        counts = _held(connection, company_id)
        progress = _Progress(step, counts.contacts + _count_items(connection, keys))
        seals: list[tuple[int, str]] = []
        for rows in _items(connection, keys):
            seals += _erase_items(connection, rows)
            progress.advance(len(rows))
        waiting = _erase_waiting(connection, company_id)
        counts = PersonalCounts(counts.contacts, counts.companies, len(seals), waiting)
        if not counts.is_nothing:
            _erase_contacts(connection, company_id, progress)
            self._note(company_id, counts, seals)
        progress.end()
        return counts

    def _note(self, company_id: int | None, counts: PersonalCounts, seals: list[tuple[int, str]]) -> None:
        said = {
            "company_id": company_id,
            "contacts": counts.contacts,
            "changes": counts.changes,
            "digest": digest_of(seals),
        }
        self._recorder.touch(Ref(EntityKind.COMPANY, str(company_id or "")))
        self._recorder.note_made(ERASED_ITEMS, erasing_key(company_id), said)
        self._recorder.when_numbered(lambda number: _keep_seals(self._connection, number, seals))


class _Progress:
    """How far an erasing is; what `step` raises goes through."""

    def __init__(self, step: Step, total: int) -> None:
        self._step, self._done, self._total = step, 0, total
        self.advance(0)

    def advance(self, more: int) -> None:
        """So many more rows are done. The last moment is told by `end` alone."""
        self._done += more
        self._step(min(self._done, max(self._total - 1, 0)), max(self._total, 1), ERASING)

    def end(self) -> None:
        """From here on nobody is asked any more."""
        self._step(max(self._total, 1), max(self._total, 1), KEEPING)


def count_personal(connection: Connection, company_id: int | None) -> PersonalCounts:
    """How much personal data there is of one company, or of all with None."""
    held = _held(connection, company_id)
    items = sum(
        sum(_is_held(row["before"]) or _is_held(row["after"]) for row in rows)
        for rows in _items(connection, _contact_keys(connection, company_id))
    )
    waiting = sum(1 for _row in _waiting(connection, company_id))
    return PersonalCounts(held.contacts, held.companies, items, waiting)


def _held(connection: Connection, company_id: int | None) -> PersonalCounts:
    owner = tables.contact.c.company_id
    query = select(func.count(), func.count(owner.distinct())).where(*_of(owner, company_id))
    contacts, companies = connection.execute(query).one()
    return PersonalCounts(int(contacts), int(companies))


def _count_items(connection: Connection, keys: list[str] | None) -> int:
    item = tables.change_item
    if keys is not None:
        return len(_items_of(connection, keys))
    query = select(func.count()).where(item.c.table == _CONTACT)
    return int(connection.execute(query).scalar_one())


def _erase_contacts(connection: Connection, company_id: int | None, progress: _Progress) -> None:
    """Some at a time, in the one transaction: a statement for all could not be stopped."""
    table = tables.contact
    last = 0
    while True:
        wanted = (table.c.id > last, *_of(table.c.company_id, company_id))
        query = select(table.c.id).where(*wanted).order_by(table.c.id).limit(_DELETED_AT_ONCE)
        found = connection.execute(query).scalars().all()
        if not found:
            return
        between = table.c.id.between(found[0], found[-1])
        connection.execute(delete(table).where(between, *_of(table.c.company_id, company_id)))
        last = int(found[-1])
        progress.advance(len(found))


def _keep_from_spilling(connection: Connection) -> None:
    """Changed pages stay in memory until the end: a file that spills lets nobody read it until then."""
    if not is_on_server(connection):
        connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KB}")


def _of(column: ColumnElement[Any], company_id: int | None) -> list[ColumnElement[bool]]:
    return [] if company_id is None else [column == company_id]


def _contact_keys(connection: Connection, company_id: int | None) -> list[str] | None:
    """Keys, as the log has them, of every contact that ever was the company's; None for all contacts.

    Those of companies that were merged into it are among them.
    """
    if company_id is None:
        return None
    table, item = tables.contact, tables.change_item
    now = connection.execute(select(table.c.id).where(table.c.company_id == company_id)).scalars()
    keys = {json.dumps({"id": one}) for one in now}
    for one in (company_id, *_merged_into(connection, company_id)):
        # As json.dumps writes it; within a value the quotes would have a backslash before them.
        part = f'%"company_id": {one},%'
        past = or_(item.c.before.like(part), item.c.after.like(part))
        query = select(item.c.row_key).where(item.c.table == _CONTACT, past)
        keys.update(connection.execute(query).scalars())
    return sorted(keys)


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


def _items(connection: Connection, keys: list[str] | None) -> Iterator[Sequence[Row]]:
    """Changes of contacts in the log, some hundred at a time, by id."""
    item = tables.change_item
    if keys is not None:
        found = _items_of(connection, keys)
        for start in range(0, len(found), _AT_ONCE):
            some = item.c.id.in_(found[start : start + _AT_ONCE])
            yield connection.execute(select(item).where(some).order_by(item.c.id)).mappings().all()
        return
    last = 0
    while True:
        # Through the rows in order: by the index of tables every batch would sort all of them anew.
        wanted = (item.c.table.concat("") == _CONTACT, item.c.id > last)
        query = select(item).where(*wanted).order_by(item.c.id).limit(_AT_ONCE)
        rows = connection.execute(query).mappings().all()
        if not rows:
            return
        yield rows
        last = int(rows[-1]["id"])


def _items_of(connection: Connection, keys: list[str]) -> list[int]:
    """Ids of the changes of these contacts, ascending."""
    item = tables.change_item
    found: list[int] = []
    for start in range(0, len(keys), _AT_ONCE):
        of_some = (item.c.table == _CONTACT, item.c.row_key.in_(keys[start : start + _AT_ONCE]))
        found += connection.execute(select(item.c.id).where(*of_some)).scalars()
    return sorted(found)


def _is_held(side: str | None) -> bool:
    """Whether one side of a change of a contact still says something personal."""
    noted = None if side is None else json.loads(side)
    return without_personal(_CONTACT, noted) != noted


def _erase_items(connection: Connection, rows: Sequence[Row]) -> list[tuple[int, str]]:
    """Erase what these changes say; returns each one's second seal. What is erased already stays."""
    changed, seals = [], []
    for row in rows:
        if not (_is_held(row["before"]) or _is_held(row["after"])):
            continue
        sides = {side: _erased(row[side]) for side in ("before", "after")}
        stands = {**row, **sides}
        seals.append((int(row["id"]), seal_of(row["seal"] or "", [stands[name] for name in ITEM_COLUMNS])))
        changed.append({"i": row["id"], "b": sides["before"], "a": sides["after"]})
    if changed:
        # The salt goes too: see db.log_seal.
        erasing = sql("UPDATE change_item SET before = :b, after = :a, salt = NULL WHERE id = :i")
        connection.execute(erasing, changed)
    return seals


def _erased(side: str | None) -> str | None:
    if side is None:
        return None
    return json.dumps(without_personal(_CONTACT, json.loads(side)), ensure_ascii=False)


def _keep_seals(connection: Connection, number: int, seals: Sequence[tuple[int, str]]) -> None:
    if seals:
        rows = [{"item": item, "number": number, "seal": seal} for item, seal in seals]
        connection.execute(insert(tables.erased_item), rows)


def _waiting(connection: Connection, company_id: int | None) -> Iterator[tuple[int, dict[str, Any]]]:
    """Arrivals of imports that are not carried out yet and bring contacts: id and content."""
    table = tables.staged_update
    last = 0
    while True:
        where = [table.c.id > last, *_of(table.c.company_id, company_id)]
        query = select(table.c.id, table.c.arrival).where(*where).order_by(table.c.id).limit(_AT_ONCE)
        rows = connection.execute(query).all()
        if not rows:
            return
        for row in rows:
            arrival = json.loads(row.arrival)
            if arrival["contacts"]:
                yield int(row.id), arrival
        last = int(rows[-1].id)


def _erase_waiting(connection: Connection, company_id: int | None) -> int:
    table = tables.staged_update
    found = 0
    for row, arrival in _waiting(connection, company_id):
        kept = json.dumps({**arrival, "contacts": []}, ensure_ascii=False)
        connection.execute(update(table).where(table.c.id == row).values(arrival=kept))
        found += 1
    return found
