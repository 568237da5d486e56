"""Carries out what a published import changes in companies that were there, a few at a time.

Should the program end in between, the rest is carried out at the next opening: each part is gone from the
waiting rows in the transaction that wrote it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from db import tables
from db.arrival_text import arrival_from_text
from db.engine import writing
from db.recorder import Recorder
from db.stores import CompanyStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

_AT_ONCE = 100
"""Updates in one transaction: some 60 ms with their log and index."""


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
    number = connection.execute(select(batches.c.number).where(batches.c.id == batch)).scalar_one()
    recorder = Recorder(connection)
    store = CompanyStore(connection, recorder)
    wanted = [row.company_id for row in rows]
    now: dict[int, int] = {
        int(row.id): int(row.version)
        for row in connection.execute(select(company.c.id, company.c.version).where(company.c.id.in_(wanted)))
    }
    changed, refused = [], []
    arrivals, versions = [], {}
    hashes: dict[int, int] = {}
    for row in rows:
        if now.get(row.company_id) == row.seen_version:
            arrival = arrival_from_text(row.arrival)
            arrivals.append(arrival)
            versions[int(row.company_id)] = int(row.seen_version)
            changed.append(int(row.company_id))
            if arrival.row_hash is not None:
                hashes[row.company_id] = arrival.row_hash
        else:
            refused.append(int(row.company_id))
    store.bring_in(arrivals, versions)
    recorder.settle(hashes)
    recorder.note_under(int(number))
    connection.execute(delete(table).where(table.c.id.in_([row.id for row in rows])))
    return changed, refused


def _correct_counts(connection: Connection, batch: int, kept_back: int) -> None:
    """What was kept back does not count as changed."""
    table = tables.import_batch
    values = {"updated": table.c.updated - kept_back}
    connection.execute(update(table).where(table.c.id == batch).values(values))
