"""One list record by hand, of any kind: the form is made from the kind's fields."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLineEdit, QPlainTextEdit, QWidget

from chains.errors import InvalidValue
from chains.list_records import ListRecord, SaveRecord, checked_record
from chains.record_shapes import (
    ALL_CHAINS,
    FIELDS,
    NAME_WORD,
    RECORD_FIELD,
    RECORD_WORD,
    FieldKind,
    RecordField,
    RecordKind,
)
from widgets.dialogs.company_form import text_line
from widgets.dialogs.frame import FramedDialog
from widgets.panels.date_field import DateField
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.panels.scrolled import scrolled
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.record_shapes import Value

_LINES_OF_TEXT_PX = 64


class RecordFormDialog(FramedDialog):
    """`asked` carries SaveRecord. It stays open until `accept`: the command may be refused."""

    asked = Signal(object)

    def __init__(
        self,
        kind: RecordKind,
        record: ListRecord | None,
        chains: Mapping[str, str],
        chain: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`chains` are names by code; a new record is for `chain`."""
        title = f"{'新增' if record is None else '修改'}{RECORD_WORD[kind]}"
        super().__init__(title, title, parent)
        self._old = record or ListRecord(kind, "", chain)
        self.name = text_line(self._old.name, 200)
        self.chain = _chain_box(chains, self._old.chain)
        self.fields = {one.key: _widget(one, self._old.value(one.key)) for one in FIELDS[kind]}
        self.problem = WrappedLabel("", "bad")
        self.problem.hide()
        self._lay_out()
        self.save = self.add_choice("保存")
        self.save.clicked.connect(self._ask)
        self.name.textChanged.connect(self._check)
        self.resize(600, 600)
        self._check()
        self.name.setFocus()

    def show_problem(self, text: str) -> None:
        """Say why it was not kept; the form stays open."""
        self.problem.setText(cut(text))
        self.problem.setVisible(bool(text))
        self.save.setEnabled(True)

    def _lay_out(self) -> None:
        kind = self._old.kind
        page = QFrame()
        page.setProperty("surface", "panel")
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 8, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(7)
        rows: list[tuple[str, QWidget]] = [(f"{NAME_WORD[kind]}（必填）", self.name), ("产业链", self.chain)]
        rows += [(one.word, self.fields[one.key]) for one in FIELDS[kind]]
        for word, widget in rows:
            widget.setAccessibleName(word)
            form.addRow(PlainLabel(word, "faint"), widget)
        self.body.addWidget(scrolled(page), 1)
        self.body.addWidget(self.problem)

    @Slot()
    def _check(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()))

    @Slot()
    def _ask(self) -> None:
        kind = self._old.kind
        values: dict[str, Value] = {}
        for one in FIELDS[kind]:
            value = _typed(one, self.fields[one.key])
            if isinstance(value, _Unreadable):
                self.show_problem(value.text)
                return
            values[one.key] = value
        try:
            record = checked_record(
                replace(self._old, name=self.name.text(), chain=self.chain.currentData() or "", values=values)
            )
        except InvalidValue as wrong:
            field = RECORD_FIELD.get(wrong.facts["field"], "")
            self.show_problem(f"{field}“{wrong.facts['value']}”不合要求，应为{wrong.facts['allowed']}。")
            return
        self.show_problem("")
        self.save.setEnabled(False)
        self.asked.emit(SaveRecord(record, self._old.version if self._old.id else None))


class _Unreadable:
    """What was typed is no value of its field; `text` says so."""

    def __init__(self, text: str) -> None:
        self.text = text


def _chain_box(chains: Mapping[str, str], current: str) -> QComboBox:
    box = QComboBox()
    box.addItem(ALL_CHAINS, "")
    known = dict(chains)
    if current and current not in known:
        known[current] = f"{current}（已删除）"
    for code, name in known.items():
        box.addItem(cut(name, 40), code)
    box.setCurrentIndex(max(0, box.findData(current)))
    return box


def _widget(one: RecordField, value: Value) -> QWidget:
    if one.kind is FieldKind.DAY:
        field = DateField(one.word)
        field.show_date(value if isinstance(value, date) else None)
        return field
    text = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
    if one.kind is FieldKind.TEXT:
        several = QPlainTextEdit(text)
        several.setFixedHeight(_LINES_OF_TEXT_PX)
        several.setTabChangesFocus(True)
        return several
    if one.choices:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(["", *one.choices])
        box.setCurrentText(text)
        return box
    return text_line(text, one.longest if one.kind is FieldKind.LINE else 30)


def _typed(one: RecordField, widget: QWidget) -> Value | _Unreadable:
    if isinstance(widget, DateField):
        if widget.edit.text().strip() and widget.value() is None:
            return _Unreadable(f"{one.word}无法识别，请写成 2026-01-31 的样子。")
        return widget.value()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    text = widget.text() if isinstance(widget, QLineEdit) else ""
    return text if one.kind is FieldKind.LINE else _number_typed(one, text)


def _number_typed(one: RecordField, text: str) -> Value | _Unreadable:
    plain = text.strip().replace(",", "").replace("，", "")
    if not plain:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return _Unreadable(f"{one.word}请填数字，如 12.5。")
    if one.kind is FieldKind.AMOUNT:
        return number
    if not number.is_finite() or number != number.to_integral_value():
        return _Unreadable(f"{one.word}请填整数，如 12。")
    return int(number)
