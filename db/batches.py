"""Which companies nobody may see: those of imports that are being written, or were taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, literal_column, not_, select

from chains.kinds import BatchPhase
from chains.registry import ImportBatch
from db import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    Ranges = Sequence[tuple[int, int]]

_FEW_RANGES = 8


def hidden_ranges(connection: Connection) -> Ranges:
    """First and last ids of companies that are not in force; mostly none."""
    batch = tables.import_batch
    return _ranges(connection, batch.c.phase != BatchPhase.PUBLISHED)


def ranges_of(connection: Connection, batch_id: int) -> Ranges:
    """First and last ids of the companies that an import added."""
    return _ranges(connection, tables.import_batch.c.id == batch_id)


def root_of(connection: Connection, number: int) -> tuple[int, int]:
    """The entry that began the chain of undo and redo, and how many steps back it is."""
    log, steps = tables.change_log, 0
    while True:
        undoes = connection.execute(select(log.c.undoes).where(log.c.number == number)).scalar()
        if undoes is None:
            return number, steps
        number, steps = int(undoes), steps + 1


def batch_of(connection: Connection, root: int) -> Any:  # noqa: ANN401 - a result row
    """The import that the entry put in force, None for any other entry.

    Of an import that was taken back but for some of its companies it is the part that went: it is the older.
    """
    table = tables.import_batch
    return connection.execute(select(table).where(table.c.number == root).order_by(table.c.id)).first()


def outside(column: ColumnElement[Any], ranges: Ranges) -> list[ColumnElement[bool]]:
    """Conditions that keep the ids out of the ranges, which are in order."""
    if len(ranges) > _FEW_RANGES:
        return [_nowhere_in(column, ranges) == literal_column("1")]
    return [not_(and_(column >= first, column <= last)) for first, last in ranges]


def _nowhere_in(column: ColumnElement[Any], ranges: Ranges) -> ColumnElement[int]:
    """1 outside, 0 inside: halved again and again, since a database takes no conditions by the thousand.

    An import that was taken back without a thousand used companies is two thousand comparisons for each
    company in a row, which SQLite refuses (its expressions are 1,000 deep at most), and eleven so.
    """
    if len(ranges) == 1:
        first, last = ranges[0]
        inside = column.between(literal_column(str(int(first))), literal_column(str(int(last))))
        return case((inside, literal_column("0")), else_=literal_column("1"))
    half = len(ranges) // 2
    before = column < literal_column(str(int(ranges[half][0])))
    return case((before, _nowhere_in(column, ranges[:half])), else_=_nowhere_in(column, ranges[half:]))


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
