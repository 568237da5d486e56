"""Finds what stands in the way of taking an entry back, and takes it back as a person settled it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from chains.clashes import MOST_CLASHES, Clash, ClashKind
from chains.errors import NotUndoable
from db import tables
from db.item_reading import ItemReading, is_shown_column
from db.past_rows import past_rows_in_parts, rows_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from chains.clashes import Settled
    from db.mapping import Row
    from db.past_rows import Key, PastRow
    from db.snapshot_rows import Snapshot

_AT_ONCE = 1_000
_NOT_LISTED = (0, "", "")


@dataclass(frozen=True, slots=True)
class _Against:
    """One fact of a row: which, and what stands there now."""

    kind: ClashKind
    column: str
    seen: str


def clashes_of(connection: Connection, number: int) -> tuple[Clash, ...]:
    """What somebody changed since of what the entry left, in the order of the log, up to MOST_CLASHES."""
    found: list[tuple[PastRow, Snapshot | None, _Against]] = []
    taken_back: dict[tuple[str, Key], Snapshot | None] = {}
    for rows in past_rows_in_parts(connection, number, _AT_ONCE):
        now = rows_now(connection, rows)
        for row in rows:
            place = (row.table.name, row.key)
            # What was changed twice is taken back twice: the older change finds what the newer one left.
            held = taken_back[place] if place in taken_back else now.get(place)
            found += [(row, held, one) for one in _against(row, held)]
            taken_back[place] = row.wanted
        if len(found) >= MOST_CLASHES:
            break
    reading, writers = ItemReading(connection), _writers(connection, number, [one for one, _, _ in found])
    told = [_told(reading, *one, writers) for one in reversed(found[:MOST_CLASHES])]
    return tuple(told)


def settled_rows(
    connection: Connection, rows: Sequence[PastRow], settled: Sequence[Settled], number: int
) -> list[PastRow]:
    """The rows as they are to be written: each clash as it was settled, everything else as it was before.

    Raises NotUndoable when something that clashes was not settled, or is no longer what was seen, and there
    is no rule for what was not listed.
    """
    said = {(one.item, one.field, one.seen): one.ours for one in settled}
    now = rows_now(connection, rows)
    written: list[PastRow] = []
    for row in rows:
        held = now.get((row.table.name, row.key))
        rulings = {}
        for one in _against(row, held):
            ours = said.get((row.item, _field(row, one), one.seen), said.get(_NOT_LISTED))
            if ours is None:
                raise NotUndoable(number=number, cause="changed_since")
            rulings[one.column] = ours
        wanted = _merged(row, held, rulings)
        if wanted != held:
            written.append(replace(row, left=held, wanted=wanted))
            if wanted is None:
                del now[row.table.name, row.key]
            else:
                now[row.table.name, row.key] = wanted
    return written


def _against(row: PastRow, now: Snapshot | None) -> Iterator[_Against]:
    """Facts of the row that are neither as the entry left them nor as they were before."""
    if now in (row.left, row.wanted):
        return
    if now is None or row.left is None or row.wanted is None:
        kind = ClashKind.GONE if now is None else ClashKind.THERE if row.left is None else ClashKind.CHANGED
        yield _Against(kind, "", _seen(now))
        return
    for name, left in row.left.items():
        changed = left != row.wanted[name] and now[name] not in (left, row.wanted[name])
        if changed and is_shown_column(name):
            yield _Against(ClashKind.FACT, name, _seen(now[name]))


def _merged(row: PastRow, now: Snapshot | None, rulings: dict[str, bool]) -> Snapshot | None:
    """What the row becomes: what others said of what the entry did not touch stays in any case."""
    if now == row.left:
        return row.wanted
    if "" in rulings:
        return row.wanted if rulings[""] else now
    if now is None or row.left is None or row.wanted is None:
        return now
    wanted, left = row.wanted, row.left
    taken_back = {
        name for name in now if left[name] != wanted[name] and (now[name] == left[name] or rulings.get(name))
    }
    return {name: wanted[name] if name in taken_back else value for name, value in now.items()}


def _field(row: PastRow, against: _Against) -> str:
    return f"{row.table.name}.{against.column}" if against.column else row.table.name


def _seen(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _told(
    reading: ItemReading,
    row: PastRow,
    now: Snapshot | None,
    against: _Against,
    writers: dict[tuple[str, str], tuple[str, datetime]],
) -> Clash:
    name, content = row.table.name, row.left or row.wanted or {}
    who, at = writers.get((name, _row_key(row)), ("", None))

    def text(side: Snapshot | None) -> str:
        if side is None:
            return ""
        if against.column:
            return reading.shown(name, against.column, side)
        return "；".join(one.after for one in reading.differences(name, row.left or {}, side))

    subject, field = reading.subject(name, content), _field(row, against)
    theirs, ours = text(now), text(row.wanted)
    return Clash(row.item, against.kind, subject, field, theirs, ours, against.seen, who, at)


def _row_key(row: PastRow) -> str:
    key = dict(zip((column.name for column in row.table.primary_key), row.key, strict=True))
    return json.dumps(key, ensure_ascii=False)


def _writers(
    connection: Connection, number: int, rows: Sequence[PastRow]
) -> dict[tuple[str, str], tuple[str, datetime]]:
    """Who wrote these rows last since the entry, and when."""
    item, log = tables.change_item, tables.change_log
    wanted = {(row.table.name, _row_key(row)) for row in rows}
    if not wanted:
        return {}
    query = (
        select(item.c.table, item.c.row_key, log.c.author, log.c.at)
        .join(log, log.c.number == item.c.number)
        .where(item.c.number > number, item.c.table.in_({table for table, _ in wanted}))
        .order_by(item.c.id)
    )
    found: dict[tuple[str, str], tuple[str, datetime]] = {}
    later: Row
    for later in connection.execute(query).mappings():
        place = (later["table"], later["row_key"])
        if place in wanted:
            found[place] = (later["author"], later["at"])
    return found
