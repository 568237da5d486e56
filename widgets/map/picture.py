"""Paints a map into a file: PNG, SVG or PDF, with title, legend and date, always in the light colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtSvg import QSvgGenerator

from chains import words
from chains.kinds import Coverage
from widgets.map.painter import MapPainter
from widgets.style.roles import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from widgets.map.scene import MapPicture

HEAD, FOOT, SIDE = 84.0, 34.0, 24.0
PNG_SCALE = 2.0
MOST_PIXELS_A_SIDE = 32_767
"""QImage and common viewers take no more."""

MOST_PIXELS = 250_000_000
"""4 bytes each: 1 GB of memory."""


@dataclass(frozen=True, slots=True)
class PictureHead:
    """What stands around the map: its title, a line of figures, the day, and who drew it ("" for none)."""

    title: str
    figures: str
    as_of: str
    drawn_by: str = ""


def save_picture(picture: MapPicture, path: Path, kind: str, head: PictureHead) -> bool:
    """Write the map as `kind` "png", "svg" or "pdf"; whether Qt says that it was written.

    Qt says yes to a truncated SVG or PDF on a full disk: the caller reads the file back.
    """
    sheet = _Sheet(picture, head)
    return _WRITERS[kind](sheet, path)


class _Sheet:
    """Map with head and foot, in layout units."""

    def __init__(self, picture: MapPicture, head: PictureHead) -> None:
        self._picture, self._head = picture, head
        legend = _legend_width()
        figures = QFontMetricsF(_font(13)).horizontalAdvance(head.figures)
        title = QFontMetricsF(_font(22, bold=True)).horizontalAdvance(head.title)
        widest = max(picture.layout.width, legend, figures, title)
        self.size = QSizeF(widest + 2 * SIDE, picture.layout.height + HEAD + FOOT)

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, self.size.width(), self.size.height()), QColor("#ffffff"))
        painter.setPen(QColor(LIGHT.ink))
        painter.setFont(_font(22, bold=True))
        width = self.size.width() - 2 * SIDE
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(SIDE, 12, width, 32), left, self._head.title)
        painter.setFont(_font(13))
        painter.setPen(QColor(LIGHT.muted))
        painter.drawText(QRectF(SIDE, 44, width, 20), left, self._head.figures)
        _paint_legend(painter, SIDE, 66)
        painter.save()
        painter.translate((self.size.width() - self._picture.layout.width) / 2, HEAD)
        whole = QRectF(0, 0, self._picture.layout.width, self._picture.layout.height)
        MapPainter(self._picture, LIGHT).paint(painter, whole, 1.0)
        painter.restore()
        painter.setFont(_font(12))
        painter.setPen(QColor(LIGHT.muted))
        foot = QRectF(SIDE, self.size.height() - FOOT, width, FOOT - 8)
        painter.drawText(foot, left, f"截至日期：{self._head.as_of}")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(foot, right, f"制图：{self._head.drawn_by}" if self._head.drawn_by else "")


def _save_png(sheet: _Sheet, path: Path) -> bool:
    size = sheet.size
    scale = min(
        PNG_SCALE,
        MOST_PIXELS_A_SIDE / max(size.width(), size.height()),
        (MOST_PIXELS / (size.width() * size.height())) ** 0.5,
    )
    image = QImage(QSize(int(size.width() * scale), int(size.height() * scale)), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    sheet.paint(painter)
    painter.end()
    return image.save(str(path), "PNG")  # type: ignore[call-overload,no-any-return]


def _save_svg(sheet: _Sheet, path: Path) -> bool:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(sheet.size.toSize())
    generator.setViewBox(QRectF(0, 0, sheet.size.width(), sheet.size.height()))
    generator.setTitle("产业链图谱")
    generator.setResolution(96)
    painter = QPainter()
    begun = painter.begin(generator)
    sheet.paint(painter)
    return painter.end() and begun


def _save_pdf(sheet: _Sheet, path: Path) -> bool:
    writer = QPdfWriter(str(path))
    wide = sheet.size.width() >= sheet.size.height()
    orientation = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A3), orientation, QMarginsF(10, 10, 10, 10))
    )
    writer.setCreator("链谱")
    writer.setResolution(300)
    painter = QPainter()
    begun = painter.begin(writer)
    room = painter.viewport()
    scale = min(room.width() / sheet.size.width(), room.height() / sheet.size.height())
    painter.translate((room.width() - sheet.size.width() * scale) / 2, 0)
    painter.scale(scale, scale)
    sheet.paint(painter)
    return painter.end() and begun


_WRITERS: dict[str, Callable[[_Sheet, Path], bool]] = {"png": _save_png, "svg": _save_svg, "pdf": _save_pdf}


def _legend() -> list[tuple[str, str]]:
    chips = [(words.COVERAGE[coverage], LIGHT.coverage[coverage].edge) for coverage in Coverage]
    chips.append((f"{words.CHOKEPOINT_BADGE} {words.CHOKEPOINT}", LIGHT.chokepoint))
    chips.append((f"{words.IMPORTED_BADGE} 主要来自国外", LIGHT.coverage[Coverage.MISSING].edge))
    return chips


def _legend_width() -> float:
    metrics = QFontMetricsF(_font(12))
    return sum(metrics.horizontalAdvance(text) + 34 for text, _ in _legend()) + 260


def _paint_legend(painter: QPainter, x: float, y: float) -> None:
    painter.setFont(_font(12))
    metrics = QFontMetricsF(_font(12))
    for (text, colour), coverage in zip(_legend(), [*Coverage, None, None], strict=True):
        pen = QPen(QColor(colour), 2.0 if coverage is Coverage.STRONG else 1.3)
        if coverage is Coverage.MISSING:
            pen.setDashPattern([3, 2])
        elif coverage is Coverage.UNASSESSED:
            pen.setDashPattern([1, 2])
        painter.setPen(pen)
        painter.setBrush(QColor(colour) if coverage is None else QColor("#ffffff"))
        painter.drawRoundedRect(QRectF(x, y + 1, 14, 11), 2, 2)
        painter.setPen(QColor(LIGHT.ink))
        width = metrics.horizontalAdvance(text)
        painter.drawText(QRectF(x + 19, y - 3, width + 4, 18), Qt.AlignmentFlag.AlignVCenter, text)
        x += width + 34
    painter.setPen(QPen(QColor(LIGHT.link_missing), 1.5, Qt.PenStyle.DashLine))
    painter.drawLine(int(x), int(y + 7), int(x + 24), int(y + 7))
    painter.setPen(QColor(LIGHT.ink))
    painter.drawText(QRectF(x + 30, y - 3, 200, 18), Qt.AlignmentFlag.AlignVCenter, "来自缺失环节的供应关系")


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font
