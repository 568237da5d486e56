"""Work that only who looks at it needs: done at once when its panel is seen, else when it comes to sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget


class WhenSeen(QObject):
    """Calls `refresh` for widgets of which one is in sight; what is owed is made good when one is shown.

    A mark would else have every hidden list counted again before the one that is looked at.
    """

    def __init__(self, widgets: Sequence[QWidget], refresh: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._widgets, self._refresh, self._owed = tuple(widgets), refresh, False
        for widget in self._widgets:
            widget.installEventFilter(self)

    def ask(self) -> None:
        """Refresh now, or when it is seen."""
        # A panel behind another tab counts as visible for Qt, but has no region that can be seen.
        self._owed = all(widget.visibleRegion().isEmpty() for widget in self._widgets)
        if not self._owed:
            self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make good what is owed once a widget is painted: a raised tab gets no show event."""
        if self._owed and event.type() == QEvent.Type.Paint:
            self._owed = False
            self._refresh()
        return super().eventFilter(watched, event)
