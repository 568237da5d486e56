"""A bar chart: one row a chain, bars beside or behind one another; drawn by pyqtgraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont

_THICK = 0.62
_ROW_PIXELS = 24


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: its word and a value a row; None leaves the row empty, with a dash."""

    word: str
    shade: Shade
    values: tuple[float | None, ...]


class BarChart(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph carries no types
    """Rows from top to bottom; several series stand behind one another (stacked)."""

    def __init__(self) -> None:
        super().__init__(background=colour(Shade.PANEL))
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.getPlotItem().getViewBox().invertY(True)

    def show_series(self, names: Sequence[str], series: Sequence[Series], *, percent: bool) -> None:
        """Draw them; `percent` writes values 0–1 as percent, over an axis that ends at 100%."""
        self.clear()
        font = QApplication.font()
        self._name_rows(names, font)
        starts = [0.0] * len(names)
        for one in series:
            values = [value or 0.0 for value in one.values]
            self.addItem(
                pg.BarGraphItem(
                    x0=list(starts),
                    width=values,
                    y=list(range(len(names))),
                    height=_THICK,
                    brush=colour(one.shade),
                    pen=None,
                )
            )
            starts = [start + value for start, value in zip(starts, values, strict=True)]
        longest = max(starts, default=0.0)
        end = 1.0 if percent else max(1.0, longest)
        self._write_values(_labels(series, starts, percent=percent), starts, font)
        self.setXRange(0, end * 1.12, padding=0)
        self.setYRange(-0.6, len(names) - 0.4, padding=0)
        self.setMinimumHeight(_ROW_PIXELS * len(names) + 40)
        axis = self.getAxis("bottom")
        steps = [0, 0.25, 0.5, 0.75, 1.0] if percent else _whole_steps(end)
        axis.setTicks([[(step, f"{step:.0%}" if percent else f"{step:.0f}") for step in steps]])

    def _name_rows(self, names: Sequence[str], font: QFont) -> None:
        left, bottom = self.getAxis("left"), self.getAxis("bottom")
        left.setTicks([[(at, cut(name, 16) or "") for at, name in enumerate(names)]])
        left.setWidth(max((14 * len(cut(name, 16) or "") for name in names), default=60) + 16)
        for axis in (left, bottom):
            axis.setTickFont(font)
            axis.setTextPen(colour(Shade.TEXT))
            axis.setPen(colour(Shade.LINE))
            axis.setStyle(tickLength=0)

    def _write_values(self, labels: Sequence[str], ends: Sequence[float], font: QFont) -> None:
        for at, (text, end) in enumerate(zip(labels, ends, strict=True)):
            label = pg.TextItem(text, color=colour(Shade.TEXT_SOFT), anchor=(0, 0.5))
            label.setFont(font)
            label.setPos(end, at)
            self.addItem(label)


def _labels(series: Sequence[Series], sums: Sequence[float], *, percent: bool) -> list[str]:
    """What stands behind a row: its sum, of several series each value, a dash for no figure."""
    if percent:
        values = series[0].values
        return ["—" if value is None else f"{value:.0%}" for value in values]
    texts = []
    for at, total in enumerate(sums):
        parts = " / ".join(f"{one.values[at] or 0:.0f}" for one in series)
        texts.append(parts if total else "0")
    return texts


def _whole_steps(end: float) -> list[float]:
    step = max(1, round(end / 5))
    return [float(at) for at in range(0, int(end) + 1, step)]
