"""What the change log tells of is told in the screen's words."""

from __future__ import annotations

import pytest

from chains.field_words import FIELD
from db import tables
from db.item_reading import is_shown_column

_NAMED_BY_KEY = {"setting", "erased_item", "carried_sign_in"}
"""A setting goes by its key, what was erased by its count alone; who signed in is never changed."""


@pytest.mark.parametrize("table", sorted(set(tables.ENTITY_OF_TABLE) - _NAMED_BY_KEY))
def test_every_column_that_the_log_tells_of_has_a_word(table: str) -> None:
    shown = [column.name for column in tables.metadata.tables[table].columns if is_shown_column(column.name)]

    assert [name for name in shown if f"{table}.{name}" not in FIELD] == []
