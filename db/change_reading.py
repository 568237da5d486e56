"""Reads the change log: who, when, what, before, after; personal data is masked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from chains.rows import ChangeRow, FieldChange
from db import tables
from db.batch_undo import batch_refs_after
from db.recorder import refs_of
from db.types import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from chains.events import Ref
    from db.mapping import Row

MOST_ITEMS_SHOWN = 20
"""An entry of more items than this shows none of their fields: a bulk import has thousands."""

_HIDDEN = frozenset(
    {
        "id", "chain", "segment", "company_id", "target_id", "assessor", "assessed_on",
        "placed_by", "placed_on", "region_basis", "position", "code", "number", "version",
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


class ChangeReading:
    """Entries of the log, and what is new since a number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, limit: int | None, before: int | None) -> tuple[ChangeRow, ...]:
        """Entries, newest first, older than number `before`."""
        log = tables.change_log
        query = select(log).order_by(log.c.number.desc())
        if before is not None:
            query = query.where(log.c.number < before)
        if limit is not None:
            query = query.limit(limit)
        entries = self._connection.execute(query).mappings().all()
        numbers = [entry["number"] for entry in entries if entry["item_count"] <= MOST_ITEMS_SHOWN]
        fields = self._fields(numbers)
        undone = self._undone_by()
        return tuple(
            ChangeRow(
                number=entry["number"],
                at=entry["at"],
                author=entry["author"],
                action=entry["action"],
                subject=entry["subject"],
                kind=entry["kind"],
                items=entry["item_count"],
                fields=tuple(fields.get(entry["number"], ())),
                undoes=entry["undoes"],
                undone_by=undone.get(entry["number"]),
            )
            for entry in entries
        )

    def last_undoable(self, author: str | None) -> int | None:
        """Number of the newest entry that stands: not taken back, and no taking back itself.

        An undo that was itself taken back (redo) makes the first entry stand again.
        """
        log = tables.change_log
        undone = self._undone_by()
        query = select(log.c.number, log.c.undoes).where(log.c.item_count > 0).order_by(log.c.number.desc())
        if author is not None:
            query = query.where(log.c.author == author)
        for number, undoes in self._connection.execute(query):
            if undoes is None and number not in undone:
                return int(number)
        return None

    def after(self, number: int) -> tuple[int, frozenset[Ref]]:
        """The newest entry's number, and what entries after `number` touched."""
        item = tables.change_item
        newest = self._connection.execute(select(func.max(tables.change_log.c.number))).scalar() or 0
        rows = self._connection.execute(select(item).where(item.c.number > number)).mappings()
        refs: set[Ref] = set()
        for row in rows:
            content = json.loads(row["after"] or row["before"])
            refs.update(refs_of(row["table"], json.loads(row["row_key"]), content))
        refs.update(batch_refs_after(self._connection, number))
        return int(newest), frozenset(refs)

    def _undone_by(self) -> dict[int, int]:
        """Entry → the entry that took it back and itself stands."""
        log = tables.change_log
        rows = self._connection.execute(
            select(log.c.number, log.c.undoes).where(log.c.undoes.is_not(None)).order_by(log.c.number.desc())
        )
        undone: dict[int, int] = {}
        for number, undoes in rows:
            # Newest first: an undo that was taken back by a later entry no longer counts.
            if number not in undone:
                undone[int(undoes)] = int(number)
        return undone

    def _fields(self, numbers: Sequence[int]) -> dict[int, list[FieldChange]]:
        item = tables.change_item
        found: dict[int, list[FieldChange]] = {}
        for number in numbers:
            rows = self._connection.execute(
                select(item).where(item.c.number == number).order_by(item.c.id)
            ).mappings()
            for row in rows:
                before, after = self._content(row, "before", "after"), self._content(row, "after", "before")
                before, after = self._with_names(row, before), self._with_names(row, after)
                found.setdefault(number, []).extend(_named_changes(row, before, after))
        return found

    def _with_names(self, row: Row, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content with the names of what its codes stand for: people know no codes."""
        named = dict(content)
        for (table, column), other in _CODES.items():
            code = content.get(column)
            if row["table"] == table and code:
                key = {"code": code} if other == "product" else {"chain": content["chain"], "code": code}
                named[column] = self._name(other, key)
        return named

    def _name(self, name: str, key: Mapping[str, Any]) -> str:
        """The name of a row that is there, or of one that was."""
        table = tables.metadata.tables[name]
        where = [table.c[column] == value for column, value in key.items()]
        found = self._connection.execute(select(table.c.name).where(*where)).scalar()
        if found is not None:
            return str(found)
        item = tables.change_item
        past = self._connection.execute(
            select(func.coalesce(item.c.before, item.c.after))
            .where(item.c.table == name, item.c.row_key == json.dumps(dict(key), ensure_ascii=False))
            .order_by(item.c.id.desc())
            .limit(1)
        ).scalar()
        return str(key["code"]) if past is None else str(json.loads(past)["name"])

    def _content(self, row: Row, side: str, other: str) -> dict[str, Any]:
        """The row on one side of the change; where an assessment is not there, the one that held instead."""
        if row[side] is not None:
            return dict(json.loads(row[side]))
        if row["table"] != "assessment":
            return {}
        there, table = json.loads(row[other]), tables.assessment
        older = (
            self._connection.execute(
                select(table)
                .where(
                    table.c.chain == there["chain"],
                    table.c.segment == there["segment"],
                    table.c.id < there["id"],
                )
                .order_by(table.c.id.desc())
                .limit(1)
            )
            .mappings()
            .first()
        )
        return {name: plain(value) for name, value in older.items()} if older is not None else {}


def field_changes(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """The fields of a row in which both sides differ, as the screen names them; personal data masked."""
    table = tables.metadata.tables[name]
    changes = []
    for column in table.columns:
        if column.name in _HIDDEN:
            continue
        old, new = before.get(column.name), after.get(column.name)
        if _text(old) != _text(new):
            mask = bool(column.info.get("personal"))
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
    text = _text(value)
    if not mask or not text:
        return text
    return f"{text[:3]}****" if len(text) > 4 else "****"
