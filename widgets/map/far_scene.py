"""A map from afar: boxes as plain rectangles or as shading, links as plain lines, fewer the smaller it is."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QImage

from chains.shade_classes import ShadeClass
from widgets.map.scene import rect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QColor

    from chains.layout_shapes import Route
    from widgets.map.scene import MapPicture
    from widgets.map.scene_index import SceneIndex

_PARTS = 4
"""Straight parts that a link has from afar, where its swing cannot be seen."""

_PIXELS_A_LINK = 200.0
_LEAST_LINKS = 2_000
"""So many links are always drawn; above it one for every so many square pixels of the map."""

_MOST_WHOLE_WAYS = 1_000
"""A map with so few links shows them all, each with all its bends."""

_FADED, _COMMON, _MISSING, _LIT = range(4)

SHADING_CELL = 2
"""Side of one shaded square, in screen pixels."""


class FarLinks(NamedTuple):
    """Lines of links, in the order in which they are painted."""

    faded: list[QLineF]
    common: list[QLineF]
    missing: list[QLineF]
    lit: list[QLineF]


class FarScene:
    """A picture's boxes and links, sorted by how they look; `boxes` by class and whether they are faded."""

    def __init__(self, picture: MapPicture) -> None:
        shades = {code: picture.shade(code) for code in picture.layout.boxes}
        faded = picture.faded
        self.boxes: dict[tuple[ShadeClass, bool], list[QRectF]] = {}
        for code, box in picture.layout.boxes.items():
            self.boxes.setdefault((shades[code], code in faded), []).append(rect(box))
        self._places = {look: _places(boxes) for look, boxes in self.boxes.items()}
        self.least_height = min((box.height for box in picture.layout.boxes.values()), default=0.0)
        routes = picture.layout.routes
        self._lines = [_far_lines(route) for route in routes]
        red = {code for code, shade in shades.items() if shade is ShadeClass.COVERAGE_MISSING}
        kinds = (
            _FADED
            if one.source in faded or one.target in faded
            else _MISSING
            if one.source in red
            else _COMMON
            for one in routes
        )
        self._kinds = np.fromiter(kinds, np.int8, len(routes))
        self._rank = _spread(len(routes))

    def links(
        self, index: SceneIndex, visible: QRectF, zoom: float, lit: Sequence[frozenset[str]]
    ) -> FarLinks:
        """The links in a part of the map; lit are those between segments of one of the ways `lit`."""
        if len(index.routes) <= _MOST_WHOLE_WAYS:
            return self.near_links(index, visible, lit)
        shown = index.arrays.routes_at(visible)
        most = max(_LEAST_LINKS, int(visible.width() * visible.height() * zoom**2 / _PIXELS_A_LINK))
        if len(shown) > most:
            # Always the same ones: what is seen at a small zoom stays when the map grows.
            shown = shown[np.argsort(self._rank[shown])[:most]]
        faded, common, missing = (
            self._gathered(shown[self._kinds[shown] == kind].tolist()) for kind in (_FADED, _COMMON, _MISSING)
        )
        return FarLinks(faded, common, missing, self._gathered(_on_way(index, lit)))

    def near_links(self, index: SceneIndex, visible: QRectF, lit: Sequence[frozenset[str]]) -> FarLinks:
        """The same from near: each way as it bends, but only the parts that are in view."""
        numbers, ends = index.arrays.straight_parts(visible)
        kinds = self._kinds[numbers]
        kinds[np.isin(numbers, _on_way(index, lit))] = _LIT
        return FarLinks(*([QLineF(*one) for one in ends[kinds == kind].tolist()] for kind in range(_LIT + 1)))

    def shading(self, area: QRectF, zoom: float, colours: Mapping[tuple[ShadeClass, bool], QColor]) -> QImage:
        """The boxes as a picture of small squares, denser where boxes are, of the part of the map."""
        across = max(1, int(area.width() * zoom / SHADING_CELL))
        down = max(1, int(area.height() * zoom / SHADING_CELL))
        sums = np.zeros((down * across, 4))
        for look, places in self._places.items():
            sums += _weights(places, area, (across, down), colours[look])
        inked = np.maximum(sums[:, 3:], 1e-9)
        alpha = np.clip(sums[:, 3], 0.0, 1.0) ** 0.5
        pixels = np.concatenate([sums[:, :3] / inked, 255 * alpha[:, None]], axis=1).astype(np.uint8)
        image = QImage(pixels.tobytes(), across, down, 4 * across, QImage.Format.Format_RGBA8888)
        return image.copy()

    def _gathered(self, numbers: Iterable[int]) -> list[QLineF]:
        return list(chain.from_iterable(self._lines[at] for at in numbers))


def _on_way(index: SceneIndex, lit: Sequence[frozenset[str]]) -> list[int]:
    """Numbers of the links between segments of one of the ways."""
    ways = enumerate(index.routes) if any(lit) else ()
    return [at for at, one in ways if any(one.source in way and one.target in way for way in lit)]


def _places(boxes: Sequence[QRectF]) -> NDArray[np.float64]:
    """Middle and size of each box."""
    places = [(box.center().x(), box.center().y(), box.width() * box.height()) for box in boxes]
    return np.array(places, dtype=np.float64).reshape(-1, 3)


def _weights(
    places: NDArray[np.float64], area: QRectF, cells: tuple[int, int], colour: QColor
) -> NDArray[np.float64]:
    """For each cell the colour's red, green and blue times its part that boxes cover, and that part."""
    across, down = cells
    xs = ((places[:, 0] - area.x()) / area.width() * across).astype(np.int64)
    ys = ((places[:, 1] - area.y()) / area.height() * down).astype(np.int64)
    inside = (xs >= 0) & (xs < across) & (ys >= 0) & (ys < down)
    cell_size = area.width() / across * (area.height() / down)
    covered = np.bincount((ys * across + xs)[inside], places[inside, 2] / cell_size, minlength=across * down)[
        :, None
    ]
    ink = np.array([[colour.red(), colour.green(), colour.blue(), 1.0]]) * colour.alphaF()
    weights: NDArray[np.float64] = covered * ink
    return weights


def _spread(count: int) -> NDArray[np.int64]:
    """A rank for each link, so that the first many are spread over the whole map."""
    return (np.arange(count, dtype=np.int64) * 2_654_435_761) % (1 << 32)


def _far_lines(route: Route) -> list[QLineF]:
    points = route.points
    if len(points) > _PARTS + 1:
        step = (len(points) - 1) / _PARTS
        points = tuple(points[round(at * step)] for at in range(_PARTS + 1))
    return [QLineF(one.x, one.y, two.x, two.y) for one, two in pairwise(points)]
