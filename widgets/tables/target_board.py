"""The pursuit as a board: one column for each 招商阶段, a card for each target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from chains import words
from chains.commands import UpdateTarget
from chains.kinds import Phase
from widgets.panels.labels import PlainLabel
from widgets.tables.target_cards import CardList, card_of, phase_heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QAction

    from chains.rows import TargetRow

COLUMN_WIDTH = 168
MENU = (
    ("follow_up", "添加跟进…"),
    ("history", "跟进与变更历史…"),
    ("company", "企业详情"),
    ("segment", "定位环节"),
    ("sheet", "拜访一页纸…"),
)


class TargetBoard(QScrollArea):
    """`asked` carries UpdateTarget, `opened` and `moved` a target id, `deed` what a menu chose of MENU."""

    asked = Signal(object)
    opened = Signal(object)
    moved = Signal(object)
    deed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("招商阶段看板")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self._targets: Mapping[int, TargetRow] = {}
        self._current: int | None = None
        self.columns = {phase: CardList(words.PHASE[phase]) for phase in Phase}
        self.headings = {phase: PlainLabel("", "heading") for phase in Phase}
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(8, 4, 8, 6)
        row.setSpacing(8)
        for phase in Phase:
            column = QVBoxLayout()
            column.setSpacing(3)
            column.addWidget(self.headings[phase])
            column.addWidget(self.columns[phase], 1)
            self.columns[phase].setMinimumWidth(COLUMN_WIDTH)
            row.addLayout(column, 1)
        self.setWidget(inside)
        for cards in self.columns.values():
            cards.dropped.connect(self._drop)
            cards.stepped.connect(self._step)
            cards.crossed.connect(self._cross)
            cards.opened.connect(self.opened)
            cards.moved.connect(self._go)
            cards.menu_asked.connect(self._open_menu)

    def show_targets(self, rows: Sequence[TargetRow], today: date) -> None:
        """Show the targets, in each phase in the order given."""
        self._targets = {row.id: row for row in rows}
        for phase, cards in self.columns.items():
            shown = [card_of(row, today) for row in rows if row.phase is phase]
            cards.show_cards(shown)
            self.headings[phase].setText(phase_heading(words.PHASE[phase], shown))
        if self._current not in self._targets:
            self._current = None
        self.set_current(self._current)

    def current_id(self) -> int | None:
        """The target of the current card."""
        return self._current

    def set_current(self, target_id: int | None) -> None:
        """Make the target's card the current one, wherever it stands now."""
        self._current = target_id
        for cards in self.columns.values():
            cards.selectionModel().blockSignals(True)
            here = cards.set_current(target_id)
            cards.selectionModel().blockSignals(False)
            cards.viewport().update()
            if here and any(other.hasFocus() for other in self.columns.values()):
                # The keyboard follows the card, so that it can be moved on.
                cards.setFocus()

    def move_current(self, phase: Phase) -> None:
        """Ask that the current target be in that phase."""
        target = self._targets.get(self._current or 0)
        if target is not None and target.phase is not phase:
            self.asked.emit(UpdateTarget(target.id, phase=phase, expected_version=target.version))

    def menu(self) -> QMenu:
        """What can be done with the current card."""
        menu = QMenu(self)
        phases = menu.addMenu("移到")
        target = self._targets.get(self._current or 0)
        for phase in Phase:
            action = phases.addAction(words.PHASE[phase])
            action.setData(phase.value)
            action.setEnabled(target is not None and target.phase is not phase)
        menu.addSeparator()
        for key, word in MENU:
            menu.addAction(word).setData(key)
        menu.triggered.connect(self._choose)
        return menu

    @Slot(object)
    def _go(self, target_id: int | None) -> None:
        if target_id is not None:
            self.set_current(target_id)
            self.moved.emit(target_id)

    @Slot(object)
    def _drop(self, target_id: int) -> None:
        column = self.sender()
        phase = next((phase for phase, cards in self.columns.items() if cards is column), None)
        if phase is not None and target_id in self._targets:
            self.set_current(target_id)
            self.move_current(phase)

    @Slot(object)
    def _step(self, step: int) -> None:
        target = self._targets.get(self._current or 0)
        if target is not None:
            phases = list(Phase)
            place = phases.index(target.phase) + step
            if 0 <= place < len(phases):
                self.move_current(phases[place])

    @Slot(object)
    def _cross(self, step: int) -> None:
        """The nearest column on that side that has cards takes the keyboard."""
        columns = list(self.columns.values())
        place = next((at for at, cards in enumerate(columns) if cards is self.sender()), 0)
        beside = columns[place + 1 :] if step > 0 else columns[:place][::-1]
        other = next((cards for cards in beside if cards.cards()), None)
        if other is not None:
            row = min(max(0, columns[place].currentIndex().row()), len(other.cards()) - 1)
            other.setFocus()
            other.set_current(other.cards()[row].id)
            self.ensureWidgetVisible(other)

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    @Slot(object)
    def _choose(self, action: QAction) -> None:
        key = str(action.data())
        if key in set(Phase):
            self.move_current(Phase(key))
        else:
            self.deed.emit(key)
