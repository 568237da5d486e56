"""拜访一页纸: one page on one company for a visit, made of facts and counts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from app.exchange.report_docx import Block, Fact, Report, ReportSection, ReportTable, write_report
from app.exchange.target_list import capital_text
from app.services.visit import Visit, gather_visit
from app.services.workspace import measure_settings
from app.wording import match_basis
from chains import words
from chains.commands import NoteContactExport
from chains.hit_words import RELATION, standing_text
from chains.regions import region_label, region_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from app.services.visit import Neighbour
    from app.services.workspace import Workspace
    from chains.chain import SegmentRef
    from chains.company import Company
    from chains.kinds import Phase

MOST_HITS, MOST_NEIGHBOURS, MOST_NAMES, MOST_STEPS = 3, 3, 2, 2
MOST_STEP_LETTERS = 50
MOST_LETTERS = 90
"""A text of a cell is cut here: the sheet stays one page."""

_SHORT = 22
"""So many letters stand in half a line; longer facts have a line of their own."""

_PAIR_SHARES = (1.2, 2.4, 1.2, 2.4)
_WIDE_SHARES = (1.2, 6.0)


GAP_BASIS = "缺口指数由严重度、断供影响和跨链影响加权得出，0 至 1，算式和权重见缺口清单。"


class SheetBases(NamedTuple):
    """口径 of the two figures on the sheet."""

    match: str = ""
    gap: str = ""


NO_BASES = SheetBases()


def export_visit_sheet(
    workspace: Workspace, path: Path, ref: SegmentRef, company_id: int, purpose: str = ""
) -> None:
    """Write the sheet (.docx) on a company for a gap. Raises NotFound, ExportRefused.

    With a `purpose` its contacts go along (personal data), and the change log says so.
    """
    told = gather_visit(workspace, ref, company_id)
    contacts = ""
    with workspace.read() as reader:
        settings = measure_settings(reader)
        if purpose:
            contacts = "；".join(contact.value for contact in reader.contacts(company_id))
    if purpose:
        # Written down first: personal data must not leave without a trace when the machine stops here.
        workspace.execute(NoteContactExport(path.name, 1, purpose, (company_id,)))
    bases = SheetBases(match_basis(settings), GAP_BASIS)
    write_report(path, visit_report(told, workspace.author, contacts, bases))


def visit_report(told: Visit, author: str, contacts: str = "", bases: SheetBases = NO_BASES) -> Report:
    """The sheet as a report. What is not known is left out."""
    stand = (
        f"对接环节：{told.chain_name}产业链 · {told.segment_name}　　"
        f"截至日期：{told.as_of:%Y-%m-%d}　　制表：{author or '＿＿＿＿＿＿'}"
    )
    sections = [
        ReportSection("企业概况", _tables(_company_facts(told.company, told.as_of, contacts))),
        ReportSection("缺什么", _tables(_gap_facts(told), bases.gap if told.gap is not None else "")),
        ReportSection("为什么合适", tuple(_fit(told, bases.match))),
        ReportSection(f"{region_name(told.home)}已有的上下游", tuple(_beside(told))),
    ]
    if told.target is not None:
        sections.append(ReportSection("对接进展", tuple(_progress(told))))
    return Report(
        f"{told.company.name}拜访一页纸", (stand,), tuple(sections), author, datetime.now(UTC), dense=True
    )


def _company_facts(company: Company, today: date, contacts: str) -> list[tuple[str, str]]:
    valid = [
        one.name for one in company.qualifications if one.valid_until is None or one.valid_until >= today
    ]
    capital = capital_text(company.capital_wan, company.currency)
    return _known(
        ("统一社会信用代码", company.credit_code),
        ("证券代码", company.stock_code),
        ("所在省市", region_label(company.region)),
        ("成立日期", "" if company.founded_on is None else company.founded_on.isoformat()),
        ("注册资本", capital),
        ("参保人数", "" if company.insured_count is None else f"{company.insured_count:,}"),
        ("登记状态", company.state_text or _state(company)),
        ("所属行业", company.industry),
        ("法定代表人", company.legal_person),
        ("网址", company.website),
        ("企业资质", "、".join(dict.fromkeys(valid))),
        ("主营产品", "；".join(company.products)),
        ("联系人及电话", contacts),
    )


def _gap_facts(told: Visit) -> list[tuple[str, str]]:
    mark, gap = told.assessment, told.gap
    source = words.source_text(mark.source, mark.degree, mark.countries)
    facts = [
        ("本地供给", words.COVERAGE[mark.coverage]),
        ("当前来源", source),
        (words.CHOKEPOINT, "是" if mark.chokepoint else ""),
        ("评估依据", mark.evidence),
    ]
    if gap is not None:
        facts.insert(3, ("缺口指数", words.index_text(gap.gap_index)))
        facts.insert(4, ("断供影响环节", str(gap.affected) if gap.affected else ""))
    facts.append(("同产品产业链", "、".join(told.others)))
    return _known(*facts)


def _fit(told: Visit, basis: str) -> Iterable[Block]:
    one = told.candidate
    if one is None:
        yield Fact("企业库中的主营产品、经营范围没有命中该环节的词。")
        return
    rows = tuple(
        (_cut(hit.text), hit.word, RELATION[hit.relation], standing_text(hit)) for hit in one.why[:MOST_HITS]
    )
    yield ReportTable(
        f"匹配度 {words.index_text(one.score)}",
        ("命中的产品或文字", "词", "词的关系", "在产品名中"),
        rows,
        (2.4, 1.2, 1.6, 2.2),
        basis,
        when_empty="没有命中的词。",
        more=max(0, len(one.why) - MOST_HITS),
    )


def _beside(told: Visit) -> Iterable[Block]:
    home = region_name(told.home)
    yield Fact(
        f"本环节：已确认的本地供应商 {len(told.here)} 家"
        + (f"（{_names(told.here)}）。" if told.here else "。")
    )
    rows = tuple(
        [("上游（可供货）", one.segment_name, _names(one.companies)) for one in _first(told.upstream)]
        + [("下游（可采购）", one.segment_name, _names(one.companies)) for one in _first(told.downstream)]
    )
    left_out = len(told.upstream) + len(told.downstream) - len(rows)
    yield ReportTable(
        "",
        ("位置", "环节", "已确认的本地供应商"),
        rows,
        (1.2, 1.4, 4.8),
        when_empty=f"{home}上下游环节尚未标注已确认的本地供应商。",
        more=left_out,
    )


def _progress(told: Visit) -> Iterable[Block]:
    target = told.target
    if target is None:
        return
    yield from _tables(
        _known(
            ("招商阶段", _phase(target.phase)),
            ("优先级", target.priority),
            ("责任单位", target.responsible_unit),
            ("责任人", target.responsible_person),
            ("下一步", _cut(target.next_step, MOST_STEP_LETTERS)),
            ("下一步日期", "" if target.next_on is None else target.next_on.isoformat()),
            ("意向投资", "" if target.investment_yi is None else f"{target.investment_yi:f} 亿元"),
            ("备注", _cut(target.remark, MOST_STEP_LETTERS)),
        )
    )
    for step in told.follow_ups[:MOST_STEPS]:
        by = f"（{step.by}）" if step.by else ""
        yield Fact(f"{step.on:%Y-%m-%d} {_cut(step.text, MOST_STEP_LETTERS)}{by}")


def _tables(facts: list[tuple[str, str]], basis: str = "") -> tuple[Block, ...]:
    """Two short facts in a line, a long one in a line of its own."""
    pairs = [(name, text) for name, text in facts if len(text) <= _SHORT]
    wide = tuple((name, _cut(text)) for name, text in facts if len(text) > _SHORT)
    if len(pairs) % 2:
        pairs.append(("", ""))
    rows = tuple((*left, *right) for left, right in zip(pairs[::2], pairs[1::2], strict=True))
    found = [ReportTable("", ("",) * 4, rows, _PAIR_SHARES)] if rows else []
    found += [ReportTable("", ("",) * 2, wide, _WIDE_SHARES)] if wide else []
    if not found:
        return (Fact("没有记录。"),)
    return (*found[:-1], replace(found[-1], basis=basis))


def _known(*facts: tuple[str, str]) -> list[tuple[str, str]]:
    return [(name, text) for name, text in facts if text]


def _first(neighbours: tuple[Neighbour, ...]) -> tuple[Neighbour, ...]:
    return neighbours[:MOST_NEIGHBOURS]


def _names(companies: tuple[str, ...]) -> str:
    more = len(companies) - MOST_NAMES
    return "、".join(companies[:MOST_NAMES]) + (f" 等 {len(companies)} 家" if more > 0 else "")


def _state(company: Company) -> str:
    word = words.STATE[company.state]
    return "" if word == words.STATE[type(company.state).UNKNOWN] else word


def _phase(phase: Phase) -> str:
    return words.PHASE[phase]


def _cut(text: str, most: int = MOST_LETTERS) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
