"""What large segments of the search index hold, kept between looks: it never changes once it is there.

Reading the ids and facts of a million companies took 20 ms of every search. Small segments come and go with
each change and are read every time; so is everything in a transaction that writes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from db import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

OPTION = "lianpu_known_segments"
"""Execution option of connections that only look: what their database keeps."""

MOST_BYTES = 80 << 20
LARGE_ROWS = 2_000
IDS = "ids"


class SegmentRow(NamedTuple):
    """A segment: its id, the first and last company in it, and how many there are."""

    id: int
    first_id: int
    last_id: int
    rows: int

    @property
    def is_dense(self) -> bool:
        """Whether the ids of its companies follow each other."""
        return self.last_id - self.first_id + 1 == self.rows


class KnownSegments:
    """Columns by segment and name, the least used given up first; safe to use from several threads."""

    def __init__(self) -> None:
        self._columns: OrderedDict[tuple[SegmentRow, str], bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, segment: SegmentRow, name: str) -> bytes | None:
        """The column, None when it is not known (any more)."""
        with self._lock:
            found = self._columns.get((segment, name))
            if found is not None:
                self._columns.move_to_end((segment, name))
            return found

    def put(self, segment: SegmentRow, name: str, data: bytes) -> None:
        """Keep a column of a large segment."""
        if segment.rows < LARGE_ROWS:
            return
        with self._lock:
            self._bytes += len(data) - len(self._columns.pop((segment, name), b""))
            self._columns[segment, name] = data
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._columns.popitem(last=False)[1])


def segments_of(connection: Connection) -> list[SegmentRow]:
    """All segments that are ready, in order of their first company."""
    table = tables.search_segment
    query = select(table.c.id, table.c.first_id, table.c.last_id, table.c.rows).where(table.c.ready)
    return [SegmentRow(*row) for row in connection.execute(query.order_by(table.c.first_id, table.c.id))]


def column_of(connection: Connection, name: str, segments: Sequence[SegmentRow]) -> dict[int, bytes]:
    """One column of these segments, by segment id; IDS are the ids of their companies, four bytes each."""
    known: KnownSegments | None = connection.get_execution_options().get(OPTION)
    found: dict[int, bytes] = {}
    missing: dict[int, SegmentRow] = {}
    for one in segments:
        data = known.get(one, name) if known is not None else None
        if data is None:
            missing[one.id] = one
        else:
            found[one.id] = data
    wanted = list(missing)
    for start in range(0, len(wanted), 500):
        for segment, data in connection.execute(_asked(name, wanted[start : start + 500])):
            found[segment] = data
            if known is not None:
                known.put(missing[segment], name, data)
    return found


def _asked(name: str, segments: Sequence[int]) -> Any:  # noqa: ANN401 - a select
    if name == IDS:
        table = tables.search_segment
        return select(table.c.id, table.c.ids).where(table.c.id.in_(segments))
    column = tables.search_column
    return select(column.c.segment, column.c.data).where(
        column.c.segment.in_(segments), column.c.name == name
    )
