"""The rows of the target list as cells: which can be edited, what is overdue."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal

from chains import words
from chains.kinds import Phase
from chains.target_lists import PRIORITIES, TargetColumn, is_overdue
from widgets.style.drawing import Chip
from widgets.style.shades import FILL, Shade
from widgets.style.text import tip
from widgets.tables.cells import DASH, Align, Cell, Column, Row, date_cell, number_cell, text_cell
from widgets.tables.editors import AmountEditor, ChoiceEditor, DateEditor, Editor, TextEditor
from widgets.tables.keyed import KeyedModel

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

    from chains.rows import TargetRow

    Index = QModelIndex | QPersistentModelIndex

COLUMNS = (
    Column("目标企业", 200),
    Column("产业链", 96),
    Column("缺口环节", 116),
    Column("缺口类型", 156, tip="本地供给与当前来源"),
    Column("匹配度", 112),
    Column("招商阶段", 82, tip="双击修改"),
    Column("优先级", 64, tip="双击修改"),
    Column("责任单位", 110, tip="双击修改"),
    Column("责任人", 76, tip="双击修改"),
    Column("下一步", 150, tip="双击修改"),
    Column("下一步日期", 128, tip="双击修改；已过的日期标为逾期"),
    Column("最近跟进日期", 100),
    Column("意向投资(亿元)", 112, tip="双击修改", align=Align.RIGHT),
    Column("备注", 140, tip="双击修改"),
    Column("所在省市", 96),
    Column("主营产品", 160),
    Column("企业资质", 130),
    Column("注册资本(万元)", 112, align=Align.RIGHT),
    Column("参保人数", 82, align=Align.RIGHT),
    Column("统一社会信用代码", 168),
    Column("推荐理由", 200),
    Column("信息来源", 110),
)

KEYS = (
    TargetColumn.COMPANY, TargetColumn.CHAIN, TargetColumn.SEGMENT, TargetColumn.GAP, TargetColumn.SCORE,
    TargetColumn.PHASE, TargetColumn.PRIORITY, TargetColumn.UNIT, TargetColumn.PERSON, TargetColumn.NEXT_STEP,
    TargetColumn.NEXT_ON, TargetColumn.LAST_FOLLOW_UP, TargetColumn.INVESTMENT, TargetColumn.REMARK,
    TargetColumn.REGION, TargetColumn.PRODUCTS, TargetColumn.QUALIFICATIONS, TargetColumn.CAPITAL,
    TargetColumn.INSURED, TargetColumn.CODE, TargetColumn.REASON, TargetColumn.ORIGIN,
)  # fmt: skip
"""Which column of the list each of COLUMNS is; the number of a row is none here."""

FIELDS: dict[int, tuple[str, Editor]] = {
    5: ("phase", ChoiceEditor(tuple((phase, words.PHASE[phase]) for phase in Phase))),
    6: ("priority", ChoiceEditor((*((one, one) for one in PRIORITIES), ("", "（无）")))),
    7: ("responsible_unit", TextEditor()),
    8: ("responsible_person", TextEditor()),
    9: ("next_step", TextEditor()),
    10: ("next_on", DateEditor()),
    12: ("investment_yi", AmountEditor()),
    13: ("remark", TextEditor()),
}


class TargetModel(KeyedModel):
    """Cells of the pursuit can be edited: `edited` carries target id, field and new value."""

    edited = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only the columns of the pursuit."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in FIELDS else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was edited. The cell changes when new rows arrive: it never shows what is not kept."""
        if role != Qt.ItemDataRole.EditRole or index.column() not in FIELDS:
            return False
        row = self.row(index.row())
        if value == row.cells[index.column()].value:
            return False
        self.edited.emit(row.key, FIELDS[index.column()][0], value)
        return True


def _next_on(target: TargetRow, today: date) -> Cell:
    cell = date_cell(target.next_on)
    if not is_overdue(target, today):
        return cell
    days = (today - cast("date", target.next_on)).days
    late = f"{cell.text} 逾期"
    return replace(cell, text=late, ink=Shade.MISSING, strong=True, tip=tip(f"已逾期 {days} 天"))


@lru_cache(maxsize=10_000)
def target_cells(target: TargetRow, today: date) -> Row:
    """One line of the table."""
    unit = "" if target.currency in {"", "CNY"} else target.currency
    score = Cell(words.index_text(target.score), bar=target.score, order=target.score or 0.0)
    kind = [Chip(words.COVERAGE[target.coverage], FILL[target.coverage], filled=True)]
    if target.chokepoint:
        kind.append(Chip(words.CHOKEPOINT_BADGE, Shade.CHOKEPOINT, filled=True))
    source = words.source_text(target.source, target.degree, target.countries)
    phases = list(Phase)
    cells = (
        text_cell(target.company_name, strong=True),
        text_cell(target.chain_name),
        text_cell(target.segment_name),
        Cell(source, tip(source), chips=tuple(kind), order=words.COVERAGE[target.coverage] + source),
        score if target.score is not None else Cell(DASH, order=0.0),
        Cell(words.PHASE[target.phase], value=target.phase, order=phases.index(target.phase)),
        replace(text_cell(target.priority or DASH, value=target.priority), order=_priority(target.priority)),
        text_cell(target.responsible_unit or DASH, value=target.responsible_unit),
        text_cell(target.responsible_person or DASH, value=target.responsible_person),
        text_cell(target.next_step or DASH, value=target.next_step),
        _next_on(target, today),
        date_cell(target.last_follow_up_on),
        number_cell(target.investment_yi),
        text_cell(target.remark or DASH, value=target.remark),
        text_cell(target.region_name),
        text_cell(target.products),
        text_cell(target.qualifications),
        number_cell(target.capital_wan, unit),
        number_cell(target.insured_count),
        Cell(target.credit_code),
        text_cell(target.reason),
        text_cell(target.origin),
    )
    return Row(target.id, cells)


def _priority(word: str) -> float:
    return float(PRIORITIES.index(word)) if word in PRIORITIES else 9.0
