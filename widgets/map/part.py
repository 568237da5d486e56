"""A part of a map as a map of its own: the chosen boxes, the links between them, the panels they lie in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chains.kinds import Tier
from chains.layout_shapes import Box, Point, Route
from chains.layout_wishes import Spacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chains.layout_shapes import Band, Column, Frame, Layout
    from widgets.map.scene import MapPicture

MARGIN = 24.0


def selected_part(picture: MapPicture, codes: frozenset[str]) -> MapPicture:
    """The picture with nothing but these boxes; empty when none of them is shown."""
    return replace(picture, layout=_Cutting(picture, codes).layout())


class _Cutting:
    def __init__(self, picture: MapPicture, codes: frozenset[str]) -> None:
        self._layout, self._space = picture.layout, Spacing()
        self._boxes = {code: box for code, box in self._layout.boxes.items() if code in codes}
        self._stage_of = {code: picture.segments[code].stage for code in self._boxes}
        self._routes = [
            route
            for route in self._layout.routes
            if route.source in self._boxes and route.target in self._boxes
        ]

    def layout(self) -> Layout:
        panels = self._panels()
        bands = self._bands(panels)
        places = [*self._boxes.values(), *(one.box for one in panels), *(one.box for one in bands)]
        points = [point for route in self._routes for point in route.points]
        left = min([box.x for box in places] + [point.x for point in points], default=0.0) - MARGIN
        top = min([box.y for box in places] + [point.y for point in points], default=0.0) - MARGIN
        right = max([box.right for box in places] + [point.x for point in points], default=0.0) + MARGIN
        bottom = max([box.bottom for box in places] + [point.y for point in points], default=0.0) + MARGIN
        return replace(
            self._layout,
            columns=tuple(panel._replace(box=_moved(panel.box, left, top)) for panel in panels),
            bands=tuple(band._replace(box=_moved(band.box, left, top)) for band in bands),
            boxes={code: _moved(box, left, top) for code, box in self._boxes.items()},
            routes=tuple(_moved_route(route, left, top) for route in self._routes),
            frames=tuple(frame._replace(box=_moved(frame.box, left, top)) for frame in self._frames()),
            labels={
                ends: Point(point.x - left, point.y - top)
                for ends, point in self._layout.labels.items()
                if ends in {(route.source, route.target) for route in self._routes}
            },
            width=right - left,
            height=bottom - top,
        )

    def _frames(self) -> Iterable[Frame]:
        """Frames round a parent and all that it has: a frame round a part would say that this is all."""
        for frame in self._layout.frames:
            area, boxes = frame.box, self._layout.boxes
            within = {
                code
                for code, box in boxes.items()
                if area.x <= box.x
                and box.right <= area.right
                and area.y <= box.y
                and box.bottom <= area.bottom
            }
            if within <= self._boxes.keys():
                yield frame

    def _panels(self) -> list[Column]:
        """Panels of the chosen boxes, cut down to them; those beside one another stay level."""
        chosen: dict[float, list[tuple[Column, list[Box]]]] = {}
        for panel in self._layout.columns:
            boxes = [box for code, box in self._boxes.items() if self._stage_of[code] == panel.stage]
            if boxes:
                chosen.setdefault(panel.box.y, []).append((panel, boxes))
        return [cut for level in chosen.values() for cut in self._level(level)]

    def _level(self, level: Sequence[tuple[Column, list[Box]]]) -> Iterable[Column]:
        space = self._space
        top = min(box.y for _, boxes in level for box in boxes) - space.heading - space.padding
        bottom = max(box.bottom for _, boxes in level for box in boxes) + space.padding
        for panel, boxes in level:
            top = max(top, panel.box.y)
            left = max(panel.box.x, min(box.x for box in boxes) - space.padding)
            right = min(panel.box.right, max(box.right for box in boxes) + space.padding)
            yield panel._replace(box=Box(left, top, right - left, bottom - top))

    def _bands(self, panels: Sequence[Column]) -> list[Band]:
        """The headings of tiers over the panels that are left."""
        bands = []
        for band in self._layout.bands:
            below = [one.box for one in panels if one.tier is band.tier and one.tier is not Tier.SUPPORT]
            below = [box for box in below if band.box.x <= box.x < band.box.right]
            if below:
                left, right = min(box.x for box in below), max(box.right for box in below)
                top = min(box.y for box in below) - self._space.tier_heading
                bands.append(band._replace(box=Box(left, top, right - left, band.box.height)))
        return bands


def _moved(box: Box, left: float, top: float) -> Box:
    return Box(box.x - left, box.y - top, box.width, box.height)


def _moved_route(route: Route, left: float, top: float) -> Route:
    return route._replace(points=tuple(Point(point.x - left, point.y - top) for point in route.points))
