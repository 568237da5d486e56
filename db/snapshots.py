"""Snapshots: names for states, and the states themselves, rolled back from the change log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from chains.errors import AlreadyThere, NotFound
from chains.snapshot import Snapshot
from db import tables
from db.clock import now
from db.late_columns import came_later
from db.types import from_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Table

    from db.recorder import Recorder


class SnapshotStore:
    """Names given to states, inside a unit of work."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def take(self, name: str, author: str) -> int:
        """Name the state before this unit of work. Raises AlreadyThere when the name is taken."""
        table = tables.snapshot
        taken = self._connection.execute(select(table.c.id).where(table.c.name == name)).first()
        if taken is not None:
            raise AlreadyThere(kind="snapshot", name=name)
        newest = self._connection.execute(select(func.max(tables.change_log.c.number))).scalar() or 0
        row = {"name": name, "number": newest, "at": now(self._connection), "author": author}
        return self._recorder.insert(table, row)

    def remove(self, snapshot_id: int) -> str:
        """Forget a name and return it. Raises NotFound."""
        table = tables.snapshot
        name = self._connection.execute(select(table.c.name).where(table.c.id == snapshot_id)).scalar()
        if name is None:
            raise NotFound(kind="snapshot", name=str(snapshot_id), near=())
        self._recorder.delete(table, snapshot_id)
        return str(name)


def read_snapshots(connection: Connection) -> tuple[Snapshot, ...]:
    """All snapshots, newest first."""
    table = tables.snapshot
    rows = connection.execute(select(table).order_by(table.c.id.desc()))
    return tuple(Snapshot(row.id, row.name, row.number, row.at, row.author) for row in rows)


def rolled_back(
    connection: Connection, table: Table, rows: Sequence[Any], number: int
) -> list[dict[str, Any]]:
    """The rows of a table as they were after entry `number` of the change log.

    `rows` are those of now; the first change of each row after `number` says what it was then.
    """
    then: dict[str, dict[str, Any]] = {_key_of(table, row): dict(row) for row in rows}
    for item in _later_items(connection, table, number):
        key = item["row_key"]
        then.pop(key, None)
        if item["before"] is not None:
            then[key] = _restored(table, json.loads(item["before"]))
    order = [column.name for column in table.primary_key.columns]
    if "position" in table.c:
        order.insert(0, "position")
    return sorted(then.values(), key=lambda row: [row[name] for name in order])


def _later_items(connection: Connection, table: Table, number: int) -> Iterable[Any]:
    """The changes of the table's rows after the entry, newest first."""
    item = tables.change_item
    query = (
        select(item.c.row_key, item.c.before)
        .where(item.c.table == table.name, item.c.number > number)
        .order_by(item.c.id.desc())
    )
    return connection.execute(query).mappings()


def _key_of(table: Table, row: Any) -> str:  # noqa: ANN401 - a row mapping
    """The row's key as the change log writes it."""
    key = {column.name: row[column.name] for column in table.primary_key.columns}
    return json.dumps(key, ensure_ascii=False)


def _restored(table: Table, snapshot: dict[str, Any]) -> dict[str, Any]:
    noted = {**came_later(table), **snapshot}
    values = {name: from_plain(table.c[name].type, value) for name, value in noted.items()}
    return {"version": 0, **values} if "version" in table.c else values
