"""The forms that company lists come in (企查查, 天眼查, our own), known by their headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from app.exchange.headings import field_of, is_repeat, plain_heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Profile:
    """A form: headings that it always has, others that it may have, and what some of them mean in it.

    `meanings` go ahead of what a heading means in general; "" is for a column that is not read.
    """

    name: str
    must: tuple[str, ...]
    may: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)


_COMMON = (
    "法定代表人", "注册资本", "实缴资本", "成立日期", "核准日期", "营业期限", "所属省份", "所属城市",
    "所属区县", "组织机构代码", "纳税人识别号", "企业(机构)类型", "国标行业门类", "国标行业大类",
    "国标行业中类",
    "国标行业小类", "曾用名", "英文名", "企业地址", "注册地址", "最新年报地址", "参保人数",
    "参保人数所属年报", "电话", "有效手机号", "更多电话", "邮箱", "更多邮箱", "经营范围",
)  # fmt: skip
_QCC_MAY = (*_COMMON, "登记状态", "工商注册号", "官网", "通信地址", "企业规模", "纳税人资质")
_TYC_MAY = (
    *_COMMON,
    "经营状态",
    "注册号",
    "公司类型",
    "所属行业",
    "网址",
    "公司地址",
    "其他电话",
    "其他邮箱",
)

PROFILES = (
    Profile(
        "企查查·批量查询",
        ("原文件导入名称", "系统匹配企业名称", "登记状态"),
        _QCC_MAY,
        {"原文件导入名称": ""},
    ),
    Profile("企查查·企业列表", ("企业名称", "登记状态", "统一社会信用代码"), _QCC_MAY),
    Profile(
        "天眼查·批量查询",
        ("原文件导入名称", "公司名称", "经营状态"),
        _TYC_MAY,
        {"原文件导入名称": ""},
    ),
    Profile("天眼查·企业列表", ("公司名称", "经营状态", "统一社会信用代码"), _TYC_MAY),
    Profile(
        "天眼查·简表",
        ("公司名称", "企业法人", "注册金额"),
        (
            "信用代码",
            "成立时间",
            "公司地址",
            "电话号码",
            "电子邮箱",
            "经营范围",
            "企业官网",
            "所属行业",
            "经营状态",
        ),
    ),
    Profile(
        "链谱·企业名单",
        ("企业名称", "统一社会信用代码", "证券代码", "所在省", "注册资本", "信息来源"),
    ),
    Profile("链谱·筛选名单", ("企业名称", "信用代码／证券代码", "所在地", "注册资本(万)", "信息来源")),
    Profile(
        "链谱·招商目标企业清单",
        ("产业链", "缺口环节", "目标企业", "统一社会信用代码"),
        meanings={"缺口类型": "", "推荐理由": "", "优先级": "", "责任单位": "", "责任人": "", "下一步": ""},
    ),
)


def profile_of(header: Sequence[str]) -> Profile | None:
    """The form that the header is of, None for one that is not known."""
    plain = {plain_heading(name) for name in header}
    best: tuple[float, Profile] | None = None
    for profile in PROFILES:
        if not {plain_heading(word) for word in profile.must} <= plain:
            continue
        known = {plain_heading(word) for word in (*profile.must, *profile.may)}
        share = len(plain & known) / max(len(plain), 1)
        weight = len(profile.must) + share
        if (not profile.may or share >= _ENOUGH) and (best is None or weight > best[0]):
            best = (weight, profile)
    return best[1] if best else None


def fields_of(header: Sequence[str], profile: Profile | None = None) -> tuple[str, ...]:
    """Our field for every column, "" for one that is not read."""
    meanings = {plain_heading(k): v for k, v in profile.meanings.items()} if profile else {}
    fields = []
    for name in header:
        known = "" if is_repeat(name) else field_of(name)[0]
        fields.append(meanings.get(plain_heading(name), known))
    return tuple(fields)


def signature_of(header: Sequence[str]) -> str:
    """What a form is remembered by: its headings, whatever their spaces, width and case."""
    text = "\x1f".join(map(plain_heading, header))
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
