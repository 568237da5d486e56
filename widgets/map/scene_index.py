"""Where everything of a map is: what lies in a view or below a point."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from widgets.map.link_paths import LinkShape, link_shape

if TYPE_CHECKING:
    from chains.layout_shapes import Box, Layout, Point, Route
    from widgets.map.scene_arrays import SceneArrays

Run = tuple[int, int, int]
"""Number of a link, its first and its last corner that matter."""

MOST_PLAIN = 400
"""With more boxes and links arrays are faster; below it they are not worth the time to load numpy."""


class SceneIndex:
    """Boxes and routes of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.routes = layout.routes
        self._is_small = len(layout.boxes) + len(layout.routes) <= MOST_PLAIN
        self._shapes: dict[int, LinkShape] = {}

    @cached_property
    def arrays(self) -> SceneArrays:
        """The same in arrays, made when it is first asked for."""
        from widgets.map.scene_arrays import SceneArrays  # noqa: PLC0415 - loads numpy

        return SceneArrays(self._layout)

    def codes_in(self, view: QRectF) -> list[str]:
        """Codes of the boxes that meet the view, in drawing order."""
        if not self._is_small:
            return self.arrays.codes_in(view)
        return [code for code, box in self._layout.boxes.items() if _meets(box, view)]

    def code_at(self, point: QPointF) -> str:
        """Code of the box below a point, "" for none."""
        if not self._is_small:
            return self.arrays.code_at(point)
        found = self.codes_in(QRectF(point, point))
        return found[-1] if found else ""

    def links_in(self, view: QRectF) -> list[tuple[Route, LinkShape]]:
        """Links that pass near the view, in drawing order, with what must be painted of their ways there."""
        runs = self._runs_in(view)
        return [(self.routes[at], self._shape(at, first, last)) for at, first, last in runs]

    def count_links(self, view: QRectF) -> int:
        """How many links pass near the view."""
        return len(self._runs_in(view))

    def link_at(self, point: QPointF, near: float) -> tuple[str, str] | None:
        """(source, target) of the link nearest to a point, within `near`."""
        nearest = self._nearest(point, near) if self._is_small else self.arrays.nearest_link(point, near)
        return None if nearest is None else (self.routes[nearest].source, self.routes[nearest].target)

    def routes_between(self, links: frozenset[tuple[str, str]]) -> list[Route]:
        """The routes of these links, by (source, target)."""
        return [route for route in self.routes if (route.source, route.target) in links] if links else []

    def _runs_in(self, view: QRectF) -> list[Run]:
        if not self._is_small:
            return self.arrays.runs_in(view)
        found = []
        for number, route in enumerate(self.routes):
            parts = [at for at, ends in enumerate(pairwise(route.points)) if _passes(*ends, view)]
            if parts:
                found.append((number, parts[0], parts[-1] + 1))
        return found

    def _nearest(self, point: QPointF, near: float) -> int | None:
        """Number of the link nearest to the point, None when all are further away than `near`."""
        x, y = point.x(), point.y()
        distances = (
            (_distance(one, two, x, y), number)
            for number, route in enumerate(self.routes)
            for one, two in pairwise(route.points)
        )
        distance, number = min(distances, default=(near**2 + 1.0, -1))
        return number if distance <= near**2 else None

    def _shape(self, number: int, first: int, last: int) -> LinkShape:
        """The way from one corner to another; a whole way is made once and kept."""
        points = self.routes[number].points
        if last - first < len(points) - 1:
            return link_shape(points[first : last + 1], has_head=last == len(points) - 1)
        shape = self._shapes.get(number)
        if shape is None:
            shape = self._shapes[number] = link_shape(points)
        return shape


def _meets(box: Box, view: QRectF) -> bool:
    return (
        box.x <= view.right()
        and box.right >= view.left()
        and box.y <= view.bottom()
        and box.bottom >= view.top()
    )


def _passes(one: Point, two: Point, view: QRectF) -> bool:
    """Whether the surroundings of a straight part meet the view."""
    return (
        min(one.x, two.x) <= view.right()
        and max(one.x, two.x) >= view.left()
        and min(one.y, two.y) <= view.bottom()
        and max(one.y, two.y) >= view.top()
    )


def _distance(one: Point, two: Point, x: float, y: float) -> float:
    """The square of how far a place is from a straight part."""
    across, down = two.x - one.x, two.y - one.y
    length = max(across**2 + down**2, 1e-12)
    part = min(1.0, max(0.0, ((x - one.x) * across + (y - one.y) * down) / length))
    return (one.x + across * part - x) ** 2 + (one.y + down * part - y) ** 2
