"""Takes an import of many companies back, and puts it in force again: they are hidden, not removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from chains.errors import NotUndoable
from chains.events import Ref
from chains.kinds import BatchPhase, EntityKind
from db import tables
from db.batch_parts import MOST_KEPT, keep_out, take_in_again
from db.batches import batch_of, ranges_of, root_of
from db.id_ranges import size
from db.used_companies import uses_since
from db.versions import refuse_unless_written

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.recorder import Recorder


def batch_ref(batch_id: int) -> Ref:
    """Names all companies of an import at once."""
    return Ref(EntityKind.COMPANY, f"batch/{batch_id}")


def batch_refs_after(connection: Connection, number: int) -> set[Ref]:
    """Imports that came into force, or were taken back, after that log entry."""
    log, batch = tables.change_log, tables.import_batch
    numbers = {
        int(one.number): int(one.id)
        for one in connection.execute(
            select(batch.c.number, batch.c.id).where(batch.c.number.is_not(None)).order_by(batch.c.id.desc())
        )
    }
    if not numbers:
        return set()
    later = connection.execute(select(log.c.number).where(log.c.number > number)).scalars().all()
    roots = {root_of(connection, int(one))[0] for one in later}
    return {batch_ref(numbers[root]) for root in roots if root in numbers}


def batch_of_entry(connection: Connection, number: int) -> int | None:
    """The import that the entry put in force, took back or brought back; None for any other entry."""
    batch = batch_of(connection, root_of(connection, number)[0])
    return None if batch is None else int(batch.id)


def revert_batch(connection: Connection, recorder: Recorder, number: int, *, keeps_used: bool = False) -> int:
    """Hide what the import of that entry added; where the entry took an import back, show it again.

    Nothing happens for entries that are neither. Companies that were changed since or have marks stay with
    `keeps_used`; returns how many. Raises NotUndoable where there are some without, or too many, and when
    what was hidden has been cleared away; WorkspaceRefused for an import that this user may not take back.
    """
    root, steps = root_of(connection, number)
    batch = batch_of(connection, root)
    if batch is None:
        return 0
    hiding = steps % 2 == 0
    staged = tables.staged_update
    waiting = connection.execute(select(staged.c.id).where(staged.c.batch == batch.id).limit(1)).first()
    if waiting is not None:
        raise NotUndoable(number=number, cause="in_use")
    if batch.phase != (BatchPhase.PUBLISHED if hiding else BatchPhase.WITHDRAWN):
        raise NotUndoable(number=number, cause="changed_since")
    used: set[int] = set()
    if hiding:
        ranges = ranges_of(connection, batch.id)
        used = uses_since(connection, ranges, root).all if ranges else set()
        if used and (not keeps_used or len(used) > MOST_KEPT):
            raise NotUndoable(number=number, cause="in_use" if len(used) <= MOST_KEPT else "many_in_use")
        keep_out(connection, batch, used)
    phase = BatchPhase.WITHDRAWN if hiding else BatchPhase.PUBLISHED
    table = tables.import_batch
    refuse_unless_written(connection, update(table).where(table.c.id == batch.id).values(phase=phase))
    recorder.count_many(batch_ref(batch.id), size(ranges_of(connection, batch.id)))
    if not hiding:
        take_in_again(connection, batch)
    return len(used)


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
