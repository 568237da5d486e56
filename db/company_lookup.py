"""Finds companies by a whole name or code through the search index: their table has no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chains.names import normalised_name
from chains.typed import CODE_LETTERS
from db import tables
from db.batches import hidden_ranges, outside
from db.search_reading import SearchReading

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_MOST_LISTED = 5_000


def may_be_called(connection: Connection, *texts: str, own: int = 0) -> list[ColumnElement[bool]]:
    """Conditions that leave few companies to look at: of the rest none has one of the texts as name or code.

    Companies that may not be seen are left out. `own` is an id that stays in any case. A text that too many
    names hold, or that is too short, leaves everybody: then every company is looked at.
    """
    column = tables.company.c.id
    conditions = outside(column, hidden_ranges(connection))
    ids: set[int] = {own} if own > 0 else set()
    reading = SearchReading(connection)
    for word in {word for word in map(normalised_name, texts) if word}:
        found = list(reading.found([word]))
        count = sum(int(np.count_nonzero(part.in_name)) for part in found)
        if count + len(ids) > _MOST_LISTED or len(word) < CODE_LETTERS:
            return conditions
        for part in found:
            ids.update(part.ids[part.in_name].tolist())
    return [*conditions, column.in_(sorted(ids))]
