"""Takes a published import back whose companies were there before: looked through first, then staged.

Nobody waits meanwhile: what is to be written is found out without the writers' lock. One short transaction
makes the entry of the log and puts every company in waiting; then they are carried out a few at a time, by
db.staged_updates, as the import itself was. Whatever ends the program in between, db.clearing goes on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from chains.errors import NotUndoable
from chains.registry import BulkOutcome
from db import tables
from db.batch_undo import batch_of_entry, batch_ref, revert_batch
from db.bulk_rows import insert_tuples
from db.clock import now
from db.engine import looking, writing
from db.erased_seals import is_erased
from db.past_rows import company_of, count_items, past_rows_in_parts, rows_now
from db.recorder import LogEntry, Recorder
from db.staged_updates import carry_out_or_leave, refuse_unless_writable, revert_as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

    from chains.steps import Step

    Staged = tuple[int, int, list[int]]

_AT_ONCE = 3_000
_COLUMNS = ("batch", "company_id", "seen_version", "arrival")
CHECKING, CARRYING_OUT = "正在核对可否撤销", "已撤销，正在逐家恢复"


def reverts_in_steps(connection: Connection, number: int) -> bool:
    """Whether the entry is of an import (or of taking one back) that changed many companies one by one."""
    item = tables.change_item
    if batch_of_entry(connection, number) is None:
        return False
    return connection.execute(select(item.c.id).where(item.c.number == number).limit(1)).first() is not None


def revert_in_steps(engine: Engine, entry: LogEntry, step: Step, *, keeps_used: bool = False) -> BulkOutcome:
    """Take back what `entry.undoes` names, with that entry in the log; its time is set here.

    Cancelled from `step` leaves everything as it was while it hears CHECKING; afterwards it leaves the rest
    to db.clearing. Raises NotUndoable when something is no longer as the entry left it, or a company that it
    added was used since (unless `keeps_used`: then that one stays).
    """
    revert = _StagedRevert(engine, int(entry.undoes or 0), step, keeps_used=keeps_used)
    waiting = revert.looked_through()
    with writing(engine) as connection:
        batch, undo = revert.publish(connection, waiting, replace(entry, at=now(connection)))
    updated, kept_back = carry_out_or_leave(engine, batch, len(waiting), revert.tell)
    return BulkOutcome(batch, undo, 0, updated, kept_back, revert.kept_used)


class _StagedRevert:
    """One taking back under way."""

    def __init__(self, engine: Engine, number: int, step: Step, *, keeps_used: bool) -> None:
        self._engine, self._number, self._step = engine, number, step
        self._keeps_used, self.kept_used = keeps_used, 0

    def looked_through(self) -> list[Staged]:
        """Per company its version now, and the items of the log that are to be taken back."""
        companies: dict[int, list[int]] = defaultdict(list)
        compared: set[object] = set()
        done = 0
        with looking(self._engine) as connection:
            if is_erased(connection, self._number):
                raise NotUndoable(number=self._number, cause="erased")
            items = count_items(connection, self._number)
            for rows in past_rows_in_parts(connection, self._number, _AT_ONCE):
                # Of a row that was changed twice only the newest change is still there.
                newest = {(one.table.name, one.key): one for one in reversed(rows)}
                fresh = [one for key, one in newest.items() if key not in compared]
                compared.update(newest)
                held = rows_now(connection, fresh)
                if any(held.get((one.table.name, one.key)) != one.left for one in fresh):
                    raise NotUndoable(number=self._number, cause="changed_since")
                for one in rows:
                    companies[company_of(one) or 0].append(one.item)
                done += len(rows)
                self._step(done, items, CHECKING)
            return _with_versions(connection, companies)

    def publish(self, connection: Connection, waiting: Sequence[Staged], entry: LogEntry) -> tuple[int, int]:
        """The entry, and what it will do; returns the import's batch and the number of the entry."""
        recorder = Recorder(connection)
        batch = batch_of_entry(connection, self._number)
        if batch is None or is_erased(connection, self._number):
            raise NotUndoable(number=self._number, cause="changed_since")
        self.kept_used = revert_batch(connection, recorder, self._number, keeps_used=self._keeps_used)
        recorder.count_many(batch_ref(batch), len(waiting))
        undo = recorder.finish(entry) or 0
        staged = [
            (batch, company, version, revert_as_text(undo, items)) for company, version, items in waiting
        ]
        insert_tuples(connection, tables.staged_update, _COLUMNS, staged)
        refuse_unless_writable(connection, batch)
        return batch, undo

    def tell(self, done: int, total: int) -> None:
        """It is in force: how many companies have been given back what they had."""
        self._step(done, total, CARRYING_OUT)


def _with_versions(connection: Connection, companies: dict[int, list[int]]) -> list[Staged]:
    table, staged, ids = tables.company, list["Staged"](), sorted(companies)
    for start in range(0, len(ids), _AT_ONCE):
        query = select(table.c.id, table.c.version).where(table.c.id.in_(ids[start : start + _AT_ONCE]))
        for one, version in connection.execute(query):
            staged.append((int(one), int(version), companies[int(one)]))
    return staged
