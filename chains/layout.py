"""Draws a chain as a stage graph: sizes of boxes in, positions and routes out; no screen is needed.

Stages of the main line are columns in order; each stage of 支撑 is a band below them on the same grid, so
that the gaps between columns run through everything and no link ever has to cross a box.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from chains.kinds import Tier
from chains.layout_frames import FRAME_PAD, depths, frames_of, nesting
from chains.layout_items import items_of
from chains.layout_labels import label_places
from chains.layout_main import Wanted, arrange
from chains.layout_memory import emptied_stages, shown_middles
from chains.layout_route import Grid, channel_height, route_links
from chains.layout_shapes import Band, Box, Column, Frame, Layout, Point, Route
from chains.layout_support import place_bands, settled_columns, support_places
from chains.layout_tracks import channel_tracks, gap_counts, trunks_of, turns_of
from chains.layout_wishes import Effort, Spacing, Wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chains.chain import Chain, Segment, Stage
    from chains.layout_main import Arranged
    from chains.layout_support import Places

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

_STEPS = 1_000
_SEARCH = 900
"""Of so many steps that are told, so many are the search for the order: nearly all the time goes there."""

_DEFAULT_HEIGHT = 40.0
_MOST_TRACKS = 30
_WIDEST_LABEL = 140.0
_LABEL_AIR = 14.0


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
        self._chain, self._sizes, self._space, self._wishes = chain, sizes, spacing, wishes
        self._step, self._told = step, 0
        main = [stage for stage in chain.stages if stage.tier is not Tier.SUPPORT]
        self._stages: list[Stage] = main or list(chain.stages)
        self._support: list[Stage] = [stage for stage in chain.stages if stage not in self._stages]
        column_of = {stage.code: index for index, stage in enumerate(self._stages)}
        self._column = {
            segment.code: column_of[segment.stage] for segment in chain.segments if segment.stage in column_of
        }
        self._items = items_of(chain, self._stages)
        self._inside = nesting(chain)
        self._depths = depths(self._inside)
        self._top = spacing.margin + spacing.tier_heading + spacing.heading + spacing.padding

    def layout(self) -> Layout:
        self._step(0, _STEPS)
        arranged = self._arranged()
        self._step(_SEARCH, _STEPS)
        support = self._support_places()
        columns = {**self._column, **{code: place[0] for code, place in support.items()}}
        grid = self._grid(arranged, support, columns)
        boxes = self._main_boxes(arranged, grid)
        banded, bands, bottom = place_bands(
            self._chain, self._support, support, grid, self._space, self._size
        )
        boxes.update(banded)
        self._step(_SEARCH + 20, _STEPS)
        routes = route_links(self._chain, boxes, columns, grid)
        self._step(_STEPS - 30, _STEPS)
        panels = self._panels(grid) + bands
        bottom = max([bottom, *(point.y for route in routes for point in route.points)])
        layout = Layout(
            columns=panels,
            bands=self._headings(panels),
            boxes=boxes,
            routes=routes,
            width=grid.rights[-1] + grid.gaps[-1],
            height=bottom + self._space.margin,
            frames=frames_of(self._inside, boxes),
            labels=label_places(routes, [*boxes.values(), *self._titles(panels)], self._wishes.labels),
            crossings=arranged.crossings,
        )
        self._step(_STEPS, _STEPS)
        return layout

    def _arranged(self) -> Arranged:
        numbers = {segment.code: number for number, segment in enumerate(self._items.segments)}
        before = self._wishes.before
        shown = shown_middles(self._chain, self._items, self._stages, before) if before is not None else {}
        emptied = emptied_stages(self._chain, before) if before is not None else frozenset()
        wanted = Wanted(
            pins={
                numbers[code]: max(0.0, pin.y - self._top)
                for code, pin in self._wishes.pins.items()
                if code in numbers
            },
            shown={item: middle - self._top for item, middle in shown.items()},
            loose=frozenset(
                number for number, segment in enumerate(self._items.segments) if segment.stage in emptied
            ),
            better=self._wishes.effort is Effort.BETTER,
        )
        heights = [self._size(segment.code)[1] for segment in self._items.segments]
        return arrange(self._items, heights, self._space, wanted, self._search_step)

    def _search_step(self, done: int, total: int) -> None:
        """The search tells often: only what can be seen is told on, and nothing goes back."""
        now = _SEARCH * done // max(1, total)
        if now != self._told:
            self._told = max(now, self._told)
            self._step(self._told, _STEPS)

    def _size(self, code: str) -> tuple[float, float]:
        return self._sizes.get(code, (self._space.least_width, _DEFAULT_HEIGHT))

    def _indent(self, segment: Segment) -> float:
        code = segment.code
        return self._space.indent * (self._depths[code] + 1) if code in self._depths else 0.0

    def _support_places(self) -> Places:
        guessed = [0.0]
        for width in self._column_widths({})[:-1]:
            guessed.append(guessed[-1] + width + self._space.column_gap)
        settled = settled_columns(self._support, self._chain, guessed, self._wishes.pins, self._wishes.before)
        return support_places(self._chain, self._support, self._column, max(1, len(self._stages)), settled)

    def _column_widths(self, support: Places) -> list[float]:
        """As wide as the widest box with the frames round it."""
        widths = [self._space.least_width] * max(1, len(self._stages))
        for segment in self._chain.segments:
            place = support.get(segment.code)
            column = self._column.get(segment.code, place[0] if place else None)
            if column is not None:
                frames = FRAME_PAD * (self._depths[segment.code] + 1) if segment.code in self._depths else 0.0
                width = self._size(segment.code)[0] + self._indent(segment) + frames
                widths[column] = max(widths[column], width)
        return [width + 2 * self._space.padding for width in widths]

    def _grid(self, arranged: Arranged, support: Places, columns: Mapping[str, int]) -> Grid:
        space = self._space
        widths = self._column_widths(support)
        turns = turns_of(self._chain, columns, self._items.lanes)
        trunks = trunks_of(turns)
        gaps = self._gap_widths(gap_counts(turns, trunks, len(widths) + 1), columns)
        lefts: list[float] = []
        x = gaps[0]
        for width, gap in zip(widths, gaps[1:], strict=True):
            lefts.append(x)
            x += width + gap
        rights = [left + width for left, width in zip(lefts, widths, strict=True)]
        bottoms = [
            top + (self._size(self._items.segments[item].code)[1] if self._items.is_box(item) else 0.0)
            for item, top in arranged.tops.items()
        ]
        lanes = {
            link: tuple(self._top + arranged.tops[lane] for lane in own)
            for link, own in self._items.lanes.items()
        }
        return Grid(
            tuple(lefts),
            tuple(rights),
            tuple(gaps),
            bottom=self._top + max(bottoms, default=0.0) + space.padding,
            channel=channel_height(channel_tracks(turns, trunks), space.track),
            lanes=lanes,
            track=space.track,
        )

    def _gap_widths(self, trunks: list[int], columns: Mapping[str, int]) -> list[float]:
        """Left margin, the gaps between columns, right margin: wide enough for trunks and labels."""
        tracks = [self._space.track * min(count, _MOST_TRACKS) for count in trunks]
        widths = [max(self._space.column_gap, 26.0 + room) for room in tracks]
        widths[0] = self._space.margin + (12.0 + tracks[0] if trunks[0] else 0.0)
        widths[-1] = self._space.margin + (12.0 + tracks[-1] if trunks[-1] else 0.0)
        for link in self._chain.links:
            label = self._wishes.labels.get((link.source, link.target))
            if label is not None:
                room = min(label[0], _WIDEST_LABEL) + _LABEL_AIR
                gap = columns[link.source] + 1
                widths[gap] = max(widths[gap], room)
        return widths

    def _main_boxes(self, arranged: Arranged, grid: Grid) -> dict[str, Box]:
        boxes = {}
        for number, segment in enumerate(self._items.segments):
            width, height = self._size(segment.code)
            left = grid.lefts[self._column[segment.code]] + self._space.padding + self._indent(segment)
            boxes[segment.code] = Box(left, self._top + arranged.tops[number], width, height)
        return boxes

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

    def _titles(self, panels: tuple[Column, ...]) -> list[Box]:
        """Where stages' names stand."""
        return [Box(panel.box.x, panel.box.y, panel.box.width, self._space.heading) for panel in panels]
