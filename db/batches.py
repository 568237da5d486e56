"""Which companies nobody may see: those of imports that are being written, or were taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, not_, select

from chains.kinds import BatchPhase
from chains.registry import ImportBatch
from db import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    Ranges = Sequence[tuple[int, int]]


def hidden_ranges(connection: Connection) -> Ranges:
    """First and last ids of companies that are not in force; mostly none."""
    batch = tables.import_batch
    return _ranges(connection, batch.c.phase != BatchPhase.PUBLISHED)


def ranges_of(connection: Connection, batch_id: int) -> Ranges:
    """First and last ids of the companies that an import added."""
    return _ranges(connection, tables.import_batch.c.id == batch_id)


def outside(column: ColumnElement[Any], ranges: Ranges) -> list[ColumnElement[bool]]:
    """Conditions that keep the ids out of the ranges."""
    return [not_(and_(column >= first, column <= last)) for first, last in ranges]


def seen(connection: Connection) -> list[ColumnElement[bool]]:
    """Conditions on the company table that leave out who may not be seen."""
    return outside(tables.company.c.id, hidden_ranges(connection))


def read_batches(connection: Connection) -> tuple[ImportBatch, ...]:
    """Imports that are in force, newest first."""
    table = tables.import_batch
    query = select(table).where(table.c.phase == BatchPhase.PUBLISHED).order_by(table.c.id.desc())
    return tuple(
        ImportBatch(row.id, row.file_name, row.at, row.author, row.added) for row in connection.execute(query)
    )


def _ranges(connection: Connection, condition: ColumnElement[bool]) -> Ranges:
    table, batch = tables.import_range, tables.import_batch
    query = (
        select(table.c.first_id, table.c.last_id)
        .join(batch, batch.c.id == table.c.batch)
        .where(condition)
        .order_by(table.c.first_id)
    )
    return [(int(first), int(last)) for first, last in connection.execute(query)]
