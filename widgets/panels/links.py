"""The supply links of a segment: who supplies it, whom it supplies, and new ones by typing a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from chains import words
from chains.kinds import Coverage
from chains.structure import AddLink, RemoveLinks
from widgets.panels.flow import FlowLayout
from widgets.panels.labels import PlainLabel
from widgets.panels.row_list import ListRow, RowList
from widgets.style.drawing import Chip
from widgets.style.shades import Shade

if TYPE_CHECKING:
    from chains.chain import SegmentRef

_SHADE = {
    Coverage.STRONG: Shade.STRONG,
    Coverage.ADEQUATE: Shade.ADEQUATE,
    Coverage.WEAK: Shade.WEAK,
    Coverage.MISSING: Shade.MISSING,
    Coverage.UNASSESSED: Shade.UNASSESSED,
}


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """The other end of one link. `replaces` names the inputs of the same group, "" for none."""

    source: str
    target: str
    name: str
    coverage: Coverage
    share: float
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class LinksView:
    """The links of one segment; `others` are (code, name) of every other segment of the chain."""

    ref: SegmentRef
    inputs: tuple[LinkEnd, ...] = ()
    outputs: tuple[LinkEnd, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    chain_version: int | None = None


class LinkDeed(StrEnum):
    """What can be done with a link; the value is its word."""

    EDIT = "份额与替代…"
    GO = "转到"
    REMOVE = "删除"


class LinksSection(QWidget):
    """`asked` carries AddLink or RemoveLinks, `edit_asked` (source, target), `picked` the code to go to."""

    asked = Signal(object)
    edit_asked = Signal(object)
    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LinksView | None = None
        self._inputs_heading, self._outputs_heading = PlainLabel("", "heading"), PlainLabel("", "heading")
        self.inputs, self.outputs = RowList("由谁供应", 6), RowList("供应给谁", 6)
        self._deeds = QWidget()
        self._flow = FlowLayout(self._deeds, across=5, down=5)
        self._group = QButtonGroup(self)
        self._buttons = {deed: self._button(deed) for deed in LinkDeed}
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("添加供应关系：输入环节名称")
        self.edit.setAccessibleName("添加供应关系")
        self.edit.setMaxLength(80)
        self.edit.setClearButtonEnabled(True)
        self.add_input, self.add_output = _small("由其供应"), _small("供应给它")
        self._lay_out()
        self.inputs.moved.connect(self._leave_outputs)
        self.outputs.moved.connect(self._leave_inputs)
        self.inputs.chosen.connect(self._go)
        self.outputs.chosen.connect(self._go)
        self._group.buttonClicked.connect(self._press)
        self.edit.textChanged.connect(self._check)
        self.add_input.clicked.connect(self._add_input)
        self.add_output.clicked.connect(self._add_output)

    def show_view(self, view: LinksView) -> None:
        """Show the links; what is being typed stays, of the same segment."""
        if self._view is None or self._view.ref != view.ref:
            self.edit.clear()
        if self._view is None or self._view.others != view.others:
            self._complete(view)
        self._view = view
        self._inputs_heading.setText(f"由谁供应（{len(view.inputs)}）")
        self._outputs_heading.setText(f"供应给谁（{len(view.outputs)}）")
        for rows, ends in ((self.inputs, view.inputs), (self.outputs, view.outputs)):
            rows.setVisible(bool(ends))
            rows.show_rows(tuple(_row(one) for one in ends))
        self._show_deeds()
        self._check()

    def button(self, deed: LinkDeed) -> QPushButton:
        """The button of a deed."""
        return self._buttons[deed]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for widget in (
            self._inputs_heading, self.inputs, self._outputs_heading, self.outputs, self._deeds, self.edit,
        ):  # fmt: skip
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.add_input)
        row.addWidget(self.add_output)
        row.addStretch(1)
        column.addLayout(row)

    def _button(self, deed: LinkDeed) -> QPushButton:
        button = _small(deed.value)
        button.setProperty("deed", deed.value)
        self._group.addButton(button)
        self._flow.addWidget(button)
        return button

    def _complete(self, view: LinksView) -> None:
        completer = QCompleter([name for _, name in view.others], self.edit)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.edit.setCompleter(completer)

    def _typed(self) -> str:
        """Code of the segment whose name is typed; "" for none."""
        typed = self.edit.text().strip()
        others = () if self._view is None else self._view.others
        return next((code for code, name in others if name == typed), "")

    def _current(self) -> tuple[str, str] | None:
        key = self.inputs.current_key() or self.outputs.current_key()
        return key if isinstance(key, tuple) else None

    def _show_deeds(self) -> None:
        self._deeds.setVisible(self._current() is not None)

    @Slot(object)
    def _leave_outputs(self, key: object) -> None:
        if key is not None:
            self.outputs.set_current(None)
        self._show_deeds()

    @Slot(object)
    def _leave_inputs(self, key: object) -> None:
        if key is not None:
            self.inputs.set_current(None)
        self._show_deeds()

    @Slot()
    def _check(self) -> None:
        code = self._typed()
        view = self._view
        known = () if view is None else (*view.inputs, *view.outputs)
        links = {(one.source, one.target) for one in known}
        own = "" if view is None else view.ref.segment
        self.add_input.setEnabled(bool(code) and (code, own) not in links)
        self.add_output.setEnabled(bool(code) and (own, code) not in links)

    @Slot()
    def _add_input(self) -> None:
        if self._view is not None:
            self._add(self._typed(), self._view.ref.segment)

    @Slot()
    def _add_output(self) -> None:
        if self._view is not None:
            self._add(self._view.ref.segment, self._typed())

    def _add(self, source: str, target: str) -> None:
        if self._view is not None and source and target:
            version = self._view.chain_version
            self.asked.emit(AddLink(self._view.ref.chain, source, target, expected_version=version))
            self.edit.clear()

    @Slot(object)
    def _go(self, key: object) -> None:
        if self._view is not None and isinstance(key, tuple):
            self.picked.emit(key[0] if key[1] == self._view.ref.segment else key[1])

    @Slot(QAbstractButton)
    def _press(self, button: QAbstractButton) -> None:
        link, view = self._current(), self._view
        if link is None or view is None:
            return
        deed = LinkDeed(button.property("deed"))
        if deed is LinkDeed.EDIT:
            self.edit_asked.emit(link)
        elif deed is LinkDeed.GO:
            self._go(link)
        else:
            self.asked.emit(RemoveLinks(view.ref.chain, (link,), view.chain_version))


def _small(word: str) -> QPushButton:
    button = QPushButton(word)
    button.setProperty("small", "true")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _row(end: LinkEnd) -> ListRow:
    chips = [Chip(words.COVERAGE[end.coverage], _SHADE[end.coverage])]
    if end.share < 1.0:
        chips.append(Chip(f"{end.share:.0%}", Shade.UNASSESSED))
    note = "可替代" if end.replaces else ""
    facts = [end.name, words.COVERAGE[end.coverage]]
    facts += [f"占本组需求 {end.share:.0%}"] if end.share < 1.0 else []
    facts += [f"可与 {end.replaces} 互相替代"] if end.replaces else []
    return ListRow((end.source, end.target), end.name, tuple(chips), note, tip="\n".join(facts))
