"""What a report says: 现状, 短板, 目标, 变化. Tables, charts and counts; no sentence that the data lacks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from app.exchange.report_docx import Block, Fact, Report, ReportPicture, ReportSection, ReportTable
from app.report_changes import change_blocks
from app.report_tables import MOST_ROWS, list_table
from app.wording import completeness_basis, gap_basis, match_basis, rate_basis
from chains import words
from chains.coverage_signs import GAP_COVERAGES
from chains.kinds import Coverage, NoteKind, Phase, Source
from chains.list_shapes import LIST_SHAPES, ListKind
from chains.record_shapes import RECORD_WORD, RecordKind
from chains.regions import region_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.services.comparing import Compared
    from app.services.list_facts import ListFacts

    Draw = Callable[["ReportChart"], bytes]

_MOST_BARS = 30


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: name, value (None for no figure), the text behind it; `tone` is a coverage, None for plain."""

    name: str
    value: float | None
    text: str
    tone: Coverage | None = None


@dataclass(frozen=True, slots=True)
class ReportChart:
    """Bars to draw; `most` is what the whole width stands for, None for the longest bar."""

    bars: tuple[ChartBar, ...]
    most: float | None = None


@dataclass(frozen=True, slots=True)
class ReportInput:
    """What a report is made from: facts, what changed since the last snapshot, the map, who makes it."""

    facts: ListFacts
    compared: Compared | None
    map_png: bytes | None
    author: str
    draw: Draw


def report_of(told: ReportInput) -> Report:
    """The report of one chain, or of all chains together."""
    facts = told.facts
    region = region_name(facts.region)
    whose = f"{facts.chain_names[facts.chain]}产业链" if facts.chain else "产业链总体"
    stand = f"地区：{region}　　截至日期：{facts.as_of:%Y-%m-%d}　　制表：{told.author or '＿＿＿＿＿＿'}"
    sections = (
        ReportSection("一、现状", tuple(_present(told))),
        ReportSection("二、短板", tuple(_short(told))),
        ReportSection("三、目标", tuple(_aims(told))),
        ReportSection("四、变化", tuple(change_blocks(told.compared, told.facts.chain))),
        ReportSection("附：口径", (_bases(facts),)),
    )
    return Report(f"{region}{whose}报告", (stand,), sections, told.author, datetime.now(UTC))


def _present(told: ReportInput) -> Iterable[Block]:
    facts = told.facts
    counts = Counter(
        state.assessment(one.code).coverage for state in facts.states for one in state.chain.segments
    )
    segments = sum(counts.values())
    assessed = segments - counts[Coverage.UNASSESSED]
    chains = "" if facts.chain else f"共 {len(facts.states)} 条产业链，"
    yield Fact(f"{chains}{segments} 个环节，已评估 {assessed} 个。")
    yield _figures(facts) if facts.chain else _clusters(facts)
    bars = tuple(ChartBar(words.COVERAGE[one], counts[one], str(counts[one]), one) for one in Coverage)
    yield _chart(told, "各环节本地供给", bars, "每个环节最新一次评估的本地供给，按环节计数。")
    if not facts.chain:
        rates = tuple(
            ChartBar(one.name, one.local_supply_rate, words.rate_text(one.local_supply_rate))
            for one in facts.overviews[:_MOST_BARS]
        )
        yield _chart(told, "各产业链本地配套率", rates, rate_basis(facts.settings), most=1.0)
    if told.map_png is not None:
        yield ReportPicture("产业链图谱", told.map_png, "按本地供给着色。", wide=True)
    who = ("chain", "company", "segment", "region", "products", "qualifications")
    yield list_table(ListKind.LEADS, facts, who, "链主企业")
    yield list_table(ListKind.SUPPLIERS, facts, who, "本地配套企业")
    yield list_table(
        ListKind.STRENGTHS,
        facts,
        ("chain", "segment", "local_suppliers", "companies", "evidence"),
        "优势环节",
    )
    yield from _district_chart(told)
    yield from _record_tables(
        facts,
        (RecordKind.PLATFORM, ("chain", "name", "level", "type", "host")),
        (RecordKind.PARK, ("chain", "name", "place", "direction", "companies")),
        (RecordKind.POLICY, ("chain", "name", "number", "issuer", "issued_on")),
    )


