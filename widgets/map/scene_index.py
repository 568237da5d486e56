"""Where everything of a map is, in arrays: what lies in a view or below a point, and all from afar."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

from chains.kinds import Coverage
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
        self.boxes: dict[Coverage, list[QRectF]] = {coverage: [] for coverage in Coverage}
        coverages = {code: picture.coverage(code) for code in picture.layout.boxes}
        for code, box in picture.layout.boxes.items():
            self.boxes[coverages[code]].append(rect(box))
        self.missing_links: list[QLineF] = []
        self.links: list[QLineF] = []
        for route in picture.layout.routes:
            missing = coverages[route.source] is Coverage.MISSING
            (self.missing_links if missing else self.links).extend(_far_lines(route))


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
