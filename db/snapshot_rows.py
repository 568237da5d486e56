"""A row as the change log notes it, and back: plain values by column, without what follows from others."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from chains.names import normalised_name
from db import tables
from db.late_columns import came_later
from db.types import from_plain, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Table

    from db.mapping import Row

UNLOGGED = frozenset({"version", "name_key"})
"""Columns that follow from others: left out of the log and of the comparison when a change is taken back."""

Snapshot = dict[str, Any]
_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})


def matching(table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Conditions that find the row of that key."""
    return [table.c[name] == value for name, value in key.items()]


def snapshot(table: Table, row: Row, *, partial: bool = False) -> Snapshot:
    """The row as the log notes it; `partial`: only the columns that it has."""
    if partial:
        return {name: plain(row[name]) for name in _noted_columns(table) if name in row}
    found = {}
    for name in _noted_columns(table):
        value = row.get(name)
        # Most are texts and numbers: an import that is taken back has millions of values.
        found[name] = value if type(value) in _AS_THEY_ARE else plain(value)
    return found


@cache
def _noted_columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.name not in UNLOGGED)


def dumped(noted: Snapshot | None) -> str | None:
    """A snapshot as text."""
    return None if noted is None else json.dumps(noted, ensure_ascii=False)


def loaded(table: Table, text: str | None) -> Snapshot | None:
    """A row as it was noted; columns that it did not have yet have what they were given when they came."""
    if text is None:
        return None
    noted: Snapshot = json.loads(text)
    late = came_later(table)
    return {**late, **noted} if late else noted


def column_values(table: Table, noted: Snapshot) -> dict[str, Any]:
    """What to write of a snapshot, with the columns that the log leaves out made again from the rest."""
    values = {name: from_plain(table.c[name].type, value) for name, value in noted.items()}
    return values | ({"name_key": normalised_name(values["name"])} if table is tables.company else {})
