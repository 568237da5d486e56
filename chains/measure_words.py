"""On-screen words of the weights and 口径 of measures: dialog, preview and change log share them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chains.kinds import RateRule
from chains.measure_settings import FIELDS, ChainWeighing, setting_key

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD = {
    "rate_rule": "本地配套率口径",
    "credit_adequate": "具备计入",
    "credit_weak": "薄弱计入",
    "depth_missing": "缺失 d",
    "depth_weak": "薄弱 d",
    "depth_adequate": "具备 d",
    "risk_local": "市内 r",
    "risk_provincial": "省内 r",
    "risk_domestic": "国内 r",
    "risk_abroad": "国外 r",
    "risk_unknown": "不详 r",
    "risk_chokepoint": "卡脖子加",
    "index_base": "缺口指数：基数",
    "index_impact": "缺口指数：断供影响",
    "index_cross": "缺口指数：跨链影响",
    "match_fit": "匹配度：产品词",
    "match_qualification": "匹配度：资质",
    "match_scale": "匹配度：规模",
    "match_region": "匹配度：地区",
    "match_state": "匹配度：登记状态",
    "chains": "补链优先级各链权重",
}
"""The word of each field of MeasureSettings."""

RATE_RULE = {RateRule.BY_SEGMENT: "按环节", RateRule.BY_COMPANY: "按企业", RateRule.BY_PURCHASE: "按金额"}
WEIGHING = {ChainWeighing.EQUAL: "每条链相同", ChainWeighing.BY_SEGMENTS: "按环节数"}

SETTING_FIELD = {f"setting.{setting_key(name)}": WORD[name] for name in FIELDS}
"""What the change log calls each setting."""

SETTING_VALUE: dict[str, Mapping[Any, str]] = {
    f"setting.{setting_key('rate_rule')}": RATE_RULE,
    f"setting.{setting_key('chains')}": WEIGHING,
}
"""The words of values that are no numbers."""
