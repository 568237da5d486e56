"""A 清单方案 to choose and to change: which maps and lists, which names and columns, in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from chains.list_presets import MAP_BASIS, MAP_WORD, MOST_LISTS, ListPreset, PresetList
from chains.list_shapes import LIST_SHAPES, ListKind
from widgets.dialogs.list_moves import move_current
from widgets.panels.labels import PlainLabel
from widgets.style.text import cut, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.list_shapes import ShapeColumn


class PresetEditor(QWidget):
    """`save_asked` carries the ListPreset to keep under a name, `forget_asked` the one to forget."""

    save_asked = Signal(object)
    forget_asked = Signal(object)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets: tuple[ListPreset, ...] = ()
        self._lists: list[PresetList] = []
        self.presets = QComboBox()
        self.presets.setAccessibleName("清单方案")
        self.maps = {view: QCheckBox(word) for view, word in MAP_WORD.items()}
        self.lists, self.columns = QListWidget(), QListWidget()
        for view in (self.lists, self.columns):
            view.setProperty("boxed", "true")
        self.lists.setAccessibleName("清单")
        self.columns.setAccessibleName("列")
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.setAccessibleName("清单名称")
        self.add = _small("添加", "添加一张清单")
        self._menu = QMenu(self.add)
        self.add.setMenu(self._menu)
        self.remove = _small("移除", "移除选中的清单")
        self.up, self.down = _small("上移", "清单上移"), _small("下移", "清单下移")
        self.column_up, self.column_down = _small("上移", "列上移"), _small("下移", "列下移")
        self.save = _small("保存方案…", "以一个名称保存在工作区里")
        self.forget = _small("删除方案", "删除这个自定的方案，可撤销")
        self._lay_out()
        self._tie()

    def show_presets(self, presets: Sequence[ListPreset], current: str) -> None:
        """The presets to choose from; the one of that name is chosen, else the first."""
        self._presets = tuple(presets)
        self.presets.blockSignals(True)
        self.presets.clear()
        for one in presets:
            self.presets.addItem(cut(one.name, 40), one.name)
        self.presets.setCurrentIndex(max(0, self.presets.findData(current)))
        self.presets.blockSignals(False)
        self._choose()

    def preset(self) -> ListPreset:
        """What is chosen, with what was changed of it."""
        chosen = self._chosen()
        name = "" if chosen is None else chosen.name
        ticked = [view for view, tick in self.maps.items() if tick.isChecked()]
        before = () if chosen is None else chosen.maps
        ticked.sort(key=lambda view: before.index(view) if view in before else len(before))
        return ListPreset(name, tuple(self._lists), tuple(ticked), 0 if chosen is None else chosen.id)

    def _lay_out(self) -> None:
        top, under, beside = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (top, under, beside):
            row.setSpacing(6)
        maps = QHBoxLayout()
        for view, tick in self.maps.items():
            tick.setToolTip(tip(MAP_BASIS[view]))
            maps.addWidget(tick)
        maps.addStretch(1)
        top.addWidget(self.presets, 1)
        top.addWidget(self.save)
        top.addWidget(self.forget)
        for button in (self.add, self.remove, self.up, self.down):
            under.addWidget(button)
        under.addStretch(1)
        for button in (self.column_up, self.column_down):
            beside.addWidget(button)
        beside.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.addWidget(PlainLabel("清单（按次序）", "faint"), 0, 0)
        grid.addWidget(PlainLabel("名称", "faint"), 0, 1)
        grid.addWidget(self.lists, 1, 0, 3, 1)
        grid.addWidget(self.name, 1, 1)
        grid.addWidget(PlainLabel("列（勾选，按次序）", "faint"), 2, 1)
        grid.addWidget(self.columns, 3, 1)
        grid.addLayout(under, 4, 0)
        grid.addLayout(beside, 4, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addLayout(maps)
        column.addLayout(grid, 1)
        for kind, shape in LIST_SHAPES.items():
            self._menu.addAction(shape.word).setData(kind.value)

    def _tie(self) -> None:
        self.presets.currentIndexChanged.connect(self._choose)
        self.lists.currentRowChanged.connect(self._show_list)
        self.name.textEdited.connect(self._rename)
        self.columns.itemChanged.connect(self._take_columns)
        self._menu.triggered.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.column_up.clicked.connect(self._move_column_up)
        self.column_down.clicked.connect(self._move_column_down)
        self.save.clicked.connect(self._ask_save)
        self.forget.clicked.connect(self._ask_forget)

    def _chosen(self) -> ListPreset | None:
        name = self.presets.currentData()
        return next((one for one in self._presets if one.name == name), None)

    @Slot()
    def _choose(self) -> None:
        chosen = self._chosen()
        self._lists = [] if chosen is None else list(chosen.lists)
        for view, tick in self.maps.items():
            tick.setChecked(chosen is not None and view in chosen.maps)
        self.forget.setEnabled(chosen is not None and chosen.id != 0)
        self._show_lists(0)

    def _show_lists(self, current: int) -> None:
        self.lists.blockSignals(True)
        self.lists.clear()
        for one in self._lists:
            self.lists.addItem(cut(one.title, 40))
        self.lists.blockSignals(False)
        self.lists.setCurrentRow(min(current, len(self._lists) - 1))
        self._show_list(self.lists.currentRow())
        self.changed.emit()

    @Slot(int)
    def _show_list(self, row: int) -> None:
        there = 0 <= row < len(self._lists)
        for widget in (self.name, self.columns, self.remove, self.column_up, self.column_down):
            widget.setEnabled(there)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < len(self._lists) - 1)
        self.save.setEnabled(bool(self._lists))
        self.add.setEnabled(len(self._lists) < MOST_LISTS)
        one = self._lists[row] if there else None
        self.name.setText("" if one is None else one.title)
        self._show_columns(one, 0)

    def _show_columns(self, one: PresetList | None, current: int) -> None:
        self.columns.blockSignals(True)
        self.columns.clear()
        shown = () if one is None else one.shown
        every = () if one is None else LIST_SHAPES[one.kind].columns
        for column in (*shown, *(each for each in every if each not in shown)):
            self.columns.addItem(_ticked(column, on=column in shown))
        self.columns.blockSignals(False)
        self.columns.setCurrentRow(min(current, self.columns.count() - 1))

    def _put(self, one: PresetList) -> None:
        self._lists[self.lists.currentRow()] = one

    @Slot(str)
    def _rename(self, text: str) -> None:
        row = self.lists.currentRow()
        if 0 <= row < len(self._lists):
            self._put(replace(self._lists[row], name=text.strip()))
            self.lists.item(row).setText(cut(self._lists[row].title, 40))

    @Slot(QListWidgetItem)
    def _take_columns(self, _item: QListWidgetItem | None = None) -> None:
        """Of a list without any column the first stays: a sheet cannot be without."""
        row = self.lists.currentRow()
        if not 0 <= row < len(self._lists):
            return
        items = [self.columns.item(at) for at in range(self.columns.count())]
        keys = [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]
        if keys:
            self._put(replace(self._lists[row], columns=tuple(keys)))
        else:
            self._show_columns(self._lists[row], 0)

    @Slot(QAction)
    def _add(self, action: QAction) -> None:
        self._lists.append(PresetList(ListKind(action.data())))
        self._show_lists(len(self._lists) - 1)

    @Slot()
    def _remove(self) -> None:
        row = self.lists.currentRow()
        if 0 <= row < len(self._lists):
            del self._lists[row]
            self._show_lists(row)

    @Slot()
    def _move_up(self) -> None:
        self._move(-1)

    @Slot()
    def _move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        row = self.lists.currentRow()
        if 0 <= row + step < len(self._lists):
            self._lists[row], self._lists[row + step] = self._lists[row + step], self._lists[row]
            self._show_lists(row + step)

    @Slot()
    def _move_column_up(self) -> None:
        self._move_column(-1)

    @Slot()
    def _move_column_down(self) -> None:
        self._move_column(1)

    def _move_column(self, step: int) -> None:
        if move_current(self.columns, step):
            self._take_columns()

    @Slot()
    def _ask_save(self) -> None:
        self.save_asked.emit(self.preset())

    @Slot()
    def _ask_forget(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.id:
            self.forget_asked.emit(chosen)


def _ticked(column: ShapeColumn, *, on: bool) -> QListWidgetItem:
    item = QListWidgetItem(column.heading)
    item.setData(Qt.ItemDataRole.UserRole, column.key)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
    return item


def _small(word: str, told: str) -> QPushButton:
    button = QPushButton(word)
    button.setProperty("small", "true")
    button.setAutoDefault(False)
    button.setToolTip(tip(told))
    return button
