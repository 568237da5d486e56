"""Parts an import in two: what goes when it is taken back, and the companies that stay because they are used.

What stays is an import of its own, in force, under the same entry of the log; what goes is the older one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from chains.kinds import BatchPhase
from db import tables
from db.batches import ranges_of
from db.id_ranges import joined, runs_of, without
from db.versions import refuse_unless_all_written

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from db.id_ranges import Range

MOST_KEPT = 10_000
"""So many may stay: until the rest is cleared away, each look at the companies steps around them."""


def keep_out(connection: Connection, batch: Any, ids: Collection[int]) -> None:  # noqa: ANN401 - a result row
    """Part these companies from the import, so that they stay in force without it."""
    if not ids:
        return
    table = tables.import_batch
    facts = {name: getattr(batch, name) for name in ("file_name", "at", "author", "writer", "number")}
    added = insert(table).values(**facts, phase=BatchPhase.PUBLISHED, added=len(ids), updated=0)
    part = int(connection.execute(added.returning(table.c.id)).scalar_one())
    rest = without(ranges_of(connection, batch.id), ids)
    _write_ranges(connection, batch.id, rest)
    _write_ranges(connection, part, runs_of(ids))


def take_in_again(connection: Connection, batch: Any) -> None:  # noqa: ANN401 - a result row
    """The import is in force again: what stayed without it is a part of it as before.

    Raises WorkspaceRefused where others took it back, and this user may not write what they made.
    """
    table = tables.import_batch
    others = (table.c.number == batch.number) & (table.c.id != batch.id)
    parts = list(connection.execute(select(table.c.id).where(others)).scalars())
    if not parts:
        return
    ranges = [span for one in (batch.id, *parts) for span in ranges_of(connection, one)]
    for one in parts:
        _write_ranges(connection, one, ())
    gone = {"number": None, "phase": BatchPhase.DROPPED, "added": 0}
    rows = [{"part": one} for one in parts]
    refuse_unless_all_written(
        connection, update(table).where(table.c.id == bindparam("part")).values(gone), rows
    )
    _write_ranges(connection, batch.id, joined(ranges))


def _write_ranges(connection: Connection, batch: int, ranges: Sequence[Range]) -> None:
    table = tables.import_range
    connection.execute(delete(table).where(table.c.batch == batch))
    rows = [{"batch": batch, "first_id": first, "last_id": last} for first, last in ranges]
    if rows:
        connection.execute(insert(table), rows)
