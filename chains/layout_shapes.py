"""The shapes that a drawing is made of, in drawing units; y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.kinds import Tier


class Box(NamedTuple):
    """A rectangle in drawing units; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its bottom."""
        return self.y + self.height


class Point(NamedTuple):
    """A place in drawing units."""

    x: float
    y: float


class Route(NamedTuple):
    """A link's way as it is painted: from its source's border to its target's."""

    source: str
    target: str
    points: tuple[Point, ...]


class Column(NamedTuple):
    """The panel of one stage: a column of the main line, or a band of 支撑."""

    stage: str
    name: str
    tier: Tier
    box: Box


class Band(NamedTuple):
    """The heading over neighbouring columns of one tier."""

    tier: Tier
    box: Box


class Frame(NamedTuple):
    """Round an unfolded parent and its sub-segments of the same column; the outermost has depth 0."""

    parent: str
    box: Box
    depth: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is. `boxes` by segment code; routes in the order of the chain's links.

    `labels` are the middles of the labels that were wished for, by (source, target). `crossings` counts how
    often links of the main line cross between its columns.
    """

    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    boxes: Mapping[str, Box]
    routes: tuple[Route, ...]
    width: float
    height: float
    frames: tuple[Frame, ...] = ()
    labels: Mapping[tuple[str, str], Point] = field(default_factory=dict)
    crossings: int = 0
