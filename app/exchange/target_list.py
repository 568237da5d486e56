"""招商目标企业清单 as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.sheet_out import ALL, Cells, ListColumn, ListHead, ListSheet, write_lists
from chains.target_lists import DEFAULT_COLUMNS, TargetColumn
from chains.target_words import COLUMN
from chains.words import CHOKEPOINT, COVERAGE, PHASE, source_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from chains.rows import TargetRow

NO_TARGETS = "暂无目标企业"
_CURRENCY_WORDS = {
    "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑", "KRW": "韩元", "TWD": "新台币",
    "AUD": "澳元", "CAD": "加元", "SGD": "新加坡元", "CHF": "瑞士法郎",
}  # fmt: skip
_LOOKS: dict[TargetColumn, tuple[int, int, str, str]] = {
    TargetColumn.NUMBER: (4, 6, "0", "center"),
    TargetColumn.CHAIN: (8, 10, "@", "left"),
    TargetColumn.SEGMENT: (8, 12, "@", "left"),
    TargetColumn.GAP: (8, 10, "@", "left"),
    TargetColumn.COMPANY: (14, 18, "@", "left"),
    TargetColumn.CODE: (18, 18, "@", "left"),
    TargetColumn.REGION: (8, 8, "@", "left"),
    TargetColumn.PRODUCTS: (16, 24, "@", "left"),
    TargetColumn.QUALIFICATIONS: (10, 14, "@", "left"),
    TargetColumn.CAPITAL: (9, 9, "#,##0.##", "right"),
    TargetColumn.INSURED: (6, 8, "#,##0", "right"),
    TargetColumn.SCORE: (6, 6, "0.00", "center"),
    TargetColumn.REASON: (14, 20, "@", "left"),
    TargetColumn.ORIGIN: (8, 10, "@", "left"),
    TargetColumn.PRIORITY: (6, 6, "@", "center"),
    TargetColumn.INVESTMENT: (8, 9, "#,##0.##", "right"),
    TargetColumn.PHASE: (8, 8, "@", "center"),
    TargetColumn.LAST_FOLLOW_UP: (10, 10, "yyyy-mm-dd", "center"),
    TargetColumn.NEXT_STEP: (10, 14, "@", "left"),
    TargetColumn.NEXT_ON: (10, 10, "yyyy-mm-dd", "center"),
    TargetColumn.UNIT: (8, 10, "@", "left"),
    TargetColumn.PERSON: (6, 6, "@", "left"),
    TargetColumn.REMARK: (8, 10, "@", "left"),
}
"""Of each column least and most width, number format and alignment."""

_CONTACTS = ListColumn("联系人及电话", 12, 20)


def write_target_list(
    path: Path,
    rows: Sequence[TargetRow],
    head: ListHead,
    contacts: Mapping[int, str] | None = None,
    columns: Sequence[TargetColumn] = DEFAULT_COLUMNS,
) -> None:
    """Write the list: one sheet with all, then one a chain, each numbered from 1, with these columns.

    `contacts` (by company id) are personal data: the column is there only when they are given, before the
    last one. Raises ExportRefused.
    """
    shown = [ListColumn(COLUMN[one], *_LOOKS[one]) for one in columns]
    if contacts is not None:
        shown.insert(max(0, len(shown) - 1), _CONTACTS)
    chains = dict.fromkeys(row.chain_name for row in rows)
    sheets = [ListSheet(ALL, _lines(rows, columns, contacts))]
    sheets += [
        ListSheet(name, _lines([row for row in rows if row.chain_name == name], columns, contacts))
        for name in chains
    ]
    write_lists(path, head, shown, sheets, NO_TARGETS)


def gap_kind(row: TargetRow) -> str:
    """缺口类型: how far the segment is here, where it comes from, whether it is 卡脖子."""
    parts = [COVERAGE[row.coverage], source_text(row.source, row.degree, row.countries)]
    if row.chokepoint:
        parts.append(CHOKEPOINT)
    return "·".join(parts)


def _lines(
    rows: Sequence[TargetRow], columns: Sequence[TargetColumn], contacts: Mapping[int, str] | None
) -> list[Cells]:
    lines = []
    for number, row in enumerate(rows, 1):
        values = _values(number, row)
        line = [values[one] for one in columns]
        if contacts is not None:
            line.insert(max(0, len(line) - 1), contacts.get(row.company_id, ""))
        lines.append(tuple(line))
    return lines


def _values(number: int, row: TargetRow) -> dict[TargetColumn, str | int | float | Decimal | date | None]:
    column = TargetColumn
    return {
        column.NUMBER: number,
        column.CHAIN: row.chain_name,
        column.SEGMENT: row.segment_name,
        column.GAP: gap_kind(row),
        column.COMPANY: row.company_name,
        column.CODE: row.credit_code,
        column.REGION: row.region_name,
        column.PRODUCTS: row.products,
        column.QUALIFICATIONS: row.qualifications,
        column.CAPITAL: _capital(row.capital_wan, row.currency),
        column.INSURED: row.insured_count,
        column.SCORE: row.score,
        column.REASON: row.reason,
        column.ORIGIN: row.origin,
        column.PRIORITY: row.priority,
        column.INVESTMENT: row.investment_yi,
        column.PHASE: PHASE[row.phase],
        column.LAST_FOLLOW_UP: row.last_follow_up_on,
        column.NEXT_STEP: row.next_step,
        column.NEXT_ON: row.next_on,
        column.UNIT: row.responsible_unit,
        column.PERSON: row.responsible_person,
        column.REMARK: row.remark,
    }


def _capital(amount: Decimal | None, currency: str) -> Decimal | str | None:
    """A number of 万元; an amount in another currency is text, for it is no number of 万元."""
    if amount is None or currency in {"CNY", ""}:
        return amount
    return f"{amount:,f}万{_CURRENCY_WORDS.get(currency, currency)}"


def capital_text(amount: Decimal | None, currency: str) -> str:
    """注册资本 with its currency, "" where it is not known."""
    told = _capital(amount, currency)
    return "" if told is None else told if isinstance(told, str) else f"{told:,f}万元"
