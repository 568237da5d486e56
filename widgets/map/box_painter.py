"""Paints one box of a map: border, stripe, name, chips, counts, marks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from chains import words
from chains.kinds import Coverage
from chains.shade_classes import Mode
from widgets.map.legend import paint_ring
from widgets.map.looks import Looks, paint_stripe
from widgets.map.marks import fold_mark, paint_fold_mark, paint_pin
from widgets.map.scene import BOX_PADDING, LINE_HEIGHT, name_font, name_lines, text_font
from widgets.style.text import cut

if TYPE_CHECKING:
    from chains.chain import Segment
    from widgets.map.looks import BoxLook
    from widgets.map.scene import MapPicture
    from widgets.style.roles import Roles

CORNER = 7.0
TEXT_FROM_ZOOM = 0.6
"""Below this zoom most words cannot be read and are left out; names are painted larger."""

_SCREEN_PIXELS = 11
"""Of names where the map is smaller than that."""

FADED = 0.28
"""How much of a box (0–1) is left where a filter fades it."""

_WITHOUT_IMPORTED = frozenset({Mode.SOURCE, Mode.CHANGE})
"""Modes whose chip says the same, or whose note needs the room."""


class Light(NamedTuple):
    """What is selected, and the boxes on the way of what is hovered or selected.

    Links on the way are lit, and so are `links`. While something is hovered (`dims`) the rest steps back.
    """

    selected: frozenset[str] = frozenset()
    hovered: str = ""
    dropping: str = ""
    path: frozenset[str] = frozenset()
    links: frozenset[tuple[str, str]] = frozenset()
    dims: bool = False

    def is_dim(self, code: str) -> bool:
        """Whether the box steps back."""
        return self.dims and code not in self.path


class BoxPainter:
    """Paints boxes of one picture with one set of colours."""

    def __init__(self, picture: MapPicture, roles: Roles, light: Light) -> None:
        self._picture, self._roles, self._light = picture, roles, light
        self._looks = picture.looks or Looks()
        self._name_font, self._text_font = name_font(), text_font()
        self._font_key = self._text_font.key()

    def paint(self, painter: QPainter, segment: Segment, area: QRectF, zoom: float) -> None:
        """Paint the box of a segment: with all its words, or with its name alone where they are too small."""
        code, roles = segment.code, self._roles
        look = self._picture.look(code)
        colours = roles.shades[look.shade]
        painter.save()
        if code in self._looks.faded and code != self._light.hovered:
            painter.setOpacity(FADED)
        elif self._light.is_dim(code):
            painter.setOpacity(0.35)
        if code in self._looks.marked:
            paint_ring(painter, area, roles)
        if code in self._light.selected or code == self._light.dropping:
            glow = QColor(roles.accent)
            glow.setAlpha(70)
            painter.setPen(QPen(glow, 7))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), CORNER + 2, CORNER + 2)
        pen = look.pen(colours.border)
        if code == self._light.hovered:
            pen.setWidthF(pen.widthF() + 0.8)
        painter.setPen(pen)
        painter.setBrush(QColor(colours.tint))
        painter.drawRoundedRect(area, CORNER, CORNER)
        paint_stripe(painter, look, colours, area)
        if zoom < TEXT_FROM_ZOOM:
            self._paint_name(painter, segment, area, zoom)
        else:
            self._paint_texts(painter, segment, area, look)
            if code in self._picture.pins:
                paint_pin(painter, area, roles)
            if code in self._picture.parents:
                paint_fold_mark(painter, area, self._picture.hidden.get(code, 0), roles)
        painter.restore()

    def _paint_name(self, painter: QPainter, segment: Segment, area: QRectF, zoom: float) -> None:
        """The name over the whole box, as large on screen as can be read, on as many lines as fit."""
        font = font_on_screen(zoom)
        room = area.adjusted(BOX_PADDING, 1, -4, -1)
        metrics = QFontMetricsF(font)
        lines = max(1, int(room.height() // metrics.height()))
        # Each line may leave room for less than one more sign.
        width = room.width() * lines - (lines - 1) * font.pixelSize()
        name = metrics.elidedText(cut(segment.name, 60), Qt.TextElideMode.ElideRight, width)
        painter.setFont(font)
        painter.setPen(QColor(self._roles.muted if segment.general else self._roles.ink))
        wrapped = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere
        painter.drawText(room, int(wrapped), name)

    def _paint_texts(self, painter: QPainter, segment: Segment, area: QRectF, look: BoxLook) -> None:
        code, roles = segment.code, self._roles
        left, y = area.x() + BOX_PADDING + 3, area.y() + BOX_PADDING
        width = area.right() - left - 4
        painter.setFont(self._name_font)
        painter.setPen(QColor(roles.muted if segment.general else roles.ink))
        for line in _name_lines(segment.name, self._font_key):
            painter.drawText(QRectF(left, y, width, LINE_HEIGHT), Qt.AlignmentFlag.AlignVCenter, line)
            y += LINE_HEIGHT
        self._paint_chips(painter, code, look, QRectF(left, y + 1.5, area.right() - 6 - left, LINE_HEIGHT))
        y += LINE_HEIGHT
        painter.setFont(self._text_font)
        flag = self._picture.flag(code)
        painter.setPen(QColor(roles.warning if flag else roles.muted))
        text = flag or self._picture.counts_line(code)
        if code in self._picture.parents:
            width = fold_mark(area, self._picture.hidden.get(code, 0)).left() - left - 3
        shown = _elided(text, width, self._font_key)
        painter.drawText(QRectF(left, y + 2, width, LINE_HEIGHT), Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_chips(self, painter: QPainter, code: str, look: BoxLook, line: QRectF) -> None:
        roles, colours = self._roles, self._roles.shades[look.shade]
        x, y = line.x(), line.y()
        x += self.chip(painter, line.topLeft(), look.chip, colours.edge, colours.on_edge)
        if self._picture.state.assessment(code).chokepoint:
            x += self.chip(painter, QPointF(x, y), words.CHOKEPOINT_BADGE, roles.chokepoint)
        if self._picture.is_imported(code) and self._looks.mode not in _WITHOUT_IMPORTED:
            x += self.chip(
                painter, QPointF(x, y), words.IMPORTED_BADGE, roles.coverage[Coverage.MISSING].edge
            )
        if not look.note:
            return
        painter.setFont(self._text_font)
        painter.setPen(QColor(roles.muted))
        area = QRectF(x, y - 1, line.right() - x, LINE_HEIGHT - 2)
        shown = _elided(look.note, area.width(), self._font_key)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)

    def chip(self, painter: QPainter, at: QPointF, text: str, colour: str, ink: str = "") -> float:
        """Paint a filled chip; returns the room it takes."""
        painter.setFont(self._text_font)
        width = _advance(text, self._font_key) + 9
        area = QRectF(at.x(), at.y(), width, LINE_HEIGHT - 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(QColor(ink or self._roles.chip_ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        return width + 5


def font_on_screen(zoom: float) -> QFont:
    """A font that is as large on screen as can be read, whatever the zoom."""
    font = name_font()
    font.setPixelSize(max(1, round(_SCREEN_PIXELS / zoom)))
    return font


# Measuring texts takes longer than painting them, and the same ones come in every frame. The font's key is
# part of the question: the user may choose another font.
@lru_cache(maxsize=60_000)
def _name_lines(name: str, _font_key: str) -> tuple[str, ...]:
    return name_lines(name, QFontMetricsF(name_font()))


@lru_cache(maxsize=60_000)
def _elided(text: str, width: float, _font_key: str) -> str:
    return QFontMetricsF(text_font()).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=10_000)
def _advance(text: str, _font_key: str) -> float:
    return QFontMetricsF(text_font()).horizontalAdvance(text)
