"""The field's words for the values of the code: screen, workbook and picture share them."""

from __future__ import annotations

from chains.kinds import (
    Coverage,
    Decision,
    Degree,
    EntityKind,
    NoteKind,
    Phase,
    RateRule,
    RegistrationState,
    Role,
    Source,
    Tier,
)

TIER = {Tier.UPSTREAM: "上游", Tier.MIDSTREAM: "中游", Tier.DOWNSTREAM: "下游", Tier.SUPPORT: "支撑"}
COVERAGE = {
    Coverage.STRONG: "优势",
    Coverage.ADEQUATE: "具备",
    Coverage.WEAK: "薄弱",
    Coverage.MISSING: "缺失",
    Coverage.UNASSESSED: "未评估",
}
SOURCE = {
    Source.LOCAL: "市内",
    Source.PROVINCIAL: "省内",
    Source.DOMESTIC: "国内",
    Source.ABROAD: "国外",
    Source.UNKNOWN: "不详",
}
DEGREE = {Degree.PARTLY: "部分", Degree.MAINLY: "主要", Degree.WHOLLY: "完全"}
ROLE = {Role.LEAD: "链主", Role.SUPPLIER: "供应商", Role.CANDIDATE: "候选"}
DECISION = {Decision.CONFIRMED: "确认", Decision.TO_REVIEW: "待复核", Decision.REJECTED: "剔除"}
PHASE = {
    Phase.LEAD: "线索",
    Phase.TO_CONTACT: "待接触",
    Phase.TALKING: "洽谈",
    Phase.SIGNED: "签约",
    Phase.LANDED: "落地",
    Phase.LOST: "流失",
}
NOTE = {
    NoteKind.ISSUE: "链级问题",
    NoteKind.DIRECTION: "发展方向",
    NoteKind.PARK: "园区",
    NoteKind.LEAD: "链主企业",
    NoteKind.PLATFORM: "创新平台",
    NoteKind.TARGET: "目标",
}
STATE = {
    RegistrationState.ACTIVE: "存续",
    RegistrationState.CANCELLED: "注销",
    RegistrationState.REVOKED: "吊销",
    RegistrationState.WITHDRAWN: "撤销",
    RegistrationState.MOVED_OUT: "迁出",
    RegistrationState.SUSPENDED: "停业",
    RegistrationState.LIQUIDATING: "清算",
    RegistrationState.UNKNOWN: "不详",
}
RATE_RULE = {RateRule.BY_SEGMENT: "按环节", RateRule.BY_COMPANY: "按企业", RateRule.BY_PURCHASE: "按金额"}
ENTITY = {
    EntityKind.CHAIN: "产业链",
    EntityKind.SEGMENT: "环节",
    EntityKind.ASSESSMENT: "评估",
    EntityKind.PLACEMENT: "标注",
    EntityKind.COMPANY: "企业",
    EntityKind.TARGET: "目标企业",
    EntityKind.FOLLOW_UP: "跟进",
    EntityKind.CHAIN_NOTE: "链级事项",
    EntityKind.WORKSPACE: "工作区",
}
CHOKEPOINT = "卡脖子"
IMPORTED_BADGE = "进"
CHOKEPOINT_BADGE = "卡"


def source_text(source: Source, degree: Degree | None) -> str:
    """`主要国外`, `完全国内` … ; the bare source when no degree is stated."""
    return f"{DEGREE[degree]}{SOURCE[source]}" if degree is not None else SOURCE[source]


def rate_text(value: float | None) -> str:
    """A rate (0–1) as whole percent; a dash where there is no figure."""
    return "—" if value is None else f"{value:.0%}"


def index_text(value: float | None) -> str:
    """An index (0–1) with two decimals; a dash where there is no figure."""
    return "—" if value is None else f"{value:.2f}"
