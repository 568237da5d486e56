"""Paints a map into a file: PNG, SVG or PDF, with title, legend and date, always in the light colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from widgets.map.export_options import LEAST_SCALE, MOST_SCALE, MapExportOptions, PictureKind
from widgets.map.page import MOST_PAGES, PagePlan, plan_pages
from widgets.map.page_marks import paint_marks
from widgets.map.pdf_text import mend_search
from widgets.map.sheet import Sheet
from widgets.map.svg_text import mended
from widgets.map.title_block import PictureHead, block_heights

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from widgets.map.page import Tile
    from widgets.map.scene import MapPicture

    Step = Callable[[int, int], None]

__all__ = [
    "MapDrawing",
    "PictureHead",
    "image_of",
    "pixel_size",
    "plan_of",
    "preview_of",
    "save_picture",
    "svg_of",
]

MOST_PIXELS_A_SIDE = 32_767
"""QImage and common viewers take no more."""

MOST_PIXELS = 250_000_000
"""4 bytes each: 1 GB of memory."""

_PREVIEW_GAP = 0.03
_PIXELS_A_STRIP = 4_000_000
_DOTS_AN_INCH = 600
_MM_AN_INCH = 25.4
_SCREEN_DOTS_A_METRE = 96 / 0.0254


def _no_step(_done: int, _total: int) -> None:
    return


class MapDrawing:
    """A map that is to go out: the picture, the part of it that is shown, and what stands around it."""

    def __init__(self, picture: MapPicture, head: PictureHead, area: QRectF | None = None) -> None:
        self.picture, self.head = picture, head
        self.area = area or QRectF(0, 0, max(picture.layout.width, 1.0), max(picture.layout.height, 1.0))


def save_picture(drawing: MapDrawing, path: Path, options: MapExportOptions, step: Step = _no_step) -> bool:
    """Write the map as the options say; whether Qt says that it was written.

    Qt says yes to a truncated SVG or PDF on a full disk: the caller reads the file back.
    """
    return _WRITERS[options.kind](drawing, path, options, step)


def pixel_size(drawing: MapDrawing, scale: float) -> QSize:
    """Width and height of the PNG in pixels, within what images can be."""
    size = Sheet.drawn(drawing.picture, drawing.area, drawing.head).size
    return (size * _bounded(size, scale)).toSize()


def plan_of(drawing: MapDrawing, options: MapExportOptions) -> PagePlan:
    """How the map is set on paper."""
    return plan_pages(options.page, _size(drawing), lambda width: _heights(drawing, width))


def image_of(drawing: MapDrawing, scale: float, step: Step = _no_step) -> QImage:
    """The map with its title block as an image, painted in strips so that it can be stopped."""
    sheet = Sheet.drawn(drawing.picture, drawing.area, drawing.head)
    scale = _bounded(sheet.size, scale)
    image = _blank((sheet.size * scale).toSize())
    image.setDotsPerMeterX(round(_SCREEN_DOTS_A_METRE * scale))
    image.setDotsPerMeterY(round(_SCREEN_DOTS_A_METRE * scale))
    high = max(64, _PIXELS_A_STRIP // max(1, image.width()))
    strips = [(top, min(high, image.height() - top)) for top in range(0, image.height(), high)]
    for number, (top, height) in enumerate(strips):
        step(number, len(strips))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setClipRect(0, top, image.width(), height)
        painter.scale(scale, scale)
        sheet.paint(painter, QRectF(0, top / scale, sheet.size.width(), height / scale))
        painter.end()
    return image


def svg_of(drawing: MapDrawing, *, outlines: bool = False) -> bytes:
    """The map with its title block as SVG."""
    sheet = Sheet.drawn(drawing.picture, drawing.area, drawing.head)
    written = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(written)
    generator.setSize(sheet.size.toSize())
    generator.setViewBox(QRectF(0, 0, sheet.size.width(), sheet.size.height()))
    generator.setTitle(drawing.head.title)
    generator.setDescription("链谱")
    generator.setResolution(96)
    painter = QPainter(generator)
    sheet.paint(painter)
    painter.end()
    return mended(bytes(written.data().data()), outlines=outlines)


def preview_of(drawing: MapDrawing, options: MapExportOptions, room: QSize) -> QImage:
    """A small picture of what will be written; of a PDF its pages, side by side."""
    if options.kind is not PictureKind.PDF:
        sheet = Sheet.drawn(drawing.picture, drawing.area, drawing.head)
        image = _blank(sheet.size.scaled(QSizeF(room), Qt.AspectRatioMode.KeepAspectRatio).toSize())
        painter = QPainter(image)
        painter.scale(image.width() / sheet.size.width(), image.width() / sheet.size.width())
        sheet.paint(painter)
        painter.end()
        return image
    plan = plan_of(drawing, options)
    gap = max(plan.width, plan.height) * _PREVIEW_GAP
    whole = QSizeF(plan.columns * (plan.width + gap) - gap, plan.rows * (plan.height + gap) - gap)
    image = QImage(
        whole.scaled(QSizeF(room), Qt.AspectRatioMode.KeepAspectRatio).toSize(), QImage.Format.Format_ARGB32
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.scale(image.width() / whole.width(), image.width() / whole.width())
    sheet = Sheet.on_paper(drawing.picture, drawing.area, drawing.head, plan)
    for tile in plan.tiles[:MOST_PAGES]:
        painter.save()
        painter.translate((tile.column - 1) * (plan.width + gap), (tile.row - 1) * (plan.height + gap))
        painter.fillRect(QRectF(0, 0, plan.width, plan.height), QColor("#ffffff"))
        _paint_page(painter, sheet, plan, tile)
        painter.restore()
    painter.end()
    return image


def _save_png(drawing: MapDrawing, path: Path, options: MapExportOptions, step: Step) -> bool:
    image = image_of(drawing, options.scale, step)
    return image.save(str(path), "PNG")  # type: ignore[call-overload,no-any-return]


def _save_svg(drawing: MapDrawing, path: Path, options: MapExportOptions, step: Step) -> bool:
    step(0, 1)
    path.write_bytes(svg_of(drawing, outlines=options.outlines))
    return True


def _save_pdf(drawing: MapDrawing, path: Path, options: MapExportOptions, step: Step) -> bool:
    plan = plan_of(drawing, options)
    writer = QPdfWriter(str(path))
    writer.setCreator("链谱")
    writer.setTitle(drawing.head.title)
    writer.setResolution(_DOTS_AN_INCH)
    size = QPageSize(QSizeF(plan.width, plan.height), QPageSize.Unit.Millimeter)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    writer.setPageLayout(layout)
    sheet = Sheet.on_paper(drawing.picture, drawing.area, drawing.head, plan)
    painter = QPainter()
    begun = painter.begin(writer)
    try:
        for number, tile in enumerate(plan.tiles):
            step(number, plan.pages)
            if number:
                writer.newPage()
            painter.save()
            painter.scale(_DOTS_AN_INCH / _MM_AN_INCH, _DOTS_AN_INCH / _MM_AN_INCH)
            _paint_page(painter, sheet, plan, tile)
            painter.restore()
    finally:  # a device must not go while a painter is at it
        ended = painter.end()
    mend_search(path)
    return ended and begun


def _paint_page(painter: QPainter, sheet: Sheet, plan: PagePlan, tile: Tile) -> None:
    """One page, in millimetres of the paper."""
    margin = plan.setup.margin_mm
    painter.save()
    painter.setClipRect(QRectF(margin, margin, tile.width, tile.height))
    painter.translate(margin - tile.x, margin - tile.y)
    sheet.paint(painter, QRectF(tile.x, tile.y, tile.width, tile.height))
    painter.restore()
    paint_marks(painter, plan, tile)


def _blank(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    return image


def _size(drawing: MapDrawing) -> tuple[float, float]:
    return drawing.area.width(), drawing.area.height()


def _heights(drawing: MapDrawing, width: float) -> tuple[float, float]:
    return block_heights(drawing.head, drawing.picture, width)


def _bounded(size: QSizeF, scale: float) -> float:
    bounded: float = min(
        max(LEAST_SCALE, min(scale, MOST_SCALE)),
        MOST_PIXELS_A_SIDE / max(size.width(), size.height()),
        (MOST_PIXELS / (size.width() * size.height())) ** 0.5,
    )
    return bounded


_WRITERS: dict[PictureKind, Callable[[MapDrawing, Path, MapExportOptions, Step], bool]] = {
    PictureKind.PNG: _save_png,
    PictureKind.SVG: _save_svg,
    PictureKind.PDF: _save_pdf,
}
