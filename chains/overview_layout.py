"""Places the chains of the overview round a rounded square, so that no link runs behind a third chain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil, cos, hypot, log, pi, sin
from typing import TYPE_CHECKING

from chains.layout_shapes import Box, Point

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.overview import ChainsOverview

USUAL_ASPECT = 1.9
"""Width to height of the whole, where nobody says which room there is."""

_LEAST_ASPECT, _MOST_ASPECT = 0.8, 3.6
_GAP = 14.0
_LEAST_SPAN = 4
"""Boxes that would fit above one another in the middle, even where few chains stand round it."""

_BOW = 0.55
"""How far a side bends outward, in boxes: links between its own boxes then show."""

_MOST_TURNS = 40


@dataclass(frozen=True, slots=True)
class OverviewLayout:
    """Boxes by chain, the chains in order round, the middle that links bend towards, and the whole's size."""

    boxes: Mapping[str, Box]
    order: tuple[str, ...]
    middle: Point
    width: float
    height: float


def lay_out_overview(
    overview: ChainsOverview, size: tuple[float, float], aspect: float = USUAL_ASPECT
) -> OverviewLayout:
    """Set boxes of one size round the middle, clusters together, strongly linked clusters near.

    `aspect` is width to height of the room for it.
    """
    codes = [code for cluster in _cluster_order(overview) for code in overview.clusters[cluster]]
    if not codes:
        return OverviewLayout({}, (), Point(0, 0), size[0], size[1])
    return _settled(dict(zip(codes, _round(len(codes), size, aspect), strict=True)), size)


def _settled(middles: dict[str, tuple[float, float]], size: tuple[float, float]) -> OverviewLayout:
    """Shift everything so that it begins at the origin."""
    width, height = size
    left = min(x for x, _ in middles.values()) - width / 2
    top = min(y for _, y in middles.values()) - height / 2
    boxes = {
        code: Box(x - width / 2 - left, y - height / 2 - top, width, height)
        for code, (x, y) in middles.items()
    }
    right = max(box.right for box in boxes.values())
    bottom = max(box.bottom for box in boxes.values())
    return OverviewLayout(boxes, tuple(middles), Point(-left, -top), right, bottom)


def _round(count: int, size: tuple[float, float], aspect: float) -> list[tuple[float, float]]:
    """Middles of boxes round the middle: along the top, down the right, back below, up the left."""
    across, down = _sides(count, size, min(_MOST_ASPECT, max(_LEAST_ASPECT, aspect)))
    width, height = _spans(across, down, size)
    counts = [across, down, across, down]
    for side in (3, 1, 2, 0) * 2:
        if sum(counts) > count and counts[side] > 0:
            counts[side] -= 1
    top, right, bottom, left = counts
    bow = size[1] * _BOW
    rows = [(x, -height / 2 - bow * _bent(x, width)) for x in _spread(top, width, ends=True)]
    sides = _spread(right, height, ends=False)
    rows += [(width / 2 + bow * _bent(y, height), y) for y in sides]
    rows += [(x, height / 2 + bow * _bent(x, width)) for x in reversed(_spread(bottom, width, ends=True))]
    sides = _spread(left, height, ends=False)
    return rows + [(-width / 2 - bow * _bent(y, height), y) for y in reversed(sides)]


def _sides(count: int, size: tuple[float, float], aspect: float) -> tuple[int, int]:
    """How many boxes stand along and down: together enough, at most three too many, nearest to the aspect."""
    tried = (
        (across, max(0, ceil((count - 2 * across) / 2))) for across in range(1, max(2, ceil(count / 2) + 1))
    )
    return min(tried, key=lambda sides: _misfit(_spans(sides[0], sides[1], size), size, aspect))


def _misfit(spans: tuple[float, float], size: tuple[float, float], aspect: float) -> float:
    return abs(log((spans[0] + size[0]) / (spans[1] + size[1]) / aspect))


def _spans(across: int, down: int, size: tuple[float, float]) -> tuple[float, float]:
    """From the middle of the first to that of the last box, along and down."""
    width = max(across - 1, 1) * (size[0] + _GAP)
    return width, max(down + 1, _LEAST_SPAN) * (size[1] + _GAP)


def _spread(count: int, span: float, *, ends: bool) -> list[float]:
    """Places at equal ways over a span about 0; with `ends` the first and the last stand at its ends."""
    if count == 0:
        return []
    if ends and count > 1:
        return [span * (number / (count - 1) - 0.5) for number in range(count)]
    return [span * ((number + 1) / (count + 1) - 0.5) for number in range(count)]


def _bent(at: float, span: float) -> float:
    return 1 - (2 * at / span) ** 2


def _cluster_order(overview: ChainsOverview) -> list[str]:
    """Clusters round the circle: two are exchanged as long as that brings linked ones nearer."""
    order = list(overview.clusters)
    cluster_of = {chain.code: chain.cluster for chain in overview.chains}
    weights: dict[tuple[str, str], int] = defaultdict(int)
    for link in overview.links:
        weights[cluster_of[link.one], cluster_of[link.other]] += len(link.products)
    for _ in range(_MOST_TURNS):
        better = _better_order(order, overview, weights)
        if better is None:
            break
        order = better
    return order


def _better_order(
    order: list[str], overview: ChainsOverview, weights: Mapping[tuple[str, str], int]
) -> list[str] | None:
    """The best exchange of two clusters, None where none helps."""
    best, best_length = None, _length(order, overview, weights) - 1e-9
    for first in range(1, len(order)):
        for second in range(first + 1, len(order)):
            tried = order.copy()
            tried[first], tried[second] = tried[second], tried[first]
            length = _length(tried, overview, weights)
            if length < best_length:
                best, best_length = tried, length
    return best


def _length(order: list[str], overview: ChainsOverview, weights: Mapping[tuple[str, str], int]) -> float:
    """Length of all links between clusters on a circle, each as often as products are shared."""
    total = len(overview.chains)
    place: dict[str, float] = {}
    at = 0.0
    for cluster in order:
        size = len(overview.clusters[cluster])
        place[cluster] = 2 * pi * (at + size / 2) / total
        at += size
    return sum(
        weight * hypot(cos(place[one]) - cos(place[other]), sin(place[one]) - sin(place[other]))
        for (one, other), weight in weights.items()
        if one != other
    )
