"""Writes rows of the change log with their seals; nothing is ever changed in it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from db import tables
from db.computer import computer_name
from db.last_numbers import numbers_for_log
from db.log_seal import seal_entry, sealed_items

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection


def write_entry(connection: Connection, values: Mapping[str, Any]) -> int:
    """Write an entry behind all others and seal it; returns its number."""
    numbers = numbers_for_log(connection, "change_log", 1)
    given = {} if numbers is None else {"number": numbers[0]}
    whole = {**values, **given, "computer": computer_name()}
    key = connection.execute(insert(tables.change_log).values(whole)).inserted_primary_key
    number = int(key[0]) if key is not None else 0
    seal_entry(connection, number)
    return number


def write_items(connection: Connection, items: Sequence[dict[str, Any]]) -> None:
    """Write what an entry changed, row by row in this order, sealed."""
    numbers = numbers_for_log(connection, "change_item", len(items))
    sealed = sealed_items(connection, items)
    if numbers is not None:
        sealed = [{"id": one, **item} for one, item in zip(numbers, sealed, strict=True)]
    connection.execute(insert(tables.change_item), sealed)
