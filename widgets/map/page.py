"""How a map is set on paper: how large, on how many pages, which part on which. Millimetres, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, hypot
from typing import TYPE_CHECKING

from widgets.map.export_options import MILLIMETRES, MOST_PAGES_A_SIDE, PageSetup, Paper

if TYPE_CHECKING:
    from collections.abc import Callable

    Heights = Callable[[float], tuple[float, float]]

MM_A_POINT = 25.4 / 72
MM_AT_100_PERCENT = 25.4 / 96
"""Millimetres of a drawing unit at 100 %."""

NAME_UNITS = 14.0
"""Height of a segment's name in drawing units."""

LEAST_NAME_POINTS = 5.0
"""Smaller names cannot be read on paper."""

BLOCK_TEXT = 13.0
"""Height of the title block's plain text in its own units."""

MOST_PAGES = 200
"""More pages than that are a mistake."""

_TEXT_OF_DIAGONAL, _LEAST_TEXT_MM = 0.0075, 2.5
_SLACK_MM = 0.01


@dataclass(frozen=True, slots=True)
class Tile:
    """The part of the sheet that is on one page, in millimetres of the sheet; rows and columns from 1."""

    row: int
    column: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PagePlan:
    """Pages of one size, and the sheet (title block and map) that is spread over them.

    `scale` is millimetres a drawing unit, `block_scale` millimetres a unit of the title block.
    """

    setup: PageSetup
    width: float
    height: float
    rows: int
    columns: int
    scale: float
    block_scale: float
    sheet_width: float
    sheet_height: float
    head: float
    foot: float

    @property
    def name_points(self) -> float:
        """How high a segment's name is on paper, in points."""
        return NAME_UNITS * self.scale / MM_A_POINT

    @property
    def is_readable(self) -> bool:
        """Whether names can be read on paper."""
        return self.name_points >= LEAST_NAME_POINTS

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self.rows * self.columns

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is on each page, row by row."""
        wide, high = self._room()
        step_x, step_y = wide - self.setup.overlap_mm, high - self.setup.overlap_mm
        return tuple(
            Tile(row + 1, column + 1, column * step_x, row * step_y, wide, high)
            for row in range(self.rows)
            for column in range(self.columns)
        )

    def _room(self) -> tuple[float, float]:
        return self.width - 2 * self.setup.margin_mm, self.height - 2 * self.setup.margin_mm


def plan_pages(setup: PageSetup, map_size: tuple[float, float], heights: Heights) -> PagePlan:
    """Set a map of `map_size` drawing units on paper.

    `heights(width)` are those of the title block's head and foot, all three in its own units.
    """
    if setup.landscape is not None:
        return _Planning(setup, map_size, heights).plan()
    upright, lying = (
        _Planning(replace(setup, landscape=landscape), map_size, heights).plan()
        for landscape in (False, True)
    )
    if setup.percent is None:
        return lying if lying.scale >= upright.scale else upright
    return lying if lying.pages <= upright.pages else upright


def advised(setup: PageSetup, map_size: tuple[float, float], heights: Heights) -> PageSetup | None:
    """The next best page on which names can be read: bigger paper, else more pages; None when all is well."""
    if plan_pages(setup, map_size, heights).is_readable:
        return None
    papers = list(Paper)
    bigger = [replace(setup, paper=paper, percent=None) for paper in papers[papers.index(setup.paper) + 1 :]]
    more = [
        replace(setup, percent=None, across=across, down=down)
        for across, down in sorted(
            ((a, d) for a in range(1, MOST_PAGES_A_SIDE + 1) for d in range(1, MOST_PAGES_A_SIDE + 1)),
            key=lambda pages: (pages[0] * pages[1], abs(pages[0] - pages[1])),
        )
    ]
    choices = [*bigger, *more]
    return next((one for one in choices if plan_pages(one, map_size, heights).is_readable), None)


class _Planning:
    def __init__(self, setup: PageSetup, map_size: tuple[float, float], heights: Heights) -> None:
        self._setup, self._heights = setup, heights
        self._map = max(map_size[0], 1.0), max(map_size[1], 1.0)
        short, long = MILLIMETRES[setup.paper]
        self._page = (long, short) if setup.landscape else (short, long)
        self._room = tuple(side - 2 * setup.margin_mm for side in self._page)

    def plan(self) -> PagePlan:
        if self._setup.percent is None:
            return self._fitted(self._setup.across, self._setup.down)
        return self._scaled(self._setup.percent / 100 * MM_AT_100_PERCENT)

    def _fitted(self, columns: int, rows: int) -> PagePlan:
        wide, high = self._span(0, columns), self._span(1, rows)
        block, head, foot = self._block(wide, high)
        scale = min(wide / self._map[0], max(high - head - foot, high * 0.2) / self._map[1])
        needed = self._count(0, self._map[0] * scale), self._count(1, self._map[1] * scale + head + foot)
        if needed[0] < columns or needed[1] < rows:  # no pages on which nothing would be
            return self._fitted(min(columns, needed[0]), min(rows, needed[1]))
        return self._made((columns, rows), scale, (block, head, foot))

    def _scaled(self, scale: float) -> PagePlan:
        """Title block and pages depend on one another: the first guess is mended twice."""
        columns, rows = self._count(0, self._map[0] * scale), self._count(1, self._map[1] * scale)
        for _ in range(2):
            block, head, foot = self._block(self._span(0, columns), self._span(1, rows))
            rows = self._count(1, self._map[1] * scale + head + foot)
        return self._made((columns, rows), scale, (block, head, foot))

    def _made(self, pages: tuple[int, int], scale: float, block: tuple[float, float, float]) -> PagePlan:
        columns, rows = pages
        spans = self._span(0, columns), self._span(1, rows)
        return PagePlan(self._setup, *self._page, rows, columns, scale, block[0], *spans, *block[1:])

    def _block(self, wide: float, high: float) -> tuple[float, float, float]:
        """Millimetres a unit of the title block; heights of its head and foot in millimetres."""
        text = max(_LEAST_TEXT_MM, _TEXT_OF_DIAGONAL * hypot(wide, high))
        block = text / BLOCK_TEXT
        head, foot = self._heights(wide / block)
        return block, head * block, foot * block

    def _span(self, side: int, pages: int) -> float:
        return pages * self._room[side] - (pages - 1) * self._setup.overlap_mm

    def _count(self, side: int, length: float) -> int:
        step = self._room[side] - self._setup.overlap_mm
        return max(1, ceil((length - self._setup.overlap_mm - _SLACK_MM) / step))
