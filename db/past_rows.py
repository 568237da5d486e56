"""Rows that an entry of the log changed, taken back to what they were before it, many at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from chains.errors import NotUndoable
from db import tables
from db.snapshot_rows import Snapshot, column_values, loaded, snapshot
from db.versions import refuse_unless_all_written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from db.mapping import Row
    from db.recorder import Recorder

_AT_ONCE = 500
Key = tuple[Any, ...]

COMPANY_COLUMN = {"company": "id", "qualification": "company_id", "contact": "company_id"}
"""What an import writes, and the column that names the company."""


@dataclass(frozen=True, slots=True)
class PastRow:
    """A row as an entry left it and as it is wanted again; None where there was none. `item` is the log's."""

    item: int
    table: Table
    key: Key
    left: Snapshot | None
    wanted: Snapshot | None


def company_of(row: PastRow) -> int | None:
    """The company that a row which an import wrote is of; None for a row of any other kind."""
    content = row.left or row.wanted or {}
    name = COMPANY_COLUMN.get(row.table.name)
    return None if name is None else int(content[name])


def past_rows(connection: Connection, number: int) -> list[PastRow]:
    """All that an entry changed, newest first: the order in which it is taken back."""
    item = tables.change_item
    query = select(item).where(item.c.number == number).order_by(item.c.id.desc())
    return [past_row(row) for row in connection.execute(query).mappings()]


def past_rows_in_parts(connection: Connection, number: int, at_once: int) -> Iterator[list[PastRow]]:
    """The same, some at a time."""
    item, last = tables.change_item, None
    query = select(item).where(item.c.number == number).order_by(item.c.id.desc()).limit(at_once)
    while True:
        some = query if last is None else query.where(item.c.id < last)
        rows = [past_row(row) for row in connection.execute(some).mappings()]
        if not rows:
            return
        yield rows
        last = rows[-1].item


def past_rows_of(connection: Connection, items: Sequence[int]) -> list[PastRow]:
    """These rows of the log, newest first."""
    item = tables.change_item
    query = select(item).where(item.c.id.in_(items)).order_by(item.c.id.desc())
    return [past_row(row) for row in connection.execute(query).mappings()]


def count_items(connection: Connection, number: int) -> int:
    """How many rows an entry changed."""
    item = tables.change_item
    counted = select(func.count()).select_from(item).where(item.c.number == number)
    return int(connection.execute(counted).scalar_one())


def past_row(item: Row) -> PastRow:
    """A row of the log."""
    table = tables.metadata.tables[item["table"]]
    key = json.loads(item["row_key"])
    before, after = (loaded(table, item[side]) for side in ("before", "after"))
    return PastRow(int(item["id"]), table, tuple(key[one.name] for one in table.primary_key), after, before)


def rows_now(connection: Connection, rows: Iterable[PastRow]) -> dict[tuple[str, Key], Snapshot]:
    """What stands of these rows today, by table and key."""
    keys: dict[Table, dict[Key, None]] = defaultdict(dict)
    for one in rows:
        keys[one.table][one.key] = None
    found: dict[tuple[str, Key], Snapshot] = {}
    for table, wanted in keys.items():
        columns, listed = list(table.primary_key), list(wanted)
        for start in range(0, len(listed), _AT_ONCE):
            some = listed[start : start + _AT_ONCE]
            if len(columns) == 1:
                inside = columns[0].in_([key[0] for key in some])
            else:
                inside = tuple_(*columns).in_(some)
            for row in connection.execute(select(table).where(inside)).mappings():
                noted = snapshot(table, row)
                found[table.name, tuple(noted[column.name] for column in columns)] = noted
    return found


def take_back(connection: Connection, recorder: Recorder, rows: Sequence[PastRow], number: int) -> None:
    """Write what is wanted of these rows, in this order, and note it.

    Raises NotUndoable when a row is no longer as the entry left it, or others hang on it; WorkspaceRefused
    when this user may not write one.
    """
    for run in _runs(rows):
        now = rows_now(connection, run)
        if any(now.get((one.table.name, one.key)) != one.left for one in run):
            raise NotUndoable(number=number, cause="changed_since")
        try:
            _write(connection, run)
        except IntegrityError as error:
            raise NotUndoable(number=number, cause="in_use") from error
        for one in run:
            recorder.note(one.table, one.left, one.wanted)


def _runs(rows: Sequence[PastRow]) -> Iterator[list[PastRow]]:
    """Rows in order that can be written by one statement: of one table, in one way, each key once."""
    run: list[PastRow] = []
    kind, keys = None, set[Key]()
    for one in rows:
        own = (one.table.name, one.left is None, one.wanted is None)
        if run and (own != kind or one.key in keys or len(run) == _AT_ONCE):
            yield run
            run, keys = [], set()
        run.append(one)
        keys.add(one.key)
        kind = own
    if run:
        yield run


def _write(connection: Connection, run: Sequence[PastRow]) -> None:
    table = run[0].table
    columns = list(table.primary_key)
    here = [column == bindparam(f"key_{column.name}") for column in columns]
    keys = [
        {f"key_{column.name}": value for column, value in zip(columns, one.key, strict=True)} for one in run
    ]
    values = [column_values(table, one.wanted) for one in run if one.wanted is not None]
    if run[0].wanted is None:
        refuse_unless_all_written(connection, delete(table).where(*here), keys)
    elif run[0].left is None:
        version = {"version": _unused_version(connection)} if "version" in table.c else {}
        connection.execute(insert(table), [{**one, **version} for one in values])
    else:
        new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in values[0]}
        if "version" in table.c:
            new["version"] = table.c.version + 1
        changed = update(table).where(*here).values(new)
        given = [{**key, **_new(one)} for key, one in zip(keys, values, strict=True)]
        refuse_unless_all_written(connection, changed, given)


def _new(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def _unused_version(connection: Connection) -> int:
    """A version that nothing ever had: a form from before a row was taken away must not fit it again.

    Versions go up by one with an entry of the log at most, so they stay below the number of entries.
    """
    return int(connection.execute(select(func.max(tables.change_log.c.number))).scalar() or 0) + 2
