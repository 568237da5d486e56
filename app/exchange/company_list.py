"""企业名单: the companies of a filter as a workbook, a few or a million."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.sheet_out import ALL, Cells, ListColumn, ListHead, ListSheet, write_lists
from app.exchange.sheet_stream import write_long_list
from chains.words import STATE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from chains.rows import CompanyRow

NO_COMPANIES = "没有符合条件的企业"
MOST_STYLED = 3_000
"""Lists up to here get rows as high as their texts; longer ones are written row by row."""

_COLUMNS = (
    ListColumn("序号", 6, 8, "0", "center"),
    ListColumn("企业名称", 16, 34),
    ListColumn("信用代码／证券代码", 18, 22),
    ListColumn("所在地", 8, 16),
    ListColumn("所属行业", 8, 22),
    ListColumn("主营产品", 16, 44),
    ListColumn("企业资质", 10, 30),
    ListColumn("注册资本(万)", 10, 14, "#,##0.##", "right"),
    ListColumn("币种", 6, 6, "@", "center"),
    ListColumn("成立日期", 11, 11, "yyyy-mm-dd", "center"),
    ListColumn("参保人数", 8, 10, "#,##0.##", "right"),
    ListColumn("登记状态", 8, 8, "@", "center"),
    ListColumn("法定代表人", 8, 14),
    ListColumn("已标注环节", 8, 10, "#,##0.##", "right"),
    ListColumn("信息来源", 10, 24),
)


def write_company_list(path: Path, rows: Iterable[CompanyRow], count: int, head: ListHead) -> int:
    """Write the rows, `count` of them as far as is known; returns how many. Raises ExportRefused."""
    lines = (_line(number, row) for number, row in enumerate(rows, 1))
    if count > MOST_STYLED:
        return write_long_list(path, head, _COLUMNS, lines, count)
    kept = list(lines)
    write_lists(path, head, _COLUMNS, [ListSheet(ALL, kept)], NO_COMPANIES)
    return len(kept)


def _line(number: int, row: CompanyRow) -> Cells:
    return (
        number,
        row.name,
        row.code,
        row.region_name,
        row.industry,
        row.products,
        row.qualifications,
        row.capital_wan,
        row.currency if row.capital_wan is not None else "",
        row.founded_on,
        row.insured_count,
        STATE[row.state],
        row.legal_person,
        row.placements or None,
        row.origin,
    )
