"""Places for links' labels: on the link or just beside it, where they cover no box and no other label."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from chains.layout_shapes import Box, Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chains.layout_shapes import Route

_CELL = 160.0
_STEP = 6.0
_MOST = 240
_AIR = 1.0
_WORSE = 1_000.0
"""A label on a box hides what matters more than a label on a label."""


def label_places(
    routes: tuple[Route, ...],
    taken: Sequence[Box],
    labels: Mapping[tuple[str, str], tuple[float, float]],
) -> dict[tuple[str, str], Point]:
    """Middles of the labels, which keep off what is taken. Short links choose first: they have least room."""
    room = _Room(taken)
    places: dict[tuple[str, str], Point] = {}
    wanted = [route for route in routes if (route.source, route.target) in labels]
    for route in sorted(wanted, key=lambda route: (_length(route), route.source, route.target)):
        key = (route.source, route.target)
        if key in places:
            continue
        width, height = labels[key]
        best, least = None, float("inf")
        for point in _candidates(route, height):
            box = Box(point.x - width / 2, point.y - height / 2, width, height)
            covered = room.covered(box)
            if covered < least:
                best, least = box, covered
            if not covered:
                break
        if best is not None:
            room.take(best)
            places[key] = Point(best.x + width / 2, best.y + height / 2)
    return places


def _length(route: Route) -> float:
    return sum(hypot(two.x - one.x, two.y - one.y) for one, two in pairwise(route.points))


def _candidates(route: Route, height: float) -> Iterator[Point]:
    """Points on the way, those near its middle first; then the same above and below it."""
    whole = _length(route)
    count = max(2, min(_MOST, int(whole / _STEP)))
    points = _spread(route, count)
    points.sort(key=lambda item: (abs(item[0] - 0.5), item[0]))
    for shift in (0.0, -0.5 * height - 2.0, 0.5 * height + 2.0):
        for _, point in points:
            yield Point(point.x, point.y + shift)


def _spread(route: Route, count: int) -> list[tuple[float, Point]]:
    """Evenly spread points between the ends, each with its part of the way."""
    whole = _length(route) or 1.0
    places = [(number + 1) / (count + 1) for number in range(count)]
    found = []
    gone, at = 0.0, 0
    for one, two in pairwise(route.points):
        length = hypot(two.x - one.x, two.y - one.y)
        while at < count and length > 0 and places[at] * whole <= gone + length:
            part = (places[at] * whole - gone) / length
            found.append((places[at], Point(one.x + (two.x - one.x) * part, one.y + (two.y - one.y) * part)))
            at += 1
        gone += length
    return found or [(0.5, route.points[0])]


class _Room:
    """What is taken, in cells, so that only what is near is looked at."""

    def __init__(self, taken: Sequence[Box]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Box, float]]] = defaultdict(list)
        for box in taken:
            self._add(box, _WORSE)

    def take(self, label: Box) -> None:
        """No other label shall lie there."""
        self._add(label, 1.0)

    def _add(self, box: Box, cost: float) -> None:
        for cell in _cells(box):
            self._cells[cell].append((box, cost))

    def covered(self, box: Box) -> float:
        """How much of what is taken lies under the box: labels count little beside boxes and titles."""
        near = {id(other): (other, cost) for cell in _cells(box) for other, cost in self._cells.get(cell, ())}
        return sum(_overlap(box, other) * cost for other, cost in near.values())


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int(box.x // _CELL), int(box.right // _CELL) + 1):
        for row in range(int(box.y // _CELL), int(box.bottom // _CELL) + 1):
            yield column, row


def _overlap(one: Box, two: Box) -> float:
    width = min(one.right, two.right) - max(one.x, two.x) + _AIR
    height = min(one.bottom, two.bottom) - max(one.y, two.y) + _AIR
    return width * height if width > 0 and height > 0 else 0.0
