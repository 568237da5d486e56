"""Bar charts painted into an image, for paper: no window, so that they can be made off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from widgets.style.palette import LIGHT
from widgets.style.shades import Shade
from widgets.style.sheet import program_font

_WIDE, _ROW, _BAR, _PAD, _SCALE = 760, 26, 15, 10, 2
_MOST_NAME, _VALUE = 190.0, 64.0
_TEXT_PIXELS, _TITLE_PIXELS, _HEAD = 13, 20, 44


@dataclass(frozen=True, slots=True)
class PaperBar:
    """One row: its name, a value (None for no figure), what stands behind the bar, and its colour."""

    name: str
    value: float | None
    text: str
    shade: Shade = Shade.ACCENT


def bars_png(
    bars: tuple[PaperBar, ...], most: float | None = None, title: str = "", foot: tuple[str, ...] = ()
) -> bytes:
    """The chart as PNG, with a title above and lines below; needs a QGuiApplication.

    Bars are measured by `most`, else by the longest.
    """
    longest = most if most is not None else max((bar.value or 0.0 for bar in bars), default=0.0)
    head = _HEAD if title else 0
    high = head + (len(bars) + len(foot)) * _ROW + 2 * _PAD
    image = QImage(_WIDE * _SCALE, high * _SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.scale(_SCALE, _SCALE)
    font = QFont(program_font())
    font.setPixelSize(_TEXT_PIXELS)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    names = min(max((metrics.horizontalAdvance(bar.name) for bar in bars), default=0.0) + 2, _MOST_NAME)
    for number, bar in enumerate(bars):
        _paint(painter, bar, (names, head + _PAD + number * _ROW, longest), metrics)
    below = head + _PAD + len(bars) * _ROW
    for number, line in enumerate(foot):
        area = QRectF(_PAD, below + number * _ROW, _WIDE - 2 * _PAD, _ROW)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), line)
    if title:
        font.setPixelSize(_TITLE_PIXELS)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(QRectF(_PAD, _PAD, _WIDE, _HEAD - _PAD), int(Qt.AlignmentFlag.AlignVCenter), title)
    painter.end()
    written = QBuffer()
    image.save(written, "PNG")  # type: ignore[call-overload]
    return bytes(written.data().data())


def _paint(
    painter: QPainter, bar: PaperBar, place: tuple[float, float, float], metrics: QFontMetricsF
) -> None:
    names, top, longest = place
    left, room = _PAD + names + 8, _WIDE - 2 * _PAD - names - 8 - _VALUE
    painter.setPen(QColor("#000000"))
    shown = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(_PAD, top, names, _ROW), int(middle | Qt.AlignmentFlag.AlignRight), shown)
    length = room * (bar.value or 0.0) / longest if longest > 0 else 0.0
    area = QRectF(left, top + (_ROW - _BAR) / 2, max(length, 1.0), _BAR)
    painter.fillRect(area, QColor(LIGHT[bar.shade]))
    painter.drawText(QRectF(area.right() + 6, top, _VALUE + room, _ROW), int(middle), bar.text)
