"""A table of chains (产业链, 环节, 子环节 …, 代表公司): which column is what, and what each row says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.exchange.headings import plain_heading
from app.exchange.table import cell_text
from chains.company_words import split_companies
from chains.editing_checks import NAME_LETTERS
from chains.errors import FileRefused
from chains.kinds import Tier
from chains.names import display_name
from chains.outline import ROWS_A_SHEET, OutlineRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.exchange.sheets_in import Sheets
    from app.exchange.table import TableRow, Value

FIELD_WORDS = {
    "chain": "产业链",
    "tier": "层级",
    "stage": "阶段",
    "segment": "环节",
    "sub1": "子环节",
    "sub2": "子-子环节",
    "sub3": "第四级环节",
    "sub4": "第五级环节",
    "sub5": "第六级环节",
    "sub6": "第七级环节",
    "sub7": "第八级环节",
    "parent": "上级环节",
    "companies": "代表公司",
}
"""Our fields and what their columns are usually called."""

_SPELLINGS = {
    "chain": "产业链 产业链名称 产业 链条 链名 所属产业链 产业名称",
    "tier": "层级 上中下游 上下游 位置 链上位置 所属层级",
    "stage": "阶段 环节大类 大类 产业阶段 所属阶段 板块 一级分类",
    "segment": "环节 产业链环节 环节名称 一级环节 中类 细分领域 产品 产品名称 细分环节 二级分类",
    "sub1": "子环节 二级环节 小类 细分子环节 三级分类",
    "sub2": "子-子环节 子子环节 三级环节 子环节2 细分产品 四级分类",
    "sub3": "第四级环节 四级环节 五级分类",
    "sub4": "第五级环节 五级环节",
    "parent": "上级环节 上级 父环节 上一级环节 所属环节",
    "companies": (
        "代表公司 代表企业 企业 公司 企业名称 公司名称 重点企业 龙头企业 相关企业"
        " 供应商 代表性企业 主要企业 核心企业 单位名称"
    ),
}
_FIELD_OF = {plain_heading(one): name for name, many in _SPELLINGS.items() for one in many.split()}
_LEVELS = ("stage", "segment", "sub1", "sub2", "sub3", "sub4", "sub5", "sub6", "sub7")
_NUMBERED = re.compile(
    r"(?:第?([一二三四五六七八1-8])级(环节|子环节|分类|类别|节点|目录|产品|领域)?|(?:l|level)([1-8]))"
)
_DIGITS = {sign: at for at, sign in enumerate("一二三四五六七八")} | {str(at + 1): at for at in range(8)}
_ROWS_SEARCHED = 15
_TIER_WORDS = {
    "上游": Tier.UPSTREAM, "产业链上游": Tier.UPSTREAM, "上": Tier.UPSTREAM, "upstream": Tier.UPSTREAM,
    "中游": Tier.MIDSTREAM, "产业链中游": Tier.MIDSTREAM, "中": Tier.MIDSTREAM, "midstream": Tier.MIDSTREAM,
    "下游": Tier.DOWNSTREAM, "产业链下游": Tier.DOWNSTREAM, "下": Tier.DOWNSTREAM,
    "downstream": Tier.DOWNSTREAM,
    "支撑": Tier.SUPPORT, "支撑环节": Tier.SUPPORT, "配套": Tier.SUPPORT, "支撑服务": Tier.SUPPORT,
    "support": Tier.SUPPORT,
}  # fmt: skip
_TIER_FIRST = re.compile(
    r"^(?:产业链)?(?P<tier>上游|中游|下游|支撑|配套)\s*(?:环节|产业)?"
    r"\s*[：:—–\-·、|/（(]\s*(?P<name>.+?)[)）]?$"
)


@dataclass(frozen=True, slots=True)
class ChainTable:
    """What a table says. `rejected` are (row number, reason); `columns` heading → our word, "" for unused."""

    rows: tuple[OutlineRow, ...]
    rejected: tuple[tuple[int, str], ...]
    columns: Mapping[str, str]
    notes: tuple[str, ...] = ()


def read_chain_table(sheets: Sheets, file_name: str) -> ChainTable:
    """Every visible sheet with a known header, read as one table. Raises FileRefused when there is none."""
    found = {
        name: header
        for name, rows in sheets.items()
        if name not in sheets.hidden and (header := _header(rows)) is not None
    }
    sure = {name: header for name, header in found.items() if _is_surely_chains(sheets[name], header)}
    found = sure or dict(list(found.items())[:1])
    if not found:
        known = tuple(FIELD_WORDS[one] for one in FIELD_WORDS)
        raise FileRefused(file=file_name, reason="no_chain_header", known=known)
    stem = file_name.rsplit(".", 1)[0]
    if len(found) == 1:
        name, header = next(iter(found.items()))
        return _with_unread(_read(_Sheet("", stem, 0), sheets[name], header), sheets, found)
    parts = [
        _read(_Sheet(name, name, at * ROWS_A_SHEET), sheets[name], header)
        for at, (name, header) in enumerate(found.items())
    ]
    return _with_unread(_joined(parts), sheets, found)


def _is_surely_chains(rows: Sequence[TableRow], header: tuple[int, dict[str, int]]) -> bool:
    """Whether it is no list of companies with a column 产品: chains, levels or 环节 are named."""
    index, columns = header
    levels = columns.keys() & set(_LEVELS)
    named = any("环节" in str(rows[index].cells[columns[one]]) for one in levels)
    return "chain" in columns or len(levels) > 1 or named


def _joined(parts: Sequence[ChainTable]) -> ChainTable:
    return ChainTable(
        tuple(row for part in parts for row in part.rows),
        tuple(reject for part in parts for reject in part.rejected),
        {heading: word for part in reversed(parts) for heading, word in part.columns.items()},
        tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )


def _with_unread(table: ChainTable, sheets: Sheets, found: Mapping[str, object]) -> ChainTable:
    """Say which sheets with something in them were not read: nothing may be lost unseen."""
    unread = [name for name, rows in sheets.items() if rows and name not in found]
    if not unread:
        return table
    told = f"没有读取的工作表（隐藏，或没有认出表头）：{'、'.join(unread[:8])}。"
    return replace(table, notes=(*table.notes, told))


def split_tier(text: str) -> tuple[Tier | None, str]:
    """Tier and name of a stage written in one: `上游：核心器件与材料`; no tier where none stands in front."""
    found = _TIER_FIRST.match(text)
    if found:
        name = found["name"].strip()
        if name.count("（") + name.count("(") > name.count("）") + name.count(")"):
            name = text[found.start("name") :].strip()
        return _TIER_WORDS[found["tier"]], name
    return _TIER_WORDS.get(text), text


def _header(rows: Sequence[TableRow]) -> tuple[int, dict[str, int]] | None:
    """Index of the header row and the column of each field; it names a segment and one thing more."""
    for index, row in enumerate(rows[:_ROWS_SEARCHED]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row.cells):
            name = _field_of(str(cell))
            if name is not None:
                columns.setdefault(name, at)
        if len(columns) >= 2 and columns.keys() & set(_LEVELS):
            return index, columns
    return None


def _field_of(heading: str) -> str | None:
    """Our field for a heading; of 一级, 二级环节, L3 the level of that number, 一级分类 being the stage."""
    plain = plain_heading(heading)
    numbered = _NUMBERED.fullmatch(plain)
    if plain in _FIELD_OF or numbered is None:
        return _FIELD_OF.get(plain)
    at = _DIGITS[numbered[1] or numbered[3]] + (0 if numbered[2] in {"分类", "类别"} else 1)
    return _LEVELS[at] if at < len(_LEVELS) else None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that is read: its name ("" of the only one), the chain of rows that name none.

    `offset` is added to the numbers of its rows.
    """

    name: str
    chain: str
    offset: int


