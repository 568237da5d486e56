"""Columns and lines of the company table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains import words
from chains.kinds import GONE_STATES
from chains.registry import SortColumn
from widgets.style.shades import Shade
from widgets.style.text import tip
from widgets.tables.cells import DASH, Align, Cell, Column, Row, date_cell, number_cell, text_cell

if TYPE_CHECKING:
    from chains.rows import CompanyRow

COLUMNS = (
    Column("企业名称", 230, tip="点击按名称排序；拖动可调整列的次序，右键选择要显示的列"),
    Column("信用代码／证券代码", 168),
    Column("所在地", 96),
    Column("主营产品", 190, stretches=True),
    Column("企业资质", 150),
    Column("注册资本(万元)", 112, align=Align.RIGHT),
    Column("参保人数", 82, align=Align.RIGHT),
    Column("登记状态", 78),
    Column("成立日期", 92),
    Column("已标注环节", 86, align=Align.RIGHT),
    Column("所属行业", 150),
    Column("法定代表人", 86),
    Column("信息来源", 120),
)
SORTS = (
    SortColumn.NAME, SortColumn.CODE, SortColumn.REGION, SortColumn.PRODUCTS, SortColumn.HONOURS,
    SortColumn.CAPITAL, SortColumn.INSURED, SortColumn.STATE, SortColumn.FOUNDED, SortColumn.PLACEMENTS,
    SortColumn.INDUSTRY, SortColumn.LEGAL_PERSON, SortColumn.ORIGIN,
)  # fmt: skip
"""What a click on each heading sorts by."""

HIDDEN_AT_FIRST = (10, 11)


def row_of(company: CompanyRow) -> Row:
    """One line, ready to be painted."""
    gone = company.state in GONE_STATES
    unit = "" if company.currency in {"", "CNY"} else company.currency
    placements = str(company.placements) if company.placements else DASH
    cells = (
        text_cell(company.name, strong=True),
        Cell(company.code),
        text_cell(company.region_name),
        text_cell(company.products),
        text_cell(company.qualifications),
        number_cell(company.capital_wan, unit),
        number_cell(company.insured_count),
        Cell(words.STATE[company.state], ink=Shade.MISSING if gone else None),
        date_cell(company.founded_on),
        Cell(placements, align=Align.RIGHT),
        text_cell(company.industry),
        text_cell(company.legal_person),
        Cell(text_cell(company.origin).text, tip(company.origin)),
    )
    return Row(company.id, cells)
