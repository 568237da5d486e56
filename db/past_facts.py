"""One fact of the change log as it was on both sides of an entry, and as it is today."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from chains.change_facts import PastFact
from chains.errors import NotFound
from chains.restoring import RESTORABLE
from chains.row_restoring import ROWS
from db import tables
from db.item_reading import ItemReading, default_setting
from db.row_restoring import row_as_seen
from db.snapshot_rows import snapshot
from db.types import from_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from db.mapping import Row

_KEYS = {
    "assessment": ("chain", "segment"),
    "placement": ("chain", "segment", "company_id"),
    "supply_link": ("chain", "source", "target"),
}
"""What names a thing whose row was made anew since; the others keep the key of their row."""

_GUARDED_BY_CHAIN = frozenset({"stage", "tier_name", "supply_link"})


def is_restorable(item: Row, field: str) -> bool:
    """Whether a command puts that field (`segment.name`) of the item back alone."""
    table, _, column = field.partition(".")
    both = item["before"] is not None and item["after"] is not None
    # A row that the entry added or took away was not there on one side; an assessment follows an older one,
    # a setting its default; small things come and go whole.
    one_side_will_do = table in {"assessment", "setting", *ROWS}
    return (both or one_side_will_do) and column in RESTORABLE.get(table, frozenset())


def read_past_fact(connection: Connection, item: Row, field: str) -> PastFact:
    """The fact whose field (`segment.name`) the item changed. Raises NotFound."""
    name, _, told = field.partition(".")
    column = "value" if name == "setting" else told
    if name != item["table"] or column not in tables.metadata.tables[name].c:
        raise NotFound(kind="change", name=field, near=())
    table, reading = tables.metadata.tables[name], ItemReading(connection)
    before, after = reading.content(item, "before", "after"), reading.content(item, "after", "before")
    content = after or before
    key = {one: content[one] for one in _KEYS.get(name, tuple(json.loads(item["row_key"])))}
    row = _today(connection, name, key)
    kind = table.c[column].type
    return PastFact(
        table=name,
        field=told,
        key=key,
        before=from_plain(kind, before.get(column)),
        after=from_plain(kind, after.get(column)),
        now=None if row is None else row[column],
        now_text="" if row is None else reading.shown(name, column, row),
        had_before=bool(before),
        had_after=bool(after),
        is_there=row is not None,
        row={} if row is None else dict(row),
        version=_version(connection, (name, column), key, row),
        item=int(item["id"]),
        seen=row_as_seen(None if row is None else snapshot(table, row)),
    )


def _today(connection: Connection, name: str, key: Mapping[str, Any]) -> Row | None:
    table = tables.metadata.tables[name]
    query = select(table).where(*(table.c[column] == value for column, value in key.items()))
    newest = table.c.id.desc() if "id" in table.c else None
    row = connection.execute(query.order_by(newest).limit(1)).mappings().first()
    return default_setting(key["key"]) or None if row is None and name == "setting" else row


def _version(
    connection: Connection, column: tuple[str, str], key: Mapping[str, Any], row: Row | None
) -> int | None:
    """The version that guards the fact against colleagues."""
    name, _ = column
    if name in {"assessment", "placement"}:
        table = tables.segment
        query = select(table.c.version).where(table.c.chain == key["chain"], table.c.code == key["segment"])
    elif name in _GUARDED_BY_CHAIN or column == ("segment", "stage"):
        query = select(tables.chain.c.version).where(tables.chain.c.code == key["chain"])
    elif name == "qualification" and row is not None:
        query = select(tables.company.c.version).where(tables.company.c.id == row["company_id"])
    else:
        return int(row["version"]) if row is not None and "version" in row else None
    return connection.execute(query).scalar()
