"""Erases personal data (清除个人信息): contacts, what imports under way bring, both sides of every change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy import text as sql

from chains.events import Ref
from chains.kinds import EntityKind
from chains.personal import ERASING, KEEPING, PersonalCounts
from db import tables
from db.engine import is_on_server
from db.erased_seals import ERASED_ITEMS, digest_of, erasing_key
from db.log_seal import ITEM_COLUMNS, seal_of
from db.personal import without_personal
from db.personal_reading import (
    CONTACT,
    contact_keys,
    contacts_held,
    is_held,
    items_in_parts,
    items_of,
    of_company,
    staged_contacts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from chains.steps import Step
    from db.mapping import Row
    from db.recorder import Recorder


_DELETED_AT_ONCE = 2_000
_CACHE_KB = 262_144


class PersonalStore:
    """Personal data inside a unit of work; see chains.personal.PersonalData."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def erase(self, company_id: int | None, step: Step) -> PersonalCounts:
        """Erase that of one company, or all with None; returns how much there was."""
        connection = self._connection
        _keep_from_spilling(connection)
        keys = contact_keys(connection, company_id, lambda: step(0, 1, ERASING))
        counts = contacts_held(connection, company_id)
        progress = _Progress(step, counts.contacts + _count_items(connection, keys))
        seals: list[tuple[int, str]] = []
        for rows in items_in_parts(connection, keys, lambda: progress.advance(0)):
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


def _count_items(connection: Connection, keys: list[str] | None) -> int:
    item = tables.change_item
    if keys is not None:
        return len(items_of(connection, keys))
    query = select(func.count()).where(item.c.table == CONTACT)
    return int(connection.execute(query).scalar_one())


def _erase_contacts(connection: Connection, company_id: int | None, progress: _Progress) -> None:
    """Some at a time, in the one transaction: a statement for all could not be stopped."""
    table = tables.contact
    last = 0
    while True:
        wanted = (table.c.id > last, *of_company(table.c.company_id, company_id))
        query = select(table.c.id).where(*wanted).order_by(table.c.id).limit(_DELETED_AT_ONCE)
        found = connection.execute(query).scalars().all()
        if not found:
            return
        between = table.c.id.between(found[0], found[-1])
        connection.execute(delete(table).where(between, *of_company(table.c.company_id, company_id)))
        last = int(found[-1])
        progress.advance(len(found))


def _keep_from_spilling(connection: Connection) -> None:
    """Changed pages stay in memory until the end: a file that spills lets nobody read it until then."""
    if not is_on_server(connection):
        connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KB}")


def _erase_items(connection: Connection, rows: Sequence[Row]) -> list[tuple[int, str]]:
    """Erase what these changes say; returns each one's second seal. What is erased already stays."""
    changed, seals = [], []
    for row in rows:
        if not (is_held(row["before"]) or is_held(row["after"])):
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
    return json.dumps(without_personal(CONTACT, json.loads(side)), ensure_ascii=False)


def _keep_seals(connection: Connection, number: int, seals: Sequence[tuple[int, str]]) -> None:
    if seals:
        rows = [{"item": item, "number": number, "seal": seal} for item, seal in seals]
        connection.execute(insert(tables.erased_item), rows)


def _erase_waiting(connection: Connection, company_id: int | None) -> int:
    table = tables.staged_update
    found = 0
    for row, arrival in staged_contacts(connection, company_id):
        kept = json.dumps({**arrival, "contacts": []}, ensure_ascii=False)
        connection.execute(update(table).where(table.c.id == row).values(arrival=kept))
        found += 1
    return found
