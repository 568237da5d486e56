"""Writes a 填报 form: instructions, drop-down lists, and a hidden sheet that says what it was made from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from app.exchange.form_layout import (
    ABOUT,
    BLANK_ROWS,
    CODE,
    COMPANIES,
    COMPANY_COLUMNS,
    CONTACT_COLUMNS,
    HEADER_ROW,
    IDENTITY,
    KEY,
    KNOWN,
    LISTS,
    NO,
    PLACE,
    SEGMENT_COLUMNS,
    SEGMENTS,
    YES,
    FormColumn,
    FormDocument,
    columns_of,
    key_text,
    place_names,
)
from app.exchange.safe_write import refuse_unless_named, written_beside
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
from chains.forms import RowKey, cells_of
from chains.words import COVERAGE, DECISION, DEGREE, ROLE, SOURCE, countries_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from chains.marking import Supplier
    from chains.state import ChainState

_A3, _A4 = 8, 9
"""Paper, as workbooks number it."""
_UNLOCKED = Protection(locked=False)
_FILL_IN = PatternFill("solid", start_color="FFF9E5")
_WORDS: dict[str, dict[Any, str]] = {
    "coverage": dict(COVERAGE),
    "source": dict(SOURCE),
    "degree": dict(DEGREE),
    "role": dict(ROLE),
    "decision": dict(DECISION),
}
_SEGMENTS_DO = "请核对并修改浅黄色各列；其余列供查看。没有变化的行不用动。"
_COMPANIES_DO = "已有的行：核对浅黄色各列；不再供货的，结论选“剔除”，不要删行。新增企业：写在表后的空行里。"
_KNOWN_DO = "企业库中登记在本区域的企业，供查找名称和信用代码，填写时可复制。"
_HOW = (
    "“环节评估”：逐个环节核对本地供给、当前来源、来源程度、是否卡脖子，并写明依据（文件及出处，或走访情况）。",
    "当前来源为国外的，请填来源国（地区），如 日本、德国，多个用顿号隔开；不清楚可空着。其他来源不填。",
    (
        "“企业标注”：核对本单位企业在各环节上的角色、结论、产品。新增企业写在表后的空行里，环节从下拉列表中选；"
        "企业名称必填，统一社会信用代码尽量填写。结论不选时按“待复核”处理。"
    ),
    "有下拉列表的格请从列表中选择；文字、数字、日期的格清空后导入，原值也会清空；下拉列表的格空着表示不改。",
    (
        "列名、行标识和不用填写的列已锁定（没有密码），隐藏的列和工作表请勿改动，也不要把其他表的行粘贴进来；"
        "可以筛选、调整列宽行高；需要排序，或新增企业的空行用完时，撤销工作表保护即可。"
    ),
    "不要删行：删去的企业标注会列出来由下发单位决定，不会自动当作剔除。",
    "用 Excel、WPS 或 LibreOffice 填写均可，保存为 .xlsx 后按原文件名交回。",
)


def write_form(path: Path, document: FormDocument) -> None:
    """Write the form, prove it, then put it in place. Raises ExportRefused."""
    refuse_unless_named(path, ".xlsx")
    book = Workbook()
    keys = _fill_book(book, document)
    with written_beside(path, lambda beside: _is_as_meant(beside, keys)) as beside:
        book.save(beside)


def _fill_book(book: Workbook, document: FormDocument) -> list[str]:
    fields = frozenset(document.identity.fields)
    about = book.active
    about.title = ABOUT
    segments = columns_of(SEGMENT_COLUMNS, fields)
    companies = _company_columns(document, fields)
    places = tuple(place_names(document.states))
    keys = _fill_rows(book.create_sheet(SEGMENTS), segments, _segment_rows(document, segments), _SEGMENTS_DO)
    page = book.create_sheet(COMPANIES)
    keys += _fill_rows(page, companies, _company_rows(document, companies), _COMPANIES_DO)
    _add_blank_rows(page, companies, len(places))
    for sheet in (book[SEGMENTS], page):
        _protect(sheet)
    _fill_known(book.create_sheet(KNOWN), document)
    lists = book.create_sheet(LISTS)
    for number, name in enumerate(places, 1):
        put_text(lists.cell(number, 1), name)
    _fill_identity(book.create_sheet(IDENTITY), document, keys)
    lists.sheet_state = book[IDENTITY].sheet_state = "hidden"
    _fill_about(about, document, len(keys))
    return keys


def _company_columns(document: FormDocument, fields: frozenset[str]) -> tuple[FormColumn, ...]:
    columns = columns_of(COMPANY_COLUMNS, fields)
    if document.contacts is None:
        return columns
    at = columns.index(CODE) + 1
    return (*columns[:at], *CONTACT_COLUMNS, *columns[at:])


def _segment_rows(document: FormDocument, columns: Sequence[FormColumn]) -> list[tuple[str, list[Any]]]:
    rows = []
    for state in document.states:
        cells = cells_of(state)
        stages = {one.code: one.name for one in state.chain.stages}
        ranks = {one.code: at for at, one in enumerate(state.chain.stages)}
        for one in sorted(state.chain.segments, key=lambda segment: ranks[segment.stage]):
            shown = {"产业链": state.chain.name, "阶段": stages[one.stage], "环节": one.name}
            key = RowKey(one.ref)
            rows.append((key_text(key), _row(columns, shown, cells[key])))
    return rows


def _company_rows(document: FormDocument, columns: Sequence[FormColumn]) -> list[tuple[str, list[Any]]]:
    rows = []
    for state in document.states:
        cells = cells_of(state)
        for one in state.chain.segments:
            for supplier in state.suppliers_of(one.code):
                if supplier.placement.company_id in document.placed and not supplier.is_verdict:
                    key = RowKey(one.ref, supplier.placement.company_id)
                    shown = _company_shown(state, one.name, supplier) | _contacts_shown(document, supplier)
                    rows.append((key_text(key), _row(columns, shown, cells[key])))
    return rows


def _company_shown(state: ChainState, segment: str, supplier: Supplier) -> dict[str, str]:
    code = "" if supplier.company_code.startswith("C") else supplier.company_code
    return {
        "产业链/环节": f"{state.chain.name}/{segment}",
        "企业名称": supplier.company_name,
        "统一社会信用代码": code,
    }


def _contacts_shown(document: FormDocument, supplier: Supplier) -> dict[str, str]:
    contacts = (document.contacts or {}).get(supplier.placement.company_id, ())
    named = [one.value if one.kind == "person" else one.person for one in contacts]
    phones = [one.value for one in contacts if one.kind == "phone"]
    person, phone = CONTACT_COLUMNS
    return {
        person.heading: "；".join(name for name in dict.fromkeys(named) if name),
        phone.heading: "；".join(dict.fromkeys(phones)),
    }


def _row(columns: Sequence[FormColumn], shown: dict[str, str], cells: dict[str, object]) -> list[Any]:
    return [
        shown.get(one.heading, "") if not one.field else _shown(one.field, cells[one.field])
        for one in columns[1:]
    ]


def _shown(field: str, value: Any) -> Any:  # noqa: ANN401 - any cell
    if value is None:
        return ""
    if field in _WORDS:
        return _WORDS[field][value]
    if field == "countries":
        return countries_text(value)
    if isinstance(value, bool):
        return YES if value else NO
    return float(value) if isinstance(value, Decimal) else value


def _fill_rows(
    page: Worksheet, columns: Sequence[FormColumn], rows: Sequence[tuple[str, list[Any]]], do: str
) -> list[str]:
    """Write header and rows; returns the keys in order."""
    _put_head(page, columns, do)
    for number, (key, values) in enumerate(rows, HEADER_ROW + 1):
        for index, (value, column) in enumerate(zip([key, *values], columns, strict=True), 1):
            cell = page.cell(number, index)
            _dress(cell, column)
            if isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value
            cell.number_format = column.number_format
        texts = zip(values, columns[1:], strict=True)
        lines = max(line_count(text, column.width) for text, column in texts if isinstance(text, str))
        page.row_dimensions[number].height = min(lines * LINE_POINTS + 5, TALLEST_POINTS)
    last = HEADER_ROW + len(rows)
    _offer(page, columns, HEADER_ROW + 1, last)
    return [key for key, _ in rows]


def _dress(cell: Any, column: FormColumn) -> None:  # noqa: ANN401 - a cell
    cell.font, cell.border, cell.alignment = FONT, BORDER, ALIGN["left"]
    if column.is_filled_in:
        cell.fill, cell.protection = _FILL_IN, _UNLOCKED


def _put_head(page: Worksheet, columns: Sequence[FormColumn], do: str) -> None:
    put_text(page.cell(1, 2), do)
    page.cell(1, 2).font = NOTE_FONT
    page.row_dimensions[1].height = 22
    for index, column in enumerate(columns, 1):
        cell = page.cell(HEADER_ROW, index)
        put_text(cell, column.heading)
        cell.font, cell.fill, cell.border, cell.alignment = HEADER_FONT, HEADER_FILL, BORDER, ALIGN["center"]
        page.column_dimensions[get_column_letter(index)].width = column.width
    page.row_dimensions[HEADER_ROW].height = 22
    if columns[0] is KEY:
        page.column_dimensions["A"].hidden = True
    page.freeze_panes = page.cell(HEADER_ROW + 1, 5 if page.title == SEGMENTS else 4)
    page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    page.oddFooter.center.text = "第 &P 页　共 &N 页"


def _add_blank_rows(page: Worksheet, columns: Sequence[FormColumn], places: int) -> None:
    """Rows for new companies: every cell a text or a number as in the rows above, the segment from a list."""
    first = page.max_row + 1
    for number in range(first, first + BLANK_ROWS):
        for index, column in enumerate(columns[1:], 2):
            cell = page.cell(number, index)
            _dress(cell, column)
            if column not in CONTACT_COLUMNS:
                cell.fill, cell.protection = _FILL_IN, _UNLOCKED
            cell.number_format = column.number_format
    _offer(page, columns, first, first + BLANK_ROWS - 1)
    if places:
        rule = DataValidation(type="list", formula1=f"'{LISTS}'!$A$1:$A${places}", allow_blank=True)
        rule.errorTitle, rule.error, rule.showErrorMessage = "环节不在列表中", "请从下拉列表中选择环节", True
        letter = get_column_letter(columns.index(PLACE) + 1)
        rule.add(f"{letter}{first}:{letter}{first + BLANK_ROWS - 1}")
        page.add_data_validation(rule)


def _protect(page: Worksheet) -> None:
    """Lock what is not to be filled in, without a password; filters, widths and heights stay free."""
    page.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(page.max_column)}{page.max_row}"
    locks = page.protection
    locks.sheet = True
    locks.formatCells = locks.formatColumns = locks.formatRows = locks.autoFilter = False


def _offer(page: Worksheet, columns: Sequence[FormColumn], first: int, last: int) -> None:
    if last < first:
        return
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        if column.choices:
            rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            rule.errorTitle, rule.error = "取值不在列表中", f"请选择：{'、'.join(column.choices)}"
        elif column.field == "share":
            rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="1")
            rule.errorTitle, rule.error = "份额", "应在 0% 到 100% 之间"
        else:
            continue
        rule.showErrorMessage = True
        rule.add(f"{letter}{first}:{letter}{last}")
        page.add_data_validation(rule)


def _fill_known(page: Worksheet, document: FormDocument) -> None:
    columns = (FormColumn("企业名称", 40), FormColumn("统一社会信用代码", 24), FormColumn("主营产品", 70))
    _put_head(page, columns, _KNOWN_DO)
    page.cell(1, 1).value, page.cell(1, 2).value = None, None
    put_text(page.cell(1, 1), _KNOWN_DO)
    page.cell(1, 1).font = NOTE_FONT
    page.freeze_panes = f"A{HEADER_ROW + 1}"
    for number, row in enumerate(document.known, HEADER_ROW + 1):
        for index, text in enumerate(row, 1):
            cell = page.cell(number, index)
            put_text(cell, text)
            cell.font, cell.border = FONT, BORDER
            cell.number_format = "@"


def _fill_identity(page: Worksheet, document: FormDocument, keys: Sequence[str]) -> None:
    identity = document.identity
    lines = [*identity.lines(), ("校验", identity.checksum(keys)), *(("行", key) for key in keys)]
    for number, line in enumerate(lines, 1):
        for index, text in enumerate(line, 1):
            put_text(page.cell(number, index), text)


def _fill_about(page: Worksheet, document: FormDocument, rows: int) -> None:
    identity = document.identity
    chains = "、".join(state.chain.name for state in document.states)
    lines = [
        ("填报单位", identity.unit),
        ("产业链", chains),
        ("下发单位", document.made_by),
        ("下发日期", document.made_on.isoformat()),
        *([("交回日期", document.return_by.isoformat())] if document.return_by else []),
        ("依据版本", f"变更记录 {identity.number} 号（{identity.at[:10]}），共 {rows} 行"),
        ("表号", identity.form),
        *((f"说明 {number}", line) for number, line in enumerate(_HOW, 1)),
    ]
    put_text(page.cell(1, 1), document.title)
    page.cell(1, 1).font = TITLE_FONT
    page.row_dimensions[1].height = 32
    for row, (word, text) in enumerate(lines, 3):
        for column, value in enumerate((word, text), 1):
            cell = page.cell(row, column)
            put_text(cell, value)
            cell.font, cell.alignment, cell.border = (
                (HEADER_FONT if column == 1 else FONT),
                ALIGN["left"],
                BORDER,
            )
        page.cell(row, 1).fill = HEADER_FILL
        page.row_dimensions[row].height = min(line_count(text, 96) * LINE_POINTS + 8, TALLEST_POINTS)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 14, 96
    page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _is_as_meant(path: Path, keys: Sequence[str]) -> bool:
    """Open what was written and look: every row's key, no formula anywhere."""
    book = load_workbook(path)
    if any(cell.data_type == "f" for page in book for row in page.iter_rows() for cell in row):
        return False
    written = [
        page.cell(row, 1).value
        for page in (book[SEGMENTS], book[COMPANIES])
        for row in range(HEADER_ROW + 1, page.max_row + 1)
    ]
    return [key for key in written if key] == list(keys)