def _figures(facts: ListFacts) -> ReportTable:
    one = facts.overviews[0]
    rows = (
        ("本地配套率", words.rate_text(one.local_supply_rate)),
        ("链条完整度", words.rate_text(one.completeness)),
        ("环节数", str(one.segments)),
        ("已评估", str(one.assessed)),
        ("缺失", str(one.missing)),
        ("薄弱", str(one.weak)),
        ("卡脖子", str(one.chokepoints)),
    )
    basis = f"{rate_basis(facts.settings)}{completeness_basis()}其余为环节数。"
    return ReportTable("主要指标", ("指标", "数值"), rows, (3, 2), basis)


def _clusters(facts: ListFacts) -> ReportTable:
    keys = (
        "cluster",
        "chain",
        "segments",
        "assessed",
        "rate",
        "completeness",
        "missing",
        "weak",
        "chokepoints",
    )
    return list_table(ListKind.CLUSTERS, facts, keys, "各产业链主要指标", most=len(facts.states))


def _district_chart(told: ReportInput) -> Iterable[Block]:
    bars = district_bars(told.facts)
    if bars:
        yield _chart(told, "已确认供应商所在区市", bars, "结论为确认的供应商，每家企业在一个区市计一次。")


def district_bars(facts: ListFacts) -> tuple[ChartBar, ...]:
    """Companies by district, each once; the most first, those outside last."""
    found: dict[str, set[int]] = {}
    for _, districts in facts.districts:
        for cell in districts.cells:
            name = "市外" if cell.region == "outside" else cell.region_name
            found.setdefault(name, set()).update(cell.company_ids)
    ranked = sorted(found.items(), key=lambda pair: (pair[0] == "市外", -len(pair[1])))
    return tuple(ChartBar(name, len(ids), f"{len(ids)} 家") for name, ids in ranked[:_MOST_BARS])


def _short(told: ReportInput) -> Iterable[Block]:
    facts = told.facts
    gaps = facts.gaps
    missing = sum(row.coverage is Coverage.MISSING for row in gaps)
    abroad = sum(row.source is Source.ABROAD for row in gaps)
    chokepoints = sum(one.chokepoints for one in facts.overviews)
    yield Fact(
        f"缺口 {len(gaps)} 个：缺失 {missing} 个，薄弱 {len(gaps) - missing} 个；"
        f"其中当前来源为国外的 {abroad} 个。标为卡脖子的环节 {chokepoints} 个。"
    )
    bars = tuple(
        ChartBar(
            row.name if facts.chain else f"{row.chain_name}·{row.name}",
            row.gap_index,
            words.index_text(row.gap_index),
            row.coverage,
        )
        for row in gaps[:MOST_ROWS]
    )
    if bars:
        yield _chart(told, f"缺口指数最高的 {len(bars)} 个缺口", bars, gap_basis(facts.settings), most=1.0)
    keys = ("chain", "segment", "coverage", "source", "gap_index", "local_suppliers", "targets", "evidence")
    yield list_table(ListKind.GAPS, facts, keys, "缺口")
    yield _notes(facts, (NoteKind.ISSUE,), "文件指出的链级问题")
    yield from _record_tables(
        facts, (RecordKind.RESEARCH, ("chain", "name", "problem", "lead_unit", "state"))
    )


