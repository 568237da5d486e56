"""Columns that a table was given after its first release: what rows noted before have in them."""

from __future__ import annotations

import json
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import DefaultClause

from db.types import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table


@cache
def came_later(table: Table) -> Mapping[str, Any]:
    """Late columns with what they were given when they came, as the change log would have noted it."""
    found: dict[str, Any] = {}
    for column in table.columns:
        if isinstance(column.server_default, DefaultClause):
            given = str(column.server_default.arg)
            found[column.name] = json.loads(given) if isinstance(column.type, Words) else given
    return MappingProxyType(found)
