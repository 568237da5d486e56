"""Reads the change log: who, when, what, before, after; personal data is masked."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from chains.personal import ERASE_ACTION
from chains.rows import ChangeRow
from db import tables
from db.batch_undo import batch_refs_after
from db.item_reading import ItemReading
from db.recorder import refs_of
from db.sign_ins import sign_ins_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from chains.events import Ref
    from chains.rows import FieldChange
    from db.mapping import Row

MOST_ITEMS_SHOWN = 20
"""An entry of more items than this shows none of their fields: a bulk import has thousands."""

_AT_ONCE = 500


class ChangeReading:
    """Entries of the log, and what is new since a number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, limit: int | None, before: int | None) -> tuple[ChangeRow, ...]:
        """Entries, newest first, older than number `before`."""
        log = tables.change_log
        query = select(log.c.number).order_by(log.c.number.desc())
        if before is not None:
            query = query.where(log.c.number < before)
        if limit is not None:
            query = query.limit(limit)
        return self.entries(self._connection.execute(query).scalars().all())

    def entries(self, numbers: Sequence[int]) -> tuple[ChangeRow, ...]:
        """Those entries, in that order; a number that is none is left out."""
        log, found = tables.change_log, []
        items = ItemReading(self._connection)
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            query = select(log).where(log.c.number.in_(some))
            there = {row["number"]: row for row in self._connection.execute(query).mappings()}
            fields, undone = self._fields(list(there.values()), items), self._undone_by(some)
            logins = sign_ins_of(self._connection, some)
            rows = [_row(there[one], fields[one], undone.get(one)) for one in some if one in there]
            found += [replace(row, login=logins.get(row.number, "")) for row in rows]
        return tuple(found)

    def last_undoable(self, author: str | None) -> int | None:
        """Number of the newest entry that stands: not taken back, and no taking back itself.

        An undo that was itself taken back (redo) makes the first entry stand again.
        """
        log = tables.change_log
        query = select(log.c.number, log.c.undoes, log.c.author, log.c.item_count, log.c.action)
        query = query.order_by(log.c.number.desc())
        undone: set[int] = set()
        # Newest first: whatever takes an entry back came after it. Mostly one of the first will do.
        with self._connection.execute(query, execution_options={"yield_per": _AT_ONCE}) as rows:
            for number, undoes, by, count, action in rows:
                if number in undone:
                    continue
                if undoes is not None:
                    undone.add(int(undoes))
                elif count and author in {None, by} and action != ERASE_ACTION:
                    return int(number)
        return None

    def after(self, number: int) -> tuple[int, frozenset[Ref]]:
        """The newest entry's number, and what entries after `number` touched."""
        item = tables.change_item
        newest = self._connection.execute(select(func.max(tables.change_log.c.number))).scalar() or 0
        rows = self._connection.execute(select(item).where(item.c.number > number)).mappings()
        refs: set[Ref] = set()
        for row in rows:
            content = json.loads(row["after"] or row["before"])
            refs.update(refs_of(row["table"], json.loads(row["row_key"]), content))
        refs.update(batch_refs_after(self._connection, number))
        return int(newest), frozenset(refs)

    def _undone_by(self, numbers: Sequence[int]) -> dict[int, int]:
        """Entry → the entry that took it back and itself stands."""
        log, undoes, asked = tables.change_log, dict[int, int](), list(numbers)
        while asked:
            query = select(log.c.number, log.c.undoes).where(log.c.undoes.in_(asked))
            more = {int(number): int(of) for number, of in self._connection.execute(query)}
            asked = [number for number in more if number not in undoes]
            undoes |= more
        undone: dict[int, int] = {}
        for number in sorted(undoes, reverse=True):
            # Newest first: an undo that was taken back by a later entry no longer counts.
            if number not in undone:
                undone[undoes[number]] = number
        return undone

    def _fields(self, entries: Sequence[Row], items: ItemReading) -> dict[int, list[FieldChange]]:
        item, found = tables.change_item, defaultdict[int, list["FieldChange"]](list)
        few = [entry["number"] for entry in entries if 0 < entry["item_count"] <= MOST_ITEMS_SHOWN]
        query = select(item).where(item.c.number.in_(few)).order_by(item.c.id)
        for row in self._connection.execute(query).mappings().all() if few else ():
            found[row["number"]].extend(items.changes(row))
        return found


def _row(entry: Row, fields: Sequence[FieldChange], undone_by: int | None) -> ChangeRow:
    facts: dict[str, Any] = {
        name: entry[name] for name in ("number", "at", "author", "action", "subject", "kind", "undoes")
    }
    facts |= {"items": entry["item_count"], "computer": entry["computer"] or ""}
    return ChangeRow(**facts, fields=tuple(fields), undone_by=undone_by)
