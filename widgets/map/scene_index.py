"""Where everything of a map is, in arrays: what lies in a view or below a point, and all from afar."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

from chains.shading import ShadeClass
from widgets.map.scene import rect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from chains.layout import Box, Layout, Route
    from widgets.map.scene import MapPicture

_FAR_PARTS = 4
"""Straight parts that a link has from afar, where its swing cannot be seen."""


class SceneIndex:
    """Boxes and routes of one layout."""

    def __init__(self, layout: Layout) -> None:
        self.codes = tuple(layout.boxes)
        self.routes = layout.routes
        self._boxes = _corners([_of_box(box) for box in layout.boxes.values()])
        self._routes = _corners([_of_route(route) for route in layout.routes])

    def codes_in(self, view: QRectF) -> list[str]:
        """Codes of the boxes that meet the view, in drawing order."""
        return [self.codes[at] for at in _meeting(self._boxes, view)]

    def routes_in(self, view: QRectF) -> list[Route]:
        """Routes whose surroundings meet the view, in drawing order."""
        return [self.routes[at] for at in _meeting(self._routes, view)]

    def code_at(self, point: QPointF) -> str:
        """Code of the box below a point, "" for none."""
        found = _meeting(self._boxes, QRectF(point, point))
        return self.codes[found[-1]] if found else ""


class FarScene:
    """A picture's boxes and links as plain rectangles and lines, sorted by how they look."""

    def __init__(self, picture: MapPicture) -> None:
        self.boxes: dict[ShadeClass, list[QRectF]] = {}
        self.faded_boxes: dict[ShadeClass, list[QRectF]] = {}
        faded = picture.faded
        for code, box in picture.layout.boxes.items():
            kept = self.faded_boxes if code in faded else self.boxes
            kept.setdefault(picture.shade(code), []).append(rect(box))
        self.missing_links: list[QLineF] = []
        self.links: list[QLineF] = []
        self.faded_links: list[QLineF] = []
        red = {code for code in picture.layout.boxes if picture.shade(code) is ShadeClass.COVERAGE_MISSING}
        for route in picture.layout.routes:
            if route.source in faded or route.target in faded:
                lines = self.faded_links
            else:
                lines = self.missing_links if route.source in red else self.links
            lines.extend(_far_lines(route))


def _far_lines(route: Route) -> list[QLineF]:
    points = route.points
    if len(points) > _FAR_PARTS + 1:
        step = (len(points) - 1) / _FAR_PARTS
        points = tuple(points[round(at * step)] for at in range(_FAR_PARTS + 1))
    return [QLineF(one.x, one.y, two.x, two.y) for one, two in pairwise(points)]


def _of_box(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.right, box.bottom


def _of_route(route: Route) -> tuple[float, float, float, float]:
    xs, ys = [point.x for point in route.points], [point.y for point in route.points]
    return min(xs), min(ys), max(xs), max(ys)


def _corners(boxes: Sequence[tuple[float, float, float, float]]) -> NDArray[np.float64]:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _meeting(corners: NDArray[np.float64], view: QRectF) -> list[int]:
    left, top, right, bottom = corners.T
    meets = (left <= view.right()) & (right >= view.left()) & (top <= view.bottom()) & (bottom >= view.top())
    found: list[int] = np.flatnonzero(meets).tolist()
    return found
