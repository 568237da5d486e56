"""The overview of all chains as charts, to look at, to copy and to save as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from widgets.charts.bars import BarChart, Series
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.panels.segmented import SegmentedButtons
from widgets.style.palette import colour
from widgets.style.shades import Shade

if TYPE_CHECKING:
    from datetime import date

__all__ = ["ChartView", "ChartsDialog", "Series"]

_SCALE = 2.0
"""Pictures are drawn at twice the screen's size, so that they stay sharp on paper."""


@dataclass(frozen=True, slots=True)
class ChartView:
    """One chart in words: `key` and `word` name it, `title` and `basis` stand above it."""

    key: str
    word: str
    title: str
    basis: str
    names: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool = False


class ChartsDialog(FramedDialog):
    """`save_asked` says that the picture shall be saved; `picture` is it."""

    save_asked = Signal()

    def __init__(self, views: tuple[ChartView, ...], as_of: date, parent: QWidget | None = None) -> None:
        super().__init__("产业链总览图表", "", parent)
        self._views = {view.key: view for view in views}
        self.which = SegmentedButtons("图表", [(view.key, view.word) for view in views])
        self.which.setMinimumWidth(560)
        self._title, self._basis = PlainLabel("", "title"), WrappedLabel("", "faint")
        self._as_of = PlainLabel(f"截至 {as_of:%Y-%m-%d}", "faint")
        self._legend = QHBoxLayout()
        self._legend.setSpacing(14)
        self.chart = BarChart()
        self._sheet = self._make_sheet()
        area = QScrollArea()
        area.setWidget(self._sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.body.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(area, 1)
        self.copy = self.add_button("复制图片", left=True)
        self.save = self.add_button("另存为图片…", left=True)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self.save_asked)
        self.add_closing()
        self.which.chosen.connect(self.show_chart)
        self.resize(980, 660)
        self.show_chart(views[0].key)

    def current(self) -> ChartView:
        """The chart that is shown."""
        return self._views[self._key]

    @Slot(object)
    def show_chart(self, key: str) -> None:
        """Show one of the charts."""
        self._key, view = key, self._views[key]
        self.which.show_value(key)
        self._title.setText(view.title)
        self._basis.setText(view.basis)
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in view.series if len(view.series) > 1 else ():
            self._legend.addWidget(_Swatch(one))
        self._legend.addStretch(1)
        self.chart.show_series(view.names, view.series, percent=view.percent)

    def picture(self) -> QImage:
        """The whole chart with title, 口径 and date, also what is scrolled away."""
        size = self._sheet.size()
        image = QImage(size * _SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SCALE)
        image.fill(colour(Shade.PANEL))
        self._sheet.render(image)
        return image

    def _make_sheet(self) -> QWidget:
        sheet = QWidget()
        sheet.setProperty("surface", "panel")
        sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(12, 8, 12, 8)
        row = QHBoxLayout()
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._as_of)
        column.addLayout(row)
        column.addWidget(self._basis)
        column.addLayout(self._legend)
        column.addWidget(self.chart, 1)
        return sheet

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(self.picture())


class _Swatch(QWidget):
    """A colour of the chart with its word."""

    def __init__(self, series: Series) -> None:
        super().__init__()
        self._shade = series.shade
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 0, 0)
        row.addWidget(PlainLabel(series.word))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() // 2 - 6, 12, 12, colour(self._shade))
        painter.end()
