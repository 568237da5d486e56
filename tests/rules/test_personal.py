"""Personal data are marked in the schema, and all that must go by the marks does."""

from __future__ import annotations

import re

from db import tables
from db.personal import personal_columns

_LOOKS_PERSONAL = re.compile(
    r"phone|mobile|telephone|(^|_)tel(_|$)|fax|mail|wechat|weixin|(^|_)qq(_|$)|person|people|contact"
    r"|linkman|birth|id_card|passport|nickname|gender"
)


def test_every_column_that_looks_personal_is_marked_or_says_why_not() -> None:
    unmarked = [
        f"{table.name}.{column.name}"
        for table in tables.metadata.sorted_tables
        for column in table.columns
        if _LOOKS_PERSONAL.search(f"{table.name}.{column.name}")
        and column.name not in {"id", "company_id", "kind"}
        and not column.info.get("personal")
        and not column.info.get("not_personal")
    ]

    assert unmarked == []


def test_what_is_erased_is_all_that_is_marked() -> None:
    # 清除个人信息 deletes rows of `contact`. A mark on another table needs its own way to be erased first:
    # in db.personal_store, from the table, from imports under way (db.arrival_text) and from the log.
    assert personal_columns() == {"contact": frozenset({"value", "person", "role"})}
