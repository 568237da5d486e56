"""What a drawing shall heed: distances, effort, and what is wished for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.layout_shapes import Layout, Point


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances in drawing units."""

    column_gap: float = 46.0
    padding: float = 8.0
    row_gap: float = 14.0
    lane: float = 10.0
    heading: float = 38.0
    tier_heading: float = 30.0
    margin: float = 16.0
    track: float = 7.0
    indent: float = 14.0
    least_width: float = 120.0


class Effort(Enum):
    """How long to look for few crossings. Counted in work, so that the same input gives the same drawing."""

    FIRST = "first"
    """At once: some 100 ms at 200 boxes."""
    BETTER = "better"
    """What an export waits for: some second at 200 boxes."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a drawing shall heed.

    `pins` are top left corners of boxes put there by hand: such a box keeps its y in its column, or its place
    in a band of 支撑. `before` is the drawing now shown, of nearly the same chain: its order is kept unless
    another one saves enough crossings. `labels` are (width, height) of links' labels by (source, target).
    """

    pins: Mapping[str, Point] = field(default_factory=dict)
    before: Layout | None = None
    effort: Effort = Effort.FIRST
    labels: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
