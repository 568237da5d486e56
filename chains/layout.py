"""Draws a chain as a stage graph: sizes of boxes in, positions and routes out; no screen is needed.

Stages of the main line are columns in order; each stage of 支撑 is a band below them on the same grid, so
that the gaps between columns run through everything and no link ever has to cross a box.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from chains.kinds import Tier
from chains.layout_frames import frames_of, nesting
from chains.layout_labels import label_places
from chains.layout_order import QUICK, THOROUGH, Layers, best_order, crossings
from chains.layout_place import Column as PlacedColumn
from chains.layout_place import place_columns
from chains.layout_route import Grid, route_links
from chains.layout_shapes import (
    Band,
    Box,
    Column,
    Effort,
    Frame,
    Layout,
    Point,
    Route,
    Spacing,
    Wishes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chains.chain import Chain, Segment, Stage

__all__ = [
    "Band",
    "Box",
    "Column",
    "Effort",
    "Frame",
    "Layout",
    "Point",
    "Route",
    "Spacing",
    "Wishes",
    "lay_out",
]


_SMALL, _EFFORT_WHEN_SMALL = 120, 60
"""A chain of so many boxes and lanes is drawn well at once: it takes some 50 ms."""


def lay_out(
    chain: Chain,
    sizes: Mapping[str, tuple[float, float]],
    spacing: Spacing | None = None,
    step: Callable[[int, int], None] | None = None,
    *,
    wishes: Wishes | None = None,
) -> Layout:
    """Lay the chain out. `sizes` are (width, height) by segment code; `step(done, total)` may raise to stop.

    Segments that shall not be seen are folded away before (`folded_chain`). The same input gives the same
    drawing. No boxes overlap, no route touches a box that is not its end.
    """
    return _Drawing(chain, sizes, spacing or Spacing(), step or _no_step, wishes or Wishes()).layout()


def _no_step(_done: int, _total: int) -> None:
    return


class _Drawing:
    def __init__(
        self,
        chain: Chain,
        sizes: Mapping[str, tuple[float, float]],
        spacing: Spacing,
        step: Callable[[int, int], None],
        wishes: Wishes,
    ) -> None:
        self._chain, self._sizes, self._space, self._step = chain, sizes, spacing, step
        self._effort, self._labels = wishes.effort, wishes.labels
        self._crossings = 0
        main = [stage for stage in chain.stages if stage.tier is not Tier.SUPPORT]
        self._stages: list[Stage] = main or list(chain.stages)
        self._support: list[Stage] = [stage for stage in chain.stages if stage not in self._stages]
        column_of = {stage.code: index for index, stage in enumerate(self._stages)}
        self._column = {
            segment.code: column_of[segment.stage] for segment in chain.segments if segment.stage in column_of
        }
        self._boxes: dict[str, Box] = {}
        self._lanes: dict[tuple[int, int], float] = {}

    def layout(self) -> Layout:
        self._step(0, 3)
        tops, ordered, long_links = self._place_main()
        self._step(1, 3)
        grid_columns = self._support_columns()
        widths = self._column_widths(grid_columns)
        grid = self._grid(widths, tops, ordered, long_links)
        bands, bottom = self._place_support(grid, grid_columns)
        self._step(2, 3)
        routes = route_links(self._chain, self._boxes, self._grid_places(grid_columns), grid)
        self._step(3, 3)
        bottom = max([bottom, *(point.y for route in routes for point in route.points)])
        width = grid.rights[-1] + grid.gaps[-1] if grid.rights else 2 * self._space.margin
        panels = self._panels(grid) + bands
        return Layout(
            columns=panels,
            bands=self._headings(panels),
            boxes=self._boxes,
            routes=routes,
            width=width,
            height=bottom + self._space.margin,
            frames=frames_of(nesting(self._chain), self._boxes),
            labels=label_places(routes, self._boxes, self._labels),
            crossings=self._crossings,
        )

    def _place_main(self) -> tuple[dict[int, float], list[list[int]], list[tuple[int, list[int]]]]:
        """Tops of all items by number; the columns in order; the lanes of each long link."""
        segments = [segment for segment in self._chain.segments if segment.code in self._column]
        number = {segment.code: index for index, segment in enumerate(segments)}
        columns: list[list[int]] = [[] for _ in self._stages]
        for segment in segments:
            columns[self._column[segment.code]].append(number[segment.code])
        edges, long_links = self._edges(number, columns)
        blocks = {
            number[one.code]: number[one.parent]
            for one in segments
            if one.parent in number and self._column[one.parent] == self._column[one.code]
        }
        items = sum(map(len, columns))
        effort = _EFFORT_WHEN_SMALL if items <= _SMALL else QUICK
        if self._effort is Effort.BETTER:
            effort = THOROUGH
        order = best_order(Layers(tuple(map(tuple, columns)), tuple(edges), blocks), effort)
        self._crossings = crossings(order, edges)
        placed = [self._placed_column(column, segments) for column in order]
        lanes = frozenset(lane for _, chain in long_links for lane in chain)
        tops = place_columns([column for column in placed if column.items], edges, lanes)
        self._numbered = segments
        return tops, order, long_links

    def _edges(
        self, number: Mapping[str, int], columns: list[list[int]]
    ) -> tuple[list[tuple[int, int]], list[tuple[int, list[int]]]]:
        """Edges between neighbouring columns; a link over several passes a lane in each column between."""
        edges: list[tuple[int, int]] = []
        long_links: list[tuple[int, list[int]]] = []
        lane = len(number)
        for index, link in enumerate(self._chain.links):
            if link.source not in number or link.target not in number:
                continue
            start, end = self._column[link.source], self._column[link.target]
            if start >= end:
                continue
            chain = list(range(lane, lane + end - start - 1))
            lane += len(chain)
            for offset, node in enumerate(chain, start + 1):
                columns[offset].append(node)
            path = [number[link.source], *chain, number[link.target]]
            edges += pairwise(path)
            long_links.append((index, chain))
        return edges, long_links

    def _placed_column(self, column: list[int], segments: list[Segment]) -> PlacedColumn:
        is_box = [item < len(segments) for item in column]
        heights = [
            self._size(segments[item].code)[1] if box else 0.0
            for item, box in zip(column, is_box, strict=True)
        ]
        spaces = [
            self._space.row_gap if upper and lower else self._space.lane for upper, lower in pairwise(is_box)
        ]
        return PlacedColumn(tuple(column), tuple(heights), tuple(spaces))

    def _size(self, code: str) -> tuple[float, float]:
        return self._sizes.get(code, (self._space.least_width, 40.0))

    def _column_widths(self, grid_columns: Mapping[str, tuple[int, int]]) -> list[float]:
        widths = [self._space.least_width] * max(1, len(self._stages))
        for segment in self._chain.segments:
            if segment.code in self._column:
                column = self._column[segment.code]
                width = self._size(segment.code)[0] + self._indent(segment)
            else:
                column, width = grid_columns[segment.code][0], self._size(segment.code)[0]
            widths[column] = max(widths[column], width)
        return [width + 2 * self._space.padding for width in widths]

    def _indent(self, segment: Segment) -> float:
        depth, parent = 0, segment.parent
        by_code = {one.code: one for one in self._chain.segments}
        while (
            parent is not None and parent in by_code and by_code[parent].stage == segment.stage and depth < 8
        ):
            depth, parent = depth + 1, by_code[parent].parent
        return depth * self._space.indent

    def _grid(
        self,
        widths: list[float],
        tops: Mapping[int, float],
        ordered: list[list[int]],
        long_links: list[tuple[int, list[int]]],
    ) -> Grid:
        """Give columns their x and items their y."""
        space = self._space
        gaps = self._gap_widths(len(widths))
        top = space.margin + space.tier_heading + space.heading + space.padding
        lefts: list[float] = []
        x = gaps[0]
        for width, gap in zip(widths, gaps[1:], strict=True):
            lefts.append(x)
            x += width + gap
        rights = [left + width for left, width in zip(lefts, widths, strict=True)]
        bottom = top
        for index, column in enumerate(ordered):
            for item in column:
                if item < len(self._numbered):
                    segment = self._numbered[item]
                    width, height = self._size(segment.code)
                    left = lefts[index] + space.padding + self._indent(segment)
                    self._boxes[segment.code] = Box(left, top + tops[item], width, height)
                    bottom = max(bottom, top + tops[item] + height)
                else:
                    self._lanes[(index, item)] = top + tops[item]
                    bottom = max(bottom, top + tops[item])
        lanes = {link: tuple(self._lane_of(item) for item in chain) for link, chain in long_links}
        return Grid(tuple(lefts), tuple(rights), tuple(gaps), bottom + space.padding, lanes, space.track)

    def _lane_of(self, item: int) -> float:
        return next(y for (_, node), y in self._lanes.items() if node == item)

    def _gap_widths(self, columns: int) -> list[float]:
        """Left margin, the gaps between columns, right margin: wider where many links turn."""
        turning = [0] * (columns + 1)
        for link in self._chain.links:
            start, end = self._column.get(link.source), self._column.get(link.target)
            if start is None or end is None or start >= end:
                turning[columns if start is None else start + 1] += 1
                turning[0 if end is None else end] += 1
        edge = self._space.margin
        widths = [self._space.column_gap + 2.0 * min(count, 20) for count in turning]
        widths[0] = edge + self._space.track * min(turning[0], 12)
        widths[-1] = edge + self._space.track * min(turning[-1], 12)
        return widths

    def _support_columns(self) -> dict[str, tuple[int, int]]:
        """Each 支撑 segment's column and row in its band: beside what it serves, spread evenly."""
        count = max(1, len(self._stages))
        places: dict[str, tuple[int, int]] = {}
        for stage in self._support:
            own = [segment.code for segment in self._chain.segments if segment.stage == stage.code]
            rows = -(-len(own) // count)
            filled = [0] * count
            # Those that the main line knows choose first; the others go beside what they serve in the band.
            for code in sorted(own, key=lambda code: (not self._wishes(code, {}), own.index(code))):
                wishes = self._wishes(code, places)
                wanted = sum(wishes) / len(wishes) if wishes else 0.0
                free = [column for column in range(count) if filled[column] < rows]
                column = min(free, key=lambda column: (abs(column - wanted), column))
                places[code] = (column, filled[column])
                filled[column] += 1
        return places

    def _wishes(self, code: str, places: Mapping[str, tuple[int, int]]) -> list[float]:
        """The columns where it would stand well: one before what it serves, one after what it takes from."""
        column = {**self._column, **{other: place[0] for other, place in places.items()}}
        links = self._chain.links
        before = [column[one.target] - 1.0 for one in links if one.source == code and one.target in column]
        after = [column[one.source] + 1.0 for one in links if one.target == code and one.source in column]
        return before + after

    def _place_support(
        self, grid: Grid, places: Mapping[str, tuple[int, int]]
    ) -> tuple[tuple[Column, ...], float]:
        """Put the bands below the columns; returns their panels and the bottom of all."""
        space = self._space
        y = grid.bottom
        panels = []
        for index, stage in enumerate(self._support):
            own = [code for code in places if self._chain.segment(code).stage == stage.code]
            channel = self._channel_height() if index == 0 else space.row_gap * 2
            top = y + channel
            row_top = top + space.heading
            for _, codes in groupby(
                sorted(own, key=lambda code: places[code][1]), key=lambda code: places[code][1]
            ):
                row = list(codes)
                for code in row:
                    width, height = self._size(code)
                    self._boxes[code] = Box(
                        grid.lefts[places[code][0]] + space.padding, row_top, width, height
                    )
                row_top += max(self._size(code)[1] for code in row) + space.row_gap
            y = row_top - (space.row_gap if own else 0.0) + space.padding
            box = Box(grid.lefts[0], top, grid.rights[-1] - grid.lefts[0], y - top)
            panels.append(Column(stage.code, stage.name, stage.tier, box))
        return tuple(panels), y

    def _channel_height(self) -> float:
        crossing = sum(
            link.source not in self._column
            or link.target not in self._column
            or self._column[link.source] > self._column[link.target]
            for link in self._chain.links
        )
        return 20.0 + self._space.track * min(crossing, 24)

    def _grid_places(self, support: Mapping[str, tuple[int, int]]) -> dict[str, int]:
        """The grid column of every segment."""
        return {**self._column, **{code: place[0] for code, place in support.items()}}

    def _panels(self, grid: Grid) -> tuple[Column, ...]:
        top = self._space.margin + self._space.tier_heading
        return tuple(
            Column(stage.code, stage.name, stage.tier, Box(left, top, right - left, grid.bottom - top))
            for stage, left, right in zip(self._stages, grid.lefts, grid.rights, strict=False)
        )

    def _headings(self, panels: tuple[Column, ...]) -> tuple[Band, ...]:
        """One heading over each run of neighbouring columns of a tier."""
        main = [panel for panel in panels if panel.stage in {stage.code for stage in self._stages}]
        bands = []
        for tier, run in groupby(main, key=lambda panel: panel.tier):
            columns = list(run)
            left, right = columns[0].box.x, columns[-1].box.right
            height = self._space.tier_heading - 6.0
            bands.append(Band(tier, Box(left, self._space.margin, right - left, height)))
        return tuple(bands)
