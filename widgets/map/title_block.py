"""What stands around a map on paper: title, figures and legend above it; 口径, day and maker below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from widgets.map.legend import legend_height, legend_of, legend_places, paint_entry
from widgets.style.roles import LIGHT

if TYPE_CHECKING:
    from widgets.map.scene import MapPicture

TITLE_PIXELS, TEXT_PIXELS, NOTE_PIXELS = 22, 13, 11
_LINE_HEIGHT, _GAP = 22.0, 6.0
_WRAP = int(Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class PictureHead:
    """Title, a line of figures, the day, who drew it ("" for none), and how the figures are counted."""

    title: str
    figures: str
    as_of: str
    drawn_by: str = ""
    basis: tuple[str, ...] = ()


class TitleBlock:
    """A head set in a width, in units of its own: plain text is 13 high."""

    def __init__(self, head: PictureHead, picture: MapPicture, width: float) -> None:
        self._width = width
        self._head = [
            _Text(head.title, TITLE_PIXELS, LIGHT.ink, width, bold=True),
            _Text(head.figures, TEXT_PIXELS, LIGHT.muted, width),
        ]
        self._legend = _Legend(picture, width)
        self._notes = [_Text(line, NOTE_PIXELS, LIGHT.muted, width) for line in _notes(head)]
        self._as_of = f"截至日期：{head.as_of}"
        self._maker = f"制图单位：{head.drawn_by}" if head.drawn_by else ""

    @property
    def head_height(self) -> float:
        """Height of what stands above the map."""
        return sum(text.height for text in self._head) + self._legend.height + 2 * _GAP

    @property
    def foot_height(self) -> float:
        """Height of what stands below the map."""
        return sum(text.height for text in self._notes) + _LINE_HEIGHT + _GAP

    def paint_head(self, painter: QPainter) -> None:
        """Paint from the origin downwards."""
        y = 0.0
        for text in self._head:
            y = text.paint(painter, y)
        self._legend.paint(painter, y + _GAP)

    def paint_foot(self, painter: QPainter) -> None:
        """Paint from the origin downwards."""
        y = _GAP
        for text in self._notes:
            y = text.paint(painter, y)
        painter.setFont(block_font(TEXT_PIXELS))
        painter.setPen(QColor(LIGHT.ink))
        line = QRectF(0, y, self._width, _LINE_HEIGHT)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, self._as_of)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, self._maker)


def block_heights(head: PictureHead, picture: MapPicture, width: float) -> tuple[float, float]:
    """Heights of head and foot in a width."""
    block = TitleBlock(head, picture, width)
    return block.head_height, block.foot_height


def block_font(pixels: int, *, bold: bool = False) -> QFont:
    """A font of the title block."""
    font = QFont()
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def _notes(head: PictureHead) -> list[str]:
    return [f"口径：{line}" if number == 0 else f"　　　{line}" for number, line in enumerate(head.basis)]


class _Text:
    """A text in as many lines as it takes."""

    def __init__(self, text: str, pixels: int, colour: str, width: float, *, bold: bool = False) -> None:
        self._text, self._colour, self._width = text, colour, width
        self._font = block_font(pixels, bold=bold)
        bounds = QFontMetricsF(self._font).boundingRect(QRectF(0, 0, width, 10_000), _WRAP, text)
        self.height = bounds.height() + 2 if text else 0.0

    def paint(self, painter: QPainter, y: float) -> float:
        """Paint with its top at y; returns its bottom."""
        painter.setFont(self._font)
        painter.setPen(QColor(self._colour))
        painter.drawText(QRectF(0, y, self._width, self.height), _WRAP, self._text)
        return y + self.height


class _Legend:
    """Entries set in lines, as text is."""

    def __init__(self, picture: MapPicture, width: float) -> None:
        self._entries = legend_of(picture)
        self._places = legend_places(self._entries, width)
        self.height = legend_height(self._entries, width)

    def paint(self, painter: QPainter, y: float) -> None:
        """Paint with its top at y."""
        for entry, place in zip(self._entries, self._places, strict=True):
            paint_entry(painter, entry, place + QPointF(0, y), LIGHT)
