"""What happened to one target: its follow-ups, and what the change log tells of it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from chains.errors import NotFound
from chains.rows import ChangeRow, FieldChange
from chains.target import TargetHistory
from db import tables
from db.item_reading import field_changes
from db.mapping import follow_up_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from db.mapping import Row


def read_target_history(connection: Connection, target_id: int) -> TargetHistory:
    """Follow-ups and changes, both newest first. Raises NotFound."""
    target, step = tables.target, tables.follow_up
    if connection.execute(select(target.c.id).where(target.c.id == target_id)).scalar() is None:
        raise NotFound(kind="target", name=str(target_id), near=())
    rows = (
        connection.execute(
            select(step).where(step.c.target_id == target_id).order_by(step.c.on.desc(), step.c.id.desc())
        )
        .mappings()
        .all()
    )
    keys = [("target", target_id), *(("follow_up", row["id"]) for row in rows)]
    return TargetHistory(tuple(follow_up_value(row) for row in rows), _changes(_items(connection, keys)))


def _items(connection: Connection, keys: list[tuple[str, int]]) -> Sequence[Row]:
    log, item = tables.change_log, tables.change_item
    owned = [and_(item.c.table == name, item.c.row_key == f'{{"id": {key}}}') for name, key in keys]
    query = (
        select(item, log.c.at, log.c.author, log.c.action, log.c.subject, log.c.kind, log.c.undoes)
        .join(log, log.c.number == item.c.number)
        .where(or_(*owned))
        .order_by(item.c.id.desc())
    )
    return connection.execute(query).mappings().all()


def _changes(items: Sequence[Row]) -> tuple[ChangeRow, ...]:
    """One row per entry of the log; of the one that made the target only that it did."""
    fields: dict[int, list[FieldChange]] = defaultdict(list)
    first: dict[int, Row] = {}
    for row in items:
        first.setdefault(row["number"], row)
        if not (row["table"] == "target" and row["before"] is None):
            fields[row["number"]] += field_changes(
                row["table"], _content(row["before"]), _content(row["after"])
            )
    return tuple(
        ChangeRow(
            number, row["at"], row["author"], row["action"], row["subject"], row["kind"],
            max(1, len(fields[number])), tuple(fields[number]), row["undoes"],
        )
        for number, row in first.items()
    )  # fmt: skip


def _content(text: str | None) -> dict[str, Any]:
    return {} if text is None else dict(json.loads(text))
