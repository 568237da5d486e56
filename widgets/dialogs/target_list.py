"""清单设置: which targets, in which order, with which columns; kept under a name as a template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from chains import words
from chains.kinds import Phase
from chains.target_lists import (
    ALL_COLUMNS,
    PRIORITIES,
    RemoveTargetTemplate,
    SaveTargetTemplate,
    TargetColumn,
    TargetFilter,
    TargetList,
    TargetSort,
)
from chains.target_words import COLUMN, SORT
from widgets.dialogs.frame import FramedDialog
from widgets.dialogs.list_moves import move_current
from widgets.dialogs.list_name import ListNameDialog
from widgets.panels.labels import PlainLabel
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_TEMPLATE = "（不用模板）"
_VALUE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ListChoices:
    """What can be chosen: chains as (code, name), 责任单位 and 责任人 that targets have."""

    chains: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()


class TargetListDialog(FramedDialog):
    """`chosen` carries a TargetList and the name of its template ("" for none), `asked` template commands."""

    chosen = Signal(object, str)
    asked = Signal(object)

    def __init__(
        self,
        shown: TargetList,
        name: str,
        choices: ListChoices,
        templates: Mapping[str, TargetList],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("清单设置", "清单设置", parent)
        self._templates = dict(templates)
        self.template = QComboBox()
        self.save = QPushButton("存为模板…")
        self.forget = QPushButton("删除模板")
        self.lists = {
            "chains": _ticks("产业链", choices.chains),
            "phases": _ticks("招商阶段", [(phase, words.PHASE[phase]) for phase in Phase]),
            "units": _ticks("责任单位", [(one, one or "未定") for one in choices.units]),
            "persons": _ticks("责任人", [(one, one or "未定") for one in choices.persons]),
            "priorities": _ticks("优先级", [*((one, one) for one in PRIORITIES), ("", "未定")]),
        }
        self.overdue = QCheckBox("只看已逾期的")
        self.text = QLineEdit()
        self.text.setPlaceholderText("如：模具")
        self.text.setToolTip(tip("在企业、环节、下一步、备注中查找"))
        self.text.setAccessibleName("含有的字")
        self.sort = QComboBox()
        for sort in TargetSort:
            self.sort.addItem(SORT[sort], sort)
        self.sort.setAccessibleName("次序")
        self.descending = QCheckBox("倒序")
        self.columns = _ticks("列", [])
        self.up, self.down = QPushButton("上移"), QPushButton("下移")
        self._lay_out()
        apply = self.add_choice("应用")
        apply.clicked.connect(self._apply)
        self._connect()
        self._show_templates(name)
        self.show_list(shown)
        self.resize(860, 620)

    def show_list(self, shown: TargetList) -> None:
        """Show what is chosen."""
        wanted = shown.wanted
        for key, ticks in self.lists.items():
            _tick(ticks, getattr(wanted, key))
        self.overdue.setChecked(wanted.overdue)
        self.text.setText(wanted.text)
        self.sort.setCurrentIndex(self.sort.findData(shown.sort))
        self.descending.setChecked(shown.descending)
        self.columns.clear()
        rest = [one for one in ALL_COLUMNS if one not in shown.columns]
        for column in (*shown.columns, *rest):
            _add_tick(self.columns, column, COLUMN[column], ticked=column in shown.columns)

    def value(self) -> TargetList:
        """The list as it is chosen."""
        ticked = {key: tuple(_ticked(ticks)) for key, ticks in self.lists.items()}
        wanted = replace(
            TargetFilter(overdue=self.overdue.isChecked(), text=self.text.text().strip()),
            **ticked,  # type: ignore[arg-type]
        )
        columns = tuple(TargetColumn(str(one)) for one in _ticked(self.columns))
        return TargetList(wanted, TargetSort(self.sort.currentData()), self.descending.isChecked(), columns)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(PlainLabel("模板", "heading"))
        self.template.setAccessibleName("模板")
        top.addWidget(self.template, 1)
        top.addWidget(self.save)
        top.addWidget(self.forget)
        self.body.addLayout(top)
        whole = QHBoxLayout()
        whole.setSpacing(16)
        whole.addLayout(self._filter_grid(), 2)
        whole.addLayout(self._column_side(), 1)
        self.body.addLayout(whole, 1)

    def _filter_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for number, ticks in enumerate(self.lists.values()):
            row, column = divmod(number, 3)
            grid.addWidget(PlainLabel(ticks.accessibleName(), "heading"), 2 * row, column)
            grid.addWidget(ticks, 2 * row + 1, column)
            grid.setRowStretch(2 * row + 1, 1)
        last = QVBoxLayout()
        for widget in (
            self.overdue,
            PlainLabel("含有的字", "heading"),
            self.text,
            PlainLabel("次序", "heading"),
        ):
            last.addWidget(widget)
        last.addWidget(self.sort)
        last.addWidget(self.descending)
        last.addStretch(1)
        grid.addLayout(last, 3, 2)
        return grid

    def _column_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.addWidget(PlainLabel("列（勾选要的，可拖动或上下移）", "heading"))
        self.columns.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        side.addWidget(self.columns, 1)
        row = QHBoxLayout()
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addStretch(1)
        side.addLayout(row)
        return side

    def _connect(self) -> None:
        self.template.activated.connect(self._take_template)
        self.save.clicked.connect(self._ask_name)
        self.forget.clicked.connect(self._forget_template)
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)

    def _show_templates(self, name: str) -> None:
        self.template.clear()
        self.template.addItem(NO_TEMPLATE, "")
        for one in self._templates:
            self.template.addItem(cut(one, 40), one)
        self.template.setCurrentIndex(max(0, self.template.findData(name)))
        self.forget.setEnabled(bool(self.template.currentData()))

    @Slot()
    def _take_template(self) -> None:
        name = self.template.currentData()
        self.forget.setEnabled(bool(name))
        if name:
            self.show_list(self._templates[name])

    @Slot()
    def _ask_name(self) -> None:
        about = "存入工作区，同事也能用；导出和命令行可按名称使用"
        dialog = ListNameDialog(
            "存为清单模板", self.template.currentData(), about, self._templates, replaces=True, parent=self
        )
        dialog.named.connect(self._save)
        dialog.open()

    @Slot(object)
    def _save(self, name: str) -> None:
        if TargetColumn.COMPANY in self.value().columns:
            self._templates[name] = self.value()
            self.asked.emit(SaveTargetTemplate(name, self.value()))
            self._show_templates(name)

    @Slot()
    def _forget_template(self) -> None:
        name = self.template.currentData()
        if name:
            self._templates.pop(name)
            self.asked.emit(RemoveTargetTemplate(name))
            self._show_templates("")

    @Slot()
    def _move_up(self) -> None:
        move_current(self.columns, -1)

    @Slot()
    def _move_down(self) -> None:
        move_current(self.columns, 1)

    @Slot()
    def _apply(self) -> None:
        name, value = str(self.template.currentData()), self.value()
        self.chosen.emit(value, name if self._templates.get(name) == value else "")
        self.accept()


def _ticks(name: str, choices: Sequence[tuple[object, str]]) -> QListWidget:
    ticks = QListWidget()
    ticks.setAccessibleName(name)
    ticks.setProperty("boxed", "true")
    for value, word in choices:
        _add_tick(ticks, value, word, ticked=False)
    return ticks


def _add_tick(ticks: QListWidget, value: object, word: str, *, ticked: bool) -> None:
    item = QListWidgetItem(cut(word, 40))
    item.setData(_VALUE, value)
    item.setFlags(
        Qt.ItemFlag.ItemIsEnabled
        | Qt.ItemFlag.ItemIsSelectable
        | Qt.ItemFlag.ItemIsUserCheckable
        | Qt.ItemFlag.ItemIsDragEnabled
    )
    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    ticks.addItem(item)


def _tick(ticks: QListWidget, values: Sequence[object]) -> None:
    known = set()
    for row in range(ticks.count()):
        item = ticks.item(row)
        value = item.data(_VALUE)
        known.add(value)
        item.setCheckState(Qt.CheckState.Checked if value in values else Qt.CheckState.Unchecked)
    for value in values:
        # A template may name what no target has at present: it stays chosen.
        if value not in known:
            _add_tick(ticks, value, str(value), ticked=True)


def _ticked(ticks: QListWidget) -> list[object]:
    items = [ticks.item(row) for row in range(ticks.count())]
    return [item.data(_VALUE) for item in items if item.checkState() is Qt.CheckState.Checked]
