"""A chain as a workbook, a sheet for each kind of thing, that can be edited and read back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from app.exchange.chain_document import plain_codes
from app.exchange.chain_sheets import ABOUT, BETWEEN, FORMAT, LINKS, NOTES, SEGMENTS, STAGES, VERSION_WORDS
from app.exchange.safe_write import written_beside
from app.exchange.sheet_book import (
    ALIGN,
    BORDER,
    FONT,
    HEADER_FILL,
    HEADER_FONT,
    LINE_POINTS,
    NOTE_FONT,
    TALLEST_POINTS,
    TITLE_FONT,
    line_count,
    put_text,
)
from chains.words import ALONE, COVERAGE, DEGREE, NOTE, SOURCE, TIER, countries_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from app.exchange.chain_document import ChainDocument
    from chains.chain import Segment, SupplyLink

    Value = str | float | date | None

_YES, _NO = "是", "否"
_ROOM_TO_ADD = 500
"""Empty rows below the last one that offer the same choices."""

_HOW = (
    "阶段、环节、供应关系、链级事项各一张表，第一行是列名，请勿改动列名。改好后用“导入产业链…”导回。",
    "编号列是隐藏的，用来对应各行，请勿改动；新增的行编号留空。改名直接改名称，换阶段、换上级环节改写其名称。",
    "行的先后就是图上的先后；删去一行就是删去一项。",
    f"供应关系：同一投入组的可以互相替代，不同组缺一不可，“{ALONE}”即自成一组；份额在 0 到 1 之间。",
    "近义词、排除词之间用分号隔开。本地供应商、市外供应商两列只供查看。",
    "来源国（地区）只在当前来源为国外时填写，如 日本、德国，多个用顿号隔开。",
)


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    width: float = 14.0
    choices: tuple[str, ...] = ()
    number_format: str = "@"

    @property
    def is_code(self) -> bool:
        """Whether it names a thing for the program, not for people."""
        return self.heading.endswith("编号")


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    columns: tuple[_Column, ...]
    rows: tuple[tuple[Value, ...], ...]


_TIERS, _YES_NO = tuple(TIER.values()), (_YES, _NO)
_STAGE_COLUMNS = (_Column("编号", 20), _Column("阶段", 24), _Column("层级", 10, _TIERS))
_SEGMENT_COLUMNS = (
    _Column("编号", 22),
    _Column("环节", 24),
    _Column("阶段编号", 18),
    _Column("阶段", 18),
    _Column("上级编号", 16),
    _Column("上级环节", 16),
    _Column("产品编号", 22),
    _Column("产品", 20),
    _Column("本地供给", 10, tuple(COVERAGE.values())),
    _Column("当前来源", 10, tuple(SOURCE.values())),
    _Column("来源程度", 10, tuple(DEGREE.values())),
    _Column("来源国（地区）", 16),
    _Column("卡脖子", 8, _YES_NO),
    _Column("依据", 44),
    _Column("评估人", 12),
    _Column("评估日期", 12, (), "yyyy-mm-dd"),
    _Column("下次复核", 12, (), "yyyy-mm-dd"),
    _Column("权重", 8, (), "General"),
    _Column("一般知识", 10, _YES_NO),
    _Column("出处", 26),
    _Column("近义词", 26),
    _Column("排除词", 18),
    _Column("本地供应商", 30),
    _Column("市外供应商", 30),
)
_LINK_COLUMNS = (
    _Column("供方编号", 22),
    _Column("供方环节", 24),
    _Column("需方编号", 22),
    _Column("需方环节", 24),
    _Column("投入组", 22),
    _Column("份额", 8, (), "General"),
)
_NOTE_COLUMNS = (_Column("类别", 12, tuple(NOTE.values())), _Column("内容", 80), _Column("出处", 30))


def write_chain_workbook(path: Path, document: ChainDocument) -> None:
    """Write the chain whole, prove it, then put it in place. Raises ExportRefused."""
    sheets = _sheets(document)
    book = Workbook()
    _fill_about(book.active, document)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    with written_beside(path, lambda beside: _is_as_meant(beside, sheets)) as beside:
        book.save(beside)


def _sheets(document: ChainDocument) -> tuple[_Sheet, ...]:
    chain = document.state.chain
    stages = plain_codes(one.code for one in chain.stages)
    segments = plain_codes(one.code for one in chain.segments)
    names = {one.code: one.name for one in chain.segments}
    return (
        _Sheet(STAGES, _STAGE_COLUMNS, tuple((stages[s.code], s.name, TIER[s.tier]) for s in chain.stages)),
        _Sheet(
            SEGMENTS,
            _SEGMENT_COLUMNS,
            tuple(
                (*_places(document, one, stages, segments, names), *_facts(document, one))
                for one in chain.segments
            ),
        ),
        _Sheet(
            LINKS,
            _LINK_COLUMNS,
            tuple(
                (*_ends(link, segments, names), group, link.share)
                for link, group in zip(chain.links, _group_texts(chain.links), strict=True)
            ),
        ),
        _Sheet(NOTES, _NOTE_COLUMNS, tuple((NOTE[one.kind], one.text, one.place) for one in chain.notes)),
    )


def _ends(link: SupplyLink, segments: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, ...]:
    return segments[link.source], names[link.source], segments[link.target], names[link.target]


def _group_texts(links: Sequence[SupplyLink]) -> list[str]:
    """What each link's group is called: one that nobody else is in has a segment's code for a name."""
    many = Counter((link.target, link.group) for link in links)
    is_word = any(link.group == ALONE for link in links)
    return [
        ALONE
        if link.group == link.source and many[link.target, link.group] == 1 and not is_word
        else link.group
        for link in links
    ]


def _places(
    document: ChainDocument,
    segment: Segment,
    stages: Mapping[str, str],
    segments: Mapping[str, str],
    names: Mapping[str, str],
) -> tuple[Value, ...]:
    """What the segment is, and where in the chain."""
    product = document.state.products.get(segment.product)
    parent = segment.parent or ""
    return (
        segments[segment.code],
        segment.name,
        stages[segment.stage],
        document.state.chain.stage(segment.stage).name,
        segments.get(parent, ""),
        names.get(parent, ""),
        segment.product,
        product.name if product else segment.product,
    )


def _facts(document: ChainDocument, segment: Segment) -> tuple[Value, ...]:
    """What is said of the segment."""
    state, said = document.state, document.state.assessment(segment.code)
    return (
        COVERAGE[said.coverage],
        SOURCE[said.source],
        DEGREE[said.degree] if said.degree else "",
        countries_text(said.countries),
        _YES if said.chokepoint else _NO,
        said.evidence,
        said.assessor,
        said.assessed_on,
        said.review_on,
        segment.weight,
        _YES if segment.general else _NO,
        segment.place,
        BETWEEN.join(segment.aliases),
        BETWEEN.join(segment.exclude),
        BETWEEN.join(one.company_name for one in state.local_suppliers(segment.code)),
        BETWEEN.join(one.company_name for one in state.outside_suppliers(segment.code)),
    )


def _fill_about(page: Worksheet, document: ChainDocument) -> None:
    page.title = ABOUT
    chain = document.state.chain
    lines = [
        ("格式", FORMAT),
        ("产业链编号", chain.code),
        ("产业链", chain.name),
        ("产业集群", chain.cluster),
        ("链长", chain.chief),
        ("别名", BETWEEN.join(chain.aliases)),
        ("来源文件", chain.document),
        ("出处", chain.place),
        ("地区", document.region),
        ("截至日期", document.as_of.isoformat()),
        *zip(VERSION_WORDS, map(str, document.version), strict=True),
        *document.figures,
        *(("口径", line) for line in document.basis),
        *(("填写说明", line) for line in _HOW),
    ]
    put_text(page.cell(1, 1), document.title)
    page.cell(1, 1).font = TITLE_FONT
    for row, (word, text) in enumerate(lines, 3):
        for column, value in enumerate((word, text), 1):
            cell = page.cell(row, column)
            put_text(cell, value)
            cell.font, cell.alignment = (HEADER_FONT if column == 1 else NOTE_FONT), ALIGN["left"]
        page.cell(row, 1).fill = HEADER_FILL
        page.row_dimensions[row].height = min(line_count(text, 100) * LINE_POINTS + 5, TALLEST_POINTS)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 14, 100
    page.sheet_view.showGridLines = False
    _set_print(page)


def _fill(page: Worksheet, sheet: _Sheet) -> None:
    for index, column in enumerate(sheet.columns, 1):
        cell = page.cell(1, index)
        put_text(cell, column.heading)
        cell.font, cell.fill, cell.border, cell.alignment = HEADER_FONT, HEADER_FILL, BORDER, ALIGN["center"]
        page.column_dimensions[get_column_letter(index)].width = column.width
        page.column_dimensions[get_column_letter(index)].hidden = column.is_code
    for number, row in enumerate(sheet.rows, 2):
        for index, (value, column) in enumerate(zip(row, sheet.columns, strict=True), 1):
            _put(page.cell(number, index), value, column)
        lines = max(
            line_count(value if isinstance(value, str) else "", column.width)
            for value, column in zip(row, sheet.columns, strict=True)
        )
        page.row_dimensions[number].height = min(lines * LINE_POINTS + 5, TALLEST_POINTS)
    last = get_column_letter(len(sheet.columns))
    page.auto_filter.ref = f"A1:{last}{max(2, len(sheet.rows) + 1)}"
    page.freeze_panes = "C2" if sheet.name == SEGMENTS else "A2"
    page.print_title_rows = "1:1"
    _offer_choices(page, sheet)
    _set_print(page)


def _put(cell: Cell, value: Value, column: _Column) -> None:
    cell.font, cell.border, cell.alignment = FONT, BORDER, ALIGN["left"]
    cell.number_format = column.number_format
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = value
        cell.number_format = column.number_format


def _offer_choices(page: Worksheet, sheet: _Sheet) -> None:
    bottom = len(sheet.rows) + 1 + _ROOM_TO_ADD
    for index, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(index)
        if column.choices:
            rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            rule.errorTitle, rule.error = "取值不在列表中", f"请选择：{'、'.join(column.choices)}"
        elif column.heading == "份额":
            rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="1")
            rule.errorTitle, rule.error = "份额", "应在 0 到 1 之间"
        else:
            continue
        rule.showErrorMessage = True
        rule.add(f"{letter}2:{letter}{bottom}")
        page.add_data_validation(rule)


def _set_print(page: Worksheet) -> None:
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 8
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "第 &P 页　共 &N 页"


def _is_as_meant(path: Path, sheets: Iterable[_Sheet]) -> bool:
    """Open what was written and look: headings, number of rows, no formula anywhere."""
    book = load_workbook(path)
    if any(cell.data_type == "f" for page in book for row in page.iter_rows() for cell in row):
        return False
    return all(_holds(book[sheet.name], sheet) for sheet in sheets)


def _holds(page: Worksheet, sheet: _Sheet) -> bool:
    headings = [cell.value for cell in page[1]]
    return headings == [one.heading for one in sheet.columns] and page.max_row == len(sheet.rows) + 1
