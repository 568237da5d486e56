"""The main line in numbers: boxes and lanes in columns, and links between neighbouring columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from chains.layout_frames import nesting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.chain import Chain, Segment, Stage


@dataclass(frozen=True, slots=True)
class Items:
    """Boxes are numbered as `segments`; a long link has a lane, numbered on, in each column it passes.

    `lanes` are by index of the chain's link, empty for a link to the next column; links that do not lead to
    a later column are not in it. `blocks` are child → parent of boxes framed together.
    """

    segments: tuple[Segment, ...]
    columns: tuple[tuple[int, ...], ...]
    edges: tuple[tuple[int, int], ...]
    lanes: Mapping[int, tuple[int, ...]]
    blocks: Mapping[int, int]

    def is_box(self, item: int) -> bool:
        """Whether the item is a box; else it is a lane."""
        return item < len(self.segments)


def items_of(chain: Chain, stages: Sequence[Stage]) -> Items:
    """Number the boxes of these stages, and the lanes of the links between them."""
    column_of = {stage.code: index for index, stage in enumerate(stages)}
    segments = tuple(segment for segment in chain.segments if segment.stage in column_of)
    number = {segment.code: index for index, segment in enumerate(segments)}
    columns: list[list[int]] = [[] for _ in stages]
    for index, segment in enumerate(segments):
        columns[column_of[segment.stage]].append(index)
    edges: list[tuple[int, int]] = []
    lanes: dict[int, tuple[int, ...]] = {}
    lane = len(segments)
    for index, link in enumerate(chain.links):
        if link.source not in number or link.target not in number:
            continue
        source, target = number[link.source], number[link.target]
        start, end = column_of[segments[source].stage], column_of[segments[target].stage]
        if start >= end:
            continue
        lanes[index] = tuple(range(lane, lane + end - start - 1))
        lane += end - start - 1
        for column, item in enumerate(lanes[index], start + 1):
            columns[column].append(item)
        edges += pairwise((source, *lanes[index], target))
    blocks = {number[code]: number[parent] for code, parent in nesting(chain).items() if code in number}
    return Items(segments, tuple(map(tuple, columns)), tuple(edges), lanes, blocks)


def ends_of(items: Items) -> dict[int, tuple[int, int]]:
    """By lane: the boxes where its link begins and ends."""
    into = {right: left for left, right in items.edges if not items.is_box(right)}
    onto = {left: right for left, right in items.edges if not items.is_box(left)}
    return {lane: (into[lanes[0]], onto[lanes[-1]]) for lanes in items.lanes.values() for lane in lanes}
