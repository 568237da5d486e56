"""Reads list records (清单资料) out of a table that somebody brings: one sheet, header by known words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from app.exchange import values
from app.exchange.checked_rows import Reject
from app.exchange.headings import plain_heading, unit_of
from app.exchange.table import cell_text, fitted
from chains.errors import FileRefused, InvalidValue
from chains.list_records import ListRecord, checked_record
from chains.record_shapes import (
    CHAIN_SPELLINGS,
    FIELDS,
    NAME_SPELLINGS,
    NAME_WORD,
    RECORD_WORD,
    FieldKind,
    RecordField,
    RecordKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.exchange.sheets_in import Sheets
    from app.exchange.table import TableRow, Value
    from chains.record_shapes import Value as FieldValue

_SEARCHED = 10
_UNIT = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(亩|个|家|项)?")
_TOTALS = frozenset({"合计", "总计", "小计"})
NAME, CHAIN = "name", "chain"


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One row that can be taken: `chain` is as the file names it, `told` the keys that the row speaks of."""

    number: int
    record: ListRecord
    chain: str
    told: frozenset[str]
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class RecordTable:
    """What was read: rows to take, rows rejected, and which of the file's columns became which field."""

    sheet: str
    header: tuple[str, ...]
    rows: tuple[ReadRecord, ...]
    rejected: tuple[Reject, ...]
    columns: Mapping[str, str]
    notes: tuple[str, ...] = ()


class _Unreadable(ValueError):
    """A cell is no value of its field. Carries why."""


def read_record_table(sheets: Sheets, kind: RecordKind, file: str) -> RecordTable:
    """The records of the sheet that is called like the kind, else of the first that has a header.

    Raises FileRefused when no sheet has one.
    """
    named = sorted(sheets, key=lambda name: RECORD_WORD[kind] not in name)
    for name in named:
        found = _header(sheets[name], kind)
        if found is not None:
            return _table(name, sheets[name], found, kind)
    known = (NAME_WORD[kind], "产业链", *(one.word for one in FIELDS[kind]))
    raise FileRefused(file=file, reason="no_record_header", name=NAME_WORD[kind], known=known)


def _header(rows: Sequence[TableRow], kind: RecordKind) -> int | None:
    """Which of the first rows names the record and most fields; None when none names it."""
    best, most = None, 0
    for at, row in enumerate(rows[:_SEARCHED]):
        keys = set(_keys(row.cells, kind).values())
        if NAME in keys and len(keys) > most:
            best, most = at, len(keys)
    return best


def _keys(cells: Sequence[Value], kind: RecordKind) -> dict[int, str]:
    """Column → key of our field; the first column that names a field has it, exact words before spellings."""
    found: dict[int, str] = {}
    words = [plain_heading(cell) if isinstance(cell, str) and len(cell) <= 40 else "" for cell in cells]
    for spellings in _spellings(kind):
        for at, word in enumerate(words):
            key = spellings.get(word) or spellings.get(_UNIT.sub("", word))
            if key is not None and at not in found and key not in found.values():
                found[at] = key
    return found


def _spellings(kind: RecordKind) -> tuple[dict[str, str], dict[str, str]]:
    exact = {NAME_WORD[kind]: NAME, "产业链": CHAIN, **{one.word: one.key for one in FIELDS[kind]}}
    further = {
        **{word: one.key for one in reversed(FIELDS[kind]) for word in one.spellings},
        **dict.fromkeys(CHAIN_SPELLINGS, CHAIN),
        **dict.fromkeys(NAME_SPELLINGS[kind], NAME),
    }
    plain = [
        {plain_heading(word): key for word, key in words.items()}
        | {_UNIT.sub("", plain_heading(word)): key for word, key in words.items()}
        for words in (exact, further)
    ]
    return plain[0], plain[1]


