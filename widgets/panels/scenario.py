"""推演: what is supposed at the left, what follows from it at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from chains import words
from widgets.panels.country_menu import CountryMenu
from widgets.panels.labels import WrappedLabel
from widgets.panels.segmented import SegmentedButtons
from widgets.style.text import cut, tip
from widgets.tables.scenario import OutcomeTable, StepTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.scenario_outcome import ScenarioOutcome

NEW = "（未保存的推演）"
HERE = (
    ("fill", "补上缺口：{0}"),
    ("settle", "企业落户到 {0}…"),
    ("stop_here", "停止供应：{0} 的市外来源"),
)
EVERYWHERE = (
    ("gone", "企业退出…"),
    ("stop_abroad", "停止供应：全部国外来源"),
    ("stop_domestic", "停止供应：全部国内来源"),
    ("stop_outside", "停止供应：全部市外来源"),
)
"""Keys that `add_asked` carries, with their words; {0} is the current segment."""
_KEYS = frozenset(key for key, _ in (*HERE, *EVERYWHERE))


class ScenarioPanel(QWidget):
    """What is supposed, and what follows.

    `add_asked` carries a key of HERE or EVERYWHERE, `country_asked` a country from which nothing comes any
    more, `removed` the place of a supposition in the list,
    `chosen` the id of a kept scenario, `map_switched` whether the map shall show it.
    """

    add_asked = Signal(str)
    country_asked = Signal(str)
    removed = Signal(object)
    chosen = Signal(object)
    save_asked = Signal()
    forget_asked = Signal()
    clear_asked = Signal()
    basis_asked = Signal()
    map_switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.kept = QComboBox()
        self.kept.setAccessibleName("已保存的推演方案")
        self.add = QPushButton("加假设")
        self._menu = QMenu(self.add)
        self._menu.triggered.connect(self._add)
        self.countries = CountryMenu(self._menu)
        self.countries.picked.connect(self.country_asked)
        self.note = WrappedLabel("", "faint")
        self.note.hide()
        self.add.setMenu(self._menu)
        self.supposed = QListWidget()
        self.supposed.setAccessibleName("假设")
        self.remove = _small("移除", "移除选中的一项假设")
        self.clear = _small("清空", "去掉全部假设")
        self.save = _small("保存…", "给这组假设起名，保存在工作区里")
        self.forget = _small("删除方案", "删除这个已保存的方案")
        self.outcome, self.steps = OutcomeTable(), StepTable()
        self.which = SegmentedButtons("结果", [("chains", "各链前后"), ("steps", "亮灭顺序")])
        self.which.setFixedWidth(180)
        self.on_map = _small("在图上显示", "在图谱上标出点亮和停摆的环节")
        self.on_map.setCheckable(True)
        self.basis = _small("怎么算的", "推演的口径")
        self._stack = QStackedWidget()
        self._lay_out()
        self._tie()
        self.show_segment("")
        self.show_suppositions(())
        self.show_kept((), 0)

    def show_kept(self, kept: Sequence[tuple[int, str]], current: int) -> None:
        """The scenarios that are kept, as (id, name); `current` 0 is one that is not."""
        self.kept.blockSignals(True)
        self.kept.clear()
        self.kept.addItem(NEW, 0)
        for number, name in kept:
            self.kept.addItem(cut(name, 40), number)
        self.kept.setCurrentIndex(max(0, self.kept.findData(current)))
        self.kept.blockSignals(False)
        self.forget.setEnabled(current != 0)

    def show_segment(self, name: str) -> None:
        """The segment that suppositions can be made of; "" for none."""
        self._menu.clear()
        for key, word in HERE:
            action = self._menu.addAction(cut(word.format(f"“{name}”" if name else "（先选一个环节）"), 60))
            action.setData(key)
            action.setEnabled(bool(name))
        self._menu.addSeparator()
        for key, word in EVERYWHERE:
            self._menu.addAction(word).setData(key)
        self._menu.addMenu(self.countries)

    def show_suppositions(self, sentences: Sequence[str]) -> None:
        """What is supposed, in words."""
        self.supposed.clear()
        for sentence in sentences:
            self.supposed.addItem(cut(sentence, 120))
            self.supposed.item(self.supposed.count() - 1).setToolTip(tip(sentence))
        for button in (self.remove, self.clear, self.save):
            button.setEnabled(bool(sentences))

    def show_outcome(self, outcome: ScenarioOutcome) -> None:
        """What follows."""
        self.outcome.show_outcome(outcome)
        self.note.setText("" if outcome.imports is None else words.import_marks_text(outcome.imports))
        self.note.setVisible(outcome.imports is not None)
        self.steps.show_outcome(outcome)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(10, 6, 4, 6)
        left.setSpacing(5)
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.kept, 1)
        top.addWidget(self.add)
        for button in (self.remove, self.clear, self.save, self.forget):
            foot.addWidget(button)
        foot.addStretch(1)
        left.addLayout(top)
        left.addWidget(self.supposed, 1)
        left.addWidget(self.note)
        left.addLayout(foot)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(270)
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 6, 10, 0)
        bar.setSpacing(6)
        bar.addWidget(self.which)
        bar.addStretch(1)
        bar.addWidget(self.on_map)
        bar.addWidget(self.basis)
        for table in (self.outcome, self.steps):
            self._stack.addWidget(table)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(bar)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(side)
        row.addLayout(right, 1)

    def _tie(self) -> None:
        self.which.show_value("chains")
        self.which.chosen.connect(self._turn)
        self.kept.currentIndexChanged.connect(self._choose)
        self.remove.clicked.connect(self._remove)
        self.clear.clicked.connect(self.clear_asked)
        self.save.clicked.connect(self.save_asked)
        self.forget.clicked.connect(self.forget_asked)
        self.basis.clicked.connect(self.basis_asked)
        self.on_map.toggled.connect(self.map_switched)

    @Slot(object)
    def _turn(self, which: str) -> None:
        self.which.show_value(which)
        self._stack.setCurrentWidget(self.steps if which == "steps" else self.outcome)

    @Slot(QAction)
    def _add(self, action: QAction) -> None:
        # A menu also tells of what was picked in the menus inside it.
        if action.data() in _KEYS:
            self.add_asked.emit(action.data())

    @Slot(int)
    def _choose(self, place: int) -> None:
        self.chosen.emit(self.kept.itemData(place))

    @Slot()
    def _remove(self) -> None:
        place = self.supposed.currentRow()
        self.removed.emit(place if place >= 0 else self.supposed.count() - 1)


def _small(word: str, told: str) -> QPushButton:
    button = QPushButton(word)
    button.setProperty("small", "true")
    button.setToolTip(tip(told))
    return button
