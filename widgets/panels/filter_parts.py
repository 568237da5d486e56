"""Parts of a filter: words to tick, a range of numbers, a range of days."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from widgets.panels.date_field import DateField
from widgets.panels.flow import FlowLayout
from widgets.panels.labels import PlainLabel, set_look
from widgets.style.text import on_button

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST = Decimal(10) ** 12


def number_typed(text: str) -> Decimal | None:
    """The number that was typed: 1,000 · 1000.5 · 2万 (20000); None when it is none, or below zero."""
    plain = text.strip().replace(",", "").replace("，", "")
    factor = Decimal(10_000) if plain.endswith("万") else Decimal(1)
    try:
        number = Decimal(plain.removesuffix("万")) * factor
    except InvalidOperation:
        return None
    return number if number.is_finite() and Decimal(0) <= number < _MOST else None


class WordChecks(QWidget):
    """A few words to tick, in lines. `changed` carries the values that are ticked, in their order."""

    changed = Signal(object)

    def __init__(self, words: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {value: QCheckBox(on_button(word)) for value, word in words}
        flow = FlowLayout(self, across=16, down=8)
        for box in self.boxes.values():
            flow.addWidget(box)
            box.clicked.connect(self._tell)

    def show_chosen(self, values: Iterable[str]) -> None:
        """Tick these and no others; tells nobody."""
        wanted = set(values)
        for value, box in self.boxes.items():
            box.setChecked(value in wanted)

    def chosen(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(value for value, box in self.boxes.items() if box.isChecked())

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self.chosen())


class NumberRange(QWidget):
    """From and to, either may stay empty. `changed` carries a pair of Decimal or None."""

    changed = Signal(object)

    def __init__(self, name: str, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.low, self.high = QLineEdit(), QLineEdit()
        self._wrong = PlainLabel("", "bad")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(PlainLabel(name))
        row.itemAt(0).widget().setFixedWidth(110)
        for edit, word in ((self.low, "不低于"), (self.high, "不高于")):
            edit.setAccessibleName(f"{name}{word}")
            edit.setPlaceholderText(word)
            edit.setMaxLength(20)
            edit.setMaximumWidth(130)
            edit.textEdited.connect(self._tell)
            row.addWidget(edit)
            if edit is self.low:
                row.addWidget(PlainLabel("至", "faint"))
        row.addWidget(PlainLabel(unit, "faint"))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._wrong)
        self._wrong.hide()

    def show_range(self, low: Decimal | int | None, high: Decimal | int | None) -> None:
        """Show a range, except over what is being typed."""
        for edit, value in ((self.low, low), (self.high, high)):
            if not edit.hasFocus() and number_typed(edit.text()) != value:
                edit.setText("" if value is None else f"{Decimal(value):f}")
        self._check()

    def value(self) -> tuple[Decimal | None, Decimal | None]:
        """What is typed; what is no number counts as nothing."""
        return number_typed(self.low.text()), number_typed(self.high.text())

    @Slot()
    def _tell(self) -> None:
        self._check()
        self.changed.emit(self.value())

    def _check(self) -> None:
        low, high = self.value()
        edits = (self.low, self.high)
        wrong = [edit for edit in edits if edit.text().strip() and number_typed(edit.text()) is None]
        text = "请输入数字，如 1000 或 2万" if wrong else ""
        if low is not None and high is not None and low > high:
            text = "下限大于上限，没有符合的企业"
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        for edit in edits:
            set_look(edit, "wrong", "true" if edit in wrong else "")


class DayRange(QWidget):
    """From and to, either may stay open. `changed` carries a pair of dates or None."""

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.last = DateField(f"{name}不早于"), DateField(f"{name}不晚于")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(PlainLabel(name))
        row.itemAt(0).widget().setFixedWidth(110)
        for field, word in ((self.first, "不早于"), (self.last, "不晚于")):
            field.edit.setPlaceholderText(word)
            field.setMaximumWidth(210)
            field.changed.connect(self._tell)
            row.addWidget(field)
            if field is self.first:
                row.addWidget(PlainLabel("至", "faint"))
        row.addStretch(1)

    def show_range(self, first: object, last: object) -> None:
        """Show a range of dates, None for an open end."""
        self.first.show_date(first)  # type: ignore[arg-type]
        self.last.show_date(last)  # type: ignore[arg-type]

    @Slot()
    def _tell(self) -> None:
        self.changed.emit((self.first.value(), self.last.value()))
