"""Puts what hangs on one company onto another, and takes the first away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from chains.chain import SegmentRef
from db import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

    from db.mapping import Row
    from db.recorder import Recorder


class CompanyMerging:
    """One merge under way: every row that it writes stands in the log, so that it can be taken back."""

    def __init__(self, connection: Connection, recorder: Recorder, kept: int, gone: int) -> None:
        self._connection, self._recorder = connection, recorder
        self._kept, self._gone = kept, gone

    def run(self) -> frozenset[SegmentRef]:
        """Move everything, take the company away; returns the segments that it stood on."""
        segments = frozenset(
            SegmentRef(row["chain"], row["segment"])
            for table in (tables.placement, tables.target)
            for row in self._rows(table, self._gone)
        )
        self._move_targets()
        self._move_unless_there(tables.placement, ("chain", "segment"))
        self._move_unless_there(tables.qualification, ("name", "level", "batch", "valid_until"))
        self._drop_bare_contacts()
        self._move_unless_there(tables.contact, ("kind", "value", "person", "role"))
        self._recorder.delete(tables.company, self._gone)
        return segments

    def _move_targets(self) -> None:
        """A gap for which both are wanted keeps one target, with the follow-ups of both."""
        held = {(row["chain"], row["segment"]): row["id"] for row in self._rows(tables.target, self._kept)}
        for row in self._rows(tables.target, self._gone):
            other = held.get((row["chain"], row["segment"]))
            if other is None:
                self._recorder.update(tables.target, row["id"], {"company_id": self._kept})
                continue
            steps = select(tables.follow_up.c.id).where(tables.follow_up.c.target_id == row["id"])
            for step in self._connection.execute(steps).scalars().all():
                self._recorder.update(tables.follow_up, step, {"target_id": other})
            self._recorder.delete(tables.target, row["id"])

    def _drop_bare_contacts(self) -> None:
        """A phone of nobody known goes where the other company says whose the same one is."""
        table = tables.contact
        rows = [*self._rows(table, self._kept), *self._rows(table, self._gone)]
        told = {_key(row, ("kind", "value")) for row in rows if row["person"] or row["role"]}
        for row in rows:
            if not (row["person"] or row["role"]) and _key(row, ("kind", "value")) in told:
                self._recorder.delete(table, row["id"])

    def _move_unless_there(self, table: Table, same: Sequence[str]) -> None:
        held = {_key(row, same) for row in self._rows(table, self._kept)}
        for row in self._rows(table, self._gone):
            if _key(row, same) in held:
                self._recorder.delete(table, row["id"])
            else:
                self._recorder.update(table, row["id"], {"company_id": self._kept})
                held.add(_key(row, same))

    def _rows(self, table: Table, company_id: int) -> Sequence[Row]:
        query = select(table).where(table.c.company_id == company_id).order_by(table.c.id)
        return self._connection.execute(query).mappings().all()


def _key(row: Row, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)
