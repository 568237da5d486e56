"""What the columns of company lists are called in the field, and which row is the header."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.table import Value, column_letters
from chains.names import display_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROWS_SEARCHED = 30
"""Notices above a header run to a dozen lines."""
_LONGEST_GROUP = 15

FIELD_WORDS = {
    "name": "企业名称",
    "credit_code": "统一社会信用代码",
    "short_name": "证券简称",
    "stock_code": "证券代码",
    "former_names": "曾用名",
    "province": "所在省",
    "city": "所在市",
    "district": "所在区县",
    "address": "地址",
    "products": "主营产品",
    "scope": "经营范围",
    "industry": "所属行业",
    "state": "登记状态",
    "legal_person": "法定代表人",
    "company_type": "企业类型",
    "size": "企业规模",
    "capital": "注册资本",
    "currency": "币种",
    "founded_on": "成立日期",
    "insured_count": "参保人数",
    "website": "官网",
    "qualifications": "企业资质",
    "origin": "信息来源",
    "phone": "电话",
    "email": "邮箱",
    "person": "联系人",
}
"""Our fields and their words on screen."""

_SPELLINGS = {
    "name": "系统匹配企业名称 企业名称 公司名称 单位名称 企业全称 公司全称 名称 企业 公司 公司名 企业名"
    " 目标企业 name 原文件导入名称 企業名稱 公司名稱 市场主体名称 主体名称 法人单位名称 单位详细名称"
    " 企业(机构)名称 机构名称 供应商名称 参保单位名称 纳税人名称",
    "credit_code": (
        "统一社会信用代码 信用代码 社会信用代码 统一信用代码 统一社会信用代码/注册号 信用代码/证券代码"
        " 统一社会信用代码/组织机构代码 社会信用代码/组织机构代码 统一代码 统一社会信用代码证号"
    ),
    "short_name": "证券简称 股票简称 企业简称 公司简称 简称",
    "stock_code": "证券代码 股票代码",
    "former_names": "曾用名 曾用名称 企业曾用名",
    "province": "所属省份 所在省份 省份 省 所在省 所属省 所属地区 所在地区 所在省市 所在地 注册地",
    "city": "所属城市 所在城市 城市 市 所在市 所属市 地市 地级市",
    "district": "所属区县 所在区县 区县 区市 县区 区 所属区 所属县市区 县市区"
    " 所在区市 所属区市 所在县市区 区(县) 县(市、区) 县(市)区 区县(市)",
    "address": (
        "企业地址 注册地址 公司地址 地址 住所 企业注册地址 经营地址 办公地址 通信地址 通讯地址 最新年报地址"
        " 详细地址 企业详细地址 单位地址 生产经营地址 生产地址"
    ),
    "products": "主营产品 主要产品 主导产品 产品 主营业务 产品名称 产品服务 主要产品及服务 主要产品或服务"
    " 主营产品及服务 主要产品名称 主导产品名称",
    "scope": "经营范围 经营业务范围 经营(业务)范围",
    "industry": "国标行业小类 国标行业中类 国标行业大类 国标行业门类 所属行业 行业 行业分类 国民经济行业"
    " 行业类别 行业名称",
    "state": "登记状态 经营状态 企业状态 状态",
    "legal_person": "法定代表人 企业法人 法人 法人代表 法定代表人姓名 负责人",
    "company_type": "企业(机构)类型 企业类型 公司类型 机构类型 类型",
    "size": "企业规模 人员规模 规模 公司规模",
    "capital": "注册资本 注册资金 注册金额 注册资本金",
    "currency": "币种 注册资本币种 资本币种",
    "founded_on": "成立日期 成立时间 注册日期 注册时间 开业日期 企业成立时间 企业成立日期",
    "insured_count": "参保人数 社保人数 缴纳社保人数",
    "website": "官网 网址 企业官网 公司官网 官方网站 网站",
    "qualifications": "企业资质 资质 荣誉 资质荣誉 企业荣誉 企业资质/荣誉 荣誉资质 科技型企业 企业标签",
    "origin": "信息来源 来源 数据来源",
    "phone": (
        "电话 电话号码 联系电话 手机 手机号 手机号码"
        " 更多电话 其他电话 有效手机号 企业电话 固定电话 联系方式 phone"
        " 办公电话 移动电话 联系人电话 联系人手机 座机"
    ),
    "email": "邮箱 电子邮箱 更多邮箱 其他邮箱 企业邮箱 e-mail email 电子邮件",
    "person": "联系人 联系人姓名 企业联系人",
}
_FIELD_OF = {
    unicodedata.normalize("NFKC", spelling).casefold(): (field, rank)
    for field, spellings in _SPELLINGS.items()
    for rank, spelling in enumerate(spellings.split())
}
_BARE_NAMES = frozenset({"企业", "公司"})
_SAYS_NOTHING = frozenset({"金额", "数额", "数值"})
"""Words of a second header row that leave it to the first what the column holds: 注册资本/金额."""
_UNIT = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (index of the row) and what its columns are called."""

    index: int
    names: tuple[str, ...]


