"""The page of one company: its facts with where they came from, honours, marks, pursuit, history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from chains.company_editing import RemoveQualification
from widgets.dialogs.company_contacts import ContactsPage
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
from widgets.dialogs.company_tab import button_row, table_page
from widgets.dialogs.frame import MOST_TABLE_ROWS, FramedDialog, facts_table
from widgets.panels.labels import ElidedLabel, PlainLabel, WrappedLabel
from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.style.text import cut

if TYPE_CHECKING:
    from datetime import date

    from chains.company import Company, Contact, Qualification
    from chains.company_record import CompanyRecord

_HONOURS = ("资质", "级别", "批次", "有效期至", "今日", "来源")
_TODAY = 4
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

    `asked` carries commands. The others say that a form is wanted: `honour_asked` with the Qualification to
    change or None, `contact_asked` with the Person to change or None, `follow_up_asked` with a TargetLine,
    `erase_asked` that personal data is to be erased.
    """

    contacts_asked = Signal(object)
    picked = Signal(object)
    asked = Signal(object)
    edit_asked = Signal()
    honour_asked = Signal(object)
    contact_asked = Signal(object)
    follow_up_asked = Signal(object)
    erase_asked = Signal()

    def __init__(self, view: CompanyView, parent: QWidget | None = None) -> None:
        super().__init__("企业详情", "", parent)
        self._view = view
        self._contacts: tuple[Contact, ...] | None = None
        self.title = WrappedLabel("", "title")
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("企业详情")
        self.body.addWidget(self.title)
        self.body.addWidget(self.tabs, 1)
        self.edit = self.add_button("修改…", left=True)
        self.add_closing()
        self.edit.clicked.connect(self.edit_asked)
        self.resize(960, 620)
        self.show_view(view)

    @property
    def company_id(self) -> int:
        """The company that is shown."""
        return self._view.record.company.id

    @property
    def company(self) -> Company:
        """The company that is shown, as it was read."""
        return self._view.record.company

    @property
    def record(self) -> CompanyRecord:
        """All that is shown but the contacts."""
        return self._view.record

    @property
    def shows_contacts(self) -> bool:
        """Whether somebody asked for the contacts."""
        return self._contacts is not None

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
        self.tabs.addTab(self._contacts_page(), "联系人")
        self.tabs.addTab(self._history_page(), _counted("变更历史", len(record.history)))
        self.tabs.setCurrentIndex(page)

    def show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        """Show the contacts that were asked for."""
        self._contacts = contacts
        self.people.show_contacts(contacts)

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
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        return scroll

    def _honours_page(self) -> QWidget:
        rows = honour_rows(self._view.record, self._view.today)
        self.honours = facts_table(_HONOURS, rows, 0)
        for row, line in enumerate(rows[:MOST_TABLE_ROWS]):
            item = self.honours.item(row, _TODAY)
            if item is not None and line[_TODAY] == EXPIRED:
                item.setForeground(colour(Shade.MISSING_TEXT))
        self.add_honour, self.edit_honour, self.remove_honour = (
            QPushButton(word) for word in ("新增资质…", "修改…", "删除所选资质")
        )
        self.add_honour.clicked.connect(self._ask_new_honour)
        self.edit_honour.clicked.connect(self._ask_honour)
        self.honours.open_rows_with(self._ask_honour)
        self.remove_honour.clicked.connect(self._remove_honour)
        self.honours.itemSelectionChanged.connect(self._show_buttons)
        self._show_buttons()
        buttons = (self.add_honour, self.edit_honour, self.remove_honour)
        return table_page(self.honours, rows, "没有登记资质", *buttons)

    def _placements_page(self) -> QWidget:
        rows = placement_rows(self._view.record)
        self.placements = facts_table(_PLACES, rows, 5)
        self.placements.setAccessibleName("已标注环节，回车定位")
        self.placements.activated.connect(self._pick_placement)
        self.locate = QPushButton("在图谱中定位")
        self.locate.setEnabled(bool(rows))
        self.locate.clicked.connect(self._locate)
        if rows:
            self.placements.selectRow(0)
        return table_page(
            self.placements, rows, "还没有标注到任何环节。可在企业库中选中后拖到环节", self.locate
        )

    def _targets_page(self) -> QWidget:
        record = self._view.record
        rows, steps = target_rows(record), step_rows(record)
        self.targets = facts_table(_TARGETS, rows, 5)
        self.targets.setAccessibleName("招商的缺口，回车定位")
        self.targets.activated.connect(self._pick_target)
        page = table_page(self.targets, rows, "不在目标企业清单中。可在缺口清单中把它加入目标")
        column = page.layout()
        if rows and isinstance(column, QVBoxLayout):
            self.targets.selectRow(0)
            self.follow_up, self.locate_target = QPushButton("添加跟进…"), QPushButton("在图谱中定位")
            self.follow_up.clicked.connect(self._ask_follow_up)
            self.locate_target.clicked.connect(self._locate_target)
            column.addLayout(button_row(self.follow_up, self.locate_target))
            column.addWidget(PlainLabel("跟进记录" if steps else "还没有跟进记录", "heading"))
            if steps:
                column.addWidget(facts_table(_STEPS, steps, 2), 2)
        return page

    def _contacts_page(self) -> QWidget:
        self.people = ContactsPage(self._view.record.company)
        self.people.shown_asked.connect(self._ask_contacts)
        self.people.form_asked.connect(self.contact_asked)
        self.people.asked.connect(self.asked)
        self.people.erase_asked.connect(self.erase_asked)
        if self._contacts is not None:
            self.people.show_contacts(self._contacts)
        return self.people

    def _history_page(self) -> QWidget:
        rows = history_rows(self._view.record)
        return table_page(facts_table(_HISTORY, rows, 3), rows, "变更记录中没有这家企业")

    def _honour(self) -> Qualification | None:
        """The honour that is selected."""
        honours, row = self._view.record.company.qualifications, self.honours.currentRow()
        return honours[row] if 0 <= row < len(honours) else None

    @Slot()
    def _ask_contacts(self) -> None:
        self.contacts_asked.emit(self.company_id)

    @Slot()
    def _show_buttons(self) -> None:
        for button in (self.edit_honour, self.remove_honour):
            button.setEnabled(self._honour() is not None)

    @Slot()
    def _ask_new_honour(self) -> None:
        self.honour_asked.emit(None)

    @Slot()
    def _ask_honour(self) -> None:
        honour = self._honour()
        if honour is not None:
            self.honour_asked.emit(honour)

    @Slot()
    def _remove_honour(self) -> None:
        company, honour = self._view.record.company, self._honour()
        if honour is not None:
            self.asked.emit(RemoveQualification(company.id, honour, company.version))

    @Slot()
    def _ask_follow_up(self) -> None:
        row = self.targets.currentRow()
        if row >= 0:
            self.follow_up_asked.emit(self._view.record.targets[row])

    @Slot()
    def _locate_target(self) -> None:
        self._pick_target(self.targets.currentIndex())

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


def _counted(word: str, count: int) -> str:
    return f"{word} {count}" if count else word


def _add_fact(grid: QGridLayout, row: int, fact: Fact) -> None:
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(PlainLabel(fact.name, "faint"), row, 0, top | Qt.AlignmentFlag.AlignRight)
    grid.addWidget(WrappedLabel(fact.text[:3000], "bad" if fact.bad else ""), row, 1, top)
    grid.addWidget(ElidedLabel(cut(fact.origin, 120), "faint"), row, 2, top)
