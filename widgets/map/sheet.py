"""A map with its title block, composed once and painted on any device, whole or in parts."""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from widgets.map.page import BLOCK_TEXT
from widgets.map.painter import MapPainter
from widgets.map.scene_index import SceneIndex
from widgets.map.title_block import TitleBlock
from widgets.style.roles import LIGHT

if TYPE_CHECKING:
    from widgets.map.page import PagePlan
    from widgets.map.scene import MapPicture
    from widgets.map.title_block import PictureHead

SIDE, LEAST_WIDTH = 24.0, 560.0
_TEXT_OF_DIAGONAL = 0.0065
"""The title block grows with the map, so that it can be read when the whole is looked at."""


class Sheet:
    """`area` is the part of the drawing that is shown, in its units; `size` is in the sheet's own."""

    def __init__(
        self,
        picture: MapPicture,
        area: QRectF,
        block: TitleBlock,
        size: QSizeF,
        scales: tuple[float, float],
        side: float = 0.0,
    ) -> None:
        self.size = size
        self._block, self._area, self._side = block, area, side
        self._scale, self._block_scale = scales
        # Who reads a printed map folds and pins nothing: only what is hidden is said.
        printed = replace(picture, pins=frozenset(), parents=frozenset(picture.hidden))
        self._painter = MapPainter(printed, LIGHT, index=SceneIndex(picture.layout))

    @classmethod
    def drawn(cls, picture: MapPicture, area: QRectF, head: PictureHead) -> Sheet:
        """In drawing units, as a picture for the screen."""
        width = max(area.width(), LEAST_WIDTH)
        scale = max(1.0, _TEXT_OF_DIAGONAL * hypot(width, area.height()) / BLOCK_TEXT)
        block = TitleBlock(head, picture, width / scale)
        height = (block.head_height + block.foot_height) * scale + area.height()
        size = QSizeF(width + 2 * SIDE, height + 2 * SIDE)
        return cls(picture, area, block, size, (1.0, scale), SIDE)

    @classmethod
    def on_paper(cls, picture: MapPicture, area: QRectF, head: PictureHead, plan: PagePlan) -> Sheet:
        """In millimetres, as the plan says."""
        block = TitleBlock(head, picture, plan.sheet_width / plan.block_scale)
        size = QSizeF(plan.sheet_width, plan.sheet_height)
        return cls(picture, area, block, size, (plan.scale, plan.block_scale))

    def paint(self, painter: QPainter, part: QRectF | None = None) -> None:
        """Paint the part of the sheet, None for all of it; what lies outside may be painted too."""
        part = part or QRectF(0, 0, self.size.width(), self.size.height())
        painter.fillRect(part, QColor("#ffffff"))
        self._paint_map(painter, part)
        head, foot = self._block.head_height * self._block_scale, self._block.foot_height * self._block_scale
        width = self.size.width() - 2 * self._side
        bottom = self.size.height() - self._side - foot
        if part.intersects(QRectF(self._side, self._side, width, head)):
            self._paint_block(painter, self._side, foot=False)
        if part.intersects(QRectF(self._side, bottom, width, foot)):
            self._paint_block(painter, bottom, foot=True)

    def _paint_block(self, painter: QPainter, top: float, *, foot: bool) -> None:
        painter.save()
        painter.translate(self._side, top)
        painter.scale(self._block_scale, self._block_scale)
        if foot:
            self._block.paint_foot(painter)
        else:
            self._block.paint_head(painter)
        painter.restore()

    def _paint_map(self, painter: QPainter, part: QRectF) -> None:
        place = self._place()
        seen = part.intersected(place)
        if seen.isEmpty():
            return
        painter.save()
        painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
        painter.translate(place.topLeft())
        painter.scale(self._scale, self._scale)
        painter.translate(-self._area.topLeft())
        left, top = (seen.x() - place.x()) / self._scale, (seen.y() - place.y()) / self._scale
        shown = QRectF(left, top, seen.width() / self._scale, seen.height() / self._scale)
        self._painter.paint(painter, shown.translated(self._area.topLeft()), 1.0)
        painter.restore()

    def _place(self) -> QRectF:
        """Where the drawing is on the sheet: right below the head, in the middle."""
        width, height = self._area.width() * self._scale, self._area.height() * self._scale
        top = self._side + self._block.head_height * self._block_scale
        return QRectF((self.size.width() - width) / 2, top, width, height)
