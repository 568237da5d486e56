"""One table for each kind of list record, made from the fields that the domain tells."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from chains.record_shapes import FIELDS, FieldKind, RecordField, RecordKind
from db.metadata import metadata
from db.types import ExactDecimal, IsoDate


def _column(one: RecordField) -> Column[object]:
    if one.kind is FieldKind.DAY:
        return Column(one.key, IsoDate)
    if one.kind is FieldKind.AMOUNT:
        return Column(one.key, ExactDecimal)
    if one.kind is FieldKind.COUNT:
        return Column(one.key, Integer)
    return Column(one.key, Text if one.kind is FieldKind.TEXT else String(one.longest), nullable=False)


RECORD_TABLES = {
    kind: Table(
        kind.value,
        metadata,
        Column("id", Integer, primary_key=True),
        # No foreign key: a record outlives the chain that it was noted for, and an undone removal finds it.
        Column("chain", String(40), nullable=False),
        Column("name", String(200), nullable=False),
        *(_column(one) for one in FIELDS[kind]),
        Column("version", Integer, nullable=False, default=1),
        sqlite_autoincrement=True,
    )
    for kind in RecordKind
}
