"""The bands of 支撑 below the main line: which grid column and row each of their boxes gets."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from chains.layout_frames import FRAME_PAD, depths, nesting
from chains.layout_layers import with_blocks
from chains.layout_shapes import Box, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chains.chain import Chain, Stage
    from chains.layout_route import Grid
    from chains.layout_shapes import Layout, Point
    from chains.layout_wishes import Spacing

Places = dict[str, tuple[int, int]]
"""Column and row in the band, by segment."""


def support_places(
    chain: Chain,
    stages: Sequence[Stage],
    main: Mapping[str, int],
    count: int,
    settled: Mapping[str, int],
) -> Places:
    """Beside what each box serves, spread evenly over `count` columns; those framed together in one.

    `main` are the columns of the main line's segments. `settled` are columns that boxes have already,
    by hand or in the drawing now shown.
    """
    places: Places = {}
    inside = nesting(chain)
    for stage in stages:
        own = [segment.code for segment in chain.segments if segment.stage == stage.code]
        framed = _framed(own, inside)
        rows = -(-len(own) // count)
        filled = [0] * count
        waiting = [code for code in framed if code not in settled]
        # Those that the main line knows choose first; the others go beside what they serve in the band.
        waiting.sort(key=lambda code: not _wishes(chain, framed[code], main, {}))
        for code in [*(code for code in settled if code in framed), *waiting]:
            if code in settled:
                column = min(count - 1, max(0, settled[code]))
            else:
                wishes = _wishes(chain, framed[code], main, places)
                wanted = sum(wishes) / len(wishes) if wishes else 0.0
                free = [at for at in range(count) if filled[at] + len(framed[code]) <= rows]
                least = [at for at in range(count) if filled[at] == min(filled)]
                column = min(free or least, key=lambda at: (abs(at - wanted), at))
            for one in framed[code]:
                places[one] = (column, filled[column])
                filled[column] += 1
    return places


def _framed(own: Sequence[str], inside: Mapping[str, str]) -> dict[str, list[str]]:
    """The boxes that stand in no frame, each with all that is framed with it, from top to bottom."""
    numbers = {code: number for number, code in enumerate(own)}
    blocks = {numbers[code]: numbers[parent] for code, parent in inside.items() if code in numbers}
    framed: dict[str, list[str]] = {}
    for number in with_blocks(range(len(own)), blocks):
        if number not in blocks:
            framed[own[number]] = whole = []
        whole.append(own[number])
    return framed


def _wishes(chain: Chain, codes: Sequence[str], main: Mapping[str, int], places: Places) -> list[float]:
    """The columns where they would stand well: one before what they serve, one after what they take from."""
    column = {**main, **{other: place[0] for other, place in places.items()}}
    before = [column[one.target] - 1.0 for one in chain.links if one.source in codes and one.target in column]
    after = [column[one.source] + 1.0 for one in chain.links if one.target in codes and one.source in column]
    return before + after


def settled_columns(
    stages: Sequence[Stage],
    chain: Chain,
    guessed: Sequence[float],
    pins: Mapping[str, Point],
    before: Layout | None,
) -> dict[str, int]:
    """The columns that boxes of the bands were put in by hand, or stand in already; upper ones first.

    `guessed` are the columns' left sides as far as they are known; those of the drawing now shown go before.
    """
    support = {stage.code for stage in stages}
    own = [segment for segment in chain.segments if segment.stage in support]
    lefts: dict[str, tuple[float, float]] = {}
    for segment in own:
        box = before.boxes.get(segment.code) if before is not None else None
        panel = next((one for one in before.columns if one.stage == segment.stage), None) if before else None
        if box is not None and panel is not None and panel.box.y <= box.y <= panel.box.bottom:
            lefts[segment.code] = (box.y, box.x)
    for segment in own:
        if segment.code in pins:
            lefts[segment.code] = (pins[segment.code].y, pins[segment.code].x)
    bands = {stage.code for stage in stages}
    shown = sorted(panel.box.x for panel in before.columns if panel.stage not in bands) if before else ()
    sides = shown or guessed
    return {
        code: min(range(len(sides)), key=lambda at: abs(sides[at] - x))
        for code, (_, x) in sorted(lefts.items(), key=lambda entry: (entry[1][0], entry[0]))
    }


def place_bands(
    chain: Chain,
    stages: Sequence[Stage],
    places: Places,
    grid: Grid,
    space: Spacing,
    size: Callable[[str], tuple[float, float]],
) -> tuple[dict[str, Box], tuple[Column, ...], float]:
    """The boxes, the bands' panels, and the bottom of all. The grid's channel lies above the first band."""
    y = grid.bottom + grid.channel
    boxes: dict[str, Box] = {}
    panels = []
    depth = depths(nesting(chain))
    for stage in stages:
        own = [code for code in places if chain.segment(code).stage == stage.code]
        top, row_top = y, y + space.heading
        deepest = max((depth.get(code, 0) for code in own if code in depth), default=0)
        row_gap = space.row_gap + 2 * FRAME_PAD * deepest
        by_row = sorted(own, key=lambda code: places[code][1])
        for _, codes in groupby(by_row, key=lambda code: places[code][1]):
            row = list(codes)
            for code in row:
                width, height = size(code)
                indent = space.indent * (depth[code] + 1) if code in depth else 0.0
                left = grid.lefts[places[code][0]] + space.padding + indent
                boxes[code] = Box(left, row_top, width, height)
            row_top += max(size(code)[1] for code in row) + row_gap
        y = row_top - (row_gap if own else 0.0) + space.padding
        area = Box(grid.lefts[0], top, grid.rights[-1] - grid.lefts[0], y - top)
        panels.append(Column(stage.code, stage.name, stage.tier, area))
        y += space.row_gap * 2
    return boxes, tuple(panels), y - space.row_gap * 2 if stages else grid.bottom