def plain_heading(text: str) -> str:
    """A heading without differences of width, case, spaces, star or colon."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(s for s in folded if unicodedata.category(s)[0] not in "CZ").strip("*:：")
    return plain.replace("/*", "/")


def field_of(heading: str) -> tuple[str, int]:
    """Our field for a heading and the rank of that spelling (0 goes first); ("", 0) when not known."""
    plain = plain_heading(heading)
    bare = _UNIT.sub("", plain)
    group, _, last = bare.rpartition("/")
    found = _FIELD_OF.get(plain) or _FIELD_OF.get(bare) or _FIELD_OF.get(last)
    return found or (_FIELD_OF.get(group) if last in _SAYS_NOTHING else None) or ("", 0)


def unit_of(heading: str) -> str:
    """What stands in the brackets at the end of a heading: 万元 of 注册资本(万元)."""
    found = _UNIT.search(plain_heading(heading))
    return found.group(1) if found else ""


def known_headings() -> tuple[str, ...]:
    """The words to suggest when no heading was known."""
    return tuple(FIELD_WORDS.values())


def known_count(row: Sequence[Value]) -> int:
    """How many different fields the row's texts name."""
    return len({field_of(cell)[0] for cell in row if isinstance(cell, str) and 0 < len(cell) <= 40} - {""})


def find_header(rows: Sequence[Sequence[Value]]) -> Header | None:
    """The first of the first rows that names two fields, else the first that names the company name.

    Where the row below repeats its company name, the header is two rows high (merged cells are filled down).
    """
    head = rows[:_ROWS_SEARCHED]
    at = next((i for i, row in enumerate(head) if known_count(row) >= 2), None)
    if at is None:
        at = next((i for i, row in enumerate(head) if any(field_of(str(c))[0] == "name" for c in row)), None)
    if at is None:
        return None
    if at + 1 < len(head) and _repeats_name(head[at], head[at + 1]):
        at += 1
    return Header(at, column_names(head[at], head[at - 1] if at else ()))


def _repeats_name(row: Sequence[Value], below: Sequence[Value]) -> bool:
    return any(
        field_of(str(cell))[0] == "name" and plain_heading(str(cell)) == plain_heading(str(again))
        for cell, again in zip(row, below, strict=False)
    )


def is_name_heading(text: str) -> bool:
    """Whether a cell of the column of names is a heading again: lists are pasted together from several."""
    # Few companies have 名 in their names: the spelling of the others need not be looked at.
    return (
        "名" in text and len(text) <= _LONGEST_GROUP and field_of(text)[0] == "name"
    ) or text in _BARE_NAMES


def column_names(row: Sequence[Value], above: Sequence[Value] = ()) -> tuple[str, ...]:
    """Names of the columns, each one once.

    In a header of two rows (二级表头) a blank one takes the word above it, and one below a word that spans
    several columns is joined with it: 联系方式/电话.
    """
    groups = _groups(row, above)
    seen: dict[str, int] = {}
    names: list[str] = []
    width = max((i + 1 for i, cell in enumerate(row) if str(cell).strip()), default=0)
    for index, cell in enumerate(row[:width]):
        name = " ".join(display_name(str(cell).replace("\n", " ")).split())
        if not name and index < len(above) and field_of(str(above[index]))[0]:
            name = " ".join(display_name(str(above[index])).split())
        if index in groups:
            name = f"{groups[index]}/{name}"
        name = name or f"未命名列{column_letters(index)}"
        key = plain_heading(name)
        seen[key] = seen.get(key, 0) + 1
        names.append(name if seen[key] == 1 else f"{name}({seen[key]})")
    return tuple(names)


def _groups(row: Sequence[Value], above: Sequence[Value]) -> dict[int, str]:
    """By column the word that stands over it and its neighbours; a single title above a table is none."""
    words = [_group_word(str(cell)) for cell in above]
    if sum(map(bool, words)) < 2:
        return {}
    groups: dict[int, str] = {}
    for index, word in enumerate(words):
        following = index + 1
        while word and following < len(row) and (following >= len(words) or not words[following]):
            if not str(row[following]).strip():
                break
            following += 1
        if word and following > index + 1 and str(row[index]).strip() and field_of(word)[0] != "name":
            groups |= dict.fromkeys(range(index, following), word)
    return groups


def _group_word(cell: str) -> str:
    """The cell's words; "" for what is no heading: 填报单位：某局, a sentence."""
    word = " ".join(cell.split())
    return "" if len(word) > _LONGEST_GROUP or ":" in word or "：" in word else word


def is_repeat(heading: str) -> bool:
    """Whether the heading was numbered because the same one stands before it."""
    return re.search(r"\(\d+\)$", heading) is not None
