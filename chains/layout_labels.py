"""Places for links' labels: on the link, where they cover no box."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from chains.layout_shapes import Point

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.layout_shapes import Box, Route


def label_places(
    routes: tuple[Route, ...],
    boxes: Mapping[str, Box],  # noqa: ARG001
    labels: Mapping[tuple[str, str], tuple[float, float]],
) -> dict[tuple[str, str], Point]:
    """Middles of the labels."""
    return {
        (route.source, route.target): _middle(route)
        for route in routes
        if (route.source, route.target) in labels
    }


def _middle(route: Route) -> Point:
    longest = max(pairwise(route.points), key=lambda part: abs(part[1].x - part[0].x))
    return Point((longest[0].x + longest[1].x) / 2, (longest[0].y + longest[1].y) / 2)
