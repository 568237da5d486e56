"""补链优先级, 链间配套 and 推演 in words: their 口径, and how good a best set is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.kinds import RateRule
from chains.measure_settings import DEFAULTS, ChainWeighing
from chains.measure_words import RATE_RULE

if TYPE_CHECKING:
    from chains.measure_settings import MeasureSettings
    from chains.priorities import BestSet


def priority_basis(settings: MeasureSettings = DEFAULTS) -> str:
    """口径 of 补链优先级."""
    weight = "各链权重相同" if settings.chains is ChainWeighing.EQUAL else "各链按环节数加权（平均为 1）"
    note = "按金额时补上缺口没有采购额，配套率不变，不能排序。"
    return (
        f"补链优先级：补上一个缺口（同一产品在各链的缺口一并补上，补上后计为具备、市内）后，"
        f"各链本地配套率（{RATE_RULE[settings.rate_rule]}）提升的百分点之和，{weight}；"
        f"相同时按缺口指数。{note if settings.rate_rule is RateRule.BY_PURCHASE else ''}"
    )


def best_text(best: BestSet) -> str:
    """What the best set gains, and whether there is none better."""
    if not best.chosen:
        return "没有能提升本地配套率的缺口"
    how = "精确" if best.exact else f"不低于最优的 {int(best.bound * 100)}%"
    return f"最优 {len(best.chosen)} 项组合：合计 +{best.gain * 100:.1f} 个百分点（{how}）"


def match_basis() -> str:
    """口径 of 链间配套."""
    return (
        "链间配套：一条链的缺口，其产品在另一条链评估为优势或具备，或有已确认的本地供应商。"
        "可供应的企业为对方环节的本地供应商，可能采购的企业为本链中由该缺口供货的环节的本地供应商。"
    )


def scenario_basis() -> str:
    """口径 of 推演."""
    return (
        "推演不改动任何数据。补上缺口、企业落户：同一产品在各链的缺口一并计为具备、市内。"
        "企业退出：环节按其供应商份额（不全时按家数）失去供给，失去最后一家本地供应商的环节计为缺失。"
        "停止供应：完全依赖计失去全部，主要 75%，部分 25%，程度未注明按主要。"
        "某国（地区）断供：只计填了该来源国（地区）的国外来源环节，填有多国的按国数均分；未填的不计入任何一国。"
        "停摆为全链按权重停摆的比例；缺口牵连为各缺口按所缺程度断供时全链停摆的比例。"
    )
