"""Long links that share an end run together as one rope where they pass a column side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.layout_items import ends_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.layout_items import Items


def ropes_of(columns: Sequence[Sequence[int]], items: Items) -> dict[int, int]:
    """Lane → the lane in whose place it runs: neighbours with the same source, or with the same target."""
    ends = {
        lane: frozenset({(True, source), (False, target)})
        for lane, (source, target) in ends_of(items).items()
    }
    rope: dict[int, int] = {}
    for column in columns:
        first, shared = -1, frozenset[tuple[bool, int]]()
        for item in column:
            common = shared & ends.get(item, frozenset())
            if common:
                rope[item], shared = first, common
            else:
                first, shared = item, ends.get(item, frozenset())
    return rope
