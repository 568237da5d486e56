"""The change log (变更记录): who changed what, when, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chains import words
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.shades import Shade
from widgets.style.text import cut, tip
from widgets.tables.cells import Cell, Column, Row, text_cell
from widgets.tables.keyed import KeyedModel
from widgets.tables.view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.rows import ChangeRow, FieldChange

COLUMNS = (
    Column("编号", 60),
    Column("时间", 140),
    Column("谁", 90),
    Column("做了什么", 220),
    Column("字段 前 → 后", 240, stretches=True),
    Column("状态", 120),
)


class LogTable(QWidget):
    """`revert_asked` carries the number of an entry to take back."""

    revert_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._changes: dict[object, ChangeRow] = {}
        self._count = PlainLabel("", "faint")
        self.revert = QPushButton("撤销这一条")
        self.revert.setProperty("small", "true")
        self.revert.setToolTip(tip("恢复到这一条之前的值；之后又被修改过的不能撤销"))
        self.model = KeyedModel(COLUMNS, self)
        self.view = TableView("变更记录")
        self.view.setModel(self.model)
        self.view.set_widths(COLUMNS)
        self._empty = WrappedLabel(
            "还没有变更。评估、标注、导入等每一次修改都会记在这里，可逐条撤销", "faint"
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._count, 1)
        row.addWidget(self.revert)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)
        self.revert.clicked.connect(self._ask)
        self.view.selectionModel().currentChanged.connect(self._show_button)
        self.show_changes(())

    def show_changes(self, changes: Sequence[ChangeRow]) -> None:
        """Show entries in the order given: newest first."""
        self._changes = {change.number: change for change in changes}
        self.model.set_rows([_row(change) for change in changes])
        self._count.setText(f"最近 {len(changes)} 条" if changes else "")
        self.view.setVisible(bool(changes))
        self._empty.setVisible(not changes)
        self._show_button()

    def current_change(self) -> ChangeRow | None:
        """The entry of the current row, None when there is none."""
        return self._changes.get(self.view.current_key())

    @Slot()
    def _show_button(self) -> None:
        change = self.current_change()
        self.revert.setEnabled(change is not None and change.undone_by is None)

    @Slot()
    def _ask(self) -> None:
        change = self.current_change()
        if change is not None:
            self.revert_asked.emit(change.number)


def field_text(change: FieldChange) -> str:
    """`本地供给 具备 → 缺失`, in the field's words."""
    name = words.FIELD.get(change.field, change.field)
    before, after = (
        words.field_value(change.field, change.before),
        words.field_value(change.field, change.after),
    )
    return f"{name} {cut(before, 60)} → {cut(after, 60)}"


def _row(change: ChangeRow) -> Row:
    fields = [field_text(field) for field in change.fields]
    undone = change.undone_by is not None
    state = "已撤销" if undone else f"撤销第 {change.undoes} 条" if change.undoes else ""
    ink = Shade.TEXT_FAINT if undone else None
    many = f"{change.items} 项" if change.items > 1 and not fields else ""
    said = cut(words.action_text(change.action, change.subject))
    at = change.at.astimezone()
    cells = (
        Cell(str(change.number), order=change.number, ink=Shade.TEXT_FAINT),
        Cell(f"{at:%Y-%m-%d %H:%M:%S}", ink=ink),
        text_cell(change.author),
        Cell(said, tip(said), ink=ink, strong=not undone),
        Cell(cut("；".join(fields) or many), tip("\n".join(fields)), ink=ink),
        Cell(state, ink=Shade.UNASSESSED if undone else ink),
    )
    return Row(change.number, cells)