def _read(sheet: _Sheet, rows: Sequence[TableRow], found: tuple[int, dict[str, int]]) -> ChainTable:
    index, columns = found
    reading = _Reading(columns, sheet)
    for row in rows[index + 1 :]:
        reading.take(row)
    header = [" ".join(str(cell).split()) for cell in rows[index].cells]
    ours = {at: FIELD_WORDS[name] for name, at in columns.items()}
    mapping = {name: ours.get(at, "") for at, name in enumerate(header) if name}
    return ChainTable(tuple(reading.rows), tuple(reading.rejected), mapping, reading.notes())


class _Reading:
    """Rows taken one after another: what is blank on the left of a row repeats what stands above."""

    def __init__(self, columns: Mapping[str, int], sheet: _Sheet) -> None:
        self._columns, self._sheet = columns, sheet
        self._levels = [one for one in _LEVELS if one in columns]
        self._default_chain = display_name(sheet.chain)[:NAME_LETTERS] or "导入的产业链"
        self._above: list[str] = [""] * len(self._levels)
        self._chain, self._tier = "", ""
        self._filled = 0
        self.rows: list[OutlineRow] = []
        self.rejected: list[tuple[int, str]] = []

    def take(self, row: TableRow) -> None:
        """Read a row, or reject it with a reason."""
        chain = self._cell(row, "chain")
        if chain and chain != self._chain:
            self._above, self._tier = [""] * len(self._levels), ""
        self._chain = chain or self._chain
        names = self._names(row)
        self._tier = self._cell(row, "tier") or self._tier
        companies = split_companies(cell_text(self._raw(row, "companies")))
        if not names:
            if companies or any(str(cell).strip() for cell in row.cells):
                self._reject(row, "没有写环节")
            return
        reason = _refusal((*names, self._chain))
        if reason:
            self._reject(row, reason)
            return
        tier, path = self._placed(names)
        parent = self._cell(row, "parent")
        named = self._chain or self._default_chain
        number = self._sheet.offset + row.number
        self.rows.append(OutlineRow(number, named, path, tier, parent, companies, self._sheet.name))

    def _reject(self, row: TableRow, reason: str) -> None:
        sheet = f"工作表“{self._sheet.name}”：" if self._sheet.name else ""
        self.rejected.append((row.number, f"{sheet}{reason}"))

    def notes(self) -> tuple[str, ...]:
        """What the user should know of the reading."""
        said = []
        if "chain" not in self._columns:
            said.append(f"没有“产业链”一列，全部归入“{self._default_chain}”。")
        if self._filled:
            said.append(f"{self._filled} 行左边的格是空的（合并单元格或省略），沿用上一行的内容。")
        return tuple(said)

    def _names(self, row: TableRow) -> list[str]:
        """Names from the outermost level to the deepest that the row has."""
        own = [self._cell(row, name) for name in self._levels]
        deepest = max((at for at, name in enumerate(own) if name), default=-1)
        if deepest < 0:
            if not split_companies(cell_text(self._raw(row, "companies"))):
                return []
            names = [name for name in self._above if name]
            self._filled += bool(names)
            return names
        filled = []
        for at in range(deepest + 1):
            inherits = not own[at] and at < deepest and self._above[at] and not any(own[:at])
            filled.append(self._above[at] if inherits else own[at])
            self._filled += bool(inherits and at == 0)
        self._above = filled + [""] * (len(own) - len(filled))
        return [name for name in filled if name]

    def _placed(self, names: list[str]) -> tuple[Tier | None, tuple[str, ...]]:
        """Tier and path. One level alone is a segment; with several the first is the stage."""
        tier, first = split_tier(names[0])
        tier = split_tier(self._tier)[0] or tier
        if len(self._levels) == 1:
            stage = self._tier or "全部环节"
            return tier, (stage, first)
        path = (first, *names[1:])
        return tier, path if len(path) > 1 else (first, first)

    def _raw(self, row: TableRow, name: str) -> Value:
        at = self._columns.get(name)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def _cell(self, row: TableRow, name: str) -> str:
        text = cell_text(self._raw(row, name))
        return " ".join(display_name(text.replace("\n", " ").replace("\t", " ")).split())


def _refusal(names: tuple[str, ...]) -> str:
    long = next((name for name in names if len(name) > NAME_LETTERS - 1), None)
    return f"名称“{long[:20]}…”超过 {NAME_LETTERS - 1} 个字" if long else ""
