"""补链优先级 and 链间配套 as workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.sheet_out import ALL, Cells, ListColumn, ListHead, ListSheet, write_lists
from chains.words import COVERAGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from chains.cross_matches import CrossMatch
    from chains.priorities import BestSet, Priority

_PRIORITY = (
    ListColumn("名次", 4, 6, "0", "center"),
    ListColumn("缺口产品", 10, 24),
    ListColumn("配套率提升合计(百分点)", 10, 12, "0.0", "center"),
    ListColumn("受益产业链", 12, 60),
    ListColumn("补上的缺口环节", 12, 60),
    ListColumn("最高缺口指数", 8, 10, "0.00", "center"),
)
_MATCH = (
    ListColumn("序号", 4, 6, "0", "center"),
    ListColumn("缺口产业链", 8, 18),
    ListColumn("缺口环节", 8, 18),
    ListColumn("本地供给", 8, 8, "@", "center"),
    ListColumn("产品", 8, 18),
    ListColumn("可配套产业链", 8, 18),
    ListColumn("可配套环节", 8, 18),
    ListColumn("可供应的本地企业", 16, 44),
    ListColumn("可能采购的本地企业", 16, 44),
)


def write_priority_list(path: Path, found: Sequence[Priority], best: BestSet, head: ListHead) -> None:
    """Write all priorities on one sheet and the best set on another. Raises ExportRefused."""
    sheets = [ListSheet(ALL, _priorities(found))]
    if best.chosen:
        sheets.append(ListSheet(f"最优 {len(best.chosen)} 项组合", _priorities(best.chosen)))
    write_lists(path, head, _PRIORITY, sheets, "暂无缺口")


def write_match_list(path: Path, found: Sequence[CrossMatch], head: ListHead) -> None:
    """Write 链间配套: one sheet with all. Raises ExportRefused."""
    rows = [_match(number, one) for number, one in enumerate(found, 1)]
    write_lists(path, head, _MATCH, [ListSheet(ALL, rows)], "暂无链间配套")


def _priorities(found: Sequence[Priority]) -> list[Cells]:
    return [
        (
            number,
            one.name,
            round(one.gain * 100, 2),
            "；".join(
                f"{gain.chain_name} {gain.before:.0%}→{gain.after:.0%}（+{gain.gain * 100:.1f}）"
                for gain in one.gains
            ),
            "、".join(f"{row.chain_name}·{row.name}（{COVERAGE[row.coverage]}）" for row in one.rows),
            one.gap_index,
        )
        for number, one in enumerate(found, 1)
    ]


def _match(number: int, one: CrossMatch) -> Cells:
    return (
        number,
        one.chain_name,
        one.name,
        COVERAGE[one.coverage],
        one.product_name,
        one.maker_chain_name,
        one.maker_name,
        "、".join(company.name for company in one.makers),
        "、".join(company.name for company in one.users),
    )
