"""A month to choose a day from, in the colours of the theme that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QIcon, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton

from widgets.style.palette import colour
from widgets.style.shades import Shade

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

_STEPS = (("qt_calendar_prevmonth", "‹", "上个月"), ("qt_calendar_nextmonth", "›", "下个月"))


def calendar_at(day: date, parent: QWidget | None = None) -> QCalendarWidget:
    """The month of the day, weeks from Monday. Qt's own red of Sundays cannot be read in the dark theme."""
    calendar = QCalendarWidget(parent)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    free = QTextCharFormat()
    free.setForeground(colour(Shade.MISSING_TEXT))
    for one in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(one, free)
    for name, sign, word in _STEPS:
        button = calendar.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(QIcon())
            button.setText(sign)
            button.setAccessibleName(word)
    calendar.setSelectedDate(QDate(day.year, day.month, day.day))
    return calendar
