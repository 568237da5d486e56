"""Imports of any size in short transactions: hidden while they are written, put in force by one row.

A small change of somebody else never waits longer than one of these transactions. Whatever ends the program
before `publish` leaves nothing that anybody can see, and what is left is cleared away by db.clearing.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import insert, update

from chains.errors import CUT_OFF, Conflict, WorkspaceRefused
from chains.kinds import BatchPhase
from chains.registry import BulkOutcome
from db import tables
from db.arrival_text import arrival_as_text
from db.batch_undo import batch_ref
from db.bulk_rows import COMPANY_COLUMNS, company_tuple, insert_tuples
from db.clock import now
from db.engine import writing
from db.last_numbers import next_free_id
from db.machine import this_machine
from db.recorder import LogEntry, Recorder
from db.search_index import insert_postings, mark_ready, open_segment
from db.segment_making import INDEXED, SegmentMaker
from db.staged_updates import carry_out_or_leave, refuse_unless_writable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Engine

    from chains.commands import CompanyArrival

SEGMENT_ROWS = 1 << 15
_LOG = logging.getLogger(__name__)
_indexed = attrgetter(*INDEXED)
_STAGED_COLUMNS = ("batch", "company_id", "seen_version", "arrival")
_POSTINGS_AT_ONCE = 10_000
"""Lists of the search index in one transaction: some 20 ms."""


class _Companies(NamedTuple):
    """Companies that were written and are not in the index: their ids, and what is indexed of them."""

    ids: list[int]
    rows: list[tuple[Any, ...]]


class StagedImport:
    """One import under way; see chains.ports.BulkWriter."""

    def __init__(self, engine: Engine, author: str, file_name: str) -> None:
        self._engine, self._author, self._file_name = engine, author, file_name
        self._unindexed = _Companies([], [])
        self._indexing: list[int] = []
        self._maker = SegmentMaker()
        self._added = self._staged = 0
        self._is_published = False
        self.batch = self._begin()

    def write(self, arrivals: Sequence[CompanyArrival]) -> None:
        """Keep these, hidden, in one transaction."""
        new = [one for one in arrivals if not one.company.id]
        known = [one for one in arrivals if one.company.id]
        # All that can be worked out before is: nobody waits for the lock meanwhile.
        rows = [company_tuple(one.company) for one in new]
        indexed = [(*_indexed(one.company), one.row_hash) for one in new]
        staged = self._staged_rows(known)
        with writing(self._engine) as connection:
            self._be_alive(connection)
            if new:
                self._unindexed.ids.extend(self._add(connection, new, rows))
            insert_tuples(connection, tables.staged_update, _STAGED_COLUMNS, staged)
        self._unindexed.rows.extend(indexed)
        self._added += len(new)
        self._staged += len(known)
        if len(self._unindexed.ids) >= SEGMENT_ROWS:
            self._index()

    def publish(self, step: Callable[[int, int], None] | None = None) -> BulkOutcome:
        """Put it in force, with one entry in the log; then carry out the updates, a few at a time.

        Cancelled from `step` leaves the rest of the updates to db.clearing: it is in force all the same.
        """
        if not self._added and not self._staged:
            return BulkOutcome(self.batch, None, 0, 0)
        if self._unindexed.ids:
            self._index()
        self._index_what_is_made()
        with writing(self._engine) as connection:
            self._be_alive(connection)
            refuse_unless_writable(connection, self.batch)
            number = self._log(connection)
        self._is_published = True
        updated, kept_back = carry_out_or_leave(self._engine, self.batch, self._staged, step)
        return BulkOutcome(self.batch, number, self._added, updated, kept_back)

    def end(self) -> None:
        """Give up what was not published: from now on it is only to be cleared away."""
        self._maker.close()
        if self._is_published:
            return
        table = tables.import_batch
        # A commit that nobody heard of may have put it in force: then it stays (see db.fates).
        unfinished = (table.c.id == self.batch) & (table.c.phase == BatchPhase.WRITING)
        with writing(self._engine) as connection:
            connection.execute(update(table).where(unfinished).values(phase=BatchPhase.DROPPED))

    def _begin(self) -> int:
        values = {
            "file_name": self._file_name,
            "author": self._author,
            "writer": f"{this_machine()}:{os.getpid()}",
            "phase": BatchPhase.WRITING,
            "added": 0,
            "updated": 0,
        }
        with writing(self._engine) as connection:
            key = connection.execute(
                insert(tables.import_batch).values(at=now(connection), **values)
            ).inserted_primary_key
            return int(key[0]) if key is not None else 0

    def _be_alive(self, connection: Connection) -> None:
        """Raises Conflict when somebody took this import for dead and dropped it."""
        table = tables.import_batch
        alive = (
            update(table)
            .where(table.c.id == self.batch, table.c.phase == BatchPhase.WRITING)
            .values(at=now(connection))
        )
        if connection.execute(alive).rowcount != 1:
            raise Conflict(
                kind="import", name=self._file_name, ref=str(self.batch), seen=None, found=None, by=""
            )

    def _add(
        self, connection: Connection, arrivals: Sequence[CompanyArrival], rows: Sequence[tuple[Any, ...]]
    ) -> range:
        """Write them; returns their ids."""
        first = next_free_id(connection, tables.company, len(rows))
        numbered = list(enumerate(arrivals, first))
        with_ids = [(one, *row) for one, row in enumerate(rows, first)]
        insert_tuples(connection, tables.company, ("id", *COMPANY_COLUMNS), with_ids)
        honours = [
            (one, part.name, part.level, part.batch, part.valid_until and part.valid_until.isoformat())
            for one, arrival in numbered
            for part in arrival.company.qualifications
        ]
        columns = ("company_id", "name", "level", "batch", "valid_until")
        insert_tuples(connection, tables.qualification, columns, honours)
        contacts = [(one, part.kind, part.value) for one, arrival in numbered for part in arrival.contacts]
        insert_tuples(connection, tables.contact, ("company_id", "kind", "value"), contacts)
        _extend_range(connection, self.batch, first, first + len(rows) - 1)
        return range(first, first + len(rows))

    def _staged_rows(self, arrivals: Sequence[CompanyArrival]) -> list[tuple[Any, ...]]:
        return [(self.batch, one.company.id, one.company.version, arrival_as_text(one)) for one in arrivals]

    def _index(self) -> None:
        """Have the next segment made, and write the one before, which was made meanwhile."""
        self._index_what_is_made()
        self._indexing = self._unindexed.ids
        self._maker.begin(self._unindexed.rows)
        self._unindexed = _Companies([], [])

    def _index_what_is_made(self) -> None:
        if not self._maker.is_busy:
            return
        made = self._maker.take()
        with writing(self._engine) as connection:
            self._be_alive(connection)
            segment = open_segment(connection, self._indexing, made.columns)
        for start in range(0, len(made.postings), _POSTINGS_AT_ONCE):
            with writing(self._engine) as connection:
                self._be_alive(connection)
                insert_postings(connection, segment, made.postings[start : start + _POSTINGS_AT_ONCE])
        with writing(self._engine) as connection:
            mark_ready(connection, segment)

    def _log(self, connection: Connection) -> int:
        """The entry that says so, and the batch in force."""
        recorder = Recorder(connection)
        recorder.count_many(batch_ref(self.batch), self._added + self._staged)
        entry = LogEntry(now(connection), self._author, "import_companies", self._file_name, None)
        number = recorder.finish(entry) or 0
        table = tables.import_batch
        connection.execute(
            update(table)
            .where(table.c.id == self.batch)
            .values(phase=BatchPhase.PUBLISHED, number=number, added=self._added, updated=self._staged)
        )
        return number


@contextmanager
def staged_import(engine: Engine, author: str, file_name: str) -> Iterator[StagedImport]:
    """An import under way; leaving without `publish` gives it up.

    What a lost connection raises has the fact `batch`: by it db.fates finds out whether it is in force.
    """
    staged = StagedImport(engine, author, file_name)
    try:
        yield staged
    except WorkspaceRefused as error:
        error.facts["batch"] = staged.batch
        raise
    finally:
        _end_if_reached(staged)


def _end_if_reached(staged: StagedImport) -> None:
    """Why it ended is to be told, and not that it could not be marked as given up."""
    try:
        staged.end()
    except WorkspaceRefused as error:
        if error.facts["reason"] not in CUT_OFF:
            raise
        _LOG.info("an import that was cut off is left to be cleared away")


def _extend_range(connection: Connection, batch: int, first: int, last: int) -> None:
    table = tables.import_range
    longer = update(table).where(table.c.batch == batch, table.c.last_id == first - 1).values(last_id=last)
    if connection.execute(longer).rowcount == 0:
        connection.execute(insert(table).values(batch=batch, first_id=first, last_id=last))
