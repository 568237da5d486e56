"""快照比较: two states to choose, what is different between them below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from widgets.panels.labels import PlainLabel
from widgets.panels.segmented import SegmentedButtons
from widgets.style.text import cut, tip
from widgets.tables.comparison import ChangedSegments, ComparedChains, MovedCompanies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.comparison import Comparison

_LEAST_NAME, _MOST_NAME = 100, 240


class ComparingPanel(QWidget):
    """`chosen` says that another pair was chosen, `map_switched` whether the map shall show it."""

    chosen = Signal()
    take_asked = Signal()
    forget_asked = Signal()
    basis_asked = Signal()
    export_asked = Signal()
    map_switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.one, self.other = QComboBox(), QComboBox()
        self.one.setAccessibleName("从哪个快照")
        self.other.setAccessibleName("到哪个快照")
        self.which = SegmentedButtons(
            "结果", [("chains", "各链前后"), ("segments", "环节变化"), ("companies", "企业进出")]
        )
        self.which.setFixedWidth(250)
        self.on_map = _small("在图上显示", "在图谱上标出补上、新增和有变化的环节")
        self.on_map.setCheckable(True)
        self.basis = _small("怎么算的", "快照比较的口径")
        self.take = _small("生成快照…", "给现在的状态命名")
        self.forget = _small("删除快照", "删除左边选中的快照；数据不受影响，可撤销")
        self.export = _small("导出…", "将比较结果导出为 Excel 文件")
        self.chains, self.segments, self.companies = ComparedChains(), ChangedSegments(), MovedCompanies()
        self._stack = QStackedWidget()
        self._lay_out()
        self._tie()
        self.show_snapshots((), ("", ""), "")

    def show_snapshots(self, names: Sequence[str], pair: tuple[str, str], now: str) -> None:
        """The snapshots to choose from, newest first, and the pair that is chosen; `now` is no snapshot."""
        for box, chosen, known in ((self.one, pair[0], names), (self.other, pair[1], (now, *names))):
            box.blockSignals(True)
            box.clear()
            for name in known:
                box.addItem(cut(name, 40), name)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.blockSignals(False)
        for widget in (self.one, self.other, self.on_map, self.basis, self.forget, self.export):
            widget.setEnabled(bool(names))

    def pair(self) -> tuple[str, str] | None:
        """Names of the two states that are chosen, None when there is no snapshot."""
        one, other = self.one.currentData(), self.other.currentData()
        return (one, other) if one and other else None

    def show_comparison(self, found: Comparison) -> None:
        """What is different."""
        for table in (self.chains, self.segments, self.companies):
            table.show_comparison(found)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(10, 6, 10, 0)
        top.setSpacing(6)
        for word, box in (("从", self.one), ("到", self.other)):
            top.addWidget(PlainLabel(word, "faint"))
            box.setMinimumWidth(_LEAST_NAME)
            box.setMaximumWidth(_MOST_NAME)
            top.addWidget(box, 1)
        top.addWidget(self.take)
        top.addWidget(self.forget)
        top.addStretch(1)
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 4, 10, 0)
        bar.setSpacing(6)
        bar.addWidget(self.which)
        bar.addStretch(1)
        for button in (self.on_map, self.basis, self.export):
            bar.addWidget(button)
        for table in (self.chains, self.segments, self.companies):
            self._stack.addWidget(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def _tie(self) -> None:
        self.which.show_value("chains")
        self.which.chosen.connect(self._turn)
        self.one.currentIndexChanged.connect(self._choose)
        self.other.currentIndexChanged.connect(self._choose)
        self.take.clicked.connect(self.take_asked)
        self.forget.clicked.connect(self.forget_asked)
        self.basis.clicked.connect(self.basis_asked)
        self.export.clicked.connect(self.export_asked)
        self.on_map.toggled.connect(self.map_switched)

    @Slot(object)
    def _turn(self, which: str) -> None:
        self.which.show_value(which)
        tables = {"chains": self.chains, "segments": self.segments, "companies": self.companies}
        self._stack.setCurrentWidget(tables[which])

    @Slot(int)
    def _choose(self, _place: int) -> None:
        self.chosen.emit()


def _small(word: str, told: str) -> QPushButton:
    button = QPushButton(word)
    button.setProperty("small", "true")
    button.setToolTip(tip(told))
    return button
