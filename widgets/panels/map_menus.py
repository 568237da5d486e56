"""The menus of the map's bar: what is filtered, how far up and down one looks.

They are filled when they are first asked for or opened: a map is seen before anyone can.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from widgets.style.text import on_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.filters import MapFilter, Only

_DEPTHS: tuple[int | None, ...] = (1, 2, 3, None)


class FilterMenu(QMenu):
    """Demands that add up, and one district. `chosen` carries the MapFilter that they make."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.aboutToShow.connect(self._fill)

    def show_filter(self, wanted: MapFilter) -> None:
        """Show what is filtered."""
        self._wanted = wanted
        for one, action in self._only.items():
            action.setChecked(one in wanted.only)
        for action in self._group.actions():
            action.setChecked(action.data()[0] == wanted.district)

    def show_districts(self, districts: Sequence[tuple[str, str, int]]) -> None:
        """Offer the districts that supply the chain, as (code, name, segments)."""
        self._fill()
        for action in self._group.actions():
            self._group.removeAction(action)
        self._districts.clear()
        for code, name, count in (("", "不限", 0), *districts):
            action = self._districts.addAction(on_button(f"{name}（{count} 个环节）" if code else name))
            action.setCheckable(True)
            action.setData((code, name))
            action.setChecked(code == self._wanted.district)
            self._group.addAction(action)
        self._districts.setEnabled(bool(districts))

    def only_action(self, one: Only) -> QAction:
        """The line of one demand."""
        return self._only[one]

    def district_actions(self) -> tuple[QAction, ...]:
        """The lines of the districts."""
        return tuple(self._group.actions())

    @Slot()
    def _fill(self) -> None:
        _ = self._only, self._districts

    @cached_property
    def _only(self) -> dict[Only, QAction]:
        from chains.filters import Only  # noqa: PLC0415 - see above

        actions = {}
        for one in Only:
            actions[one] = self.addAction(one.value)
            actions[one].setCheckable(True)
            actions[one].setData(one.value)
            actions[one].triggered.connect(self._choose_only)
        return actions

    @cached_property
    def _districts(self) -> QMenu:
        districts = QMenu("只看某区市供给", self)
        self.addMenu(districts)
        districts.setEnabled(False)
        return districts

    @cached_property
    def _group(self) -> QActionGroup:
        group = QActionGroup(self)
        group.triggered.connect(self._choose_district)
        return group

    @cached_property
    def _wanted(self) -> MapFilter:
        from chains.filters import MapFilter  # noqa: PLC0415 - see above

        return MapFilter()

    @Slot()
    def _choose_only(self) -> None:
        from chains.filters import Only  # noqa: PLC0415 - see above

        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(self._wanted.switched(Only(action.data()), on=action.isChecked()))

    @Slot(QAction)
    def _choose_district(self, action: QAction) -> None:
        from chains.filters import MapFilter  # noqa: PLC0415 - see above

        code, name = action.data()
        self.chosen.emit(MapFilter(self._wanted.only, code, name if code else ""))


class WayMenu(QMenu):
    """How many layers up and down. `reach_chosen` carries a Reach, `way_asked` asks for ways to a box."""

    reach_chosen = Signal(object)
    way_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.aboutToShow.connect(self._fill)

    @Slot()
    def _fill(self) -> None:
        from chains.ways import Reach  # noqa: PLC0415 - see above

        if not self.isEmpty():
            return
        for word, up, down in (("上游", True, False), ("下游", False, True), ("上下游", True, True)):
            for depth in _DEPTHS:
                name = f"{word}全部" if depth is None else f"{word} {depth} 层"
                action = self.addAction(name)
                action.setData(Reach(depth if up else 0, depth if down else 0))
                action.triggered.connect(self._choose)
            self.addSeparator()
        self.addAction("到另一环节的路径…").triggered.connect(self.way_asked)

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.reach_chosen.emit(action.data())
