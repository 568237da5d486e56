"""The 口径 of each measure in words: how it is counted, for screen, workbook and README alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains import words
from chains.kinds import RateRule
from chains.match_weighing import match_weights
from chains.matching import INDUSTRY_CREDIT, SCOPE_CREDIT
from chains.measure_settings import DEFAULTS

if TYPE_CHECKING:
    from chains.measure_settings import MeasureSettings
    from chains.rows import ChainOverview


def rate_basis(settings: MeasureSettings = DEFAULTS) -> str:
    """口径 of 本地配套率."""
    return f"本地配套率（{_rate(settings)}；未评估环节不计入，无数据不出数）。"


def _rate(settings: MeasureSettings) -> str:
    if settings.rate_rule is RateRule.BY_COMPANY:
        return "按企业：已确认的本地供应商数 ÷ 已确认的全部供应商数"
    if settings.rate_rule is RateRule.BY_PURCHASE:
        return "按金额：向本地供应商的采购额 ÷ 已填采购额合计"
    present = "优势、具备计 1"
    if settings.credit_adequate != 1.0:
        present = f"优势计 1，具备计 {settings.credit_adequate:g}"
    return (
        f"按环节：已评估且向链内供货的环节，{present}，薄弱计 {settings.credit_weak:g}，缺失计 0，"
        "按环节权重加权平均"
    )


def completeness_basis() -> str:
    """口径 of 链条完整度."""
    return "链条完整度：至少有一家已确认本地供应商的环节数 ÷ 全部环节数；尚未标注任何企业的链不出数。"


def figures_of(overview: ChainOverview) -> tuple[tuple[str, str], ...]:
    """The figures of a chain as (word, text)."""
    return (
        ("本地配套率", words.rate_text(overview.local_supply_rate)),
        ("已评估", f"{overview.assessed}/{overview.segments}"),
        ("链条完整度", words.rate_text(overview.completeness)),
        ("缺失", str(overview.missing)),
        ("薄弱", str(overview.weak)),
        ("卡脖子", str(overview.chokepoints)),
    )


def gap_basis(settings: MeasureSettings = DEFAULTS) -> str:
    """口径 of 缺口指数."""
    return f"{index_basis(settings)}{severity_basis(settings)}{impact_basis()}{cross_basis()}"


def index_basis(settings: MeasureSettings = DEFAULTS) -> str:
    """The formula of 缺口指数."""
    one = settings
    return (
        f"缺口指数 = 严重度 ×（{one.index_base:g} + {one.index_impact:g} × 断供影响 + "
        f"{one.index_cross:g} × 跨链影响），0 至 1。"
    )


def severity_basis(settings: MeasureSettings = DEFAULTS) -> str:
    """The formula of 严重度, with its table."""
    one = settings
    return (
        "严重度 = d ×（0.5 + 0.5 × r）："
        f"d 为缺失 {one.depth_missing:g}、薄弱 {one.depth_weak:g}；"
        f"r 为市内 {one.risk_local:g}、省内 {one.risk_provincial:g}、国内 {one.risk_domestic:g}、"
        f"国外 {one.risk_abroad:g}、不详 {one.risk_unknown:g}，卡脖子加 {one.risk_chokepoint:g}，最高 1。"
    )


def impact_basis() -> str:
    """口径 of 断供影响."""
    return "断供影响为该环节停摆时全链其余环节停摆部分的占比。"


def cross_basis() -> str:
    """口径 of 跨链影响."""
    return "跨链影响为同一产品在其他产业链中断供影响的平均值。"


def match_basis(settings: MeasureSettings = DEFAULTS) -> str:
    """口径 of 匹配度."""
    extras = {"qualification": "资质", "scale": "规模", "region": "地区", "state": "登记状态"}
    weights = match_weights(settings)
    others = "、".join(f"{extras[name]} {weights[name]:.0%}" for name in extras)
    return (
        f"匹配度：产品词吻合度 {weights['product']:.0%}（主营产品优先，仅在经营范围出现按 {SCOPE_CREDIT} 计，"
        f"仅在行业出现按 {INDUSTRY_CREDIT} 计）、{others}；企业没有数据的项不参与计算。"
        "注销、吊销、撤销企业不推荐，本地企业列为可用的本地供应商。"
    )
