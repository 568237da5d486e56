"""The lists that go out beside a map (N清单): what each one holds, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chains.record_shapes import FIELDS, NAME_WORD, RECORD_WORD, FieldKind, RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class ListKind(StrEnum):
    """What a list is made from. The kinds of records come under their own names."""

    LEADS = "leads"
    SUPPLIERS = "suppliers"
    COMPANIES = "companies"
    STRENGTHS = "strengths"
    GAPS = "gaps"
    DISTRICTS = "districts"
    TARGETS = "targets"
    CLUSTERS = "clusters"
    ISSUES = "issues"
    PROJECT = RecordKind.PROJECT.value
    PLATFORM = RecordKind.PLATFORM.value
    RESEARCH = RecordKind.RESEARCH.value
    POLICY = RecordKind.POLICY.value
    PARK = RecordKind.PARK.value
    RESOURCE = RecordKind.RESOURCE.value


class ColumnKind(StrEnum):
    """How a column is written: text, short word, number, amount, rate (0–1), index (0–1), day."""

    TEXT = "text"
    WORD = "word"
    NUMBER = "number"
    AMOUNT = "amount"
    RATE = "rate"
    INDEX = "index"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class ShapeColumn:
    """One column: its key in rows, its heading, how it is written, its width at most in half-width signs."""

    key: str
    heading: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 16


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list: its usual name, its 口径, and every column that it can have, the first ones by default."""

    word: str
    basis: str
    columns: tuple[ShapeColumn, ...]
    when_empty: str = "暂无内容"

    def column(self, key: str) -> ShapeColumn | None:
        """The column of that key, None when the list has none such."""
        return next((one for one in self.columns if one.key == key), None)


_NUMBER = ShapeColumn("row", "序号", ColumnKind.NUMBER, 6)
_CHAIN = ShapeColumn("chain", "产业链", width=14)
_SEGMENT = ShapeColumn("segment", "环节", width=18)
_EVIDENCE = ShapeColumn("evidence", "依据", width=36)
_ASSESSED_ON = ShapeColumn("assessed_on", "评估日期", ColumnKind.DAY, 11)
_COMPANY = (
    _NUMBER,
    _CHAIN,
    ShapeColumn("company", "企业名称", width=30),
    ShapeColumn("code", "统一社会信用代码", width=20),
    ShapeColumn("segment", "所在环节", width=24),
    ShapeColumn("role", "角色", ColumnKind.WORD, 8),
    ShapeColumn("region", "所在地", width=14),
    ShapeColumn("products", "主营产品", width=30),
    ShapeColumn("product", "供应产品", width=18),
    ShapeColumn("qualifications", "企业资质", width=24),
    ShapeColumn("capital_wan", "注册资本(万元)", ColumnKind.AMOUNT, 12),
    ShapeColumn("insured", "参保人数", ColumnKind.AMOUNT, 8),
    ShapeColumn("capacity", "产能", width=14),
    ShapeColumn("evidence", "依据", width=24),
)
_RECORD_COLUMN = {
    FieldKind.LINE: ColumnKind.TEXT,
    FieldKind.TEXT: ColumnKind.TEXT,
    FieldKind.DAY: ColumnKind.DAY,
    FieldKind.AMOUNT: ColumnKind.AMOUNT,
    FieldKind.COUNT: ColumnKind.AMOUNT,
}


def _of_records(kind: RecordKind) -> ListShape:
    fields = tuple(
        ShapeColumn(one.key, one.word, _RECORD_COLUMN[one.kind], one.width) for one in FIELDS[kind]
    )
    word = RECORD_WORD[kind]
    return ListShape(
        word,
        f"工作区“清单资料”中的{word}，含适用全部产业链的。",
        (_NUMBER, ShapeColumn("name", NAME_WORD[kind], width=30), _CHAIN, *fields),
        f"暂无{word}",
    )


