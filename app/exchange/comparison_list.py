"""快照比较 as a workbook: figures of each chain, segments that changed, companies that came and left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.exchange.sheet_out import BookSheet, Cells, ListColumn, ListHead, write_book
from chains.comparison import TURN_WORD, SegmentTurn

if TYPE_CHECKING:
    from pathlib import Path

    from chains.comparison import ChainComparison, Comparison
    from chains.rows import ChainOverview

_CHAINS = (
    ListColumn("序号", 4, 6, "0", "center"),
    ListColumn("产业链", 10, 24),
    ListColumn("本地配套率(前)", 8, 10, "0.0%", "center"),
    ListColumn("本地配套率(后)", 8, 10, "0.0%", "center"),
    ListColumn("变化(百分点)", 8, 10, "+0.0;-0.0;0.0", "center"),
    ListColumn("链条完整度(前)", 8, 10, "0.0%", "center"),
    ListColumn("链条完整度(后)", 8, 10, "0.0%", "center"),
    ListColumn("变化(百分点)", 8, 10, "+0.0;-0.0;0.0", "center"),
    ListColumn("缺口(前)", 6, 8, "0", "center"),
    ListColumn("缺口(后)", 6, 8, "0", "center"),
    ListColumn("卡脖子(前)", 6, 8, "0", "center"),
    ListColumn("卡脖子(后)", 6, 8, "0", "center"),
    ListColumn("缺口补上", 6, 8, "0", "center"),
    ListColumn("新增缺口", 6, 8, "0", "center"),
    ListColumn("企业新进", 6, 8, "0", "center"),
    ListColumn("企业退出", 6, 8, "0", "center"),
)
_SEGMENTS = (
    ListColumn("序号", 4, 6, "0", "center"),
    ListColumn("产业链", 8, 20),
    ListColumn("环节", 10, 24),
    ListColumn("变化", 8, 10, "@", "center"),
    ListColumn("前后", 12, 24),
    ListColumn("依据", 20, 60),
)
_COMPANIES = (
    ListColumn("序号", 4, 6, "0", "center"),
    ListColumn("产业链", 8, 20),
    ListColumn("环节", 10, 24),
    ListColumn("变化", 6, 8, "@", "center"),
    ListColumn("企业", 16, 44),
    ListColumn("所在", 6, 8, "@", "center"),
)
LOCAL_WORD = {True: "本地", False: "市外", None: "不详"}


def write_comparison(path: Path, found: Comparison, head: ListHead) -> None:
    """Write the three sheets. Raises ExportRefused."""
    write_book(
        path,
        [
            BookSheet(name, replace(head, title=f"{head.title}（{name}）"), columns, rows, empty)
            for name, columns, rows, empty in (
                (
                    "各链前后",
                    _CHAINS,
                    [_chain(at, one) for at, one in enumerate(found.chains, 1)],
                    "没有产业链",
                ),
                ("环节变化", _SEGMENTS, comparison_segment_rows(found), "没有变化"),
                ("企业进出", _COMPANIES, comparison_company_rows(found), "没有企业进出"),
            )
        ],
    )


def comparison_segment_rows(found: Comparison) -> list[Cells]:
    """Every segment that changed."""
    return [
        (at, one.chain_name, one.name, TURN_WORD[one.turn], one.detail, one.evidence)
        for at, one in enumerate(found.segments, 1)
    ]


def comparison_company_rows(found: Comparison) -> list[Cells]:
    """Every supplier that came or left."""
    return [
        (
            at,
            one.chain_name,
            one.segment_name,
            "新进" if one.came else "退出",
            one.company_name,
            LOCAL_WORD[one.local],
        )
        for at, one in enumerate(found.companies, 1)
    ]


def _chain(number: int, one: ChainComparison) -> Cells:
    before, after = one.before, one.after
    came = sum(move.came for move in one.companies)
    return (
        number,
        one.name,
        *_rates(_of(before, "local_supply_rate"), _of(after, "local_supply_rate")),
        *_rates(_of(before, "completeness"), _of(after, "completeness")),
        _of(before, "gaps"),
        _of(after, "gaps"),
        _of(before, "chokepoints"),
        _of(after, "chokepoints"),
        one.count(SegmentTurn.FILLED),
        one.count(SegmentTurn.OPENED),
        came,
        len(one.companies) - came,
    )


def _of(overview: ChainOverview | None, name: str) -> float | None:
    return None if overview is None else getattr(overview, name)


def _rates(before: float | None, after: float | None) -> tuple[float | None, float | None, float | None]:
    moved = None if before is None or after is None else round((after - before) * 100, 1)
    return before, after, moved