def _table(sheet: str, rows: Sequence[TableRow], header: int, kind: RecordKind) -> RecordTable:
    head = tuple(cell_text(cell).replace("\n", " ").strip() for cell in rows[header].cells)
    keys = _keys(rows[header].cells, kind)
    fields = {one.key: one for one in FIELDS[kind]}
    taken, rejected, totals = [], [], 0
    for row in rows[header + 1 :]:
        cells = fitted(row.cells, len(head))
        name = _text(next((cells[at] for at, key in keys.items() if key == NAME), ""))
        if name in _TOTALS or (not name and _text(cells[0] if cells else "") in _TOTALS):
            totals += 1
            continue
        try:
            taken.append(_read(row.number, cells, head, keys, _Shape(kind, fields)))
        except _Unreadable as wrong:
            rejected.append(Reject(row.number, str(wrong), cells))
    words = {NAME: NAME_WORD[kind], CHAIN: "产业链", **{key: one.word for key, one in fields.items()}}
    columns = {word: words.get(keys.get(at, ""), "") for at, word in enumerate(head) if word}
    notes = (f"{totals} 行合计未导入。",) if totals else ()
    return RecordTable(sheet, head, tuple(taken), tuple(rejected), columns, notes)


@dataclass(frozen=True, slots=True)
class _Shape:
    kind: RecordKind
    fields: Mapping[str, RecordField]


def _read(
    number: int, cells: tuple[Value, ...], head: Sequence[str], keys: Mapping[int, str], shape: _Shape
) -> ReadRecord:
    name, chain, told = "", "", {}
    for at, key in keys.items():
        cell = cells[at]
        if values.is_error(cell):
            raise _Unreadable(f"“{head[at]}”是出错的公式（{cell_text(cell)}）")
        if key == NAME:
            name = _text(cell)
        elif key == CHAIN:
            chain = "" if values.is_nothing(cell) else _text(cell)
        elif not values.is_nothing(cell) and _text(cell):
            told[key] = _value(shape.fields[key], cell, head[at])
    if not name:
        raise _Unreadable(f"没有{NAME_WORD[shape.kind]}")
    try:
        record = checked_record(ListRecord(shape.kind, name, "", told))
    except InvalidValue as wrong:
        allowed = wrong.facts["allowed"]
        raise _Unreadable(f"“{str(wrong.facts['value'])[:20]}”不合要求，应为{allowed}") from None
    return ReadRecord(number, record, chain, frozenset(told), cells)


def _value(one: RecordField, cell: Value, heading: str) -> FieldValue:
    if one.kind is FieldKind.DAY:
        found: FieldValue = values.day(cell)
    elif one.kind is FieldKind.COUNT:
        found = _whole(cell)
    elif one.kind is FieldKind.AMOUNT:
        found = _amount(one, cell, heading)
    else:
        return cell_text(cell)
    if found is None:
        wanted = {FieldKind.DAY: "日期", FieldKind.COUNT: "整数", FieldKind.AMOUNT: "数"}[one.kind]
        raise _Unreadable(f"“{heading}”的“{cell_text(cell)[:20]}”不是能识别的{wanted}")
    return found


def _amount(one: RecordField, cell: Value, heading: str) -> Decimal | None:
    """In the unit of our field: 亿元 and 万元 of the cell or the heading are counted over, 亩 stays."""
    ours = unit_of(one.word)
    if ours not in {"亿元", "万元"}:
        return _number(cell)
    found = values.amount_wan(cell, unit_of(heading) or ours)
    if found is None or found[1] != "CNY":
        return None
    return (found[0] / 10_000 if ours == "亿元" else found[0]).normalize() + Decimal(0)


def _number(cell: Value) -> Decimal | None:
    found = _NUMBER.fullmatch(values.folded(cell_text(cell)).replace(",", "").replace(" ", ""))
    if found is None:
        return None
    try:
        return Decimal(found[1])
    except InvalidOperation:
        return None


def _whole(cell: Value) -> int | None:
    number = _number(cell)
    return int(number) if number is not None and number == int(number) and number < 10**9 else None


def _text(cell: Value) -> str:
    return " ".join(cell_text(cell).split())
