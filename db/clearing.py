"""Clears away what killed and withdrawn imports left, and finishes what was published, bit by bit."""

from __future__ import annotations

import logging
import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, or_, select, update

from chains.errors import WorkspaceRefused
from chains.kinds import BatchPhase
from db import tables
from db.batches import ranges_of
from db.clock import now
from db.engine import writing
from db.machine import this_machine
from db.seeing import may_clear_away
from db.staged_updates import carry_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

_LOG = logging.getLogger(__name__)

SILENCE = timedelta(minutes=2)
"""An import of another machine that said nothing for so long is taken for dead."""

KEPT_WITHDRAWN = timedelta(days=1)
"""So long after an import that was taken back could still be put in force again by whoever has it open."""

_AT_ONCE = 1_000
_POSTINGS_AT_ONCE = 5_000


def clean_up(
    engine: Engine,
    seconds: float,
    withdrawn_for: timedelta = KEPT_WITHDRAWN,
    step: Callable[[], None] | None = None,
) -> bool:
    """Work on what is left for about so long; whether nothing is left.

    What was published is carried out whole, however long it takes; `step` is called in between and may raise.

    Imports that began longer ago than `withdrawn_for` and were taken back can then no longer be redone.
    """
    end = time.monotonic() + seconds
    table = tables.import_batch
    with writing(engine) as connection:
        _drop_dead(connection)
        waiting = select(tables.staged_update.c.batch).distinct()
        old = (table.c.phase == BatchPhase.WITHDRAWN) & (table.c.at < now(connection) - withdrawn_for)
        connection.execute(
            update(table).where(old, table.c.id.not_in(waiting)).values(phase=BatchPhase.DROPPED)
        )
        # One that was taken back has companies in waiting, too: what it changed is given back to them.
        in_force = table.c.phase.in_([BatchPhase.PUBLISHED, BatchPhase.WITHDRAWN])
        published = select(table.c.id).where(in_force, table.c.id.in_(waiting))
        # A row that this user may not change cannot be locked either: who fills in finishes the own imports.
        unfinished = list(connection.execute(published.with_for_update(of=table)).scalars())
        spans = select(tables.import_range.c.batch).union(waiting)
        dropped = select(table.c.id).where(table.c.phase == BatchPhase.DROPPED, table.c.id.in_(spans))
        # Whoever may not remove every company of an import leaves it alone: the rest would come to sight.
        doomed = list(connection.execute(dropped).scalars()) if may_clear_away(connection) else []
    for batch in unfinished:
        _carry_out_what_one_may(engine, batch, step)
    return all(_clear(engine, batch, end) for batch in doomed)


def _carry_out_what_one_may(engine: Engine, batch: int, step: Callable[[], None] | None) -> None:
    """What somebody's role forbids is left to others."""
    try:
        carry_out(engine, batch, None if step is None else lambda _done, _total: step())
    except WorkspaceRefused as error:
        if error.facts["reason"] != "not_allowed":
            raise
        _LOG.info("an import is left to be carried out by whoever may change its companies")


def has_leftovers(connection: Connection) -> bool:
    """Whether an import is not in force, or not carried out whole."""
    batch, staged, span = tables.import_batch, tables.staged_update, tables.import_range
    unfinished = select(batch.c.id).where(
        or_(
            batch.c.phase == BatchPhase.WRITING,
            (batch.c.phase == BatchPhase.WITHDRAWN) & (batch.c.at < now(connection) - KEPT_WITHDRAWN),
            (batch.c.phase == BatchPhase.DROPPED) & batch.c.id.in_(select(span.c.batch)),
            batch.c.id.in_(select(staged.c.batch)),
        )
    )
    return connection.execute(unfinished.limit(1)).first() is not None


def _drop_dead(connection: Connection) -> None:
    """Imports whose program is gone."""
    table = tables.import_batch
    query = select(table.c.id, table.c.at, table.c.writer).where(table.c.phase == BatchPhase.WRITING)
    at = now(connection)
    dead = [row.id for row in connection.execute(query) if _is_dead(row.writer, at - row.at)]
    if dead:
        connection.execute(update(table).where(table.c.id.in_(dead)).values(phase=BatchPhase.DROPPED))


def _is_dead(writer: str, silent_for: timedelta) -> bool:
    machine, _, process = writer.rpartition(":")
    # Signal 0 only asks whether the process is there; on Windows it would be sent.
    if machine == this_machine() and os.name == "posix" and process.isdigit():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False
    return silent_for > SILENCE


def _clear(engine: Engine, batch: int, end: float) -> bool:
    """Remove what the import added, newest first; whether all of it is gone."""
    while True:
        if time.monotonic() > end:
            return False
        with writing(engine) as connection:
            if _clear_segments(connection, batch) or _clear_companies(connection, batch):
                continue
            staged = tables.staged_update
            connection.execute(delete(staged).where(staged.c.batch == batch))
            return True


def _clear_segments(connection: Connection, batch: int) -> bool:
    """Remove a part of a segment that holds this import's companies alone; False when there is none."""
    table, posting = tables.search_segment, tables.search_posting
    for first, last in ranges_of(connection, batch):
        inside = select(table.c.id).where(table.c.first_id >= first, table.c.last_id <= last).limit(1)
        segment = connection.execute(inside).scalar()
        if segment is None:
            continue
        connection.execute(update(table).where(table.c.id == segment).values(ready=False))
        terms = select(posting.c.term).where(posting.c.segment == segment).limit(_POSTINGS_AT_ONCE)
        some = list(connection.execute(terms).scalars())
        if some:
            own = (posting.c.segment == segment, posting.c.term >= min(some), posting.c.term <= max(some))
            connection.execute(delete(posting).where(*own))
        else:
            column = tables.search_column
            connection.execute(delete(column).where(column.c.segment == segment))
            connection.execute(delete(table).where(table.c.id == segment))
        return True
    return False


def _clear_companies(connection: Connection, batch: int) -> bool:
    """Remove the last companies of the import; False when there are none left."""
    span = tables.import_range
    row = connection.execute(
        select(span).where(span.c.batch == batch).order_by(span.c.last_id.desc()).limit(1)
    ).first()
    if row is None:
        return False
    first = max(row.first_id, row.last_id - _AT_ONCE + 1)
    for table, column in (
        (tables.qualification, tables.qualification.c.company_id),
        (tables.contact, tables.contact.c.company_id),
        (tables.search_moved, tables.search_moved.c.company_id),
        (tables.company, tables.company.c.id),
    ):
        connection.execute(delete(table).where(column.between(first, row.last_id)))
    _forget_elsewhere(connection, first, row.last_id)
    if first == row.first_id:
        connection.execute(delete(span).where(span.c.id == row.id))
    else:
        connection.execute(update(span).where(span.c.id == row.id).values(last_id=first - 1))
    return True


def _forget_elsewhere(connection: Connection, first: int, last: int) -> None:
    """Companies that stand in a segment with others: changed while they were in force."""
    table = tables.search_segment
    near = select(func.count()).select_from(table).where(table.c.first_id <= last, table.c.last_id >= first)
    if connection.execute(near).scalar_one():
        rows = [{"company_id": one, "segment": 0} for one in range(first, last + 1)]
        connection.execute(insert(tables.search_moved), rows)
