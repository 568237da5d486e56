"""Writes rows and notes each one's before and after; nothing else writes, so the log is complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from chains.errors import NotFound, NotUndoable
from chains.events import Ref
from chains.kinds import EntityKind
from db import tables
from db.batch_undo import revert_batch
from db.change_subjects import note_subjects
from db.clashes import settled_rows
from db.erased_seals import is_erased
from db.log_writing import write_entry, write_items
from db.past_rows import past_rows, take_back
from db.registry_index import refresh
from db.snapshot_rows import Snapshot, dumped, matching, snapshot
from db.used_companies import without_used
from db.versions import refuse_unless_all_written, refuse_unless_written, write_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from chains.clashes import Settled


_OF_A_CHAIN = frozenset({"stage", "supply_link", "tier_name", "box"})
"""Tables whose rows views know only as a part of their chain."""

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
        self.note(table, None, snapshot(table, row))
        return int(row.get("id", 0))

    def insert_many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add many rows that carry their ids."""
        if not rows:
            return
        self._connection.execute(insert(table), [dict(row) for row in rows])
        for row in rows:
            self.note(table, None, snapshot(table, row))

    def update(self, table: Table, key: Key, values: Mapping[str, Any]) -> None:
        """Change a row by its key; a row that would stay the same is left alone. Raises NotFound."""
        before = self._current(table, _key(key))
        if before is None:
            raise NotFound(kind=tables.ENTITY_OF_TABLE[table.name].value, name=str(key), near=())
        after = before | snapshot(table, values, partial=True)
        if after == before:
            return
        if "version" in values:
            write_version(self._connection, table, matching(table, _key(key)), values)
        else:
            changed = update(table).where(*matching(table, _key(key))).values(dict(values))
            refuse_unless_written(self._connection, changed)
        self.note(table, before, after)

    def update_many(self, table: Table, values: Mapping[int, Mapping[str, Any]]) -> None:
        """Change many rows by id; all name the same columns. Rows that would stay the same are left alone.

        Raises NotFound.
        """
        rows = self._connection.execute(select(table).where(table.c.id.in_(list(values)))).mappings()
        held = {int(row["id"]): snapshot(table, row) for row in rows}
        changed: list[tuple[Snapshot, Snapshot, Mapping[str, Any]]] = []
        for key, new in values.items():
            if key not in held:
                raise NotFound(kind=tables.ENTITY_OF_TABLE[table.name].value, name=str(key), near=())
            after = held[key] | snapshot(table, new, partial=True)
            if after != held[key]:
                changed.append((held[key], after, {f"new_{name}": value for name, value in new.items()}))
        if not changed:
            return
        names = next(iter(values.values()))
        wanted = update(table).where(table.c.id == bindparam("row_id"))
        wanted = wanted.values({name: bindparam(f"new_{name}") for name in names})
        given = [{"row_id": before["id"], **new} for before, _, new in changed]
        refuse_unless_all_written(self._connection, wanted, given)
        for before, after, _ in changed:
            self.note(table, before, after)

    def delete(self, table: Table, key: Key) -> None:
        """Take a row away by its key."""
        before = self._current(table, _key(key))
        if before is not None:
            refuse_unless_written(self._connection, delete(table).where(*matching(table, _key(key))))
            self.note(table, before, None)

    def has(self, table: Table, key: Key) -> bool:
        """Whether there is a row of that key."""
        return self._current(table, _key(key)) is not None

    def touch(self, ref: Ref) -> None:
        """Say that views of this thing are to be drawn again."""
        self._refs.add(ref)

    def current(self, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
        """The row as the log would note it; None when there is none."""
        return self._current(table, key)

    def revert(
        self, number: int, settled: Sequence[Settled] | None = None, *, keeps_used: bool = False
    ) -> int:
        """Write what was before the entry, newest row first; returns how many added companies stay.

        Those that were used since do with `keeps_used`. Raises NotUndoable when a row is no longer as the
        entry left it, others hang on it, or it was erased.
        """
        if is_erased(self._connection, number):
            raise NotUndoable(number=number, cause="erased")
        kept = revert_batch(self._connection, self, number, keeps_used=keeps_used)
        rows = past_rows(self._connection, number)
        if keeps_used:
            rows, apart = without_used(self._connection, rows, number, settled)
            kept += apart
        if settled is not None:
            rows = settled_rows(self._connection, rows, settled, number)
        take_back(self._connection, self, rows, number)
        return kept

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
        item = {"table": table, "row_key": row_key, "before": None, "after": dumped(dict(said))}
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

    def _current(self, table: Table, key: Mapping[str, Any]) -> Snapshot | None:
        row = self._connection.execute(select(table).where(*matching(table, key))).mappings().first()
        return None if row is None else snapshot(table, row)

    def note(self, table: Table, before: Snapshot | None, after: Snapshot | None) -> None:
        """Note a row that was written, as it was and as it is; None where there was, or is, none."""
        row = after or before or {}
        key = {column.name: row[column.name] for column in table.primary_key.columns}
        if table is tables.company:
            self._companies.add(row["id"])
        self._items.append(
            {
                "table": table.name,
                "row_key": dumped(key),
                "before": dumped(before),
                "after": dumped(after),
            }
        )
        self._refs.update(refs_of(table.name, key, row))


def _key(key: Key) -> Mapping[str, Any]:
    return {"id": key} if isinstance(key, int) else key


def refs_of(table: str, key: Snapshot, row: Snapshot) -> Iterable[Ref]:
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
