"""The page of one company: its facts with where they came from, honours, marks, pursuit, history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from chains.company_editing import RemoveQualification
from widgets.dialogs.company_facts import (
    EXPIRED,
    Fact,
    facts_of,
    history_rows,
    honour_rows,
    placement_rows,
    step_rows,
    target_rows,
)
from widgets.dialogs.frame import MOST_TABLE_ROWS, FramedDialog, facts_table
from widgets.panels.labels import PlainLabel, WrappedLabel, clear_layout
from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.style.text import cut

if TYPE_CHECKING:
    from datetime import date

    from chains.company import Company, Contact
    from chains.company_record import CompanyRecord

_HONOURS = ("资质", "级别", "批次", "有效期至", "今日")
_PLACES = ("产业链", "环节", "角色", "结论", "产品", "依据", "标注人", "日期")
_TARGETS = ("产业链", "缺口环节", "招商阶段", "责任单位", "责任人", "下一步", "下一步日期")
_STEPS = ("日期", "环节", "跟进内容", "跟进人")
_HISTORY = ("时间", "谁", "做了什么", "字段 前 → 后")


@dataclass(frozen=True, slots=True)
class CompanyView:
    """A company's record as seen on one day."""

    record: CompanyRecord
    today: date


class CompanyDialog(FramedDialog):
    """`contacts_asked` carries the company id, `picked` the SegmentRef of a placement or target.

    `asked` carries commands; `edit_asked` and `honour_asked` say that a form is wanted.
    """

    contacts_asked = Signal(object)
    picked = Signal(object)
    asked = Signal(object)
    edit_asked = Signal()
    honour_asked = Signal()

    def __init__(self, view: CompanyView, parent: QWidget | None = None) -> None:
        super().__init__("企业详情", "", parent)
        self._view = view
        self._contacts: tuple[Contact, ...] | None = None
        self.title = WrappedLabel("", "title")
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("企业详情")
        self.body.addWidget(self.title)
        self.body.addWidget(self.tabs, 1)
        self.reveal = self.add_button("显示联系方式", left=True)
        self.reveal.setToolTip("联系方式是个人信息，默认不显示")
        self.edit = self.add_button("修改…")
        self.add_closing()
        self.reveal.clicked.connect(self._ask_contacts)
        self.edit.clicked.connect(self.edit_asked)
        self.resize(900, 600)
        self.show_view(view)

    @property
    def company_id(self) -> int:
        """The company that is shown."""
        return self._view.record.company.id

    @property
    def company(self) -> Company:
        """The company that is shown, as it was read."""
        return self._view.record.company

    def show_view(self, view: CompanyView) -> None:
        """Show the record afresh; the page that is open stays open."""
        page, self._view = max(0, self.tabs.currentIndex()), view
        record = view.record
        self.title.setText(cut(record.company.name))
        while self.tabs.count():
            old = self.tabs.widget(0)
            self.tabs.removeTab(0)
            old.deleteLater()
        steps = sum(len(one.follow_ups) for one in record.targets)
        self.tabs.addTab(self._facts_page(), "概况")
        self.tabs.addTab(self._honours_page(), _counted("资质", len(record.company.qualifications)))
        self.tabs.addTab(self._placements_page(), _counted("标注", len(record.placements)))
        self.tabs.addTab(self._targets_page(), _counted("招商与跟进", len(record.targets) + steps))
        self.tabs.addTab(self._history_page(), _counted("变更历史", len(record.history)))
        self.tabs.setCurrentIndex(page)

    def show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        """Show the contacts that were asked for."""
        self._contacts = contacts
        self.tabs.setCurrentIndex(0)
        self._fill_contacts()
        self.reveal.setEnabled(False)

    def _facts_page(self) -> QWidget:
        page = QFrame()
        page.setProperty("surface", "panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 8, 12, 8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 5)
        grid.setColumnStretch(2, 3)
        for row, fact in enumerate(facts_of(self._view.record, self._view.today)):
            _add_fact(grid, row, fact)
        column.addLayout(grid)
        self._contact_column = QVBoxLayout()
        column.addLayout(self._contact_column)
        column.addStretch(1)
        self._fill_contacts()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        return scroll

    def _honours_page(self) -> QWidget:
        rows = honour_rows(self._view.record.company, self._view.today)
        self.honours = facts_table(_HONOURS, rows, 0)
        for row, line in enumerate(rows[:MOST_TABLE_ROWS]):
            item = self.honours.item(row, len(line) - 1)
            if item is not None and line[-1] == EXPIRED:
                item.setForeground(colour(Shade.MISSING_TEXT))
        self.add_honour, self.remove_honour = QPushButton("新增资质…"), QPushButton("删除所选资质")
        self.remove_honour.setEnabled(False)
        self.add_honour.clicked.connect(self.honour_asked)
        self.remove_honour.clicked.connect(self._remove_honour)
        self.honours.itemSelectionChanged.connect(self._show_buttons)
        return _page(self.honours, rows, "没有登记资质", self.add_honour, self.remove_honour)

    def _placements_page(self) -> QWidget:
        rows = placement_rows(self._view.record)
        self.placements = facts_table(_PLACES, rows, 5)
        self.placements.setAccessibleName("已标注环节，回车定位")
        self.placements.activated.connect(self._pick_placement)
        self.placements.doubleClicked.connect(self._pick_placement)
        self.locate = QPushButton("在图谱中定位")
        self.locate.setEnabled(bool(rows))
        self.locate.clicked.connect(self._locate)
        if rows:
            self.placements.selectRow(0)
        return _page(self.placements, rows, "还没有标注到任何环节。可在企业库中选中后拖到环节", self.locate)

    def _targets_page(self) -> QWidget:
        record = self._view.record
        rows, steps = target_rows(record), step_rows(record)
        self.targets = facts_table(_TARGETS, rows, 5)
        self.targets.activated.connect(self._pick_target)
        self.targets.doubleClicked.connect(self._pick_target)
        page = _page(self.targets, rows, "不在目标企业清单中")
        if rows:
            column = page.layout()
            if column is not None:
                column.addWidget(PlainLabel("跟进记录" if steps else "还没有跟进记录", "heading"))
                if steps:
                    column.addWidget(facts_table(_STEPS, steps, 2))
        return page

    def _history_page(self) -> QWidget:
        rows = history_rows(self._view.record)
        return _page(facts_table(_HISTORY, rows, 3), rows, "变更记录中没有这家企业")

    def _fill_contacts(self) -> None:
        clear_layout(self._contact_column)
        if self._contacts is None:
            return
        self._contact_column.addWidget(PlainLabel("联系方式（个人信息）", "heading"))
        for contact in self._contacts:
            word = _CONTACT_WORDS.get(contact.kind, contact.kind)
            self._contact_column.addWidget(WrappedLabel(cut(f"{word}：{contact.value}")))
        if not self._contacts:
            self._contact_column.addWidget(PlainLabel("没有登记联系方式", "faint"))

    @Slot()
    def _ask_contacts(self) -> None:
        self.contacts_asked.emit(self.company_id)

    @Slot()
    def _show_buttons(self) -> None:
        self.remove_honour.setEnabled(self.honours.currentRow() >= 0)

    @Slot()
    def _remove_honour(self) -> None:
        company, row = self._view.record.company, self.honours.currentRow()
        if 0 <= row < len(company.qualifications):
            honour = company.qualifications[row]
            self.asked.emit(RemoveQualification(company.id, honour, company.version))

    @Slot()
    def _locate(self) -> None:
        self._pick_placement(self.placements.currentIndex())

    @Slot(QModelIndex)
    def _pick_placement(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self._view.record.placements[index.row()].ref)
            self.accept()

    @Slot(QModelIndex)
    def _pick_target(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self._view.record.targets[index.row()].ref)
            self.accept()


_CONTACT_WORDS = {"person": "联系人", "phone": "电话", "email": "邮箱"}


def _counted(word: str, count: int) -> str:
    return f"{word} {count}" if count else word


def _add_fact(grid: QGridLayout, row: int, fact: Fact) -> None:
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(PlainLabel(fact.name, "faint"), row, 0, top | Qt.AlignmentFlag.AlignRight)
    grid.addWidget(WrappedLabel(fact.text[:3000], "bad" if fact.bad else ""), row, 1, top)
    grid.addWidget(WrappedLabel(cut(fact.origin, 120), "faint"), row, 2, top)


def _page(table: QTableWidget, rows: object, when_empty: str, *buttons: QPushButton) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(8)
    column.addWidget(table, 1)
    table.setVisible(bool(rows))
    if not rows:
        column.addWidget(WrappedLabel(when_empty, "faint"))
        column.addStretch(1)
    if buttons:
        row = QHBoxLayout()
        for button in buttons:
            button.setProperty("small", "true")
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
    return page
