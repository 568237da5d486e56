"""What staff say of a map's looks, kept in the workspace: where boxes stand, what is folded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chains.layout_shapes import Point

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Drawing", "Point"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`pins`: top left corners of boxes dragged by hand, by segment code; `folded` hide their parts."""

    pins: Mapping[str, Point] = field(default_factory=dict)
    folded: frozenset[str] = frozenset()
