"""List records (清单资料) as the workspace keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from chains.errors import Conflict, NotFound
from chains.list_records import ListRecord
from chains.record_shapes import FIELDS, RecordKind
from db.record_tables import RECORD_TABLES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.mapping import Row
    from db.recorder import Recorder


class RecordStore:
    """List records inside a unit of work; see chains.ports_workspace.Records."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def get(self, kind: RecordKind, record_id: int) -> ListRecord:
        """Raises NotFound."""
        table = RECORD_TABLES[kind]
        row = self._connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
        if row is None:
            raise NotFound(kind=kind.value, name=str(record_id), near=())
        return _record(kind, row)

    def save(self, record: ListRecord, expected: int | None) -> int:
        """Add it (id 0) or replace it; returns its id. Raises Conflict, NotFound."""
        table = RECORD_TABLES[record.kind]
        values = {"chain": record.chain, "name": record.name, **record.values}
        if not record.id:
            return self._recorder.insert(table, {**values, "version": 1})
        found = self._checked(record.kind, record.id, expected)
        self._recorder.update(table, record.id, {**values, "version": found.version + 1})
        return record.id

    def remove(self, kind: RecordKind, record_id: int, expected: int | None) -> str:
        """Take it away and return its name. Raises Conflict, NotFound."""
        name = self._checked(kind, record_id, expected).name
        self._recorder.delete(RECORD_TABLES[kind], record_id)
        return name

    def _checked(self, kind: RecordKind, record_id: int, expected: int | None) -> ListRecord:
        found = self.get(kind, record_id)
        if expected is not None and found.version != expected:
            raise Conflict(
                kind=kind.value,
                name=found.name,
                ref=str(record_id),
                seen=expected,
                found=found.version,
                by="",
            )
        return found


def read_records(connection: Connection, kind: RecordKind) -> tuple[ListRecord, ...]:
    """All records of a kind, in the order in which they came."""
    table = RECORD_TABLES[kind]
    return tuple(
        _record(kind, row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()
    )


def _record(kind: RecordKind, row: Row) -> ListRecord:
    values = {one.key: row[one.key] for one in FIELDS[kind]}
    return ListRecord(kind, row["name"], row["chain"], values, row["id"], row["version"])
