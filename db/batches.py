"""Which companies nobody may see: those of imports that are being written, or were taken back."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, not_, or_, select

from chains.kinds import BatchPhase
from chains.registry import ImportBatch
from db import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import BindParameter, ColumnElement, Connection

    Ranges = Sequence[tuple[int, int]]

_NEAR = 64
"""Ids between two ranges that are listed one by one; of more they are two conditions."""


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
    return [_outside_of(column, some) for some in _near_each_other(ranges)]


def _near_each_other(ranges: Ranges) -> Iterator[list[tuple[int, int]]]:
    """Ranges with few ids between one and the next: an import taken back but for companies that are used."""
    some: list[tuple[int, int]] = []
    for first, last in ranges:
        if some and first - some[-1][1] > _NEAR:
            yield some
            some = []
        some.append((first, last))
    if some:
        yield some


def _outside_of(column: ColumnElement[Any], ranges: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    """Beyond all of them, or in one of the gaps, listed id by id.

    A condition for each range is more than SQLite takes (1,000 in a row), and asked of a million companies
    3,000 gaps cost 4 s as a tree of comparisons.
    """
    beyond = not_(and_(column >= ranges[0][0], column <= ranges[-1][1]))
    if len(ranges) == 1:
        return beyond
    between = [one for (_, last), (first, _) in pairwise(ranges) for one in range(last + 1, first)]
    listed: BindParameter[Any] = bindparam(None, between, unique=True, expanding=True, literal_execute=True)
    return or_(beyond, column.in_(listed))


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
