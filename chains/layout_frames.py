"""Frames round unfolded parents and their sub-segments in one column."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from chains.layout_shapes import Box, Frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.chain import Chain

DEEPEST = 8
"""Frames nest so far; what lies deeper stands in the last one."""

FRAME_PAD = 5.0
"""From a frame to what stands in it."""


def nesting(chain: Chain) -> dict[str, str]:
    """Sub-segment → the parent in whose frame it stands: same stage, no circles."""
    stages = {segment.code: segment.stage for segment in chain.segments}
    inside = {
        segment.code: segment.parent
        for segment in chain.segments
        if segment.parent is not None and stages.get(segment.parent) == segment.stage
    }
    for code in list(inside):
        above, seen = inside.get(code), {code}
        while above is not None and above not in seen:
            seen.add(above)
            above = inside.get(above)
        if above == code:
            del inside[code]
    return inside


def depths(inside: Mapping[str, str]) -> dict[str, int]:
    """How many frames lie round each nested segment, its own left out."""
    found = {}
    for code in inside:
        depth, above = 0, inside.get(code)
        while above is not None:
            depth, above = depth + 1, inside.get(above)
        found[code] = min(depth, DEEPEST)
    return found


def frames_of(inside: Mapping[str, str], boxes: Mapping[str, Box]) -> tuple[Frame, ...]:
    """The frames, outer ones first, each round its parent's box and all that is nested in it."""
    depth = depths(inside)
    children = defaultdict(list)
    for code, above in inside.items():
        children[above].append(code)
    areas: dict[str, Box] = {}
    for parent in sorted(children, key=lambda code: -depth.get(code, 0)):
        parts = [boxes[parent], *(areas.get(code, boxes[code]) for code in children[parent])]
        areas[parent] = _round(parts)
    frames = [Frame(parent, area, depth.get(parent, 0)) for parent, area in areas.items()]
    return tuple(sorted(frames, key=lambda frame: (frame.depth, frame.box.x, frame.box.y)))


def _round(parts: list[Box]) -> Box:
    left, top = min(part.x for part in parts), min(part.y for part in parts)
    right, bottom = max(part.right for part in parts), max(part.bottom for part in parts)
    return Box(left - FRAME_PAD, top - FRAME_PAD, right - left + 2 * FRAME_PAD, bottom - top + 2 * FRAME_PAD)
