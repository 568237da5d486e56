"""Writes rows and notes each one's before and after; nothing else writes, so the log is complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from chains.errors import NotFound, NotUndoable
from chains.events import Ref
from chains.kinds import EntityKind
from chains.names import normalised_name
from db import tables
from db.batch_undo import revert_batch
from db.change_subjects import note_subjects
from db.erased_seals import is_erased
from db.late_columns import came_later
from db.log_writing import write_entry, write_items
from db.registry_index import refresh
from db.types import from_plain, plain
from db.versions import refuse_unless_written, write_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table

    from db.mapping import Row

UNLOGGED = frozenset({"version", "name_key"})
"""Columns that follow from others: left out of the log and of the comparison when a change is taken back."""

_OF_A_CHAIN = frozenset({"stage", "supply_link", "tier_name", "box"})
"""Tables whose rows views know only as a part of their chain."""

_Snapshot = dict[str, Any]
Key = int | Mapping[str, Any]
"""An id, or the columns of a primary key."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """When, who, what, to what, and which entry it takes back."""

    at: datetime
    author: str
    action: str
    subject: str
    undoes: int | None


class Recorder:
    """All writing of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._items: list[dict[str, Any]] = []
        self._refs: set[Ref] = set()
        self._companies: set[int] = set()
        self._many = 0
        self._then: list[Callable[[int], None]] = []

    @property
    def refs(self) -> frozenset[Ref]:
        """Everything written so far."""
        return frozenset(self._refs)

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Add a row; returns its id (0 for tables whose key is text)."""
        result = self._connection.execute(insert(table).values(dict(values)))
        key = result.inserted_primary_key
        row = {**values, **({"id": key[0]} if key is not None and "id" in table.c else {})}
        self._note(table, None, _snapshot(table, row))
        return int(row.get("id", 0))

    def insert_many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add many rows that carry their ids."""
        if not rows:
            return
        self._connection.execute(insert(table), [dict(row) for row in rows])
        for row in rows:
            self._note(table, None, _snapshot(table, row))

    def update(self, table: Table, key: Key, values: Mapping[str, Any]) -> None:
        """Change a row by its key; a row that would stay the same is left alone. Raises NotFound."""
        before = self._current(table, _key(key))
        if before is None:
            raise NotFound(kind=tables.ENTITY_OF_TABLE[table.name].value, name=str(key), near=())
        after = before | _snapshot(table, values, partial=True)
        if after == before:
            return
        if "version" in values:
            write_version(self._connection, table, _is(table, _key(key)), values)
        else:
            changed = update(table).where(*_is(table, _key(key))).values(dict(values))
            refuse_unless_written(self._connection, changed)
        self._note(table, before, after)

    def update_many(self, table: Table, values: Mapping[int, Mapping[str, Any]]) -> None:
        """Change many rows by id; all name the same columns. Rows that would stay the same are left alone.

        Raises NotFound.
        """
        rows = self._connection.execute(select(table).where(table.c.id.in_(list(values)))).mappings()
        held = {int(row["id"]): _snapshot(table, row) for row in rows}
        changed: list[tuple[_Snapshot, _Snapshot, Mapping[str, Any]]] = []
        for key, new in values.items():
            if key not in held:
                raise NotFound(kind=tables.ENTITY_OF_TABLE[table.name].value, name=str(key), near=())
            after = held[key] | _snapshot(table, new, partial=True)
            if after != held[key]:
                changed.append((held[key], after, {f"new_{name}": value for name, value in new.items()}))
        if not changed:
            return
        names = next(iter(values.values()))
        wanted = update(table).where(table.c.id == bindparam("row_id"))
        wanted = wanted.values({name: bindparam(f"new_{name}") for name in names})
        self._connection.execute(wanted, [{"row_id": before["id"], **new} for before, _, new in changed])
        for before, after, _ in changed:
            self._note(table, before, after)

    def delete(self, table: Table, key: Key) -> None:
        """Take a row away by its key."""
        before = self._current(table, _key(key))
        if before is not None:
            refuse_unless_written(self._connection, delete(table).where(*_is(table, _key(key))))
            self._note(table, before, None)

    def has(self, table: Table, key: Key) -> bool:
        """Whether there is a row of that key."""
        return self._current(table, _key(key)) is not None

    def touch(self, ref: Ref) -> None:
        """Say that views of this thing are to be drawn again."""
        self._refs.add(ref)

    def current(self, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
        """The row as the log would note it; None when there is none."""
        return self._current(table, key)

    def revert(self, number: int) -> None:
        """Write what was before the entry, newest row first.

        Raises NotUndoable when a row is no longer as the entry left it, others hang on it, or it was erased.
        """
        if is_erased(self._connection, number):
            raise NotUndoable(number=number, cause="erased")
        revert_batch(self._connection, self, number)
        items = self._connection.execute(
            select(tables.change_item)
            .where(tables.change_item.c.number == number)
            .order_by(tables.change_item.c.id.desc())
        ).mappings()
        for item in items.all():
            table = tables.metadata.tables[item["table"]]
            key = json.loads(item["row_key"])
            before, after = (_loaded(table, item[side]) for side in ("before", "after"))
            if self._current(table, key) != after:
                raise NotUndoable(number=number, cause="changed_since")
            try:
                self._write(table, key, after, before)
            except IntegrityError as error:
                raise NotUndoable(number=number, cause="in_use") from error

    def finish(self, entry: LogEntry, *, even_empty: bool = False) -> int | None:
        """Write the log entry; returns its number, None when nothing was written (unless `even_empty`)."""
        if not self._items and not self._many and not even_empty:
            return None
        self.settle()
        kinds = {tables.ENTITY_OF_TABLE[item["table"]] for item in self._items}
        kinds |= {EntityKind.COMPANY} if self._many else set()
        number = write_entry(
            self._connection,
            {
                "at": entry.at,
                "author": entry.author,
                "action": entry.action,
                "subject": entry.subject,
                "kind": _main_kind(kinds or {EntityKind.WORKSPACE}),
                "item_count": len(self._items) + self._many,
                "undoes": entry.undoes,
            },
        )
        self.note_under(number)
        for act in self._then:
            act(number)
        return number

    def count_many(self, ref: Ref, number: int) -> None:
        """So many rows were written elsewhere, without an item each: they count in the entry."""
        self._refs.add(ref)
        self._many += number

    def note_made(self, table: str, row_key: str, said: Mapping[str, Any]) -> None:
        """Note what was done to many rows at once, as one item."""
        item = {"table": table, "row_key": row_key, "before": None, "after": _dumped(dict(said))}
        self._items.append(item)

    def when_numbered(self, act: Callable[[int], None]) -> None:
        """Have something written that needs the number of the entry, in the same transaction."""
        self._then.append(act)

    def settle(self, row_hashes: Mapping[int, int] | None = None) -> None:
        """Bring what is made from companies in step with those that were written."""
        refresh(self._connection, self._companies, row_hashes)
        self._companies.clear()

    def note_under(self, number: int) -> None:
        """Keep the items under an entry that is there."""
        if self._items:
            items = [{"number": number, **item} for item in self._items]
            write_items(self._connection, items)
            note_subjects(self._connection, items)
            self._items.clear()

    def _write(self, table: Table, key: _Snapshot, old: _Snapshot | None, new: _Snapshot | None) -> None:
        where = _is(table, key)
        if new is None:
            self._connection.execute(delete(table).where(*where))
        else:
            values = {name: from_plain(table.c[name].type, value) for name, value in new.items()}
            values |= _derived(table, values)
            if old is None:
                values |= {"version": self._unused_version()} if "version" in table.c else {}
                self._connection.execute(insert(table).values(**values))
            else:
                versioned = {"version": table.c.version + 1} if "version" in table.c else {}
                self._connection.execute(update(table).where(*where).values(**values, **versioned))
        self._note(table, old, new)

    def _unused_version(self) -> int:
        """A version that nothing ever had: a form from before a row was taken away must not fit it again.

        Versions go up by one with an entry of the log at most, so they stay below the number of entries.
        """
        return int(self._connection.execute(select(func.max(tables.change_log.c.number))).scalar() or 0) + 2

    def _current(self, table: Table, key: Mapping[str, Any]) -> _Snapshot | None:
        row = self._connection.execute(select(table).where(*_is(table, key))).mappings().first()
        return None if row is None else _snapshot(table, row)

    def _note(self, table: Table, before: _Snapshot | None, after: _Snapshot | None) -> None:
        row = after or before or {}
        key = {column.name: row[column.name] for column in table.primary_key.columns}
        if table is tables.company:
            self._companies.add(row["id"])
        self._items.append(
            {
                "table": table.name,
                "row_key": _dumped(key),
                "before": _dumped(before),
                "after": _dumped(after),
            }
        )
        self._refs.update(refs_of(table.name, key, row))


def _key(key: Key) -> Mapping[str, Any]:
    return {"id": key} if isinstance(key, int) else key


def _is(table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]


def _snapshot(table: Table, row: Row, *, partial: bool = False) -> _Snapshot:
    names = [column.name for column in table.columns if column.name not in UNLOGGED]
    return {name: plain(row.get(name)) for name in names if not partial or name in row}


def _dumped(snapshot: _Snapshot | None) -> str | None:
    return None if snapshot is None else json.dumps(snapshot, ensure_ascii=False)


def _loaded(table: Table, text: str | None) -> _Snapshot | None:
    """A row as it was noted; columns that it did not have yet have what they were given when they came."""
    if text is None:
        return None
    noted: _Snapshot = json.loads(text)
    return {**came_later(table), **noted}


def _derived(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that the log leaves out, made again from the rest."""
    if table is not tables.company:
        return {}
    return {"name_key": normalised_name(values["name"])}


def refs_of(table: str, key: _Snapshot, row: _Snapshot) -> Iterable[Ref]:
    """Everything that views know a row by: itself, its owner, and the segment it says something of."""
    kind = tables.ENTITY_OF_TABLE[table]
    if table == "product":
        return
    if table in _OF_A_CHAIN:
        yield Ref(EntityKind.CHAIN, str(row["chain"]))
        return
    if table == "segment":
        yield Ref(EntityKind.SEGMENT, f"{row['chain']}/{row['code']}")
        yield Ref(EntityKind.CHAIN, str(row["chain"]))
        return
    if table in {"qualification", "contact"}:
        yield Ref(EntityKind.COMPANY, str(row["company_id"]))
    elif table == "follow_up":
        yield Ref(EntityKind.TARGET, str(row["target_id"]))
    else:
        yield Ref(kind, "/".join(str(value) for value in key.values()))
    if "segment" in row and "chain" in row:
        yield Ref(EntityKind.SEGMENT, f"{row['chain']}/{row['segment']}")


def _main_kind(kinds: set[EntityKind]) -> EntityKind:
    """What the entry is about: the structure, a bulk of companies, else the most specific thing."""
    for kind in (
        EntityKind.SEGMENT,
        EntityKind.CHAIN,
        EntityKind.COMPANY,
        EntityKind.TARGET,
        EntityKind.FOLLOW_UP,
        EntityKind.PLACEMENT,
        EntityKind.ASSESSMENT,
        EntityKind.COMPANY_LIST,
        EntityKind.RECORD,
    ):
        if kind in kinds:
            return kind
    return min(kinds)
