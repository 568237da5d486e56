"""List records (清单资料) as a list of a workbook: columns from the fields of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.sheet_out import BookSheet, Cells, ListColumn, ListHead, write_book
from chains.record_shapes import (
    ALL_CHAINS,
    FIELDS,
    NAME_WORD,
    RECORD_WORD,
    FieldKind,
    RecordField,
    RecordKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from chains.list_records import ListRecord


def record_columns(kind: RecordKind) -> tuple[ListColumn, ...]:
    """序号, the name, the chain, then every field."""
    return (
        ListColumn("序号", 4, 6, "0", "center"),
        ListColumn(NAME_WORD[kind], 16, 34),
        ListColumn("产业链", 8, 16),
        *(_column(one) for one in FIELDS[kind]),
    )


def record_cells(records: Sequence[ListRecord], chains: Mapping[str, str]) -> list[Cells]:
    """One row a record; `chains` are names by code."""
    return [
        (
            number,
            one.name,
            chains.get(one.chain, one.chain) if one.chain else ALL_CHAINS,
            *(one.value(each.key) for each in FIELDS[one.kind]),
        )
        for number, one in enumerate(records, 1)
    ]


def write_record_list(
    path: Path, kind: RecordKind, records: Sequence[ListRecord], chains: Mapping[str, str], head: ListHead
) -> None:
    """Write one kind as a workbook that can be imported again. Raises ExportRefused."""
    word = RECORD_WORD[kind]
    rows = record_cells(records, chains)
    write_book(path, [BookSheet(word, head, record_columns(kind), rows, f"暂无{word}")])


def _column(one: RecordField) -> ListColumn:
    if one.kind is FieldKind.DAY:
        return ListColumn(one.word, 11, 11, "yyyy-mm-dd", "center")
    if one.kind in {FieldKind.AMOUNT, FieldKind.COUNT}:
        return ListColumn(one.word, 8, one.width, "#,##0.##", "right")
    return ListColumn(one.word, 8, one.width, "@", "center" if one.choices else "left")
