"""Takes an import of many companies back, and puts it in force again: they are hidden, not removed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from chains.errors import NotUndoable
from chains.events import Ref
from chains.kinds import BatchPhase, EntityKind
from db import tables
from db.batches import ranges_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from db.batches import Ranges
    from db.recorder import Recorder


def batch_ref(batch_id: int) -> Ref:
    """Names all companies of an import at once."""
    return Ref(EntityKind.COMPANY, f"batch/{batch_id}")


def batch_refs_after(connection: Connection, number: int) -> set[Ref]:
    """Imports that came into force, or were taken back, after that log entry."""
    log, batch = tables.change_log, tables.import_batch
    numbers = {
        int(one.number): int(one.id)
        for one in connection.execute(select(batch.c.number, batch.c.id).where(batch.c.number.is_not(None)))
    }
    if not numbers:
        return set()
    later = connection.execute(select(log.c.number).where(log.c.number > number)).scalars().all()
    roots = {_root(connection, int(one))[0] for one in later}
    return {batch_ref(numbers[root]) for root in roots if root in numbers}


def batch_of_entry(connection: Connection, number: int) -> int | None:
    """The import that the entry put in force, took back or brought back; None for any other entry."""
    root, _steps = _root(connection, number)
    table = tables.import_batch
    return connection.execute(select(table.c.id).where(table.c.number == root)).scalar()


def revert_batch(connection: Connection, recorder: Recorder, number: int) -> None:
    """Hide what the import of that entry added; where the entry took an import back, show it again.

    Nothing happens for entries that are neither. Raises NotUndoable when one of the companies was changed
    since or has marks, and when what was hidden has been cleared away.
    """
    root, steps = _root(connection, number)
    table = tables.import_batch
    batch = connection.execute(select(table).where(table.c.number == root)).first()
    if batch is None:
        return
    hiding = steps % 2 == 0
    staged = tables.staged_update
    waiting = connection.execute(select(staged.c.id).where(staged.c.batch == batch.id).limit(1)).first()
    if waiting is not None:
        raise NotUndoable(number=number, cause="in_use")
    if batch.phase != (BatchPhase.PUBLISHED if hiding else BatchPhase.WITHDRAWN):
        raise NotUndoable(number=number, cause="changed_since")
    if hiding:
        ranges = ranges_of(connection, batch.id)
        if ranges:  # else it only changed companies that were there
            _refuse_when_in_use(connection, ranges, number)
            _refuse_when_changed(connection, recorder, ranges, (root, number))
    phase = BatchPhase.WITHDRAWN if hiding else BatchPhase.PUBLISHED
    connection.execute(update(table).where(table.c.id == batch.id).values(phase=phase))
    recorder.count_many(batch_ref(batch.id), batch.added)


def _root(connection: Connection, number: int) -> tuple[int, int]:
    """The entry that began the chain of undo and redo, and how many steps back it is."""
    log, steps = tables.change_log, 0
    while True:
        undoes = connection.execute(select(log.c.undoes).where(log.c.number == number)).scalar()
        if undoes is None:
            return number, steps
        number, steps = int(undoes), steps + 1


def _refuse_when_in_use(connection: Connection, ranges: Ranges, number: int) -> None:
    for table in (tables.placement, tables.target):
        inside = or_(*_inside(table.c.company_id, ranges))
        if connection.execute(select(table.c.id).where(inside).limit(1)).first() is not None:
            raise NotUndoable(number=number, cause="in_use")


def _refuse_when_changed(
    connection: Connection, recorder: Recorder, ranges: Ranges, entries: tuple[int, int]
) -> None:
    """A company that was changed and changed back is as the import left it: the content counts."""
    root, number = entries
    item = tables.change_item
    later = (
        select(item)
        .where(item.c.number > root, item.c.table.in_(("company", "qualification", "contact")))
        .order_by(item.c.id)
    )
    looked_at: set[tuple[str, str]] = set()
    for row in connection.execute(later).mappings():
        place = (row["table"], row["row_key"])
        content = json.loads(row["before"] or row["after"])
        if place in looked_at or not _is_inside(_owner(row["table"], content), ranges):
            continue
        looked_at.add(place)
        before = None if row["before"] is None else json.loads(row["before"])
        if recorder.current(tables.metadata.tables[row["table"]], json.loads(row["row_key"])) != before:
            raise NotUndoable(number=number, cause="changed_since")


def _owner(table: str, content: dict[str, Any]) -> int:
    return int(content["id"] if table == "company" else content["company_id"])


def _is_inside(company: int, ranges: Ranges) -> bool:
    return any(first <= company <= last for first, last in ranges)


def _inside(column: Any, ranges: Ranges) -> list[ColumnElement[bool]]:  # noqa: ANN401 - an integer column
    return [column.between(first, last) for first, last in ranges]


def batch_of_company(connection: Connection, company_id: int) -> Any:  # noqa: ANN401 - a result row
    """The log entry of the import that added the company, None when it came otherwise."""
    span, batch, log = tables.import_range, tables.import_batch, tables.change_log
    query = (
        select(log)
        .join(batch, batch.c.number == log.c.number)
        .join(span, span.c.batch == batch.c.id)
        .where(span.c.first_id <= company_id, span.c.last_id >= company_id)
    )
    return connection.execute(query).mappings().first()
