"""The legend below the map on screen: as many lines as it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.map.legend import legend_height, legend_places, paint_entry
from widgets.style.roles import LIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from widgets.map.looks import LegendEntry
    from widgets.style.roles import Roles

_SIDE, _TOP = 14, 4


class LegendStrip(QWidget):
    """Shows what the colours and signs of the map mean, with counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        self._roles: Roles = LIGHT
        self.setAccessibleName("图例")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show these entries."""
        self._entries = entries
        self.setAccessibleDescription("、".join(entry.text for entry in entries))
        self._fit()
        self.update()

    def entries(self) -> tuple[LegendEntry, ...]:
        """What is shown."""
        return self._entries

    def set_roles(self, roles: Roles) -> None:
        """Change the colours."""
        self._roles = roles
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines at the width there is."""
        room = max(200, self.width() - 2 * _SIDE)
        return QSize(320, round(legend_height(self._entries, room)) + 2 * _TOP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower strip takes more lines."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The entries, set in lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._roles.column))
        painter.setPen(QPen(QColor(self._roles.line), 1))
        painter.drawLine(0, 0, self.width(), 0)
        places = legend_places(self._entries, self.width() - 2 * _SIDE)
        for entry, place in zip(self._entries, places, strict=True):
            paint_entry(painter, entry, place + QPointF(_SIDE, _TOP), self._roles)
        painter.end()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
