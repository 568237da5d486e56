"""A filter of the registry in plain Chinese: what a person reads above a list, in its name, in an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.industries import industry_name
from chains.regions import region_name
from chains.registry import Placed, SortColumn
from chains.words import STATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from chains.registry import CompanyFilter, CompanySort

SORT_WORDS = {
    SortColumn.BEST: "最相关",
    SortColumn.NAME: "企业名称",
    SortColumn.CODE: "统一社会信用代码",
    SortColumn.REGION: "所在地",
    SortColumn.PRODUCTS: "主营产品",
    SortColumn.HONOURS: "企业资质",
    SortColumn.INDUSTRY: "所属行业",
    SortColumn.STATE: "登记状态",
    SortColumn.CAPITAL: "注册资本",
    SortColumn.INSURED: "参保人数",
    SortColumn.FOUNDED: "成立日期",
    SortColumn.PLACEMENTS: "标注数",
    SortColumn.LEGAL_PERSON: "法定代表人",
    SortColumn.ORIGIN: "信息来源",
}
_PLACED = {Placed.PLACED: "已标注", Placed.NOT_PLACED: "未标注"}


def filter_text(wanted: CompanyFilter, chain_names: Mapping[str, str] | None = None) -> str:
    """`含“轮胎”；区域：威海市荣成市；注册资本不低于 1,000 万元`; 全部企业 for a filter that asks nothing."""
    return "；".join(filter_parts(wanted, chain_names)) or "全部企业"


def filter_parts(wanted: CompanyFilter, chain_names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """One phrase per demand, in the order in which the filters stand on screen."""
    names = chain_names or {}
    parts = [
        f"含“{wanted.text.strip()}”" if wanted.text.strip() else "",
        _named("区域", [region_name(code) or code for code in wanted.regions]),
        _named("行业", [industry_name(code) or code for code in wanted.industries]),
        _honours(wanted),
        _named("登记状态", [STATE[state] for state in wanted.states]),
        _range("注册资本", _number(wanted.capital_from), _number(wanted.capital_to), " 万元"),
        _range("参保人数", _number(wanted.insured_from), _number(wanted.insured_to), " 人"),
        _days("成立日期", wanted.founded_from, wanted.founded_to),
        _PLACED.get(wanted.placed, ""),
        _named("在产业链", [names.get(code, code) for code in wanted.chains]),
        f"导入批次 {wanted.batch}" if wanted.batch is not None else "",
        f"信息来源：{wanted.origin}" if wanted.origin else "",
    ]
    return tuple(part for part in parts if part)


def sort_text(sort: CompanySort) -> str:
    """`按注册资本从高到低`."""
    word = SORT_WORDS[sort.column]
    if sort.column is SortColumn.BEST:
        return f"按{word}"
    numbers = {SortColumn.CAPITAL, SortColumn.INSURED, SortColumn.PLACEMENTS}
    up, down = ("从低到高", "从高到低") if sort.column in numbers else ("升序", "降序")
    if sort.column is SortColumn.FOUNDED:
        up, down = "从早到晚", "从晚到早"
    return f"按{word}{down if sort.descending else up}"


def _named(what: str, names: list[str]) -> str:
    return f"{what}：{'或'.join(names)}" if names else ""


def _honours(wanted: CompanyFilter) -> str:
    if not wanted.honours:
        return ""
    if not wanted.only_valid:
        return _named("资质（含已过期）", list(wanted.honours))
    day = f"{wanted.valid_on:%Y-%m-%d} 有效" if wanted.valid_on is not None else "今日有效"
    return _named(f"资质（{day}）", list(wanted.honours))


def _number(value: Decimal | int | None) -> str:
    return "" if value is None else f"{value:,}"


def _range(what: str, low: str, high: str, unit: str) -> str:
    if low and high:
        return f"{what} {low}{unit}" if low == high else f"{what} {low} 至 {high}{unit}"
    if low:
        return f"{what}不低于 {low}{unit}"
    return f"{what}不高于 {high}{unit}" if high else ""


def _days(what: str, first: date | None, last: date | None) -> str:
    if first and last:
        return f"{what} {first.isoformat()} 至 {last.isoformat()}"
    if first:
        return f"{what}不早于 {first.isoformat()}"
    return f"{what}不晚于 {last.isoformat()}" if last else ""
