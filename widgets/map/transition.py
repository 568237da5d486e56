"""Boxes and links on their way from an old drawing to a new one: only the paint is late, never the facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEasingCurve, QObject, QPointF, QVariantAnimation, Signal, Slot

from chains.layout import Box, Point, Route

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from chains.layout import Layout

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
        self._run = QVariantAnimation(self)
        self._run.setDuration(MILLISECONDS)
        self._run.setStartValue(0.0)
        self._run.setEndValue(1.0)
        self._run.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._run.valueChanged.connect(self._step)
        self._run.finished.connect(self.stop)

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
            now, old_route = _corners(route), before.get((route.source, route.target))
            was = now if old_route is None else _corners(old_route) + np.array([x, y])
            self._routes.append(_alike(was, now))

    def at(self, part: float) -> Layout:
        """The drawing at a part of the way, 0 (the old places) to 1 (the new ones)."""
        boxes = {code: _between(self._old.get(code, box), box, part) for code, box in self._new.boxes.items()}
        routes = tuple(
            Route(
                route.source, route.target, tuple(Point(x, y) for x, y in (one + (two - one) * part).tolist())
            )
            for route, (one, two) in zip(self._new.routes, self._routes, strict=True)
        )
        return replace(self._new, boxes=boxes, routes=routes)


def _between(one: Box, two: Box, part: float) -> Box:
    def mid(before: float, after: float) -> float:
        return before + (after - before) * part

    return Box(mid(one.x, two.x), mid(one.y, two.y), mid(one.width, two.width), mid(one.height, two.height))


def _corners(route: Route) -> NDArray[np.float64]:
    return np.array(route.points, dtype=np.float64)


def _alike(
    one: NDArray[np.float64], two: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both ways with as many points as the longer one has."""
    count = max(len(one), len(two))
    return _with_points(one, count), _with_points(two, count)


def _with_points(points: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    if len(points) == count:
        return points
    at = np.linspace(0.0, len(points) - 1.0, count)
    known = np.arange(len(points))
    return np.column_stack([np.interp(at, known, points[:, axis]) for axis in (0, 1)])
