"""What gestures work on: the picture that is shown, where everything of it is, and the view of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF

from chains.kinds import Tier
from widgets.map.box_painter import TEXT_FROM_ZOOM
from widgets.map.marks import HEADING_HEIGHT, fold_mark
from widgets.map.scene import rect

if TYPE_CHECKING:
    from chains.layout_shapes import Column
    from widgets.map.camera import Camera
    from widgets.map.scene import MapPicture
    from widgets.map.scene_index import SceneIndex
    from widgets.style.roles import Roles

HANDS_FROM_ZOOM = 0.5
"""Below it handles are too small to be hit, and only boxes and panels are."""

LINKS_FROM_ZOOM = 0.25
HANDLE_RADIUS, _HANDLE_REACH = 5.0, 9.0
_LINK_REACH = 6.0


class Thing(Enum):
    """What can lie below the cursor."""

    BOX = "box"
    FOLD_MARK = "fold mark"
    HANDLE_OUT = "right handle"
    HANDLE_IN = "left handle"
    HEADING = "heading"
    LINK = "link"
    EMPTY = "empty"


class Hit(NamedTuple):
    """What lies below a place: `code` of the box it belongs to, `stage` of the panel, ends of the link."""

    thing: Thing = Thing.EMPTY
    code: str = ""
    stage: str | None = None
    link: tuple[str, str] | None = None


NOTHING = Hit()


@dataclass(frozen=True, slots=True)
class Ground:
    """One picture with its index and the camera that looks at it. Places are in pixels of the widget."""

    picture: MapPicture
    index: SceneIndex
    camera: Camera
    roles: Roles

    def screen_box(self, code: str) -> QRectF:
        """Where a box is on the widget."""
        return self.camera.to_screen(rect(self.picture.layout.boxes[code]))

    def code_at(self, at: QPointF) -> str:
        """The box below, "" for none."""
        return self.index.code_at(self.camera.drawn_at(at))

    def column_at(self, at: QPointF) -> Column | None:
        """The stage's panel below."""
        point = self.camera.drawn_at(at)
        columns = self.picture.layout.columns
        return next((column for column in columns if rect(column.box).contains(point)), None)

    def column_of(self, stage: str) -> Column | None:
        """The panel of a stage."""
        return next((one for one in self.picture.layout.columns if one.stage == stage), None)

    def handle(self, code: str, thing: Thing) -> QPointF:
        """The middle of a box's left or right handle."""
        box = self.screen_box(code)
        return QPointF(box.right() if thing is Thing.HANDLE_OUT else box.left(), box.center().y())

    def hit(self, at: QPointF) -> Hit:
        """What lies below."""
        near = self.index.codes_in(self.camera.from_screen(_around(at)))
        handle = self._handle_at(at, near) if self.camera.zoom >= HANDS_FROM_ZOOM else None
        if handle is not None:
            return handle
        boxes, point = self.picture.layout.boxes, self.camera.drawn_at(at)
        code = next((one for one in reversed(near) if rect(boxes[one]).contains(point)), "")
        if code:
            return Hit(Thing.FOLD_MARK if self._on_fold_mark(code, at) else Thing.BOX, code)
        column = self.column_at(at)
        if column is not None and self._on_heading(column, at):
            return Hit(Thing.HEADING, stage=column.stage)
        stage = None if column is None else column.stage
        if self.camera.zoom >= LINKS_FROM_ZOOM:
            link = self.index.link_at(point, _LINK_REACH / self.camera.zoom)
            if link is not None:
                return Hit(Thing.LINK, stage=stage, link=link)
        return Hit(stage=stage)

    def _handle_at(self, at: QPointF, near: list[str]) -> Hit | None:
        """The handle at a place: half of it is outside its box."""
        for code in near:
            for thing in (Thing.HANDLE_OUT, Thing.HANDLE_IN):
                if (self.handle(code, thing) - at).manhattanLength() <= _HANDLE_REACH:
                    return Hit(thing, code)
        return None

    def _on_heading(self, column: Column, at: QPointF) -> bool:
        return self.camera.drawn_at(at).y() <= column.box.y + HEADING_HEIGHT

    def _on_fold_mark(self, code: str, at: QPointF) -> bool:
        if code not in self.picture.parents or self.camera.zoom < TEXT_FROM_ZOOM:
            return False
        mark = fold_mark(rect(self.picture.layout.boxes[code]), self.picture.hidden.get(code, 0))
        return mark.adjusted(-3, -3, 3, 3).contains(self.camera.drawn_at(at))


def is_main(column: Column) -> bool:
    """Whether the panel is a column of the main line and no band of 支撑."""
    return column.tier is not Tier.SUPPORT


def _around(at: QPointF) -> QRectF:
    reach = QPointF(_HANDLE_REACH, _HANDLE_REACH)
    return QRectF(at - reach, at + reach)
