"""How a 填报 form is laid out: its sheets, its columns, and the hidden sheet that says what it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.chain import SegmentRef
from chains.forms import RowKey
from chains.words import COVERAGE, DECISION, DEGREE, ROLE, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from chains.company import Contact
    from chains.state import ChainState

FORMAT = "链谱填报表 1"
ABOUT, SEGMENTS, COMPANIES, KNOWN, LISTS, IDENTITY = (
    "填写说明", "环节评估", "企业标注", "本地企业", "选项", "链谱校验",
)  # fmt: skip
HEADER_ROW = 2
"""Row 1 says what to do on the sheet."""
BLANK_ROWS = 300
"""Empty rows for new companies, with the drop-down lists."""
YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column. `field` is a cell of chains.forms, "" where the column only shows or is read otherwise."""

    heading: str
    width: float
    field: str = ""
    choices: tuple[str, ...] = ()
    number_format: str = "@"
    optional: bool = False

    @property
    def is_filled_in(self) -> bool:
        """Whether the district writes in it."""
        return bool(self.field)


KEY = FormColumn("行标识（勿改）", 4)
_YES_NO = (YES, NO)
SEGMENT_COLUMNS = (
    KEY,
    FormColumn("产业链", 14),
    FormColumn("阶段", 18),
    FormColumn("环节", 22),
    FormColumn("本地供给", 11, "coverage", tuple(COVERAGE.values())),
    FormColumn("当前来源", 11, "source", tuple(SOURCE.values())),
    FormColumn("来源程度", 11, "degree", tuple(DEGREE.values())),
    FormColumn("来源国（地区）", 18, "countries", optional=True),
    FormColumn("卡脖子", 9, "chokepoint", _YES_NO),
    FormColumn("依据", 46, "evidence"),
    FormColumn("下次复核", 13, "review_on", (), "yyyy-mm-dd", optional=True),
)
COMPANY_COLUMNS = (
    KEY,
    FormColumn("产业链/环节", 30),
    FormColumn("企业名称", 32),
    FormColumn("统一社会信用代码", 22),
    FormColumn("角色", 10, "role", tuple(ROLE.values())),
    FormColumn("结论", 10, "decision", tuple(DECISION.values())),
    FormColumn("产品", 26, "product"),
    FormColumn("产能", 18, "capacity", optional=True),
    FormColumn("份额", 8, "share", (), "0.0%", optional=True),
    FormColumn("采购额(万元)", 13, "purchase_wan", (), "#,##0.00", optional=True),
    FormColumn("本地供货", 10, "local", _YES_NO, optional=True),
    FormColumn("依据", 40, "evidence"),
)
PLACE, NAME, CODE = COMPANY_COLUMNS[1], COMPANY_COLUMNS[2], COMPANY_COLUMNS[3]
CONTACT_COLUMNS = (FormColumn("联系人", 12), FormColumn("联系电话", 20))
"""Personal data: only in a form that was asked for with them, only to look at."""
OPTIONAL = {
    column.field: column.heading for column in (*SEGMENT_COLUMNS, *COMPANY_COLUMNS) if column.optional
}
"""Fields that a form can be made without, and their words."""


def columns_of(columns: Sequence[FormColumn], fields: frozenset[str]) -> tuple[FormColumn, ...]:
    """The columns of a form that has those optional fields."""
    return tuple(one for one in columns if not one.optional or one.field in fields)


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """What a form was made from. `unit` is who fills it in, `district` its region code or ""."""

    form: str
    workspace: str
    number: int
    at: str
    unit: str
    district: str
    chains: tuple[str, ...]
    fields: tuple[str, ...]

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every part, as the hidden sheet keeps them."""
        return (
            ("格式", FORMAT),
            ("表号", self.form),
            ("工作区", self.workspace),
            ("变更记录号", str(self.number)),
            ("记录时间", self.at),
            ("填报单位", self.unit),
            ("区划代码", self.district),
            ("产业链", "、".join(self.chains)),
            ("可选栏目", "、".join(self.fields)),
        )

    def checksum(self, keys: Iterable[str]) -> str:
        """Over the identity and the keys of all rows, in order: a mangled form does not fit it."""
        text = "\n".join(["\t".join(line) for line in self.lines()] + list(keys))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class FormDocument:
    """All that a form shows. `placed` are ids of companies with rows; `known` are (name, code, products).

    `contacts` by company id are personal data; None leaves their columns out.
    """

    identity: FormIdentity
    title: str
    states: tuple[ChainState, ...]
    placed: frozenset[int]
    known: tuple[tuple[str, str, str], ...]
    made_by: str
    made_on: date
    return_by: date | None = None
    contacts: Mapping[int, tuple[Contact, ...]] | None = None


def key_text(key: RowKey) -> str:
    """A row's key as the form holds it: `tyre/mould`, `tyre/mould#12`."""
    return f"{key.ref}#{key.company_id}" if key.company_id else str(key.ref)


def key_of(text: str) -> RowKey | None:
    """The row's key of such a text; None when it is none."""
    place, sign, company = text.partition("#")
    chain, slash, segment = place.partition("/")
    if not slash or not chain or not segment or (sign and not company.isdecimal()):
        return None
    return RowKey(SegmentRef(chain, segment), int(company) if sign else 0)


def place_names(states: Iterable[ChainState]) -> dict[str, SegmentRef]:
    """What the form calls each segment (轮胎/轮胎模具), and which it is."""
    return {
        f"{state.chain.name}/{segment.name}": segment.ref
        for state in states
        for segment in state.chain.segments
    }
