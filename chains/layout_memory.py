"""What the drawing now shown says of the next one: at which heights its boxes and lanes stand."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from chains.layout_items import ends_of
from chains.layout_layers import with_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chains.chain import Chain, Stage
    from chains.layout_items import Items
    from chains.layout_shapes import Box, Layout, Point

_ROUNDS = 3
_SEVERAL = 2
_AIR = 14.0


def shown_middles(chain: Chain, items: Items, stages: Sequence[Stage], before: Layout) -> dict[int, float]:
    """The middle's height of each box and lane that the drawing shows in the same column."""
    panels = {panel.stage: panel.box for panel in before.columns}
    middles: dict[int, float] = {}
    for number, segment in enumerate(items.segments):
        box, panel = before.boxes.get(segment.code), panels.get(segment.stage)
        if box is not None and panel is not None and panel.x <= box.x <= panel.right:
            middles[number] = box.y + box.height / 2
    ways = {(route.source, route.target): route.points for route in before.routes}
    column_of = {item: column for column, numbers in enumerate(items.columns) for item in numbers}
    for index, lanes in items.lanes.items():
        link = chain.links[index]
        points = ways.get((link.source, link.target))
        for lane in lanes if points else ():
            panel = panels.get(stages[column_of[lane]].code)
            height = _height_at(points, panel) if points and panel else None
            if height is not None:
                middles[lane] = height
    cuts = _cuts(chain, stages, before)
    return {
        item: middle - sum(cut for below, cut in cuts if below <= middle) for item, middle in middles.items()
    }


def _cuts(chain: Chain, stages: Sequence[Stage], before: Layout) -> list[tuple[float, float]]:
    """Strips where only boxes stood that are gone: what lies below each moves up by so much."""
    main = {stage.code for stage in stages}
    panels = [panel.box for panel in before.columns if panel.stage in main]
    here = {segment.code for segment in chain.segments}
    boxes = [(code, box) for code, box in before.boxes.items() if any(_stands_in(box, one) for one in panels)]
    gone = [box for code, box in boxes if code not in here]
    cuts = []
    reached = min((box.y for _, box in boxes), default=0.0)
    for box in sorted((box for code, box in boxes if code in here), key=lambda box: box.y):
        if box.y - reached > _AIR and any(one.bottom > reached and one.y < box.y for one in gone):
            cuts.append((box.y, box.y - reached - _AIR))
        reached = max(reached, box.bottom)
    return cuts


def emptied_stages(chain: Chain, before: Layout) -> frozenset[str]:
    """The stages where several boxes stood that are gone: folded away, say. Their holes shall close."""
    here = {segment.code for segment in chain.segments}
    gone = [box for code, box in before.boxes.items() if code not in here]
    return frozenset(
        panel.stage for panel in before.columns if sum(_stands_in(box, panel.box) for box in gone) >= _SEVERAL
    )


def _stands_in(box: Box, panel: Box) -> bool:
    return panel.x <= box.x <= panel.right and panel.y <= box.y <= panel.bottom


def _height_at(points: tuple[Point, ...], panel: Box) -> float | None:
    """Where the way passes the middle of the panel."""
    middle = panel.x + panel.width / 2
    for one, two in pairwise(points):
        if one.x <= middle <= two.x and one.x < two.x:
            return one.y + (two.y - one.y) * (middle - one.x) / (two.x - one.x)
    return None


def columns_as_shown(items: Items, middles: Mapping[int, float]) -> tuple[tuple[int, ...], ...]:
    """The columns in the order shown; what is new stands among what it is linked with."""
    near: dict[int, list[int]] = {}
    for left, right in items.edges:
        near.setdefault(left, []).append(right)
        near.setdefault(right, []).append(left)
    guessed = dict(middles)
    for _ in range(_ROUNDS):
        for item in (item for column in items.columns for item in column if item not in middles):
            heights = [guessed[other] for other in near.get(item, ()) if other in guessed]
            if heights:
                guessed[item] = sum(heights) / len(heights)
    # Lanes of one rope are shown at one height: where their links come from and go to tells them apart.
    apart = {
        lane: guessed.get(source, 0.0) + guessed.get(target, 0.0)
        for lane, (source, target) in ends_of(items).items()
    }
    lowest = max(middles.values(), default=0.0) + 1.0
    return tuple(
        tuple(
            with_blocks(
                sorted(column, key=lambda item: (round(guessed.get(item, lowest), 3), apart.get(item, 0.0))),
                items.blocks,
            )
        )
        for column in items.columns
    )
