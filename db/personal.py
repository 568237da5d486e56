"""Personal data in the schema: one list that masking, erasing and exports go by.

A column is marked with `info={"personal": True}`. One whose name only looks like it says why it is none with
`info={"not_personal": reason}`; a rule test asks for one of both.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from chains.personal import ERASED
from db import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN_SIGNS = 3


@cache
def personal_columns() -> dict[str, frozenset[str]]:
    """Table → its columns that hold personal data."""
    marked = {
        table.name: frozenset(column.name for column in table.columns if column.info.get("personal"))
        for table in tables.metadata.sorted_tables
    }
    return {name: columns for name, columns in marked.items() if columns}


def is_personal(table: str, column: str) -> bool:
    """Whether the column holds personal data."""
    return column in personal_columns().get(table, frozenset())


def masked(text: str) -> str:
    """A personal value as the change log shows it; what was erased is told."""
    if not text or text == ERASED:
        return text
    return f"{text[:_SHOWN_SIGNS]}****" if len(text) > _SHOWN_SIGNS + 1 else "****"


def without_personal(table: str, noted: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A row as the change log noted it, with what is personal erased; empty values stay empty."""
    if noted is None:
        return None
    personal = personal_columns()[table]
    return {name: ERASED if value and name in personal else value for name, value in noted.items()}
