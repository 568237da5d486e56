"""A link's way and its arrow head as they are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.layout_shapes import Point

ARROW = 7.0
BEND = 5.0


class LinkShape(NamedTuple):
    """The line, which ends inside the head, and the head; None where the end is out of sight."""

    way: QPainterPath
    head: QPolygonF | None


def link_shape(points: Sequence[Point], *, has_head: bool = True) -> LinkShape:
    """The shape of a way, or of a part of one."""
    corners = [QPointF(point.x, point.y) for point in points]
    return LinkShape(_rounded(corners), _arrow(corners[-2], corners[-1]) if has_head else None)


def _rounded(points: list[QPointF]) -> QPainterPath:
    """The way with its right angles rounded; curves come as many points and stay as they are."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        if _is_right_angle(before, corner, after):
            path.lineTo(_towards(corner, before, BEND))
            path.quadTo(corner, _towards(corner, after, BEND))
        else:
            path.lineTo(corner)
    path.lineTo(_towards(points[-1], points[-2], ARROW - 1))
    return path


def _is_right_angle(before: QPointF, corner: QPointF, after: QPointF) -> bool:
    first, second = corner - before, after - corner
    return abs(first.x() * second.x() + first.y() * second.y()) < 1e-6


def _towards(start: QPointF, end: QPointF, most: float) -> QPointF:
    """A point on the way from start to end, at most half way."""
    way = end - start
    length = (way.x() ** 2 + way.y() ** 2) ** 0.5
    return start if length == 0 else start + way * (min(most, length / 2) / length)


def _arrow(before: QPointF, tip: QPointF) -> QPolygonF:
    right = tip.x() >= before.x()
    back = tip.x() - ARROW if right else tip.x() + ARROW
    return QPolygonF([tip, QPointF(back, tip.y() - ARROW / 2.2), QPointF(back, tip.y() + ARROW / 2.2)])
