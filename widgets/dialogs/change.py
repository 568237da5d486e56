"""One entry of the change log, fact by fact; one fact at a time can be given an older value again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from chains import field_words, words
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel, card
from widgets.style.text import cut, on_button
from widgets.tables.cells import Cell, Column, Row, text_cell
from widgets.tables.keyed import KeyedModel
from widgets.tables.log import standing_text
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.change_facts import ChangeFact
    from chains.commands import Command
    from chains.rows import ChangeRow

COLUMNS = (
    Column("对象", 190),
    Column("字段", 110),
    Column("改前", 180),
    Column("改后", 180, stretches=True),
)
PICK = "在上面点选一处改动，可以把它恢复为改前或改后的值。"
ALONE = "这一处是随整条更改新增、删除的，或没有单独修改它的办法：不能单独恢复，可以撤销整条更改。"
_NO_FACTS = "这一条没有逐项明细。"
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class OldValueView:
    """A value that may hold again. `command` gives it back; without one `why` says why not."""

    text: str
    command: Command | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class RestorationView:
    """What a fact is today, and what it was before and after the entry."""

    now: str
    before: OldValueView
    after: OldValueView


class ChangeDialog(FramedDialog):
    """`fact_picked` carries a ChangeFact: its values today are wanted.

    `asked` carries the command that puts an older value back; `revert_asked` the number of the entry, to take
    it back whole.
    """

    fact_picked = Signal(object)
    asked = Signal(object)
    revert_asked = Signal(object)

    def __init__(self, change: ChangeRow, facts: Sequence[ChangeFact], parent: QWidget | None = None) -> None:
        said = words.action_text(change.action, change.subject)
        super().__init__(f"第 {change.number} 条变更", said, parent)
        self._change, self._facts = change, tuple(facts)
        self._values: RestorationView | None = None
        self.body.addWidget(WrappedLabel(_whose(change, len(facts)), "faint"))
        self.model = KeyedModel(COLUMNS, self)
        self.view = TableView("改动明细")
        self.view.setModel(self.model)
        self.view.set_widths(COLUMNS)
        self.model.set_rows([_row(place, fact) for place, fact in enumerate(self._facts)])
        self.view.setMinimumHeight(150)
        self.view.setVisible(bool(facts))
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self._make_values())
        self.revert = self.add_button("撤销这一条", left=True)
        self.revert.setEnabled(change.undone_by is None and change.items > 0)
        close = self.add_button("关闭")
        close.clicked.connect(self.reject)
        self.restore = self.add_button("恢复为这个值", primary=True)
        # Enter must not write anything: what is put back, or taken back, has to be looked at first.
        for button in (self.revert, self.restore):
            button.setDefault(False)
            button.setAutoDefault(False)
        close.setDefault(True)
        self._connect()
        self._show_nothing(PICK if facts else _NO_FACTS)
        self.resize(760, 520)

    def show_values(self, fact: ChangeFact, values: RestorationView) -> None:
        """Show what the fact is today and what it was; nothing when another one was picked meanwhile."""
        if fact != self._picked():
            return
        self._values = values
        self.now.setText(f"现在：{_short(values.now)}")
        choices = ((self.before, "改前", values.before), (self.after, "改后", values.after))
        for button, word, value in choices:
            same = "（就是现在的值）" if value.command is None and not value.why else ""
            button.setText(on_button(f"{word}：{_short(value.text)}{same}"))
            button.setEnabled(value.command is not None)
            button.show()
        open_ones = [button for button, _, value in choices if value.command is not None]
        (open_ones or [self.before])[0].setChecked(True)
        whys = dict.fromkeys(value.why for _, _, value in choices if value.command is None and value.why)
        told = "" if open_ones else "".join(whys) or "现在的值与改前、改后都相同。"
        self._note.setText(
            told or f"改前、改后是 {_signed(self._change)}那次更改的值；恢复也记入变更记录，可以撤销。"
        )
        self.restore.setEnabled(bool(open_ones))

    def _make_values(self) -> QWidget:
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        self.now = WrappedLabel("", "strong")
        self.before, self.after = QRadioButton(), QRadioButton()
        self._note = WrappedLabel("", "faint")
        for widget in (self.now, self.before, self.after, self._note):
            column.addWidget(widget)
        return frame

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._pick)
        self.restore.clicked.connect(self._restore)
        self.revert.clicked.connect(self._revert)

    def _picked(self) -> ChangeFact | None:
        key = self.view.current_key()
        return self._facts[key] if isinstance(key, int) else None

    def _show_nothing(self, note: str) -> None:
        self._values = None
        self.now.setText("")
        self.now.hide()
        self.before.hide()
        self.after.hide()
        self._note.setText(note)
        self.restore.setEnabled(False)

    @Slot(QModelIndex)
    def _pick(self, _index: QModelIndex) -> None:
        fact = self._picked()
        if fact is None:
            self._show_nothing(PICK)
        elif not fact.restorable:
            self._show_nothing(ALONE)
        else:
            self._show_nothing("正在读取现在的值…")
            self.now.show()
            self.fact_picked.emit(fact)

    @Slot()
    def _restore(self) -> None:
        if self._values is None:
            return
        value = self._values.before if self.before.isChecked() else self._values.after
        if value.command is not None:
            self.asked.emit(value.command)
            self.accept()

    @Slot()
    def _revert(self) -> None:
        self.revert_asked.emit(self._change.number)
        self.accept()


def _whose(change: ChangeRow, facts: int) -> str:
    items = f"共 {change.items:,} 项" if change.items > 1 else ""
    shown = f"列出前 {facts} 处" if change.items > facts else ""
    parts = (f"{_signed(change)}更改", items, shown, standing_text(change))
    return "　".join(part for part in parts if part)


def _signed(change: ChangeRow) -> str:
    return f"{cut(words.signed_text(change), 80)} {change.at.astimezone():%Y-%m-%d %H:%M:%S} "


def _short(text: str) -> str:
    return cut(" ".join(text.split()), _LONGEST)


def _row(place: int, fact: ChangeFact) -> Row:
    before, after = (field_words.field_value(fact.field, value) for value in (fact.before, fact.after))
    name = field_words.FIELD.get(fact.field, fact.field)
    return Row(place, (text_cell(fact.subject), Cell(name), text_cell(before), text_cell(after)))
