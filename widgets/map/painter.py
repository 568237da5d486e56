"""Paints a map: panels, links, boxes. On a screen, an image, an SVG or a page alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from chains import words
from chains.kinds import Coverage, Tier
from chains.shading import Mode, ShadeClass
from widgets.map.legend import paint_ring
from widgets.map.looks import Looks, paint_stripe
from widgets.map.scene import BOX_PADDING, LINE_HEIGHT, name_font, name_lines, rect, text_font
from widgets.map.scene_index import SceneIndex

if TYPE_CHECKING:
    from chains.chain import Segment
    from chains.layout import Column, Route
    from widgets.map.far_scene import FarScene
    from widgets.map.link_paths import LinkShape
    from widgets.map.looks import BoxLook
    from widgets.map.scene import MapPicture
    from widgets.style.roles import Roles

CORNER = 7.0
TEXT_FROM_ZOOM = 0.42
"""Below this zoom texts cannot be read and are left out."""

LINK_WIDTH, LIT_LINK_WIDTH = 1.3, 2.2
THIN_FROM_LINKS = 300
"""With more in view links are one pixel wide: wider ones take twenty times as long."""

LINK_ROOM = (-10.0, -10.0, 10.0, 10.0)
"""Round the view: heads and lines are wider than the ways they are painted on."""

SHADING_BELOW_PIXELS = 3.0
"""Boxes that are less high are painted as shading."""

FADED, FADED_LINK = 0.28, 40
"""How much of a box (0–1) and of a link (0–255) is left where a filter fades them."""

_WITHOUT_IMPORTED = frozenset({Mode.SOURCE, Mode.CHANGE})
"""Modes whose chip says the same, or whose note needs the room."""


@dataclass(frozen=True, slots=True)
class Light:
    """What is picked, and the boxes on the way of what is hovered or picked.

    Links on the way are lit. While something is hovered (`dims`) the rest steps back.
    """

    selected: str = ""
    hovered: str = ""
    dropping: str = ""
    path: frozenset[str] = frozenset()
    dims: bool = False

    def is_dim(self, code: str) -> bool:
        """Whether the box steps back."""
        return self.dims and code not in self.path


class MapPainter:
    """Paints one picture with one set of colours."""

    def __init__(
        self, picture: MapPicture, roles: Roles, light: Light | None = None, index: SceneIndex | None = None
    ) -> None:
        self._picture, self._roles, self._light = picture, roles, light or Light()
        self._index = index or SceneIndex(picture.layout)
        self._looks = picture.looks or Looks()
        self._name_font, self._text_font = name_font(), text_font()
        self._name_metrics = QFontMetricsF(self._name_font)
        self._text_metrics = QFontMetricsF(self._text_font)

    def paint(self, painter: QPainter, visible: QRectF, zoom: float) -> None:
        """Paint what lies in `visible`, in the layout's units. `zoom` decides how much detail is shown."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_panels(painter, visible, with_text=zoom >= TEXT_FROM_ZOOM)
        self._paint_links(painter, visible)
        segments = self._picture.segments
        for code in self._index.codes_in(visible.adjusted(-6, -6, 6, 6)):
            area = rect(self._picture.layout.boxes[code])
            self._paint_box(painter, segments[code], area, with_text=zoom >= TEXT_FROM_ZOOM)

    def paint_far(self, painter: QPainter, far: FarScene, visible: QRectF, zoom: float) -> None:
        """Paint from afar: coloured boxes or their shading, and thin lines, for maps of many thousands."""
        self._paint_panels(painter, visible, with_text=False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        roles = self._roles
        links = far.links(self._index, visible, zoom, (self._light.path, self._looks.path))
        inks = ((roles.link, FADED_LINK), (roles.link, 255), (roles.link_missing, 255), (roles.link_lit, 255))
        for lines, (name, alpha) in zip(links, inks, strict=True):
            painter.setPen(QPen(_with_alpha(name, alpha), 0))
            painter.drawLines(lines)
        self._paint_far_boxes(painter, far, visible, zoom)
        painter.setPen(QPen(QColor(roles.mark), 0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for code in self._looks.marked & self._picture.layout.boxes.keys():
            painter.drawRect(rect(self._picture.layout.boxes[code]).adjusted(-8, -8, 8, 8))
        chosen = self._light.selected or self._light.hovered
        if chosen in self._picture.layout.boxes:
            painter.setPen(QPen(QColor(roles.accent), 0))
            painter.drawRect(rect(self._picture.layout.boxes[chosen]).adjusted(-12, -12, 12, 12))

    def _paint_far_boxes(self, painter: QPainter, far: FarScene, visible: QRectF, zoom: float) -> None:
        colours = {
            (shade, faded): _with_alpha(self._roles.shades[shade].edge, round(255 * FADED) if faded else 255)
            for shade, faded in far.boxes
        }
        if far.least_height * zoom < SHADING_BELOW_PIXELS:
            painter.drawImage(visible, far.shading(visible, zoom, colours))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for look, boxes in far.boxes.items():
            painter.setBrush(colours[look])
            painter.drawRects(boxes)

    def _paint_panels(self, painter: QPainter, visible: QRectF, *, with_text: bool) -> None:
        roles = self._roles
        for band in self._picture.layout.bands:
            area = rect(band.box)
            colour = QColor(roles.tier[band.tier])
            painter.setPen(QPen(colour, 2))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            if with_text:
                painter.setFont(self._name_font)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words.TIER[band.tier])
        for column in self._picture.layout.columns:
            area = rect(column.box)
            if visible.intersects(area):
                self._paint_panel(painter, column, area, with_text=with_text)

    def _paint_panel(self, painter: QPainter, column: Column, area: QRectF, *, with_text: bool) -> None:
        roles = self._roles
        painter.setPen(QPen(QColor(roles.line), 1))
        painter.setBrush(QColor(roles.column))
        painter.drawRoundedRect(area, CORNER, CORNER)
        head = QRectF(area.x(), area.y(), area.width(), 30)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles.heading))
        painter.drawRoundedRect(head.adjusted(1, 1, -1, 0), CORNER - 1, CORNER - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not with_text:
            return
        left = head.x() + 8
        if column.tier is Tier.SUPPORT:
            left += self._chip(
                painter, QPointF(left, head.y() + 6), words.TIER[column.tier], roles.tier[column.tier]
            )
        painter.setFont(self._name_font)
        painter.setPen(QColor(roles.ink))
        room = QRectF(left + 2, head.y(), head.right() - left - 8, head.height())
        name = self._name_metrics.elidedText(_line(column.name), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _paint_links(self, painter: QPainter, visible: QRectF) -> None:
        lit, links = [], self._index.links_in(visible.adjusted(*LINK_ROOM))
        width = LINK_WIDTH if len(links) <= THIN_FROM_LINKS else 0.0
        for route, shape in links:
            if self._is_lit(route):
                lit.append((route, shape))
            else:
                self._paint_link(painter, route, shape, width)
        for route, shape in lit:
            self._paint_link(painter, route, shape, LIT_LINK_WIDTH)

    def _is_lit(self, route: Route) -> bool:
        paths = (self._light.path, self._looks.path)
        return any(route.source in path and route.target in path for path in paths)

    def _paint_link(self, painter: QPainter, route: Route, shape: LinkShape, width: float) -> None:
        missing = self._picture.shade(route.source) is ShadeClass.COVERAGE_MISSING
        lit = self._is_lit(route)
        colour = QColor(
            self._roles.link_missing if missing else self._roles.link_lit if lit else self._roles.link
        )
        if {route.source, route.target} & self._looks.faded:
            colour.setAlpha(FADED_LINK)
        elif self._light.path and not lit:
            colour.setAlpha(50 if self._light.dims else 130)
        pen = QPen(colour, width)
        if missing:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape.way)
        if shape.head is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(shape.head)

    def _paint_box(self, painter: QPainter, segment: Segment, area: QRectF, *, with_text: bool) -> None:
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
        if code in {self._light.selected, self._light.dropping}:
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
        if with_text:
            self._paint_texts(painter, segment, area, look)
        painter.restore()

    def _paint_texts(self, painter: QPainter, segment: Segment, area: QRectF, look: BoxLook) -> None:
        code, roles = segment.code, self._roles
        left, y = area.x() + BOX_PADDING + 3, area.y() + BOX_PADDING
        width = area.right() - left - 4
        painter.setFont(self._name_font)
        painter.setPen(QColor(roles.muted if segment.general else roles.ink))
        for line in name_lines(segment.name, self._name_metrics):
            painter.drawText(QRectF(left, y, width, LINE_HEIGHT), Qt.AlignmentFlag.AlignVCenter, line)
            y += LINE_HEIGHT
        self._paint_chips(painter, code, look, QRectF(left, y + 1.5, area.right() - 6 - left, LINE_HEIGHT))
        y += LINE_HEIGHT
        painter.setFont(self._text_font)
        flag = self._picture.flag(code)
        painter.setPen(QColor(roles.warning if flag else roles.muted))
        text = flag or self._picture.counts_line(code)
        shown = self._text_metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left, y + 2, width, LINE_HEIGHT), Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_chips(self, painter: QPainter, code: str, look: BoxLook, line: QRectF) -> None:
        roles, colours = self._roles, self._roles.shades[look.shade]
        x, y = line.x(), line.y()
        x += self._chip(painter, line.topLeft(), look.chip, colours.edge, colours.on_edge)
        if self._picture.state.assessment(code).chokepoint:
            x += self._chip(painter, QPointF(x, y), words.CHOKEPOINT_BADGE, roles.chokepoint)
        if self._picture.is_imported(code) and self._looks.mode not in _WITHOUT_IMPORTED:
            x += self._chip(
                painter, QPointF(x, y), words.IMPORTED_BADGE, roles.coverage[Coverage.MISSING].edge
            )
        if not look.note:
            return
        painter.setFont(self._text_font)
        painter.setPen(QColor(roles.muted))
        area = QRectF(x, y - 1, line.right() - x, LINE_HEIGHT - 2)
        shown = self._text_metrics.elidedText(look.note, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)

    def _chip(self, painter: QPainter, at: QPointF, text: str, colour: str, ink: str = "") -> float:
        """Paint a filled chip; returns the room it takes."""
        painter.setFont(self._text_font)
        width = self._text_metrics.horizontalAdvance(text) + 9
        area = QRectF(at.x(), at.y(), width, LINE_HEIGHT - 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(QColor(ink or self._roles.chip_ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        return width + 5


def _with_alpha(name: str, alpha: int) -> QColor:
    colour = QColor(name)
    colour.setAlpha(alpha)
    return colour


def _line(text: str) -> str:
    return " ".join(text[:200].split())