def _aims(told: ReportInput) -> Iterable[Block]:
    facts = told.facts
    yield _notes(facts, (NoteKind.TARGET, NoteKind.DIRECTION), "文件提出的目标与发展方向")
    targets = facts.targets
    wanted = len({row.ref for row in targets})
    invested = _sum("意向投资", [row.investment_yi for row in targets])
    yield Fact(f"目标企业 {len(targets)} 家次，对应 {wanted} 个环节。{invested}")
    phases = Counter(row.phase for row in targets)
    if targets:
        bars = tuple(ChartBar(words.PHASE[one], phases[one], str(phases[one])) for one in Phase)
        yield _chart(told, "目标企业招商阶段", bars, "已加入目标的企业，按现在的招商阶段计数。")
    keys = ("chain", "segment", "company", "region", "score", "phase", "unit")
    yield list_table(ListKind.TARGETS, facts, keys, "招商目标企业")
    projects = facts.records[RecordKind.PROJECT]
    invested = _sum("总投资", [one.value("investment_yi") for one in projects])
    yield Fact(f"重点项目 {len(projects)} 个。{invested}")
    told_of = ("chain", "name", "builder", "investment_yi", "state", "finish_on")
    yield list_table(ListKind.PROJECT, facts, told_of, "重点项目")
    yield from _record_tables(
        facts, (RecordKind.RESOURCE, ("chain", "name", "type", "place", "content", "state"))
    )


def _notes(facts: ListFacts, kinds: Sequence[NoteKind], caption: str) -> ReportTable:
    rows = [
        ((state.chain.name,) if not facts.chain else ()) + (words.NOTE[note.kind], note.text, note.place)
        for state in facts.states
        for kind in kinds
        for note in state.chain.notes_of(kind)
    ]
    headings = (() if facts.chain else ("产业链",)) + ("类别", "内容", "出处")
    shares = (() if facts.chain else (2.0,)) + (1.6, 5.0, 4.0)
    return ReportTable(
        f"{caption}（{len(rows)} 条）" if rows else caption,
        headings,
        tuple(rows[:MOST_ROWS]),
        shares,
        "产业链的“链级事项”，出处为文件中的位置。",
        "没有记载。",
        max(0, len(rows) - MOST_ROWS),
    )


def _record_tables(facts: ListFacts, *wanted: tuple[RecordKind, tuple[str, ...]]) -> Iterable[Block]:
    """A table for each kind that has records; what has none is said in one line."""
    for kind, keys in wanted:
        if facts.records[kind]:
            yield list_table(ListKind(kind.value), facts, keys, RECORD_WORD[kind])
    none = [RECORD_WORD[kind] for kind, _ in wanted if not facts.records[kind]]
    if none:
        yield Fact(f"清单资料中暂无：{'、'.join(none)}。")


def _sum(word: str, amounts: Sequence[Decimal | None]) -> str:
    """A sum in 亿元 over those that are filled in, and how many these are; "" for none."""
    known = [one for one in amounts if one is not None]
    if not known:
        return ""
    return f"{word}合计 {sum(known, Decimal(0)):,f} 亿元（{len(known)} 个已填写）。"


def _chart(
    told: ReportInput, caption: str, bars: tuple[ChartBar, ...], basis: str, most: float | None = None
) -> ReportPicture:
    return ReportPicture(caption, told.draw(ReportChart(bars, most)), basis)


def _bases(facts: ListFacts) -> ReportTable:
    rows = (
        ("本地配套率", rate_basis(facts.settings)),
        ("链条完整度", completeness_basis()),
        ("缺口", "、".join(words.COVERAGE[one] for one in Coverage if one in GAP_COVERAGES) + "的环节。"),
        ("缺口指数", gap_basis(facts.settings)),
        ("匹配度", match_basis(facts.settings)),
        *((LIST_SHAPES[one].word, LIST_SHAPES[one].basis) for one in (ListKind.LEADS, ListKind.SUPPLIERS)),
    )
    return ReportTable("本报告所用的口径", ("名称", "口径"), rows, (2, 9))
