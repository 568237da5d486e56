"""Where everything of a big map is, in arrays: what lies in a view or below a point."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from widgets.map.link_grid import LinkGrid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from chains.layout_shapes import Layout, Route
    from widgets.map.scene_index import Run


class SceneArrays:
    """Boxes and routes of one layout; see SceneIndex, which asks here when there are many."""

    def __init__(self, layout: Layout) -> None:
        self._codes = tuple(layout.boxes)
        self._routes_count = len(layout.routes)
        boxes = [(box.x, box.y, box.right, box.bottom) for box in layout.boxes.values()]
        self._boxes = _by_side(np.array(boxes, dtype=np.float64).reshape(-1, 4))
        self._corners, self._begins = _corners(layout.routes)
        self._routes = _frames(self._corners, self._begins)
        self._grid: LinkGrid | None = None
        self._parts: _LinkParts | None = None

    def codes_in(self, view: QRectF) -> list[str]:
        """Codes of the boxes that meet the view, in drawing order."""
        return [self._codes[at] for at in _meeting(self._boxes, view).tolist()]

    def code_at(self, point: QPointF) -> str:
        """Code of the box below a point, "" for none."""
        found = _meeting(self._boxes, QRectF(point, point))
        return self._codes[found[-1]] if len(found) else ""

    def runs_in(self, view: QRectF) -> list[Run]:
        """The run of corners of each link that passes near the view, in drawing order."""
        return self._link_parts().runs_in(view)

    def straight_parts(self, view: QRectF) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The straight parts of links that pass near the view: numbers of their links, and x, y, x, y."""
        return self._link_parts().straight_in(view)

    def routes_at(self, view: QRectF) -> NDArray[np.int64]:
        """Numbers of the routes whose surroundings meet the view."""
        return _meeting(self._routes, view)

    def nearest_link(self, point: QPointF, near: float) -> int | None:
        """Number of the link nearest to a point, None when all are further away than `near`."""
        if not self._routes_count:
            return None
        if self._grid is None:
            self._grid = LinkGrid(self._corners, self._begins)
        return self._grid.nearest(point, near)

    def _link_parts(self) -> _LinkParts:
        if self._parts is None:
            self._parts = _LinkParts(self._corners, self._begins)
        return self._parts


class _LinkParts:
    """The straight parts of all links. A long dashed way costs much even where it cannot be seen."""

    def __init__(self, corners: NDArray[np.float64], begins: NDArray[np.int64]) -> None:
        self._begins = begins
        self._links = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(corners)))
        starts = np.flatnonzero(self._links[1:] == self._links[:-1])
        ends = starts + 1
        self._starts = starts
        self._lines = np.hstack([corners[starts], corners[ends]])
        least, most = np.minimum(corners[starts], corners[ends]), np.maximum(corners[starts], corners[ends])
        self._areas = _by_side(np.hstack([least, most]))

    def straight_in(self, view: QRectF) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Each straight part that meets the view: the number of its link, and its two ends."""
        found = _meeting(self._areas, view)
        return self._links[self._starts[found]], self._lines[found]

    def runs_in(self, view: QRectF) -> list[Run]:
        """(link, first corner, last corner) of the run of each link that meets the view."""
        found = self._starts[_meeting(self._areas, view)]
        links, firsts, counts = np.unique(self._links[found], return_index=True, return_counts=True)
        begins = self._begins[links]
        first, last = found[firsts] - begins, found[firsts + counts - 1] + 1 - begins
        return list(zip(links.tolist(), first.tolist(), last.tolist(), strict=True))


def _corners(routes: Sequence[Route]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The points of all routes one after another, and where each route's begin."""
    counts = np.fromiter((len(route.points) for route in routes), np.int64, len(routes))
    numbers = chain.from_iterable(chain.from_iterable(route.points for route in routes))
    points = np.fromiter(numbers, np.float64, 2 * int(counts.sum())).reshape(-1, 2)
    return points, np.cumsum(counts) - counts


def _frames(corners: NDArray[np.float64], begins: NDArray[np.int64]) -> NDArray[np.float64]:
    """Left, top, right and bottom of each route."""
    if not len(begins):
        return np.empty((0, 4))
    return _by_side(np.hstack([np.minimum.reduceat(corners, begins), np.maximum.reduceat(corners, begins)]))


def _by_side(areas: NDArray[np.float64]) -> NDArray[np.float64]:
    """All left sides one after another, then all tops …: so they are compared three times as fast."""
    return np.asfortranarray(areas)


def _meeting(corners: NDArray[np.float64], view: QRectF) -> NDArray[np.int64]:
    left, top, right, bottom = corners.T
    meets = (left <= view.right()) & (right >= view.left()) & (top <= view.bottom()) & (bottom >= view.top())
    found: NDArray[np.int64] = np.flatnonzero(meets)
    return found
