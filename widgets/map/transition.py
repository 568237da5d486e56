"""Boxes and links on their way from an old drawing to a new one: only the paint is late, never the facts."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Signal, Slot

from chains.layout_shapes import Box, Point, Route
from widgets.map.animation import one_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QVariantAnimation

    from chains.layout_shapes import Layout

MILLISECONDS = 200
MOST_BOXES = 500
"""Bigger maps change at once: they could not be painted often enough."""


class Transition(QObject):
    """`layout` is what to paint now, None when nothing moves; `moved` asks for a new frame."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layout: Layout | None = None
        self._blend: LayoutBlend | None = None

    def start(self, old: Layout, new: Layout, way: QPointF) -> None:
        """Go from the one, whose places are first moved by `way`, to the other; at once where it is big."""
        if len(new.boxes) > MOST_BOXES or old.boxes == new.boxes:
            return
        self._blend = LayoutBlend(old, new, way)
        self._run.stop()
        self.layout = self._blend.at(0.0)
        self._run.start()

    @Slot()
    def stop(self) -> None:
        """Everything is where it belongs."""
        if self.layout is not None:
            self.layout = self._blend = None
            self._run.stop()
            self.moved.emit()

    @cached_property
    def _run(self) -> QVariantAnimation:
        from PySide6.QtCore import QEasingCurve  # noqa: PLC0415 - a map that is first seen does not move

        run = one_run(self, MILLISECONDS, self._step, self.stop)
        run.setEasingCurve(QEasingCurve.Type.OutCubic)
        return run

    @Slot(object)
    def _step(self, part: float) -> None:
        if self._blend is not None:
            self.layout = self._blend.at(part)
            self.moved.emit()


class LayoutBlend:
    """Every drawing between two; what only the new one has is in its new place from the start."""

    def __init__(self, old: Layout, new: Layout, way: QPointF) -> None:
        x, y = way.x(), way.y()
        self._new = new
        self._old = {
            code: Box(box.x + x, box.y + y, box.width, box.height) for code, box in old.boxes.items()
        }
        before = {(route.source, route.target): route for route in old.routes}
        self._routes = []
        for route in new.routes:
            now, old_route = route.points, before.get((route.source, route.target))
            was = now if old_route is None else _moved(old_route.points, x, y)
            self._routes.append(_alike(was, now))

    def at(self, part: float) -> Layout:
        """The drawing at a part of the way, 0 (the old places) to 1 (the new ones)."""
        boxes = {code: _between(self._old.get(code, box), box, part) for code, box in self._new.boxes.items()}
        routes = tuple(
            Route(route.source, route.target, tuple(_mid(*ends, part) for ends in zip(was, now, strict=True)))
            for route, (was, now) in zip(self._new.routes, self._routes, strict=True)
        )
        return replace(self._new, boxes=boxes, routes=routes)


def _between(one: Box, two: Box, part: float) -> Box:
    def mid(before: float, after: float) -> float:
        return before + (after - before) * part

    return Box(mid(one.x, two.x), mid(one.y, two.y), mid(one.width, two.width), mid(one.height, two.height))


def _mid(one: Point, two: Point, part: float) -> Point:
    return Point(one.x + (two.x - one.x) * part, one.y + (two.y - one.y) * part)


def _moved(points: Sequence[Point], x: float, y: float) -> tuple[Point, ...]:
    return tuple(Point(point.x + x, point.y + y) for point in points)


def _alike(one: Sequence[Point], two: Sequence[Point]) -> tuple[Sequence[Point], Sequence[Point]]:
    """Both ways with as many points as the longer one has."""
    count = max(len(one), len(two))
    return _with_points(one, count), _with_points(two, count)


def _with_points(points: Sequence[Point], count: int) -> Sequence[Point]:
    """The way with so many points, spread evenly over its corners; its ends stay."""
    last = len(points) - 1
    if len(points) == count or last < 1:
        return points if len(points) == count else tuple(points) * count
    spread = []
    for number in range(count):
        place = number * last / (count - 1)
        corner = min(int(place), last - 1)
        spread.append(_mid(points[corner], points[corner + 1], place - corner))
    return spread
