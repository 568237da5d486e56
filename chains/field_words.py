"""The words of the change log for fields and their values; they need more of the domain than a map does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chains.column_memory import MEMORY_FIELD, columns_shown
from chains.kept_words import kept_text
from chains.measure_words import SETTING_FIELD, SETTING_VALUE
from chains.record_shapes import RECORD_FIELD
from chains.regions import region_name
from chains.words import COVERAGE, DECISION, DEGREE, NOTE, PHASE, ROLE, SOURCE, STATE, TIER

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELD = {
    "assessment.coverage": "本地供给",
    "assessment.source": "当前来源",
    "assessment.degree": "来源程度",
    "assessment.chokepoint": "卡脖子",
    "assessment.evidence": "依据",
    "assessment.review_on": "下次复核",
    "assessment.countries": "来源国（地区）",
    "placement.role": "角色",
    "placement.decision": "结论",
    "placement.product": "产品",
    "placement.capacity": "产能",
    "placement.share": "份额",
    "placement.purchase_wan": "采购额(万元)",
    "placement.evidence": "依据",
    "placement.local": "本地供货",
    "target.score": "匹配度",
    "target.reason": "推荐理由",
    "target.phase": "招商阶段",
    "target.priority": "优先级",
    "target.responsible_unit": "责任单位",
    "target.responsible_person": "责任人",
    "target.next_step": "下一步",
    "target.next_on": "下一步日期",
    "target.investment_yi": "意向投资(亿元)",
    "target.origin": "信息来源",
    "target.remark": "备注",
    "follow_up.on": "跟进日期",
    "follow_up.text": "跟进内容",
    "follow_up.by": "跟进人",
    "company.name": "企业名称",
    "company.credit_code": "统一社会信用代码",
    "company.short_name": "简称",
    "company.stock_code": "证券代码",
    "company.former_names": "曾用名",
    "company.region": "所在地",
    "company.address": "地址",
    "company.products": "主营产品",
    "company.scope": "经营范围",
    "company.industry": "所属行业",
    "company.state": "登记状态",
    "company.state_text": "登记状态原文",
    "company.legal_person": "法定代表人",
    "company.company_type": "企业类型",
    "company.size": "企业规模",
    "company.capital_wan": "注册资本(万元)",
    "company.currency": "币种",
    "company.founded_on": "成立日期",
    "company.insured_count": "参保人数",
    "company.website": "官网",
    "company.origin": "信息来源",
    "chain.name": "产业链名称",
    "chain.cluster": "产业集群",
    "chain.chief": "链长",
    "chain.document": "来源文件",
    "chain.place": "文件出处",
    "chain.aliases": "产业链别名",
    "stage.name": "阶段名称",
    "stage.tier": "层级",
    "tier_name.tier": "层级",
    "tier_name.name": "层级名称",
    "segment.name": "环节名称",
    "segment.stage": "阶段",
    "segment.product": "产品",
    "segment.aliases": "匹配词",
    "segment.exclude": "排除词",
    "segment.parent": "上级环节",
    "segment.weight": "权重",
    "segment.general": "规划未提及",
    "segment.place": "规划出处",
    "product.name": "产品名称",
    "product.aliases": "产品匹配词",
    "product.exclude": "产品排除词",
    "supply_link.source": "供应环节",
    "supply_link.target": "用户环节",
    "supply_link.group": "替代组",
    "supply_link.share": "占本组份额",
    "box.x": "横向位置",
    "box.y": "纵向位置",
    "box.folded": "折叠",
    "chain_note.kind": "事项种类",
    "chain_note.text": "链级事项",
    "chain_note.place": "出处",
    "snapshot.name": "快照",
    "scenario.name": "推演方案",
    "scenario.suppositions": "假设",
    "match.reason": "剔除原因",
    "template.name": "模板名称",
    "template.columns": "清单的列",
    "setting.target_list": "目标企业清单模板",
    **SETTING_FIELD,
    MEMORY_FIELD: "列的对应",
    **RECORD_FIELD,
    "list_preset.name": "清单方案",
    "list_preset.lists": "清单",
    "company_list.name": "企业名单",
    "company_list.wanted": "筛选条件",
    "company_list.sort": "排序",
    "qualification.name": "资质",
    "qualification.level": "资质级别",
    "qualification.batch": "资质批次",
    "qualification.valid_until": "资质有效期",
    "contact.kind": "联系方式种类",
    "contact.value": "联系方式",
    "contact.person": "联系人",
    "contact.role": "联系人职务",
    "contact.phone": "电话",
    "contact.email": "邮箱",
}
"""The on-screen name of each field that the change log can show."""

_VALUES: dict[str, Mapping[Any, str]] = {
    "assessment.coverage": COVERAGE,
    "assessment.source": SOURCE,
    "assessment.degree": DEGREE,
    "stage.tier": TIER,
    "chain_note.kind": NOTE,
    "tier_name.tier": TIER,
    "placement.role": ROLE,
    "placement.decision": DECISION,
    "target.phase": PHASE,
    "company.state": STATE,
    "contact.kind": {"person": "联系人", "phone": "电话", "email": "邮箱"},
    **SETTING_VALUE,
}
_YES_NO = {"True": "是", "": "否"}


def field_value(field: str, value: str) -> str:
    """A value of the change log in the field's words; a dash for none."""
    if field in {"assessment.chokepoint", "placement.local", "segment.general", "box.folded"}:
        return _YES_NO.get(value, value)
    if not value:
        return "（无）"
    if field == "company.region":
        return region_name(value) or value
    if field == MEMORY_FIELD:
        return columns_shown(value)
    return _VALUES.get(field, {}).get(value) or kept_text(field, value)
