"""The kinds of list records (清单资料), told by their fields: all that handles them is made from these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class RecordKind(StrEnum):
    """The kinds; the values are also the names of their tables."""

    PROJECT = "project"
    PLATFORM = "platform"
    RESEARCH = "research"
    POLICY = "policy"
    PARK = "park"
    RESOURCE = "resource"


ALL_CHAINS = "全部产业链"
"""What is shown for a record that is tied to no chain."""

RECORD_WORD = {
    RecordKind.PROJECT: "重点项目",
    RecordKind.PLATFORM: "创新平台",
    RecordKind.RESEARCH: "技术攻关",
    RecordKind.POLICY: "政策",
    RecordKind.PARK: "园区",
    RecordKind.RESOURCE: "外部资源",
}


class FieldKind(StrEnum):
    """What a field holds: a line, a text of several lines, a day, an amount, a whole number."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    AMOUNT = "amount"
    COUNT = "count"


Value = str | date | Decimal | int | None


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field: `key` in code, `word` on screen and as heading, with the unit in brackets where it has one.

    `choices` are words to pick from; others may be typed. `spellings` are further headings that files use.
    `width` is how many half-width signs a list gives it at most.
    """

    key: str
    word: str
    kind: FieldKind = FieldKind.LINE
    width: int = 16
    choices: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        """Most letters of a text."""
        return 4_000 if self.kind is FieldKind.TEXT else 200

    @property
    def empty(self) -> Value:
        """The value of a field that says nothing."""
        return "" if self.kind in {FieldKind.LINE, FieldKind.TEXT} else None


_REMARK = RecordField("remark", "备注", FieldKind.TEXT, 20)
_ORIGIN = RecordField("origin", "信息来源", width=16, spellings=("来源", "数据来源"))
_SEGMENT = RecordField("segment", "对应环节", width=16, spellings=("环节", "产业链环节", "所属环节"))

NAME_WORD = {
    RecordKind.PROJECT: "项目名称",
    RecordKind.PLATFORM: "平台名称",
    RecordKind.RESEARCH: "技术名称",
    RecordKind.POLICY: "政策名称",
    RecordKind.PARK: "园区名称",
    RecordKind.RESOURCE: "资源名称",
}
NAME_SPELLINGS = {
    RecordKind.PROJECT: ("项目", "建设项目", "重点项目", "建设项目名称", "名称"),
    RecordKind.PLATFORM: ("平台", "创新平台", "创新平台名称", "载体名称", "名称"),
    RecordKind.RESEARCH: ("技术", "攻关技术", "关键技术", "攻关技术名称", "攻关项目", "项目名称", "名称"),
    RecordKind.POLICY: ("政策", "文件名称", "政策文件", "名称"),
    RecordKind.PARK: ("园区", "载体", "产业园区", "名称"),
    RecordKind.RESOURCE: ("资源", "外部资源", "单位名称", "机构名称", "名称"),
}

CHAIN_SPELLINGS = ("所属产业链", "产业链名称", "产业链条", "所属链条", "链条")

FIELDS: Mapping[RecordKind, tuple[RecordField, ...]] = {
    RecordKind.PROJECT: (
        _SEGMENT,
        RecordField(
            "builder", "建设单位", width=24, spellings=("项目单位", "承担单位", "企业名称", "建设主体")
        ),
        RecordField("content", "建设内容", FieldKind.TEXT, 36, spellings=("建设内容及规模", "主要建设内容")),
        RecordField("place", "建设地点", width=14, spellings=("建设地址", "所在区市", "项目地点")),
        RecordField(
            "investment_yi",
            "总投资(亿元)",
            FieldKind.AMOUNT,
            10,
            spellings=("总投资", "计划总投资", "投资额"),
        ),
        RecordField(
            "this_year_yi",
            "本年投资(亿元)",
            FieldKind.AMOUNT,
            10,
            spellings=("年度计划投资", "本年度计划投资", "年度投资"),
        ),
        RecordField(
            "state",
            "项目阶段",
            width=8,
            choices=("谋划", "签约", "前期", "在建", "竣工", "投产"),
            spellings=("建设阶段", "进展", "项目进展", "建设状态", "阶段"),
        ),
        RecordField("start_on", "开工日期", FieldKind.DAY, 11, spellings=("开工时间", "开工年月")),
        RecordField(
            "finish_on", "计划竣工日期", FieldKind.DAY, 11, spellings=("竣工日期", "竣工时间", "计划竣工时间")
        ),
        RecordField("unit", "责任单位", width=14, spellings=("牵头单位", "服务单位")),
        _ORIGIN,
        _REMARK,
    ),
    RecordKind.PLATFORM: (
        RecordField(
            "level", "平台级别", width=8, choices=("国家级", "省级", "市级"), spellings=("级别", "层级")
        ),
        RecordField(
            "type",
            "平台类型",
            width=14,
            choices=(
                "重点实验室",
                "技术创新中心",
                "制造业创新中心",
                "工程研究中心",
                "企业技术中心",
                "新型研发机构",
                "公共服务平台",
            ),
            spellings=("类型", "类别", "平台类别"),
        ),
        RecordField("host", "依托单位", width=24, spellings=("建设单位", "承建单位", "所属单位")),
        RecordField("direction", "研究方向", FieldKind.TEXT, 30, spellings=("技术领域", "领域", "主要方向")),
        RecordField("authority", "认定部门", width=14, spellings=("批准部门", "认定单位")),
        RecordField(
            "approved_on", "认定日期", FieldKind.DAY, 11, spellings=("认定时间", "批准日期", "批准时间")
        ),
        RecordField("place", "所在地", width=12, spellings=("所在区市", "地址")),
        _ORIGIN,
        _REMARK,
    ),
    RecordKind.RESEARCH: (
        _SEGMENT,
        RecordField(
            "problem",
            "攻关内容",
            FieldKind.TEXT,
            36,
            spellings=("技术难题", "主要攻关内容", "难点", "技术需求"),
        ),
        RecordField(
            "gap", "差距与来源", FieldKind.TEXT, 24, spellings=("国内外差距", "当前来源", "受制情况")
        ),
        RecordField(
            "lead_unit", "牵头单位", width=22, spellings=("牵头企业", "承担单位", "攻关单位", "需求单位")
        ),
        RecordField("partners", "合作单位", width=24, spellings=("参与单位", "联合单位", "合作高校院所")),
        RecordField(
            "funding_wan",
            "研发投入(万元)",
            FieldKind.AMOUNT,
            10,
            spellings=("投入", "研发投入", "资金投入", "总投入"),
        ),
        RecordField(
            "state",
            "攻关进展",
            width=8,
            choices=("待揭榜", "攻关中", "已突破", "已应用"),
            spellings=("进展", "状态"),
        ),
        RecordField("goal", "预期指标", FieldKind.TEXT, 24, spellings=("目标", "预期目标", "考核指标")),
        RecordField(
            "start_on", "起始日期", FieldKind.DAY, 11, spellings=("开始日期", "起始时间", "开始时间")
        ),
        RecordField(
            "finish_on", "完成日期", FieldKind.DAY, 11, spellings=("计划完成日期", "完成时间", "完成时限")
        ),
        _ORIGIN,
        _REMARK,
    ),
    RecordKind.POLICY: (
        RecordField("number", "文号", width=18, spellings=("发文字号", "文件号")),
        RecordField(
            "level", "政策层级", width=8, choices=("国家", "省", "市", "区县"), spellings=("层级", "级别")
        ),
        RecordField(
            "issuer", "发布机关", width=20, spellings=("发文单位", "发文机关", "发布单位", "制定机关")
        ),
        RecordField(
            "issued_on",
            "发布日期",
            FieldKind.DAY,
            11,
            spellings=("发文日期", "发布时间", "印发日期", "成文日期"),
        ),
        RecordField("valid_until", "有效期至", FieldKind.DAY, 11, spellings=("有效期", "失效日期")),
        RecordField(
            "content", "支持内容", FieldKind.TEXT, 44, spellings=("主要内容", "政策内容", "支持措施", "要点")
        ),
        RecordField("link", "网址", width=20, spellings=("链接", "原文链接")),
        _REMARK,
    ),
    RecordKind.PARK: (
        RecordField("place", "所在区市", width=12, spellings=("所在地", "位置", "地址", "区市")),
        RecordField(
            "direction", "主导产业", FieldKind.TEXT, 24, spellings=("主导产业方向", "产业定位", "产业方向")
        ),
        RecordField(
            "area_mu", "规划面积(亩)", FieldKind.AMOUNT, 10, spellings=("规划面积", "面积", "占地面积")
        ),
        RecordField(
            "free_mu", "可用面积(亩)", FieldKind.AMOUNT, 10, spellings=("可用面积", "可供面积", "剩余面积")
        ),
        RecordField(
            "companies", "入驻企业数", FieldKind.COUNT, 8, spellings=("企业数", "企业数量", "入园企业数")
        ),
        RecordField(
            "output_yi", "年产值(亿元)", FieldKind.AMOUNT, 10, spellings=("年产值", "产值", "产业规模")
        ),
        RecordField(
            "equipment", "配套条件", FieldKind.TEXT, 30, spellings=("基础配套", "承载条件", "配套设施")
        ),
        RecordField("unit", "管理单位", width=18, spellings=("运营单位", "责任单位", "管理机构")),
        _ORIGIN,
        _REMARK,
    ),
    RecordKind.RESOURCE: (
        RecordField(
            "type",
            "资源类型",
            width=10,
            choices=("高校", "科研院所", "商协会", "基金", "龙头企业", "专家团队", "展会"),
            spellings=("类型", "类别"),
        ),
        _SEGMENT,
        RecordField("place", "所在地", width=12, spellings=("地区", "所在省市", "地址")),
        RecordField(
            "content",
            "可对接内容",
            FieldKind.TEXT,
            40,
            spellings=("对接内容", "主要内容", "优势领域", "合作内容"),
        ),
        RecordField("unit", "对接单位", width=18, spellings=("责任单位", "牵头单位", "本地对接单位")),
        RecordField(
            "state", "对接进展", width=8, choices=("待对接", "对接中", "已合作"), spellings=("进展", "状态")
        ),
        _ORIGIN,
        _REMARK,
    ),
}
"""The fields of each kind beside name and chain, in the order of lists and forms."""

RECORD_FIELD = {
    f"{kind.value}.{key}": word
    for kind in RecordKind
    for key, word in (
        ("name", NAME_WORD[kind]),
        ("chain", "产业链"),
        *((one.key, one.word) for one in FIELDS[kind]),
    )
}
"""The on-screen name of each field, as the change log knows it."""


def field_of(kind: RecordKind, key: str) -> RecordField:
    """The field of that key. Raises KeyError."""
    for one in FIELDS[kind]:
        if one.key == key:
            return one
    raise KeyError(key)
