"""目标企业清单 in Chinese: its columns, its orders, its filter as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.target_lists import TargetColumn, TargetSort
from chains.words import PHASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.target_lists import TargetFilter, TargetList

COLUMN = {
    TargetColumn.NUMBER: "序号",
    TargetColumn.CHAIN: "产业链",
    TargetColumn.SEGMENT: "缺口环节",
    TargetColumn.GAP: "缺口类型",
    TargetColumn.COMPANY: "目标企业",
    TargetColumn.CODE: "统一社会信用代码",
    TargetColumn.REGION: "所在省市",
    TargetColumn.PRODUCTS: "主营产品",
    TargetColumn.QUALIFICATIONS: "企业资质",
    TargetColumn.CAPITAL: "注册资本(万元)",
    TargetColumn.INSURED: "参保人数",
    TargetColumn.SCORE: "匹配度",
    TargetColumn.REASON: "推荐理由",
    TargetColumn.ORIGIN: "信息来源",
    TargetColumn.PRIORITY: "优先级",
    TargetColumn.INVESTMENT: "意向投资(亿元)",
    TargetColumn.PHASE: "招商阶段",
    TargetColumn.LAST_FOLLOW_UP: "最近跟进日期",
    TargetColumn.NEXT_STEP: "下一步",
    TargetColumn.NEXT_ON: "下一步日期",
    TargetColumn.UNIT: "责任单位",
    TargetColumn.PERSON: "责任人",
    TargetColumn.REMARK: "备注",
}
SORT = {
    TargetSort.GAP_INDEX: "缺口指数高的在前",
    TargetSort.OVERDUE: "逾期的在前",
    TargetSort.SCORE: "匹配度高的在前",
    TargetSort.PHASE: "按招商阶段",
    TargetSort.PRIORITY: "按优先级",
    TargetSort.NEXT_ON: "按下一步日期",
    TargetSort.LAST_FOLLOW_UP: "按最近跟进日期",
    TargetSort.UNIT: "按责任单位",
    TargetSort.INVESTMENT: "意向投资大的在前",
    TargetSort.COMPANY: "按企业名称",
}


def filter_text(wanted: TargetFilter, chain_names: Mapping[str, str]) -> str:
    """Which targets, as a phrase; 全部 for all."""
    parts = [
        "、".join(chain_names.get(code, code) for code in wanted.chains),
        "、".join(PHASE[phase] for phase in wanted.phases),
        "、".join(wanted.units),
        "、".join(wanted.persons),
        "、".join(f"优先级{word}" for word in wanted.priorities),
        "已逾期" if wanted.overdue else "",
        f"含“{wanted.text}”" if wanted.text else "",
    ]
    return "；".join(part for part in parts if part) or "全部"


def list_text(how: TargetList, chain_names: Mapping[str, str]) -> str:
    """The list as a sentence: what, in which order, how many columns."""
    turned = "，倒序" if how.descending else ""
    return f"{filter_text(how.wanted, chain_names)}；{SORT[how.sort]}{turned}；{len(how.columns)} 列"
