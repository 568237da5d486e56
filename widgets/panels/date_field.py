"""A date that may be left open: typed in any usual way, or chosen from a calendar."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from PySide6.QtCore import QDate, QPoint, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from widgets.panels.calendar import calendar_at
from widgets.style.text import tip

_DATE = re.compile(r"\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?\s*")


def date_typed(text: str) -> date | None:
    """The date that was typed: 2026-12-1, 2026/12/01, 20261201, 2026年12月1日; None when it is none."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


class DateField(QWidget):
    """`changed` carries the new date or None, once it is entered, chosen or cleared."""

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: date | None = None
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText("未定，如 2027-02-12")
        self.edit.setClearButtonEnabled(True)
        self.edit.setMaxLength(20)
        self.edit.editingFinished.connect(self._take)
        self.edit.textChanged.connect(self._clear)
        self._open = QToolButton()
        self._open.setText("▾")
        self._open.setProperty("framed", "true")
        self._open.setAccessibleName(f"{name}：打开日历")
        self._open.setToolTip(tip("打开日历"))
        self._open.clicked.connect(self._show_calendar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.edit, 1)
        row.addWidget(self._open)
        self.setFocusProxy(self.edit)

    def show_date(self, value: date | None) -> None:
        """Show a date, unless another one is being typed."""
        if self.edit.hasFocus() and self.edit.isModified():
            return
        self._shown = value
        self.edit.setText(value.isoformat() if value else "")

    def value(self) -> date | None:
        """The date that stands there, None for none or for what is no date."""
        return date_typed(self.edit.text())

    @Slot()
    def _take(self) -> None:
        typed = date_typed(self.edit.text())
        if typed is None and self.edit.text().strip():
            self.edit.setText(self._shown.isoformat() if self._shown else "")
            return
        self._set(typed)

    @Slot(str)
    def _clear(self, text: str) -> None:
        """The clear button of the field: it tells no more than that the text is gone."""
        if not text and not self.edit.isModified() and self._shown is not None and self.edit.hasFocus():
            self._set(None)

    @Slot()
    def _show_calendar(self) -> None:
        menu = QMenu(self)
        calendar = calendar_at(self.value() or datetime.now(UTC).astimezone().date(), menu)
        calendar.clicked.connect(self._choose)
        calendar.activated.connect(self._choose)
        calendar.clicked.connect(menu.close)
        calendar.activated.connect(menu.close)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    @Slot(QDate)
    def _choose(self, chosen: QDate) -> None:
        self._set(date(chosen.year(), chosen.month(), chosen.day()))

    def _set(self, value: date | None) -> None:
        self.edit.setText(value.isoformat() if value else "")
        self.edit.setModified(False)
        if value != self._shown:
            self._shown = value
            self.changed.emit(value)
