"""Small things that lists and tables draw in their rows: chips, bars, pills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from widgets.style.palette import colour
from widgets.style.shades import Shade
from widgets.style.text import seen

CHIP_HEIGHT = 18.0
_CHIP_PADDING = 5.0


@dataclass(frozen=True, slots=True)
class Chip:
    """A word in a frame: an honour, a role, where a company is. `filled` chips stand out."""

    text: str
    shade: Shade = Shade.ADEQUATE
    filled: bool = False


class RowState(NamedTuple):
    """Where a delegate draws, and how the row stands."""

    area: QRect
    font: QFont
    selected: bool
    hovered: bool
    focused: bool


def row_state(option: QStyleOptionViewItem) -> RowState:
    """The parts of a style option that rows are drawn from; Qt's type stubs do not know them."""
    known = cast("Any", option)
    flag = QStyle.StateFlag
    return RowState(
        QRect(known.rect),
        QFont(known.font),
        bool(known.state & flag.State_Selected),
        bool(known.state & flag.State_MouseOver),
        bool(known.state & flag.State_HasFocus),
    )


_INKS = {
    Shade.STRONG: Shade.STRONG_TEXT,
    Shade.ADEQUATE: Shade.ADEQUATE_TEXT,
    Shade.WEAK: Shade.WEAK_TEXT,
    Shade.MISSING: Shade.MISSING_TEXT,
    Shade.UNASSESSED: Shade.UNASSESSED_TEXT,
    Shade.CHOKEPOINT: Shade.CHOKEPOINT_TEXT,
    Shade.ACCENT: Shade.ACCENT_TEXT,
}
_ON = {
    Shade.STRONG: Shade.ON_STRONG,
    Shade.ADEQUATE: Shade.ON_ADEQUATE,
    Shade.WEAK: Shade.ON_WEAK,
    Shade.MISSING: Shade.ON_MISSING,
    Shade.UNASSESSED: Shade.ON_UNASSESSED,
    Shade.CHOKEPOINT: Shade.ON_CHOKEPOINT,
    Shade.ACCENT: Shade.ON_ACCENT,
}


def ink_of(shade: Shade) -> Shade:
    """Text in that colour on a panel: darker than the colour itself where it must be readable."""
    return _INKS.get(shade, shade)


def small_font(font: QFont) -> QFont:
    """The font of chips and notes."""
    small = QFont(font)
    small.setPixelSize(max(9, font.pixelSize() - 2 if font.pixelSize() > 0 else 11))
    return small


def chip_width(text: str, font: QFont) -> float:
    """How wide a chip of that text is."""
    return QFontMetricsF(small_font(font)).horizontalAdvance(text) + 2 * _CHIP_PADDING


def draw_chip(painter: QPainter, left: float, middle: float, chip: Chip) -> float:
    """Draw a chip from `left`, centred on `middle`; returns its width."""
    font = painter.font()
    width = chip_width(chip.text, font)
    area = QRectF(left + 0.5, middle - CHIP_HEIGHT / 2 + 0.5, width - 1, CHIP_HEIGHT - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(small_font(font))
    painter.setPen(QPen(colour(chip.shade), 1))
    painter.setBrush(colour(chip.shade) if chip.filled else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area, 3, 3)
    painter.setPen(colour(_ON.get(chip.shade, Shade.PANEL) if chip.filled else ink_of(chip.shade)))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, chip.text)
    painter.restore()
    return width


def draw_bar(painter: QPainter, area: QRectF, value: float, shade: Shade) -> None:
    """Draw a bar filled to `value` (0–1)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(Shade.TRACK))
    round_off = area.height() / 2
    painter.drawRoundedRect(area, round_off, round_off)
    filled = QRectF(area)
    filled.setWidth(area.width() * max(0.0, min(1.0, value)))
    if filled.width() >= 1:
        painter.setBrush(colour(shade))
        painter.drawRoundedRect(filled, round_off, round_off)
    painter.restore()


def draw_pill(painter: QPainter, area: QRectF, text: str, shade: Shade) -> None:
    """Draw a count in a filled pill."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(shade))
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
    painter.setFont(small_font(painter.font()))
    painter.setPen(colour(_ON.get(shade, Shade.ON_ACCENT)))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def draw_focus(painter: QPainter, area: QRect) -> None:
    """Draw the frame that shows where the keyboard is."""
    painter.save()
    painter.setPen(QPen(colour(Shade.ACCENT), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(0, 0, -1, -1))
    painter.restore()


def draw_elided(painter: QPainter, area: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
    """Draw one line of text, cut with an ellipsis where it does not fit."""
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(seen(text), Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | align | Qt.TextFlag.TextSingleLine), shown)
