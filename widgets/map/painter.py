"""Paints a map: panels, frames, links, boxes. On a screen, an image, an SVG or a page alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from chains import words
from chains.kinds import Tier
from chains.shade_classes import ShadeClass
from widgets.map.box_painter import CORNER, FADED, TEXT_FROM_ZOOM, BoxPainter, Light, font_on_screen
from widgets.map.link_paths import link_shape
from widgets.map.link_texts import label_size, link_texts
from widgets.map.looks import Looks
from widgets.map.marks import HEADING_HEIGHT
from widgets.map.scene import name_font, rect, text_font
from widgets.map.scene_index import SceneIndex
from widgets.style.text import cut

if TYPE_CHECKING:
    from chains.layout_shapes import Column, Route
    from widgets.map.far_scene import FarLinks, FarScene
    from widgets.map.link_paths import LinkShape
    from widgets.map.scene import MapPicture
    from widgets.style.roles import Roles

__all__ = ["TEXT_FROM_ZOOM", "Light", "MapPainter"]

HEADINGS_FROM_ZOOM = 0.35
"""Below this zoom the names of stages would not fit into their headings."""

LINK_WIDTH, LIT_LINK_WIDTH = 1.3, 2.2
THIN_FROM_LINKS = 300
"""With more in view links are one pixel wide: wider ones take twenty times as long."""

LINK_ROOM = (-10.0, -10.0, 10.0, 10.0)
"""Round the view: heads and lines are wider than the ways they are painted on."""

SHADING_BELOW_PIXELS = 3.0
"""Boxes that are less high are painted as shading."""

FADED_LINK = 40
"""How much of a link (0–255) is left where a filter fades it."""


class MapPainter:
    """Paints one picture with one set of colours."""

    def __init__(
        self, picture: MapPicture, roles: Roles, light: Light | None = None, index: SceneIndex | None = None
    ) -> None:
        self._picture, self._roles, self._light = picture, roles, light or Light()
        self._index = index or SceneIndex(picture.layout)
        self._looks = picture.looks or Looks()
        self._boxes = BoxPainter(picture, roles, self._light)
        self._name_font, self._text_font = name_font(), text_font()
        self._labels = link_texts(picture.state.chain) if picture.layout.labels else {}

    def paint(self, painter: QPainter, visible: QRectF, zoom: float, far: FarScene | None = None) -> None:
        """Paint what lies in `visible`, in the layout's units. `zoom` decides how much detail is shown.

        With a FarScene links are plain lines, without heads: for views with a thousand and more.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_panels(painter, visible, zoom)
        self._paint_frames(painter, visible)
        if far is None:
            self._paint_links(painter, visible)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            self._paint_lines(painter, far.near_links(self._index, visible, self._ways()))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if zoom >= TEXT_FROM_ZOOM:
            self._paint_labels(painter, visible)
        segments = self._picture.segments
        for code in self._index.codes_in(visible.adjusted(-6, -6, 6, 6)):
            area = rect(self._picture.layout.boxes[code])
            self._boxes.paint(painter, segments[code], area, zoom)

    def paint_far(
        self, painter: QPainter, far: FarScene, visible: QRectF, zoom: float, *, has_words: bool = True
    ) -> None:
        """Paint from afar: coloured boxes or their shading, and thin lines, for maps of many thousands."""
        self._paint_panels(painter, visible, zoom, has_words=has_words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        roles = self._roles
        self._paint_lines(painter, far.links(self._index, visible, zoom, self._ways()))
        self._paint_far_boxes(painter, far, visible, zoom)
        painter.setPen(QPen(QColor(roles.mark), 0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for code in self._looks.marked & self._picture.layout.boxes.keys():
            painter.drawRect(rect(self._picture.layout.boxes[code]).adjusted(-8, -8, 8, 8))
        painter.setPen(QPen(QColor(roles.accent), 0))
        chosen = self._light.selected or {self._light.hovered}
        for code in chosen & self._picture.layout.boxes.keys():
            painter.drawRect(rect(self._picture.layout.boxes[code]).adjusted(-12, -12, 12, 12))

    def _paint_lines(self, painter: QPainter, links: FarLinks) -> None:
        roles = self._roles
        inks = ((roles.link, FADED_LINK), (roles.link, 255), (roles.link_missing, 255), (roles.link_lit, 255))
        for lines, (name, alpha) in zip(links, inks, strict=True):
            painter.setPen(QPen(_with_alpha(name, alpha), 0))
            painter.drawLines(lines)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(roles.link_lit), LIT_LINK_WIDTH))
        for route in self._index.routes_between(self._light.links):
            painter.drawPath(link_shape(route.points).way)

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

    def _paint_panels(
        self, painter: QPainter, visible: QRectF, zoom: float, *, has_words: bool = True
    ) -> None:
        font = self._name_font if zoom >= TEXT_FROM_ZOOM else font_on_screen(zoom)
        metrics = QFontMetricsF(font)
        for band in self._picture.layout.bands:
            area = rect(band.box)
            painter.setPen(QPen(QColor(self._roles.tier[band.tier]), 2))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            name = self._tier_name(band.tier)
            if has_words and metrics.horizontalAdvance(name) <= area.width():
                painter.setFont(font)
                # A large font may rise above its band: nothing is there.
                area.setTop(min(area.top(), area.bottom() - metrics.height()))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)
        for column in self._picture.layout.columns:
            area = rect(column.box)
            if visible.intersects(area):
                self._paint_panel(painter, column, area, zoom)

    def _paint_panel(self, painter: QPainter, column: Column, area: QRectF, zoom: float) -> None:
        roles = self._roles
        painter.setPen(QPen(QColor(roles.line), 1))
        painter.setBrush(QColor(roles.column))
        painter.drawRoundedRect(area, CORNER, CORNER)
        head = QRectF(area.x(), area.y(), area.width(), HEADING_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles.heading))
        painter.drawRoundedRect(head.adjusted(1, 1, -1, 0), CORNER - 1, CORNER - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if zoom < HEADINGS_FROM_ZOOM:
            return
        left, font = head.x() + 8, self._name_font if zoom >= TEXT_FROM_ZOOM else font_on_screen(zoom)
        if column.tier is Tier.SUPPORT and zoom >= TEXT_FROM_ZOOM:
            at = QPointF(left, head.y() + 6)
            left += self._boxes.chip(painter, at, self._tier_name(column.tier), roles.tier[column.tier])
        painter.setFont(font)
        painter.setPen(QColor(roles.ink))
        room = QRectF(left + 2, head.y(), head.right() - left - 8, head.height())
        metrics = QFontMetricsF(font)
        name = metrics.elidedText(_line(column.name), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _tier_name(self, tier: Tier) -> str:
        return _line(self._picture.state.chain.tier_name(tier)) or words.TIER[tier]

    def _paint_frames(self, painter: QPainter, visible: QRectF) -> None:
        """Frames round unfolded parents, the outer ones first."""
        line, ground = QColor(self._roles.muted), QColor(self._roles.heading)
        line.setAlpha(110)
        ground.setAlpha(120)
        painter.setPen(QPen(line, 1))
        painter.setBrush(ground)
        for frame in self._picture.layout.frames:
            area = rect(frame.box)
            if visible.intersects(area):
                painter.drawRoundedRect(area, CORNER + 2, CORNER + 2)

    def _paint_labels(self, painter: QPainter, visible: QRectF) -> None:
        """Words on links, on a ground of their own."""
        painter.setFont(self._text_font)
        ground, around = QColor(self._roles.column), visible.adjusted(-60, -20, 60, 20)
        for ends, point in self._picture.layout.labels.items():
            text = self._labels.get(ends)
            middle = QPointF(point.x, point.y)
            if not text or not around.contains(middle):
                continue
            lit = ends in self._light.links or set(ends) <= self._light.path
            painter.setOpacity(1.0 if lit or not (self._light.path or self._light.links) else 0.45)
            area = QRectF(QPointF(), QSizeF(*label_size(text)))
            area.moveCenter(middle)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(area, 3, 3)
            painter.setPen(QColor(self._roles.link_lit if lit else self._roles.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.setOpacity(1.0)

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
        return any(route.source in way and route.target in way for way in self._ways()) or (
            (route.source, route.target) in self._light.links
        )

    def _ways(self) -> tuple[frozenset[str], ...]:
        """Links between segments of one of these are lit."""
        return self._light.path, self._looks.path

    def _paint_link(self, painter: QPainter, route: Route, shape: LinkShape, width: float) -> None:
        missing = self._picture.shade(route.source) is ShadeClass.COVERAGE_MISSING
        lit = self._is_lit(route)
        colour = QColor(
            self._roles.link_missing if missing else self._roles.link_lit if lit else self._roles.link
        )
        if {route.source, route.target} & self._looks.faded:
            colour.setAlpha(FADED_LINK)
        elif (self._light.path or self._light.links) and not lit:
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


def _with_alpha(name: str, alpha: int) -> QColor:
    colour = QColor(name)
    colour.setAlpha(alpha)
    return colour


def _line(text: str) -> str:
    return cut(text)
