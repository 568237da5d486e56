"""The slim bar above the map: what its colours tell, what is filtered, how far links are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from chains.shade_classes import MODE_WORD, Mode
from widgets.panels.flow import FlowLayout
from widgets.panels.labels import PlainLabel
from widgets.panels.map_menus import FilterMenu, WayMenu
from widgets.style.text import cut, on_button, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.filters import MapFilter


class MapBar(QWidget):
    """`mode_chosen` carries a Mode, `filter_chosen` a MapFilter, `reach_chosen` a Reach or None.

    `snapshot_chosen` carries a snapshot's id, `way_asked` that ways to the next picked box are wanted,
    `cleared` that filter, reach and marks shall go. `legend_switched` and `overview_switched` carry a bool.
    """

    mode_chosen = Signal(object)
    snapshot_chosen = Signal(object)
    filter_chosen = Signal(object)
    reach_chosen = Signal(object)
    way_asked = Signal()
    cleared = Signal()
    legend_switched = Signal(bool)
    overview_switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.modes = QComboBox()
        self.snapshots = QComboBox()
        self.filters = QPushButton("筛选")
        self.ways = QPushButton("上下游")
        self.legend = QPushButton("图例")
        self.overview = QPushButton("总览")
        self.clear = QPushButton("清除")
        self.filter_menu, self.way_menu = FilterMenu(self), WayMenu(self)
        self._line = PlainLabel("", "soft")
        self._make_modes()
        self._make_menus()
        self._make_switches()
        self._lay_out()
        self.show_line("")

    def show_mode(self, mode: Mode) -> None:
        """Show which mode holds."""
        self.modes.setCurrentIndex(self.modes.findData(mode.value))
        self.snapshots.setVisible(mode is Mode.CHANGE and self.snapshots.count() > 0)

    def show_snapshots(self, snapshots: Sequence[tuple[int, str]], chosen: int | None) -> None:
        """Offer the snapshots as (id, name)."""
        self.snapshots.clear()
        for number, name in snapshots:
            self.snapshots.addItem(on_button(name)[:40], number)
        self.snapshots.setCurrentIndex(max(0, self.snapshots.findData(chosen)))
        self.show_mode(Mode(self.modes.currentData()))

    def show_filter(self, wanted: MapFilter) -> None:
        """Show what is filtered."""
        self.filter_menu.show_filter(wanted)
        count = len(wanted.only) + bool(wanted.district)
        self.filters.setText(f"筛选 {count}" if count else "筛选")

    def show_line(self, text: str) -> None:
        """Say what is filtered or lit; "" for nothing, then there is nothing to clear."""
        self._line.setText(cut(text, 72))
        self._line.setToolTip(tip(text))
        self._line.setVisible(bool(text))
        self.clear.setVisible(bool(text))

    def line(self) -> str:
        """What is said."""
        return self._line.text()

    def _make_modes(self) -> None:
        for mode in Mode:
            self.modes.addItem(MODE_WORD[mode], mode.value)
        self.modes.setAccessibleName("着色方式")
        self.modes.setToolTip(tip("着色方式：图谱的颜色表示什么（Alt+1 至 Alt+5）"))
        self.modes.activated.connect(self._choose_mode)
        self.snapshots.setAccessibleName("与哪个快照比较")
        self.snapshots.setToolTip(tip("与哪个快照比较"))
        self.snapshots.setMaximumWidth(150)
        self.snapshots.activated.connect(self._choose_snapshot)
        self.snapshots.hide()

    def _make_menus(self) -> None:
        self.filters.setMenu(self.filter_menu)
        self.filters.setToolTip(tip("不符合的环节淡化，位置不变；几个条件可以同时选"))
        self.filter_menu.chosen.connect(self.filter_chosen)
        self.ways.setMenu(self.way_menu)
        self.ways.setToolTip(tip("从当前环节沿供应关系看几层；或看两个环节之间的所有路径"))
        self.way_menu.reach_chosen.connect(self.reach_chosen)
        self.way_menu.way_asked.connect(self.way_asked)

    def _make_switches(self) -> None:
        for button, keys in ((self.legend, "Ctrl+L"), (self.overview, "F8")):
            button.setCheckable(True)
            button.setToolTip(tip(f"{'显示或隐藏图例' if button is self.legend else '产业链总览'}（{keys}）"))
        self.legend.setChecked(True)
        self.legend.clicked.connect(self.legend_switched)
        self.overview.clicked.connect(self.overview_switched)
        self.clear.clicked.connect(self.cleared)
        self.clear.setToolTip(tip("清除筛选、上下游与标出（Ctrl+Shift+F）"))

    def _lay_out(self) -> None:
        # In lines, as text is: a bar that is squeezed would cut its words.
        flow = FlowLayout(across=6, down=3)
        for widget in (
            PlainLabel("着色", "faint"), self.modes, self.snapshots, self.filters, self.ways,
            self.legend, self.overview, self.clear, self._line,
        ):  # fmt: skip
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 3, 12, 4)
        column.addLayout(flow)
        for button in (self.filters, self.ways, self.clear, self.legend, self.overview):
            button.setProperty("small", "true")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @Slot(int)
    def _choose_mode(self, _index: int) -> None:
        self.mode_chosen.emit(Mode(self.modes.currentData()))

    @Slot(int)
    def _choose_snapshot(self, _index: int) -> None:
        self.snapshot_chosen.emit(self.snapshots.currentData())
