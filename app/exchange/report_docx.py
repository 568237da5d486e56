"""Writes a report (.docx) of tables, pictures and counted facts; every text is text, never markup."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from app.exchange.safe_write import plain_text, refuse_unless_named, written_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

_FONT, _HEAD_FILL, _LINE = "微软雅黑", "1F4E79", "BFBFBF"
_PAGE_CM = (21.0, 29.7)
_LONGEST = 4_000
"""Letters of one cell or line: longer ones make no page better."""


class _Sizes(NamedTuple):
    """Sizes in points, the margin in centimetres."""

    title: float
    heading: float
    text: float
    table: float
    note: float
    above_heading: float | None
    above_caption: float
    after_line: float
    in_cell: float
    margin_cm: float


_USUAL = _Sizes(18, 14, 10.5, 9.0, 9.0, None, 8, 4, 1.5, 2.0)
_DENSE = _Sizes(15, 10.5, 8.5, 8.5, 7.5, 3, 1, 1.5, 0.5, 1.2)
"""For what must stay on one page."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line that counts something."""

    text: str


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with its caption and 口径.

    `shares` are the columns' parts of the width; `more` counts rows that are not shown. A table whose
    headings are all empty has no head, one without a caption none above it.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    basis: str = ""
    when_empty: str = "暂无内容"
    more: int = 0


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A picture (PNG) with its caption and 口径; a wide one gets a page of its own that lies."""

    caption: str
    png: bytes
    basis: str = ""
    wide: bool = False


Block = Fact | ReportTable | ReportPicture


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One part under a heading."""

    heading: str
    blocks: tuple[Block, ...]


class Report(NamedTuple):
    """A whole report. `stand` are the lines below the title: region, 截至日期, who made it.

    `dense` sets it small, for one page.
    """

    title: str
    stand: tuple[str, ...]
    sections: tuple[ReportSection, ...]
    author: str
    at: datetime
    dense: bool = False


def write_report(path: Path, report: Report, step: Callable[[int, int, str], None] | None = None) -> None:
    """Write it beside, read it back, put it in place. Raises ExportRefused."""
    refuse_unless_named(path, ".docx")
    writing = _Writing(report)
    for done, section in enumerate(report.sections):
        if step is not None:
            step(done, len(report.sections), f"正在写入 {section.heading}")
        writing.add(section)
    with written_beside(path, lambda beside: _is_as_meant(beside, report)) as beside:
        writing.save(beside)


