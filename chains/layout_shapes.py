"""The shapes that a drawing is made of, in drawing units; y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Box:
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


@dataclass(frozen=True, slots=True)
class Route:
    """A link's way as it is painted: from its source's border to its target's."""

    source: str
    target: str
    points: tuple[Point, ...]
