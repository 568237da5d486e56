"""The centre of the window: the map's bar, what was found, the map or the overview, the legend."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from widgets.map.legend_strip import LegendStrip
from widgets.panels.found_bar import FoundBar
from widgets.panels.map_bar import MapBar


class MapPage(QWidget):
    """Places a map and the overview of all chains, one in front; `overview_shown` says that it came.

    The overview is put in with `set_overview`; until then only the map can be shown.
    """

    overview_shown = Signal()

    def __init__(self, canvas: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._overview: QWidget | None = None
        self.bar, self.found, self.legend = MapBar(), FoundBar(), LegendStrip()
        self.overview_legend = LegendStrip()
        self.overview_legend.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.bar, self.found):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        column.addWidget(self.legend)
        column.addWidget(self.overview_legend)
        self.setFocusProxy(canvas)
        self.bar.legend_switched.connect(self.show_legend)
        self.bar.overview_switched.connect(self.show_overview)

    def set_overview(self, overview: QWidget) -> None:
        """Put the overview behind the map."""
        self._overview = overview
        self._stack.addWidget(overview)

    @Slot(bool)
    def show_legend(self, shown: bool) -> None:
        """Show or hide the legend."""
        self.bar.legend.setChecked(shown)
        self.legend.setVisible(shown and not self.shows_overview())
        self.overview_legend.setVisible(shown and self.shows_overview())

    @Slot(bool)
    def show_overview(self, shown: bool) -> None:
        """Show the overview in place of the map, or the map again."""
        front = self._overview if shown and self._overview is not None else self._canvas
        shown = front is not self._canvas
        self.bar.overview.setChecked(shown)
        self._stack.setCurrentWidget(front)
        self.setFocusProxy(front)
        front.setFocus()
        self.show_legend(self.bar.legend.isChecked())
        if shown:
            self.overview_shown.emit()

    def shows_overview(self) -> bool:
        """Whether the overview is in front."""
        return self._stack.currentWidget() is self._overview
