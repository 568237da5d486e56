"""Which box lies next in a direction: the arrow keys' way over a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.layout_shapes import Box, Route


def neighbour(boxes: Mapping[str, Box], code: str, direction: str) -> str:
    """The nearest box to the left, right, up or down; the same one at the edge, the first one from none."""
    if code not in boxes:
        return min(boxes, key=lambda one: (boxes[one].x, boxes[one].y))
    here = boxes[code]
    found = {one: box for one, box in boxes.items() if one != code and _lies(box, here, direction)}
    if not found:
        return code
    return min(found, key=lambda one: (_distance(found[one], here, direction), one))


def _lies(box: Box, here: Box, direction: str) -> bool:
    if direction == "right":
        return box.x >= here.right
    if direction == "left":
        return box.right <= here.x
    beside = box.right <= here.x or here.right <= box.x
    if beside:
        return False
    return box.y >= here.bottom if direction == "down" else box.bottom <= here.y


def _distance(box: Box, here: Box, direction: str) -> float:
    """Along the direction, and four times as much across it."""
    dx = abs((box.x + box.width / 2) - (here.x + here.width / 2))
    dy = abs((box.y + box.height / 2) - (here.y + here.height / 2))
    return dx + 0.5 * dy if direction in {"left", "right"} else dy + 4 * dx


def next_link(
    routes: Sequence[Route], code: str, link: tuple[str, str] | None, step: int
) -> tuple[str, str] | None:
    """The next (or with -1 the last) link of a box, round and round; of all links where no box is given."""
    ends = [(one.source, one.target) for one in routes if code in {"", one.source, one.target}]
    if not ends:
        return None
    if link not in ends:
        return ends[0] if step > 0 else ends[-1]
    return ends[(ends.index(link) + step) % len(ends)]
