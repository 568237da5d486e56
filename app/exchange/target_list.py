"""招商目标企业清单 as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.sheet_out import ALL, Cells, ListColumn, ListHead, ListSheet, write_lists
from chains.words import CHOKEPOINT, COVERAGE, PHASE, source_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from chains.rows import TargetRow

NO_TARGETS = "暂无目标企业"
_CURRENCY_WORDS = {
    "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑", "KRW": "韩元", "TWD": "新台币",
    "AUD": "澳元", "CAD": "加元", "SGD": "新加坡元", "CHF": "瑞士法郎",
}  # fmt: skip
_COLUMNS = (
    ListColumn("序号", 4, 6, "0", "center"),
    ListColumn("产业链", 8, 10),
    ListColumn("缺口环节", 8, 12),
    ListColumn("缺口类型", 8, 10),
    ListColumn("目标企业", 14, 18),
    ListColumn("统一社会信用代码", 18, 18),
    ListColumn("所在省市", 8, 8),
    ListColumn("主营产品", 16, 24),
    ListColumn("企业资质", 10, 14),
    ListColumn("注册资本(万元)", 9, 9, "#,##0.##", "right"),
    ListColumn("参保人数", 6, 8, "#,##0", "right"),
    ListColumn("匹配度", 6, 6, "0.00", "center"),
    ListColumn("推荐理由", 14, 20),
    ListColumn("信息来源", 8, 10),
    ListColumn("优先级", 6, 6, "@", "center"),
    ListColumn("意向投资(亿元)", 8, 9, "#,##0.##", "right"),
    ListColumn("招商阶段", 8, 8, "@", "center"),
    ListColumn("最近跟进日期", 10, 10, "yyyy-mm-dd", "center"),
    ListColumn("下一步", 10, 14),
    ListColumn("责任单位", 8, 10),
    ListColumn("责任人", 6, 6),
    ListColumn("备注", 8, 10),
)
_CONTACTS = ListColumn("联系人及电话", 12, 20)


def write_target_list(
    path: Path, rows: Sequence[TargetRow], head: ListHead, contacts: Mapping[int, str] | None = None
) -> None:
    """Write the list: one sheet with all, then one a chain, each numbered from 1.

    `contacts` (by company id) are personal data: the column is there only when they are given.
    Raises ExportRefused.
    """
    columns = _COLUMNS if contacts is None else (*_COLUMNS[:-1], _CONTACTS, _COLUMNS[-1])
    chains = dict.fromkeys(row.chain_name for row in rows)
    sheets = [ListSheet(ALL, _lines(rows, contacts))]
    sheets += [
        ListSheet(name, _lines([row for row in rows if row.chain_name == name], contacts)) for name in chains
    ]
    write_lists(path, head, columns, sheets, NO_TARGETS)


def gap_kind(row: TargetRow) -> str:
    """缺口类型: how far the segment is here, where it comes from, whether it is 卡脖子."""
    parts = [COVERAGE[row.coverage], source_text(row.source, row.degree)]
    if row.chokepoint:
        parts.append(CHOKEPOINT)
    return "·".join(parts)


def _lines(rows: Sequence[TargetRow], contacts: Mapping[int, str] | None) -> list[Cells]:
    return [_line(number, row, contacts) for number, row in enumerate(rows, 1)]


def _line(number: int, row: TargetRow, contacts: Mapping[int, str] | None) -> Cells:
    contact = () if contacts is None else (contacts.get(row.company_id, ""),)
    return (
        number,
        row.chain_name,
        row.segment_name,
        gap_kind(row),
        row.company_name,
        row.credit_code,
        row.region_name,
        row.products,
        row.qualifications,
        _capital(row.capital_wan, row.currency),
        row.insured_count,
        row.score,
        row.reason,
        row.origin,
        row.priority,
        row.investment_yi,
        PHASE[row.phase],
        row.last_follow_up_on,
        row.next_step,
        row.responsible_unit,
        row.responsible_person,
        *contact,
        row.remark,
    )


def _capital(amount: Decimal | None, currency: str) -> Decimal | str | None:
    """A number of 万元; an amount in another currency is text, for it is no number of 万元."""
    if amount is None or currency in {"CNY", ""}:
        return amount
    return f"{amount:,f}万{_CURRENCY_WORDS.get(currency, currency)}"
