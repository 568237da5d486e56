"""变化 of a report: figures before and after, segments that changed, companies that came and left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.comparison_words import comparison_line, moment_text
from app.exchange.report_docx import Block, Fact, ReportTable
from app.report_tables import DASH, MOST_ROWS, figure_text
from chains import words
from chains.comparison import TURN_WORD, Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.services.comparing import Compared
    from chains.comparison import ChainComparison
    from chains.rows import ChainOverview


def change_blocks(compared: Compared | None, chain: str) -> Iterable[Block]:
    """What changed in the chain, or in all for "". None: there is no snapshot to compare with."""
    if compared is None:
        yield Fact("还没有快照，不能列出变化。")
        return
    chains = [one for one in compared.found.chains if chain in {"", one.code}]
    found = Comparison(tuple(chains))
    between = f"从{moment_text(compared.before)}到{moment_text(compared.after)}"
    yield Fact(f"{between}：{comparison_line(found)}。")
    basis = f"{between}，两边都按现在的口径与权重计算。"
    yield _figures(chains, basis, alone=bool(chain))
    yield _segments(found, basis)
    yield _companies(found)


def _figures(chains: list[ChainComparison], basis: str, *, alone: bool) -> ReportTable:
    rows = [row for one in chains if alone or one.changed for row in _before_and_after(one)]
    if alone:
        rows = [row[1:] for row in rows]
    headings = ("产业链", "指标", "前", "后", "变化")
    shares = (3.0, 2.5, 2.0, 2.0, 2.5)
    first = 1 if alone else 0
    return ReportTable("主要指标前后", headings[first:], tuple(rows), shares[first:], basis, "没有变化。")


def _segments(found: Comparison, basis: str) -> ReportTable:
    segments = found.segments
    return ReportTable(
        f"环节变化（{len(segments)} 个）" if segments else "环节变化",
        ("产业链", "环节", "变化", "前后"),
        tuple((one.chain_name, one.name, TURN_WORD[one.turn], one.detail) for one in segments[:MOST_ROWS]),
        (3, 3, 2, 3),
        basis,
        "没有环节变化。",
        max(0, len(segments) - MOST_ROWS),
    )


def _companies(found: Comparison) -> ReportTable:
    moves = found.companies
    return ReportTable(
        f"企业进出（{len(moves)} 家次）" if moves else "企业进出",
        ("产业链", "环节", "变化", "企业"),
        tuple(
            (one.chain_name, one.segment_name, "新进" if one.came else "退出", one.company_name)
            for one in moves[:MOST_ROWS]
        ),
        (3, 3, 1.5, 5),
        "结论为确认的供应商在环节上的增减。",
        "没有企业进出。",
        max(0, len(moves) - MOST_ROWS),
    )


def _before_and_after(one: ChainComparison) -> Iterable[tuple[str, ...]]:
    for word, name, rate in (
        ("本地配套率", "local_supply_rate", True),
        ("链条完整度", "completeness", True),
        ("缺口", "gaps", False),
        ("卡脖子", "chokepoints", False),
    ):
        before, after = _of(one.before, name), _of(one.after, name)
        moved = words.points_text(before, after) if rate else _moved(before, after)
        yield (one.name, word, figure_text(before, rate=rate), figure_text(after, rate=rate), moved)


def _moved(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return DASH
    return f"{after - before:+.0f}" if after != before else "不变"


def _of(overview: ChainOverview | None, name: str) -> float | None:
    return None if overview is None else getattr(overview, name)
