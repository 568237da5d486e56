"""What an item of the change log says, field by field, in names instead of codes; personal data is masked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from chains.measure_settings import DEFAULTS, as_texts
from chains.rows import FieldChange
from db import tables
from db.late_columns import came_later
from db.personal import is_personal, masked
from db.types import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from db.mapping import Row

_HIDDEN = frozenset(
    {
        "id", "chain", "segment", "company_id", "target_id", "assessor", "assessed_on",
        "placed_by", "placed_on", "region_basis", "position", "code", "number", "version",
        "at", "author", "saved_at", "name_key",
    }
)  # fmt: skip

_CODES = {
    ("segment", "stage"): "stage",
    ("segment", "parent"): "segment",
    ("segment", "product"): "product",
    ("supply_link", "source"): "segment",
    ("supply_link", "target"): "segment",
}
"""Columns that hold a code, and the table that knows its name."""


# Made once: a page of the log asks a hundred times, and making the statement costs more than its answer.
_OLDER = (
    select(tables.assessment)
    .where(
        tables.assessment.c.chain == bindparam("chain"),
        tables.assessment.c.segment == bindparam("segment"),
        tables.assessment.c.id < bindparam("id"),
    )
    .order_by(tables.assessment.c.id.desc())
    .limit(1)
)
"""The assessment of a segment before one of it."""


class ItemReading:
    """Reads the items of one look; names that were looked up are remembered for the next item."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[tuple[str, str], str] = {}

    def changes(self, row: Row) -> list[FieldChange]:
        """The fields in which both sides of the item differ, as the screen names them."""
        before, after = (
            self._with_names(row, self.content(row, *sides))
            for sides in (("before", "after"), ("after", "before"))
        )
        return _named_changes(row, before, after)

    def content(self, row: Row, side: str, other: str) -> dict[str, Any]:
        """The row on one side of the change; where it is not there, what held instead.

        That is the assessment before, or the default of a setting.
        """
        if row[side] is not None:
            noted: dict[str, Any] = json.loads(row[side])
            return {**came_later(tables.metadata.tables[row["table"]]), **noted}
        if row["table"] == "setting":
            return default_setting(json.loads(row["row_key"])["key"])
        if row["table"] != "assessment":
            return {}
        there = json.loads(row[other])
        place = {"chain": there["chain"], "segment": there["segment"], "id": there["id"]}
        older = self._connection.execute(_OLDER, place).mappings().first()
        return {name: plain(value) for name, value in older.items()} if older is not None else {}

    def shown(self, table: str, column: str, row: Row) -> str:
        """A column of a row of today, as the log would show it."""
        content = {name: plain(value) for name, value in row.items()}
        content = self._with_names({"table": table}, content)
        return _shown(content[column], mask=is_personal(table, column))

    def differences(
        self, table: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> list[FieldChange]:
        """The fields in which two contents of a row differ, as the screen names them."""
        row = {"table": table}
        return field_changes(table, self._with_names(row, before), self._with_names(row, after))

    def subject(self, table: str, content: Mapping[str, Any]) -> str:
        """Whose facts a row has: 轮胎模具 · 某公司; "" where the field's own name says it."""
        parts = []
        if table == "follow_up":
            return ""
        if content.get("chain") and content.get("segment"):
            parts.append(self.name_of("segment", {"chain": content["chain"], "code": content["segment"]}))
        if content.get("company_id"):
            parts.append(self.name_of("company", {"id": content["company_id"]}))
        if table == "supply_link":
            parts += [
                self.name_of("segment", {"chain": content["chain"], "code": content[end]})
                for end in ("source", "target")
            ]
            return " → ".join(parts)
        if not parts and "name" in content:
            parts.append(str(content["name"]))
        return " · ".join(parts)

    def name_of(self, table: str, key: Mapping[str, Any]) -> str:
        """The name of a row that is there, or of one that was; its code or id when there is none."""
        known = (table, json.dumps(dict(key), ensure_ascii=False))
        if known not in self._names:
            self._names[known] = self._name(table, key, known[1])
        return self._names[known]

    def _with_names(self, row: Row, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content with the names of what its codes stand for: people know no codes."""
        named = dict(content)
        for (table, column), other in _CODES.items():
            code = content.get(column)
            if row["table"] == table and code:
                key = {"code": code} if other == "product" else {"chain": content["chain"], "code": code}
                named[column] = self.name_of(other, key)
        return named

    def _name(self, name: str, key: Mapping[str, Any], row_key: str) -> str:
        table = tables.metadata.tables[name]
        where = [table.c[column] == value for column, value in key.items()]
        found = self._connection.execute(select(table.c.name).where(*where)).scalar()
        if found is not None:
            return str(found)
        item = tables.change_item
        past = self._connection.execute(
            select(func.coalesce(item.c.before, item.c.after))
            .where(item.c.table == name, item.c.row_key == row_key)
            .order_by(item.c.id.desc())
            .limit(1)
        ).scalar()
        return str(list(key.values())[-1]) if past is None else str(json.loads(past)["name"])


def is_shown_column(name: str) -> bool:
    """Whether a column is told of; the others follow from these, or name the row."""
    return name not in _HIDDEN


def default_setting(key: str) -> dict[str, Any]:
    """A setting that nobody had set."""
    text = as_texts(DEFAULTS).get(key)
    return {} if text is None else {"key": key, "value": text}


def field_changes(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """The fields of a row in which both sides differ, as the screen names them; personal data masked."""
    table = tables.metadata.tables[name]
    changes = []
    for column in table.columns:
        if column.name in _HIDDEN:
            continue
        old, new = before.get(column.name), after.get(column.name)
        if _text(old) != _text(new):
            mask = is_personal(name, column.name)
            field = f"{table.name}.{column.name}"
            changes.append(FieldChange(field, _shown(old, mask=mask), _shown(new, mask=mask)))
    return changes


def _named_changes(row: Row, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """The fields that differ; of a setting, its value under the setting's own name, up to a #."""
    if row["table"] != "setting":
        return field_changes(row["table"], before, after)
    key = json.loads(row["row_key"])["key"]
    return [
        FieldChange(f"setting.{key.partition('#')[0]}", _text(before.get("value")), _text(after.get("value")))
    ]


def _text(value: Any) -> str:  # noqa: ANN401 - any column value
    if value is None or value is False:
        return ""
    if isinstance(value, list | tuple):
        return "；".join(str(part) for part in value)
    return str(value)


def _shown(value: Any, *, mask: bool) -> str:  # noqa: ANN401 - any column value
    return masked(_text(value)) if mask else _text(value)
