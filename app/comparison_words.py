"""快照比较 in words: its 口径, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.wording import completeness_basis, rate_basis
from chains.comparison import TURN_WORD, SegmentTurn

if TYPE_CHECKING:
    from app.services.comparing import Compared, Moment
    from chains.comparison import Comparison


def comparison_basis(compared: Compared) -> tuple[str, ...]:
    """口径 of the comparison, one line each."""
    return (
        f"从{moment_text(compared.before)}到{moment_text(compared.after)}。两边都按现在的口径与权重计算。",
        "缺口：评估为缺失或薄弱的环节；缺口补上：由缺口变为具备或优势；新增缺口：由其他评估变为缺口。",
        "企业进出：已确认的供应商在环节上的增减，候选和剔除的不计；企业所在地按现在的登记。",
        rate_basis(compared.settings),
        completeness_basis(),
    )


def moment_text(moment: Moment) -> str:
    """`“2026年第四季度”（2026-12-31）`."""
    return f"“{moment.name}”（{moment.day:%Y-%m-%d}）"


def comparison_line(found: Comparison) -> str:
    """What changed, in one line."""
    counts = [
        f"{TURN_WORD[turn]} {number}"
        for turn in SegmentTurn
        if (number := sum(chain.count(turn) for chain in found.chains))
    ]
    came = sum(move.came for move in found.companies)
    left = len(found.companies) - came
    counts += [f"企业新进 {came}"] * bool(came) + [f"企业退出 {left}"] * bool(left)
    return "，".join(counts) or "没有变化"
