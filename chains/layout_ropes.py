"""Long links that share an end run together as one rope where they pass a column side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.layout_items import Items


def ropes_of(columns: Sequence[Sequence[int]], items: Items) -> dict[int, int]:
    """Lane → the lane in whose place it runs: neighbours with the same source, or with the same target."""
    ends = _ends(items)
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


def _ends(items: Items) -> Mapping[int, frozenset[tuple[bool, int]]]:
    """By lane: the box where its link begins (True), and the one where it ends (False)."""
    into = {right: left for left, right in items.edges if not items.is_box(right)}
    onto = {left: right for left, right in items.edges if not items.is_box(left)}
    ends = {}
    for lanes in items.lanes.values():
        if lanes:
            both = frozenset({(True, into[lanes[0]]), (False, onto[lanes[-1]])})
            ends.update(dict.fromkeys(lanes, both))
    return ends