class _Writing:
    """The document under way."""

    def __init__(self, report: Report) -> None:
        # A tenth of a second to load: only who writes a report waits for it.
        from docx import Document  # noqa: PLC0415
        from docx.shared import Cm, Pt  # noqa: PLC0415

        self._cm, self._pt = Cm, Pt
        self._sizes = _DENSE if report.dense else _USUAL
        self._document: Any = Document()
        self._dress(report)
        self._paragraph(report.title, points=self._sizes.title, bold=True, centred=True)
        for line in report.stand:
            self._paragraph(line, points=self._sizes.note, centred=True, grey=True)

    def add(self, section: ReportSection) -> None:
        """Write one part."""
        self._heading(section.heading)
        for block in section.blocks:
            if isinstance(block, Fact):
                self._paragraph(block.text)
            elif isinstance(block, ReportTable):
                self._table(block)
            else:
                self._picture(block)

    def save(self, path: Path) -> None:
        """Write the file."""
        self._document.save(str(path))

    def _dress(self, report: Report) -> None:
        document = self._document
        _set_font(document.styles["Normal"], self._pt(self._sizes.text))
        page = document.sections[0]
        self._set_page(page, lying=False)
        _number_pages(page)
        facts = document.core_properties
        facts.title, facts.author = plain_text(report.title)[:250], plain_text(report.author)[:250]
        facts.last_modified_by, facts.comments = facts.author, ""
        facts.created = facts.modified = report.at.replace(tzinfo=None)

    def _set_page(self, page: Any, *, lying: bool) -> None:  # noqa: ANN401 - python-docx carries no types
        from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - as above

        short, long = _PAGE_CM
        page.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = map(self._cm, (long, short) if lying else (short, long))
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(page, side, self._cm(self._sizes.margin_cm))

    def _heading(self, text: str) -> None:
        heading = self._document.add_heading(level=1)
        heading.paragraph_format.keep_with_next = True
        run = heading.add_run(_line(text))
        _set_run(run, self._pt(self._sizes.heading), bold=True)
        if self._sizes.above_heading is not None:
            heading.paragraph_format.space_before = self._pt(self._sizes.above_heading)
            heading.paragraph_format.space_after = self._pt(2)

    def _paragraph(
        self, text: str, *, points: float | None = None, bold: bool = False, centred: bool = False,
        grey: bool = False,
    ) -> Any:  # noqa: ANN401 - python-docx carries no types  # fmt: skip
        from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above

        paragraph = self._document.add_paragraph()
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = self._pt(self._sizes.after_line)
        run = paragraph.add_run(_line(text))
        _set_run(run, self._pt(points or self._sizes.text), bold=bold, colour="595959" if grey else "000000")
        return paragraph

    def _caption(self, block: ReportTable | ReportPicture) -> None:
        if not block.caption:
            return
        caption = self._paragraph(block.caption, bold=True)
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before = self._pt(self._sizes.above_caption)

    def _basis(self, block: ReportTable | ReportPicture) -> None:
        if block.basis:
            basis = self._paragraph(f"口径：{block.basis}", points=self._sizes.note, grey=True)
            basis.paragraph_format.space_before = self._pt(3)

    def _table(self, block: ReportTable) -> None:
        self._caption(block)
        if not block.rows:
            self._paragraph(block.when_empty)
            self._basis(block)
            return
        table = self._document.add_table(rows=0, cols=len(block.headings))
        table.autofit = False
        _draw_lines(table)
        room = _PAGE_CM[0] - 2 * self._sizes.margin_cm
        whole = sum(block.shares)
        widths = [self._cm(room * share / whole) for share in block.shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width  # LibreOffice goes by the grid, Word by the cells.
        if any(block.headings):
            self._row(table, block.headings, widths, head=True)
        for row in block.rows:
            self._row(table, row, widths, head=False)
        for cell in table.rows[-1].cells:  # what is said of the table stays on its page
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        if block.more:
            self._paragraph(f"另有 {block.more} 条未列。", points=self._sizes.note, grey=True)
        self._basis(block)

    def _row(self, table: Any, texts: Sequence[str], widths: Sequence[Any], *, head: bool) -> None:  # noqa: ANN401
        row = table.add_row()
        _hold_together(row, head=head)
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            cell.vertical_alignment = 1
            around = self._pt(self._sizes.in_cell)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = around
            run = paragraph.add_run(_text(text))
            _set_run(run, self._pt(self._sizes.table), bold=head, colour="FFFFFF" if head else "000000")
            if head:
                _fill(cell, _HEAD_FILL)

    def _picture(self, block: ReportPicture) -> None:
        if block.wide:
            self._set_page(self._document.add_section(), lying=True)
        self._caption(block)
        short, long = (side - 2 * self._sizes.margin_cm for side in _PAGE_CM)
        room = (long, short - 2.6) if block.wide else (short, long * 0.6)
        width = _fitted_width(block.png, room)
        self._document.add_picture(BytesIO(block.png), width=self._cm(width))
        self._document.paragraphs[-1].alignment = 1
        self._basis(block)
        if block.wide:
            self._set_page(self._document.add_section(), lying=False)


def _fitted_width(png: bytes, room: tuple[float, float]) -> float:
    """Centimetres: as wide as the room, but not higher than it. Size of a PNG: bytes 16 to 24."""
    wide, high = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    return min(room[0], room[1] * wide / max(high, 1))


def _set_font(style: Any, size: Any) -> None:  # noqa: ANN401 - python-docx carries no types
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    style.font.name, style.font.size = _FONT, size
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    # Without it some programs take Japanese forms of signs.
    style.element.rPr.append(_element("w:lang", val="zh-CN", eastAsia="zh-CN"))


def _set_run(run: Any, size: Any, *, bold: bool = False, colour: str = "000000") -> None:  # noqa: ANN401
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import RGBColor  # noqa: PLC0415 - as above

    run.font.name, run.font.size, run.font.bold = _FONT, size, bold
    run.font.color.rgb = RGBColor.from_string(colour)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)  # noqa: SLF001 - no other way


def _element(name: str, **attributes: str) -> Any:  # noqa: ANN401 - python-docx carries no types
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _draw_lines(table: Any) -> None:  # noqa: ANN401 - python-docx carries no types
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=_LINE))
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - no other way


def _fill(cell: Any, colour: str) -> None:  # noqa: ANN401 - python-docx carries no types
    cell._tc.get_or_add_tcPr().append(  # noqa: SLF001 - no other way
        _element("w:shd", val="clear", color="auto", fill=colour)
    )


def _hold_together(row: Any, *, head: bool) -> None:  # noqa: ANN401 - python-docx carries no types
    """No row is broken over two pages; the head comes again on each."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - no other way
    properties.append(_element("w:cantSplit"))
    if head:
        properties.append(_element("w:tblHeader"))


def _number_pages(page: Any) -> None:  # noqa: ANN401 - python-docx carries no types
    paragraph = page.footer.paragraphs[0]
    paragraph.alignment = 1
    for text, field in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", "")):
        paragraph.add_run(text)
        if field:
            run = paragraph.add_run()
            begin, end = _element("w:fldChar", fldCharType="begin"), _element("w:fldChar", fldCharType="end")
            order = _element("w:instrText")
            order.text = field
            for part in (begin, order, end):
                run._element.append(part)  # noqa: SLF001 - no other way


def _text(text: str) -> str:
    return plain_text(text)[:_LONGEST]


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _is_as_meant(path: Path, report: Report) -> bool:
    """Open what was written: whole, as many tables and pictures as were meant, well-formed."""
    blocks = [block for section in report.sections for block in section.blocks]
    tables = sum(isinstance(block, ReportTable) and bool(block.rows) for block in blocks)
    pictures = sum(isinstance(block, ReportPicture) for block in blocks)
    try:
        with ZipFile(path) as book:
            if book.testzip() is not None:
                return False
            root = ET.fromstring(book.read("word/document.xml"))
    except (BadZipFile, KeyError, ET.ParseError):
        return False
    counted = [sum(element.tag.endswith(f"}}{name}") for element in root.iter()) for name in ("tbl", "blip")]
    return counted == [tables, pictures]
