"""缺口清单 as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.sheet_out import ALL, Cells, ListColumn, ListHead, ListSheet, write_lists
from chains.words import CHOKEPOINT, COVERAGE, source_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from chains.rows import GapRow

NO_GAPS = "暂无缺口"
_COLUMNS = (
    ListColumn("序号", 4, 6, "0", "center"),
    ListColumn("产业链", 8, 14),
    ListColumn("缺口环节", 10, 20),
    ListColumn("本地供给", 8, 8, "@", "center"),
    ListColumn("当前来源", 10, 24, "@", "center"),
    ListColumn("卡脖子", 6, 6, "@", "center"),
    ListColumn("严重度", 6, 6, "0.00", "center"),
    ListColumn("断供影响", 8, 8, "0%", "center"),
    ListColumn("跨链", 6, 6, "0.00", "center"),
    ListColumn("缺口指数", 8, 8, "0.00", "center"),
    ListColumn("受影响环节", 6, 6, "#,##0", "center"),
    ListColumn("跨链影响", 8, 24),
    ListColumn("本地供应商", 6, 6, "#,##0", "center"),
    ListColumn("市外供应商", 6, 6, "#,##0", "center"),
    ListColumn("目标企业", 8, 8, "#,##0", "center"),
    ListColumn("候选企业", 8, 8, "#,##0", "center"),
    ListColumn("依据", 16, 44),
    ListColumn("评估人", 6, 10),
    ListColumn("评估日期", 11, 11, "yyyy-mm-dd", "center"),
)


def write_gap_list(path: Path, rows: Sequence[GapRow], head: ListHead) -> None:
    """Write the list: one sheet with all, then one a chain, each numbered from 1. Raises ExportRefused."""
    chains = dict.fromkeys(row.chain_name for row in rows)
    sheets = [ListSheet(ALL, _lines(rows))]
    sheets += [ListSheet(name, _lines([row for row in rows if row.chain_name == name])) for name in chains]
    write_lists(path, head, _COLUMNS, sheets, NO_GAPS)


def _lines(rows: Sequence[GapRow]) -> list[Cells]:
    return [_line(number, row) for number, row in enumerate(rows, 1)]


def _line(number: int, row: GapRow) -> Cells:
    return (
        number,
        row.chain_name,
        row.name,
        COVERAGE[row.coverage],
        source_text(row.source, row.degree, row.countries),
        CHOKEPOINT if row.chokepoint else "",
        row.severity,
        row.impact,
        row.cross,
        row.gap_index,
        row.affected,
        "、".join(row.affected_chains),
        row.local_suppliers,
        row.outside_suppliers,
        row.targets,
        row.candidates,
        row.evidence,
        row.assessor,
        row.assessed_on,
    )
