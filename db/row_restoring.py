"""Gives a row of a small thing (a contact, a follow-up, a box on the map) what the log says it had."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from chains.errors import Conflict, NotFound, NotUndoable
from chains.row_restoring import together_with
from db import tables
from db.item_reading import ItemReading
from db.past_rows import past_row, rows_now, take_back

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from chains.row_restoring import RestoreRow
    from db.recorder import Recorder


def row_as_seen(now: dict[str, Any] | None) -> str:
    """What stands for a row as it is: another one says that somebody changed it."""
    return json.dumps(now, ensure_ascii=False, sort_keys=True)


def restore_row(connection: Connection, recorder: Recorder, command: RestoreRow) -> None:
    """Do what the command asks.

    Raises Conflict when the row is no longer what was seen, NotUndoable when what it held was erased or
    others hang on it, NotFound when the log has no such item.
    """
    item = tables.change_item
    noted = connection.execute(select(item).where(item.c.id == command.item)).mappings().first()
    if noted is None:
        raise NotFound(kind="change", name=str(command.item), near=())
    erased = tables.erased_item
    if connection.execute(select(erased.c.item).where(erased.c.item == command.item)).first() is not None:
        raise NotUndoable(number=noted["number"], cause="erased")
    row = past_row(noted)
    now = rows_now(connection, [row]).get((row.table.name, row.key))
    if row_as_seen(now) != command.seen:
        name = ItemReading(connection).subject(row.table.name, row.left or row.wanted or {})
        raise Conflict(kind=row.table.name, name=name, ref=str(command.item), seen=None, found=None, by="")
    side = row.wanted if command.before else row.left
    if side is not None and now is not None:
        side = now | {name: side[name] for name in together_with(row.table.name, command.field)}
    take_back(connection, recorder, [replace(row, left=now, wanted=side)], int(noted["number"]))
