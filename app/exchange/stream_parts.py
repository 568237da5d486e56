"""The fixed parts of a workbook that app.exchange.sheet_stream writes: styles, relations, lists of sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_STYLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

TITLE, NOTE, HEADING, LONG = 1, 3, 5, 14
_TEXT, _CENTRED, _NUMBER, _DAY, _COUNT = 7, 9, 11, 12, 13
"""Places in the table of styles. Behind each style of text stands the same with quotePrefix.

LONG is of no format: texts of more than 255 signs in the format @ are shown as #### by some programs.
"""


def style_of(number_format: str, align: str) -> int:
    """The style of a column by its number format and side."""
    if number_format == "yyyy-mm-dd":
        return _DAY
    if number_format == "0":
        return _COUNT
    if number_format != "@":
        return _NUMBER
    return _CENTRED if align == "center" else _TEXT


def letters(number: int) -> str:
    """The letters of a column, 0 for A."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _font(size: int, colour: str = "", *, bold: bool = False) -> str:
    shade = f'<color rgb="FF{colour}"/>' if colour else ""
    return f'<font>{"<b/>" if bold else ""}<sz val="{size}"/>{shade}<name val="微软雅黑"/></font>'


def _xf(font: int, number: int, side: str, *, fill: int = 0, border: int = 1, quoted: bool = False) -> str:
    quote = ' quotePrefix="1"' if quoted else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        f' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"{quote}>'
        f'<alignment horizontal="{side}" vertical="center"/></xf>'
    )


def _pair(font: int, side: str, fill: int = 0, border: int = 1) -> str:
    """A style of text (format @), and the same quoted."""
    return "".join(_xf(font, 49, side, fill=fill, border=border, quoted=quoted) for quoted in (False, True))


_EDGES = "".join(
    f'<{edge} style="thin"><color rgb="FFBFBFBF"/></{edge}>' for edge in ("left", "right", "top", "bottom")
)
STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="#,##0.######"/></numFmts>'
    f'<fonts count="4">{_font(10)}{_font(16, bold=True)}{_font(10, "404040")}{_font(10, "FFFFFF", bold=True)}'
    '</fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1F4E79"/></patternFill></fill></fills>'
    f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_EDGES}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="16"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    f"{_pair(1, 'center', border=0)}{_pair(2, 'left', border=0)}{_pair(3, 'center', 2)}"
    f"{_pair(0, 'left')}{_pair(0, 'center')}"
    f"{_xf(0, 165, 'right')}{_xf(0, 164, 'center')}{_xf(0, 1, 'center')}"
    f"{_xf(0, 0, 'left')}{_xf(0, 0, 'left', quoted=True)}"
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)

ROOT_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def content_types(sheets: Iterable[int]) -> str:
    """What each part of the package is."""
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET_TYPE}"/>'
        for number in sheets
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_BOOK_TYPE}"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_STYLE_TYPE}"/>{parts}</Types>'
    )


def workbook(names: Sequence[str], top: int) -> str:
    """The sheets by name; the headings in row `top` are printed on each page."""
    from xml.sax.saxutils import escape, quoteattr  # noqa: PLC0415 - brings in an HTTP client: 0.07 s at start

    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}">'
        f"'{escape(name)}'!${top}:${top}</definedName>"
        for number, name in enumerate(names)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>"
    )


def workbook_relations(sheets: Iterable[int]) -> str:
    """Where the sheets and the styles are."""
    numbers = list(sheets)
    parts = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    return (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{parts}'
        f'<Relationship Id="rId{len(numbers) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    )
