"""Carries out what a published import changes in companies that were there, a few at a time.

Should the program end in between, the rest is carried out at the next opening: each part is gone from the
waiting rows in the transaction that wrote it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, text, update

from chains.errors import SERVER_AWAY, Cancelled, NotUndoable, WorkspaceRefused
from db import tables
from db.arrival_text import arrival_from_text
from db.engine import is_on_server, writing
from db.faults import place_of
from db.past_rows import company_of, past_rows_of, take_back
from db.recorder import Recorder
from db.stores import CompanyStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Engine

_AT_ONCE = 100
"""Updates in one transaction: some 60 ms with their log and index."""
_REVERT = '{"revert":'
"""How the text of what is taken back begins."""


def carry_out_or_leave(
    engine: Engine, batch: int, total: int, step: Callable[[int, int], None] | None = None
) -> tuple[int, tuple[int, ...]]:
    """Carry out what is in force already; what is cancelled or cut off is left to db.clearing.

    Returns as `carry_out` does; what was left counts as changed.
    """
    try:
        return carry_out(engine, batch, step)
    except Cancelled:
        return total, ()
    except WorkspaceRefused as error:
        if error.facts["reason"] not in SERVER_AWAY:
            raise
        return total, ()


def refuse_unless_writable(connection: Connection, batch: int) -> None:
    """Raises WorkspaceRefused when a role on a server may not write one of the companies that wait."""
    if not is_on_server(connection):
        return
    # To lock a row one needs the right to change it.
    asked = text(
        "WITH waiting AS (SELECT company_id FROM staged_update WHERE batch = :b),"
        " locked AS (SELECT id FROM company WHERE id IN (SELECT company_id FROM waiting) FOR UPDATE)"
        " SELECT (SELECT count(DISTINCT company_id) FROM waiting) = (SELECT count(*) FROM locked)"
    )
    if not connection.execute(asked, {"b": batch}).scalar():
        raise WorkspaceRefused(file=place_of(connection.engine), reason="not_allowed")


def revert_as_text(number: int, items: Sequence[int]) -> str:
    """What waits of a company where an entry is taken back: under which entry, and which rows of the log."""
    return f'{_REVERT} {number}, "items": {json.dumps(items)}}}'


def carry_out(
    engine: Engine, batch: int, step: Callable[[int, int], None] | None = None
) -> tuple[int, tuple[int, ...]]:
    """Carry out all that waits; returns how many were changed, and which somebody else changed meanwhile."""
    table = tables.staged_update
    with writing(engine) as connection:
        waiting = select(func.count()).where(table.c.batch == batch)
        total = int(connection.execute(waiting).scalar_one())
    done, updated = 0, 0
    kept_back: list[int] = []
    while done < total:
        with writing(engine) as connection:
            changed, refused = _carry_out_some(connection, batch)
        if not changed and not refused:
            break
        updated += len(changed)
        kept_back += refused
        done += len(changed) + len(refused)
        if step is not None:
            step(done, total)
    if total:
        with writing(engine) as connection:
            _correct_counts(connection, batch, len(kept_back))
    return updated, tuple(kept_back)


def _carry_out_some(connection: Connection, batch: int) -> tuple[list[int], list[int]]:
    table, company, batches = tables.staged_update, tables.company, tables.import_batch
    rows = connection.execute(
        select(table).where(table.c.batch == batch).order_by(table.c.id).limit(_AT_ONCE)
    ).all()
    wanted = [row.company_id for row in rows]
    now: dict[int, int] = {
        int(row.id): int(row.version)
        for row in connection.execute(select(company.c.id, company.c.version).where(company.c.id.in_(wanted)))
    }
    fresh = [row for row in rows if now.get(row.company_id) == row.seen_version and _is_as_it_says(row)]
    kept = {row.id for row in fresh}
    refused = [int(row.company_id) for row in rows if row.id not in kept]
    taken_back = [row for row in fresh if row.arrival.startswith(_REVERT)]
    coming = [row for row in fresh if not row.arrival.startswith(_REVERT)]
    refused += _take_back(connection, taken_back)
    if coming:
        number = connection.execute(select(batches.c.number).where(batches.c.id == batch)).scalar_one()
        _bring_in(connection, coming, int(number))
    connection.execute(delete(table).where(table.c.id.in_([row.id for row in rows])))
    return [int(row.company_id) for row in fresh if row.company_id not in refused], refused


def _is_as_it_says(row: Any) -> bool:  # noqa: ANN401 - a result row
    """Whether it changes the company that it waits for: it may have come from a client with lesser rights."""
    told = json.loads(row.arrival)
    return "revert" in told or told.get("id") == row.company_id


def _bring_in(connection: Connection, rows: Sequence[Any], number: int) -> None:
    """Change companies as the import says, under its entry of the log."""
    recorder = Recorder(connection)
    arrivals = [arrival_from_text(row.arrival) for row in rows]
    versions = {int(row.company_id): int(row.seen_version) for row in rows}
    CompanyStore(connection, recorder).bring_in(arrivals, versions)
    recorder.settle({one.company.id: one.row_hash for one in arrivals if one.row_hash is not None})
    recorder.note_under(number)


def _take_back(connection: Connection, rows: Sequence[Any]) -> list[int]:
    """Give companies what they had before; returns those of which something is no longer as it was left."""
    if not rows:
        return []
    told = [json.loads(row.arrival) for row in rows]
    recorder = Recorder(connection)
    items = past_rows_of(connection, [one for part in told for one in part["items"]])
    owners = {int(row.company_id) for row in rows}
    if any(company_of(one) not in owners for one in items):
        raise WorkspaceRefused(file=place_of(connection.engine), reason="not_allowed")
    number = int(told[0]["revert"])
    try:
        with connection.begin_nested():
            take_back(connection, recorder, items, number)
    except NotUndoable:
        middle = len(rows) // 2
        if not middle:
            return [int(rows[0].company_id)]
        return _take_back(connection, rows[:middle]) + _take_back(connection, rows[middle:])
    recorder.settle()
    recorder.note_under(number)
    return []


def _correct_counts(connection: Connection, batch: int, kept_back: int) -> None:
    """What was kept back does not count as changed."""
    table = tables.import_batch
    values = {"updated": table.c.updated - kept_back}
    connection.execute(update(table).where(table.c.id == batch).values(values))
