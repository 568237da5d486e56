"""Pictures for a report: bars and the map as PNG, painted on images, so that they can be made anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QSize

from app.desktop.map_source import read_source
from chains.kinds import Coverage
from widgets.charts.picture import PaperBar, bars_png
from widgets.map.export_options import MapExportOptions, PictureKind
from widgets.map.picture import pixel_size, preview_of
from widgets.style.shades import Shade

if TYPE_CHECKING:
    from app.desktop.map_source import MapSource
    from app.report_content import ReportChart
    from app.services.jobs import Ticket
    from app.services.workspace import Workspace

_MOST_PIXELS = 3_000
"""Of the map's longer side: on a lying A4 page that is 300 dots an inch."""

_TONE = {
    Coverage.STRONG: Shade.STRONG,
    Coverage.ADEQUATE: Shade.ADEQUATE,
    Coverage.WEAK: Shade.WEAK,
    Coverage.MISSING: Shade.MISSING,
    Coverage.UNASSESSED: Shade.UNASSESSED,
}


def chart_png(chart: ReportChart, title: str = "", foot: tuple[str, ...] = ()) -> bytes:
    """The chart as PNG, with a title above and lines below; needs a QGuiApplication."""
    bars = tuple(
        PaperBar(bar.name, bar.value, bar.text, Shade.ACCENT if bar.tone is None else _TONE[bar.tone])
        for bar in chart.bars
    )
    return bars_png(bars, chart.most, title, foot)


def map_source_of(workspace: Workspace, chain: str, ticket: Ticket) -> MapSource:
    """The chain's map, drawn as well as can be. Cancelled when the ticket says so."""

    def step(done: int, total: int) -> None:
        ticket.step(done, total + 1, "正在布局图谱")

    return read_source(workspace, chain, None, step)


def map_png(source: MapSource, drawn_by: str, ticket: Ticket) -> bytes:
    """The map with its title block as PNG, small enough for a page."""
    ticket.step(0, 1, "正在绘制图谱")
    options = MapExportOptions(kind=PictureKind.PNG, drawn_by=drawn_by)
    drawing = source.drawing(options)
    size = pixel_size(drawing, 1.0)
    side = min(_MOST_PIXELS, 2 * max(size.width(), size.height()))
    written = QBuffer()
    preview_of(drawing, options, QSize(side, side)).save(written, "PNG")  # type: ignore[call-overload]
    return bytes(written.data().data())
