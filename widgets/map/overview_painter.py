"""Paints the overview of all chains: boxes round the middle, shared products as curves between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from chains import words
from chains.kinds import Coverage
from widgets.map.scene import name_font, rect, text_font

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.overview import ChainLink, ChainsOverview
    from chains.overview_layout import OverviewLayout
    from chains.rows import ChainOverview
    from widgets.style.roles import Roles

CHAIN_BOX = (150.0, 56.0)
"""Width and height of a chain's box."""

CLUSTERS_FROM_ZOOM = 0.6
"""Below this zoom names and figures are set larger, and clusters are left out."""

_CORNER, _SIDE = 6.0, 9.0
_INWARD = 0.72
"""How far towards the middle a link bends."""


@dataclass(frozen=True, slots=True)
class OverviewPicture:
    """What is drawn, and where."""

    overview: ChainsOverview
    layout: OverviewLayout

    @property
    def widest(self) -> int:
        """The most products that two chains share."""
        return max((len(link.products) for link in self.overview.links), default=0)

    def matched_gaps(self) -> Mapping[str, int]:
        """How many gaps of each chain another chain could fill from here."""
        found: dict[str, set[str]] = {}
        for link in self.overview.links:
            for product in link.matches:
                for ref in product.gaps:
                    found.setdefault(ref.chain, set()).add(ref.segment)
        return {code: len(segments) for code, segments in found.items()}


@dataclass(frozen=True, slots=True)
class OverviewLight:
    """What stands out: a chain with its links, or one link."""

    chain: str = ""
    link: ChainLink | None = field(default=None)

    def lights(self, link: ChainLink) -> bool:
        """Whether the link stands out."""
        if self.link is not None:
            return link is self.link
        return bool(self.chain) and self.chain in {link.one, link.other}

    @property
    def is_on(self) -> bool:
        """Whether anything does."""
        return bool(self.chain) or self.link is not None


def link_path(link: ChainLink, layout: OverviewLayout) -> QPainterPath:
    """The curve of a link: from box to box, bent towards the middle."""
    start, end = _middle(link.one, layout), _middle(link.other, layout)
    middle = QPointF(layout.middle.x, layout.middle.y)
    path = QPainterPath(start)
    path.cubicTo(start + (middle - start) * _INWARD, end + (middle - end) * _INWARD, end)
    return path


class OverviewPainter:
    """Paints one overview with one set of colours."""

    def __init__(
        self,
        picture: OverviewPicture,
        roles: Roles,
        light: OverviewLight | None = None,
        zoom: float = 1.0,
    ) -> None:
        self._picture, self._roles, self._light = picture, roles, light or OverviewLight()
        self._matched = picture.matched_gaps()
        self._is_near = zoom >= CLUSTERS_FROM_ZOOM
        self._small = _sized(text_font(), 11)

    def paint(self, painter: QPainter) -> None:
        """Paint all of it, in the layout's units."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        links = sorted(self._picture.overview.links, key=self._rank)
        for link in links:
            self._paint_link(painter, link)
        for chain in self._picture.overview.chains:
            self._paint_chain(painter, chain)

    def _rank(self, link: ChainLink) -> tuple[bool, bool, int]:
        return self._light.lights(link), bool(link.matches), len(link.products)

    def _paint_link(self, painter: QPainter, link: ChainLink) -> None:
        roles, lit = self._roles, self._light.lights(link)
        colour = QColor(roles.coverage[Coverage.STRONG].edge if link.matches else roles.link)
        if self._light.is_on and not lit:
            colour.setAlpha(28)
        elif not lit:
            colour.setAlpha(190 if link.matches else 80)
        elif not link.matches:
            colour = QColor(roles.link_lit)
        pen = QPen(colour, _width(len(link.products)) + (0.8 if lit else 0))
        if not link.matches:
            pen.setDashPattern([5, 2.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(link_path(link, self._picture.layout))

    def _paint_chain(self, painter: QPainter, chain: ChainOverview) -> None:
        roles, area = self._roles, rect(self._picture.layout.boxes[chain.code])
        chosen = chain.code == self._light.chain
        painter.setPen(QPen(QColor(roles.accent if chosen else roles.muted), 2.2 if chosen else 1.0))
        painter.setBrush(QColor(roles.column))
        painter.drawRoundedRect(area, _CORNER, _CORNER)
        inner = area.adjusted(_SIDE, 5, -_SIDE, -4)
        if not self._is_near:
            self._text(painter, inner, chain.name, _sized(name_font(), 19), roles.ink)
            below = QRectF(inner.x(), inner.y() + 26, inner.width(), 22)
            self._text(painter, below, _figures(chain), _sized(text_font(), 16), roles.ink)
            return
        self._text(painter, inner, chain.name, name_font(), roles.ink)
        line = QRectF(inner.x(), inner.y() + 18, inner.width(), 16)
        room = line.adjusted(0, 0, -self._paint_matches(painter, chain.code, line), 0)
        self._text(painter, room, _figures(chain), text_font(), roles.ink)
        below = QRectF(inner.x(), inner.y() + 34, inner.width(), 14)
        self._text(painter, below, chain.cluster, self._small, roles.muted)

    def _paint_matches(self, painter: QPainter, code: str, line: QRectF) -> float:
        """A chip at the line's end that counts gaps which other chains could fill; returns its room."""
        count, look = self._matched.get(code, 0), self._roles.coverage[Coverage.STRONG]
        if not count:
            return 0.0
        text = f"配套 {count}"
        painter.setFont(self._small)
        width = QFontMetricsF(self._small).horizontalAdvance(text) + 8
        area = QRectF(line.right() - width, line.y() + 1, width, 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.edge))
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(QColor(look.on_edge))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        return width + 4

    def _text(self, painter: QPainter, room: QRectF, text: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        whole = " ".join(text[:200].split())
        shown = QFontMetricsF(font).elidedText(whole, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, shown)


def _figures(chain: ChainOverview) -> str:
    if not chain.assessed:
        return "未评估"
    return f"{words.rate_text(chain.local_supply_rate)} · 缺口 {chain.gaps}"


def _width(products: int) -> float:
    """Line width by how many products are shared; it grows ever slower, so that thick ones hide little."""
    return 0.6 + 0.9 * sqrt(products)


def _middle(code: str, layout: OverviewLayout) -> QPointF:
    box = layout.boxes[code]
    return QPointF(box.x + box.width / 2, box.y + box.height / 2)


def _sized(font: QFont, pixels: int) -> QFont:
    font.setPixelSize(pixels)
    return font