LIST_SHAPES: Mapping[ListKind, ListShape] = {
    ListKind.LEADS: ListShape(
        "龙头企业",
        "角色为链主、结论为确认的企业，每家企业在每条链一行。",
        _COMPANY,
        "尚未标注链主企业",
    ),
    ListKind.SUPPLIERS: ListShape(
        "配套企业",
        "角色为供应商、结论为确认的本地企业，每家企业在每条链一行。",
        _COMPANY,
        "尚未标注本地供应商",
    ),
    ListKind.COMPANIES: ListShape(
        "重点企业",
        "角色为链主或供应商、结论为确认的企业，每家企业在每条链一行。",
        _COMPANY,
        "尚未标注企业",
    ),
    ListKind.STRENGTHS: ListShape(
        "优势环节",
        "本地供给评估为优势的环节；本地供应商为结论为确认的本地企业。",
        (
            _NUMBER,
            _CHAIN,
            ShapeColumn("stage", "阶段", width=14),
            _SEGMENT,
            ShapeColumn("product", "产品", width=18),
            ShapeColumn("local_suppliers", "本地供应商", ColumnKind.NUMBER, 8),
            ShapeColumn("companies", "本地企业", width=40),
            _EVIDENCE,
            _ASSESSED_ON,
        ),
        "没有评估为优势的环节",
    ),
    ListKind.GAPS: ListShape(
        "短板环节",
        "本地供给评估为缺失或薄弱的环节，缺口指数高者在前。",
        (
            _NUMBER,
            _CHAIN,
            ShapeColumn("segment", "缺口环节", width=18),
            ShapeColumn("coverage", "本地供给", ColumnKind.WORD, 8),
            ShapeColumn("source", "当前来源", ColumnKind.TEXT, 18),
            ShapeColumn("chokepoint", "卡脖子", ColumnKind.WORD, 6),
            ShapeColumn("severity", "严重度", ColumnKind.INDEX, 6),
            ShapeColumn("impact", "断供影响", ColumnKind.RATE, 8),
            ShapeColumn("gap_index", "缺口指数", ColumnKind.INDEX, 8),
            ShapeColumn("affected", "受影响环节", ColumnKind.NUMBER, 6),
            ShapeColumn("affected_chains", "跨链影响", width=20),
            ShapeColumn("local_suppliers", "本地供应商", ColumnKind.NUMBER, 6),
            ShapeColumn("targets", "目标企业", ColumnKind.NUMBER, 6),
            _EVIDENCE,
            _ASSESSED_ON,
        ),
        "暂无缺口",
    ),
    ListKind.DISTRICTS: ListShape(
        "区域布局",
        "已确认的供应商按所在区市、环节归集；市外的合为一行。",
        (
            _NUMBER,
            _CHAIN,
            ShapeColumn("district", "区市", width=12),
            _SEGMENT,
            ShapeColumn("count", "企业数", ColumnKind.NUMBER, 8),
            ShapeColumn("companies", "企业", width=60),
        ),
        "尚未标注企业",
    ),
    ListKind.TARGETS: ListShape(
        "招商目标企业",
        "已加入目标的企业，所补缺口的缺口指数高者在前。",
        (
            _NUMBER,
            _CHAIN,
            ShapeColumn("segment", "缺口环节", width=14),
            ShapeColumn("gap", "缺口类型", width=12),
            ShapeColumn("company", "目标企业", width=24),
            ShapeColumn("code", "统一社会信用代码", width=20),
            ShapeColumn("region", "所在省市", width=10),
            ShapeColumn("products", "主营产品", width=24),
            ShapeColumn("qualifications", "企业资质", width=16),
            ShapeColumn("capital_wan", "注册资本(万元)", ColumnKind.AMOUNT, 10),
            ShapeColumn("insured", "参保人数", ColumnKind.AMOUNT, 8),
            ShapeColumn("score", "匹配度", ColumnKind.INDEX, 6),
            ShapeColumn("reason", "推荐理由", width=20),
            ShapeColumn("origin", "信息来源", width=10),
            ShapeColumn("priority", "优先级", ColumnKind.WORD, 6),
            ShapeColumn("investment_yi", "意向投资(亿元)", ColumnKind.AMOUNT, 9),
            ShapeColumn("phase", "招商阶段", ColumnKind.WORD, 8),
            ShapeColumn("last_on", "最近跟进日期", ColumnKind.DAY, 11),
            ShapeColumn("next_step", "下一步", width=14),
            ShapeColumn("unit", "责任单位", width=12),
            ShapeColumn("person", "责任人", width=8),
            ShapeColumn("remark", "备注", width=14),
        ),
        "暂无目标企业",
    ),
    ListKind.CLUSTERS: ListShape(
        "产业集群",
        "每条产业链一行；本地企业为已确认的本地供应商，按家计。",
        (
            _NUMBER,
            ShapeColumn("cluster", "产业集群", width=20),
            _CHAIN,
            ShapeColumn("chief", "链长", ColumnKind.WORD, 10),
            ShapeColumn("segments", "环节数", ColumnKind.NUMBER, 8),
            ShapeColumn("assessed", "已评估", ColumnKind.NUMBER, 8),
            ShapeColumn("rate", "本地配套率", ColumnKind.RATE, 10),
            ShapeColumn("completeness", "链条完整度", ColumnKind.RATE, 10),
            ShapeColumn("missing", "缺失", ColumnKind.NUMBER, 6),
            ShapeColumn("weak", "薄弱", ColumnKind.NUMBER, 6),
            ShapeColumn("chokepoints", "卡脖子", ColumnKind.NUMBER, 6),
            ShapeColumn("companies", "本地企业", ColumnKind.NUMBER, 8),
        ),
        "没有产业链",
    ),
    ListKind.ISSUES: ListShape(
        "产业问题",
        "文件指出的链级问题、评估为缺失或薄弱的环节、标为卡脖子的环节。",
        (
            _NUMBER,
            _CHAIN,
            ShapeColumn("issue_kind", "问题类别", ColumnKind.WORD, 10),
            _SEGMENT,
            ShapeColumn("text", "问题", width=50),
            ShapeColumn("evidence", "依据或出处", width=40),
        ),
        "没有记载的问题",
    ),
    **{ListKind(kind.value): _of_records(kind) for kind in RecordKind},
}
