"""Writes the search index: segments of companies with the lists of their terms (db.posting).

Nothing is changed in place: a company that changed is indexed anew in a segment of its own, and
`search_moved` says which segment tells the truth of it. Small segments are joined before they grow many.
Plain tables and statements, no full-text engine of any database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import delete, func, insert, select

from db import tables
from db.bulk_rows import insert_tuples
from db.posting import MOST_ROWS
from db.segment_making import made_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from db.mapping import Row

SMALL_ROWS = 64
MOST_SMALL = 8
"""So many segments of at most so many rows may stand; then they are joined into one."""


class Entry(NamedTuple):
    """A company to index, and the row that is made of."""

    id: int
    row: Row


def add_segment(connection: Connection, entries: Sequence[Entry]) -> int:
    """Index companies, ids ascending, at most MOST_ROWS of them; returns the segment's id."""
    ids = [entry.id for entry in entries]
    made = made_of([entry.row for entry in entries])
    segment = open_segment(connection, ids, made.columns)
    insert_postings(connection, segment, made.postings)
    mark_ready(connection, segment)
    return segment


def open_segment(connection: Connection, ids: Sequence[int], columns: Mapping[str, bytes]) -> int:
    """Begin a segment of these companies with their facts; it is passed over until it is marked ready."""
    values = {
        "first_id": ids[0],
        "last_id": ids[-1],
        "rows": len(ids),
        "ready": False,
        "ids": np.asarray(ids, "<u4").tobytes(),
    }
    key = connection.execute(insert(tables.search_segment).values(values)).inserted_primary_key
    segment = int(key[0]) if key is not None else 0
    rows = [{"segment": segment, "name": name, "data": data} for name, data in columns.items()]
    connection.execute(insert(tables.search_column), rows)
    return segment


def insert_postings(connection: Connection, segment: int, postings: Sequence[tuple[int, int, bytes]]) -> None:
    """Keep lists of terms of the segment, each (term, rows, numbers)."""
    columns = ("segment", "term", "rows", "numbers")
    insert_tuples(connection, tables.search_posting, columns, [(segment, *one) for one in postings])


def mark_ready(connection: Connection, segment: int) -> None:
    """From now on the segment is looked into."""
    table = tables.search_segment
    connection.execute(table.update().where(table.c.id == segment).values(ready=True))


def index_again(
    connection: Connection,
    entries: Sequence[Entry],
    gone: Iterable[int],
    read: Callable[[Sequence[int]], Sequence[Entry]],
) -> None:
    """Index companies that may stand in other segments, ids ascending, and forget those that are gone.

    `read` gives other companies, for joining small segments.
    """
    moved = dict.fromkeys(gone, 0)
    for start in range(0, len(entries), MOST_ROWS):
        part = entries[start : start + MOST_ROWS]
        known = _indexed(connection, [one.id for one in part])
        segment = add_segment(connection, part)
        moved |= {one.id: segment for one in part if one.id in known}
    _note_moved(connection, moved)
    _join_small(connection, read)


def drop_segment(connection: Connection, segment: int) -> None:
    """Take a segment away with its lists."""
    table = tables.search_segment
    for part in (tables.search_posting, tables.search_column):
        connection.execute(delete(part).where(part.c.segment == segment))
    connection.execute(delete(table).where(table.c.id == segment))


def segment_ids(data: bytes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The company ids of a segment, ascending."""
    return np.frombuffer(data, "<u4").astype(np.int64)


def _indexed(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Which of the companies stand in a segment already."""
    table = tables.search_segment
    known: set[int] = set()
    near = select(table.c.ids).where(table.c.first_id <= ids[-1], table.c.last_id >= ids[0])
    for data in connection.execute(near).scalars():
        known.update(np.intersect1d(segment_ids(data), np.asarray(ids)).tolist())
    return known


def _note_moved(connection: Connection, moved: Mapping[int, int]) -> None:
    if not moved:
        return
    table, ids = tables.search_moved, sorted(moved)
    for start in range(0, len(ids), 500):
        connection.execute(delete(table).where(table.c.company_id.in_(ids[start : start + 500])))
    connection.execute(insert(table), [{"company_id": one, "segment": moved[one]} for one in ids])


def _join_small(connection: Connection, read: Callable[[Sequence[int]], Sequence[Entry]]) -> None:
    """Join small segments into one when there are many: each costs every search a look."""
    table, moved = tables.search_segment, tables.search_moved
    small = table.c.rows <= SMALL_ROWS
    count = connection.execute(select(func.count()).select_from(table).where(small)).scalar_one()
    if count <= MOST_SMALL:
        return
    ids: set[int] = set()
    for row in connection.execute(select(table.c.id, table.c.ids).where(small)).all():
        ids.update(segment_ids(row.ids).tolist())
        drop_segment(connection, row.id)
    elsewhere = set(_indexed(connection, sorted(ids)))
    entries = read(sorted(ids))
    if entries:
        segment = add_segment(connection, entries)
        _note_moved(connection, {one.id: segment for one in entries if one.id in elsewhere})
    settled = [one for one in ids if one not in elsewhere]
    for start in range(0, len(settled), 500):
        part = settled[start : start + 500]
        connection.execute(delete(moved).where(moved.c.company_id.in_(part)))
