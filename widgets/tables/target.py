"""The target list (目标企业): whom the city pursues, how far it is, what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chains import words
from chains.commands import AddFollowUp, RemoveTarget, UpdateTarget
from chains.kinds import Phase
from widgets.dialogs.follow_up import FollowUpDialog
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.drawing import Chip
from widgets.style.shades import FILL, Shade
from widgets.style.text import tip
from widgets.tables.cells import DASH, Align, Cell, Column, Row, date_cell, number_cell, text_cell
from widgets.tables.editors import AmountEditor, ChoiceEditor, DateEditor, EditingDelegate, Editor, TextEditor
from widgets.tables.keyed import KeyedModel
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject, QPersistentModelIndex

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

PRIORITIES = ("高", "中", "低")
_FIELDS: dict[int, tuple[str, Editor]] = {
    5: ("phase", ChoiceEditor(tuple((phase, words.PHASE[phase]) for phase in Phase))),
    6: ("priority", ChoiceEditor((*((one, one) for one in PRIORITIES), ("", "（无）")))),
    7: ("responsible_unit", TextEditor()),
    8: ("responsible_person", TextEditor()),
    9: ("next_step", TextEditor()),
    10: ("next_on", DateEditor()),
    12: ("investment_yi", AmountEditor()),
    13: ("remark", TextEditor()),
}
_ENDED = frozenset({Phase.LANDED, Phase.LOST})


class TargetModel(KeyedModel):
    """Cells of the pursuit can be edited: `edited` carries target id, field and new value."""

    edited = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only the columns of the pursuit."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in _FIELDS else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was edited. The cell changes when new rows arrive: it never shows what is not kept."""
        if role != Qt.ItemDataRole.EditRole or index.column() not in _FIELDS:
            return False
        row = self.row(index.row())
        if value == row.cells[index.column()].value:
            return False
        self.edited.emit(row.key, _FIELDS[index.column()][0], value)
        return True


class TargetTable(QWidget):
    """`asked` carries commands, `picked` a SegmentRef, `activated` a company id; `export_asked`: 导出."""

    asked = Signal(object)
    picked = Signal(object)
    activated = Signal(object)
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._targets: dict[object, TargetRow] = {}
        self._count = PlainLabel("", "faint")
        self.follow_up = QPushButton("添加跟进…")
        self.show_company = QPushButton("企业详情")
        self.show_segment = QPushButton("定位环节")
        self.remove = QPushButton("移出清单")
        self.export = QPushButton("导出…")
        self.model = TargetModel(self)
        self.view = TableView("目标企业")
        self.view.setModel(self.model)
        self.view.setItemDelegate(
            EditingDelegate({column: editor for column, (_, editor) in _FIELDS.items()}, self.view)
        )
        trigger = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)
        self.view.set_widths(COLUMNS)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSortingEnabled(True)
        self._empty = WrappedLabel(
            "目标清单为空。选择一个缺口环节，在右侧目标企业中点击“加入目标清单”", "faint"
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._connect()
        self.show_targets(())

    def show_targets(self, rows: Sequence[TargetRow], today: date | None = None) -> None:
        """Show targets. `today` decides what is overdue; None: this machine's date."""
        day = today or date.today()  # noqa: DTZ011 - the office's own calendar
        self._targets = {row.id: row for row in rows}
        self.model.set_rows([_row(target, day) for target in rows])
        late = sum(_is_overdue(target, day) for target in rows)
        self._count.setText(f"{len(rows)} 家目标企业" + (f"，{late} 家逾期" if late else "") if rows else "")
        self.view.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self.export.setEnabled(bool(rows))
        self._show_buttons()

    def current_target(self) -> TargetRow | None:
        """The target of the current row, None when there is none."""
        return self._targets.get(self.view.current_key())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(6)
        row.addWidget(self._count, 1)
        for button in (self.follow_up, self.show_segment, self.show_company, self.remove, self.export):
            button.setProperty("small", "true")
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)

    def _connect(self) -> None:
        self.model.edited.connect(self._update)
        self.export.clicked.connect(self.export_asked)
        self.follow_up.clicked.connect(self._ask_follow_up)
        self.remove.clicked.connect(self._remove)
        self.show_company.clicked.connect(self._activate)
        self.show_segment.clicked.connect(self._pick)
        self.view.opened.connect(self._open)
        self.view.selectionModel().currentChanged.connect(self._show_buttons)
        self.model.rowsRemoved.connect(self._show_buttons)

    @Slot()
    def _show_buttons(self) -> None:
        chosen = self.current_target() is not None
        for button in (self.follow_up, self.show_company, self.show_segment, self.remove):
            button.setEnabled(chosen)

    @Slot(object, object, object)
    def _update(self, target_id: int, field: str, value: object) -> None:
        target = self._targets[target_id]
        command = UpdateTarget(target_id, expected_version=target.version)
        self.asked.emit(replace(command, **{field: value}))  # type: ignore[arg-type]

    @Slot()
    def _remove(self) -> None:
        target = self.current_target()
        if target is not None:
            self.asked.emit(RemoveTarget(target.id, target.version))

    @Slot()
    def _ask_follow_up(self) -> None:
        target = self.current_target()
        if target is not None:
            dialog = FollowUpDialog(target.id, target.company_name, self)
            dialog.asked.connect(self._add_follow_up)
            dialog.open()

    @Slot(object)
    def _add_follow_up(self, command: AddFollowUp) -> None:
        self.asked.emit(command)

    @Slot()
    def _activate(self) -> None:
        target = self.current_target()
        if target is not None:
            self.activated.emit(target.company_id)

    @Slot()
    def _pick(self) -> None:
        target = self.current_target()
        if target is not None:
            self.picked.emit(target.ref)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.column() in _FIELDS:
            self.view.edit(index)
        else:
            self._activate()


def _is_overdue(target: TargetRow, today: date) -> bool:
    return target.next_on is not None and target.next_on < today and target.phase not in _ENDED


def _next_on(target: TargetRow, today: date) -> Cell:
    cell = date_cell(target.next_on)
    if not _is_overdue(target, today):
        return cell
    days = (today - cast("date", target.next_on)).days
    late = f"{cell.text} 逾期"
    return replace(cell, text=late, ink=Shade.MISSING, strong=True, tip=tip(f"已逾期 {days} 天"))


def _row(target: TargetRow, today: date) -> Row:
    unit = "" if target.currency in {"", "CNY"} else target.currency
    score = Cell(words.index_text(target.score), bar=target.score, order=target.score or 0.0)
    kind = [Chip(words.COVERAGE[target.coverage], FILL[target.coverage], filled=True)]
    if target.chokepoint:
        kind.append(Chip(words.CHOKEPOINT_BADGE, Shade.CHOKEPOINT, filled=True))
    source = words.source_text(target.source, target.degree)
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
