"""The ways of links: through the gaps between columns and through lanes between boxes, never through a box.

A forward link of the main line swings from gap to gap and passes each column between in its lane. Every
other link (backward, within a column, from and to 支撑) turns in the gap beside its ends and runs in the
channel below the columns where it has to change gaps.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chains.layout_shapes import Point, Route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.chain import Chain, SupplyLink
    from chains.layout_shapes import Box

_CURVE_POINTS = 14
_PORT_SPAN = 0.7
"""The middle part of a box's side that links may use."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where columns and gaps are.

    `gaps` are widths: before each column, then after the last. `bottom` is where the columns end. `lanes` are
    the heights at which a forward link passes the columns between its ends, by index of the link.
    """

    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    gaps: tuple[float, ...]
    bottom: float
    lanes: Mapping[int, tuple[float, ...]]
    track: float

    def gap(self, index: int) -> tuple[float, float]:
        """The x of a gap's left and right side; gap 0 lies before the first column."""
        left = self.rights[index - 1] if index else self.lefts[0] - self.gaps[0]
        right = self.lefts[index] if index < len(self.lefts) else self.rights[-1] + self.gaps[-1]
        return left, right


@dataclass(slots=True)
class _Turn:
    """A link that turns in gaps: its ports, and the gaps it goes down and up."""

    index: int
    start: Point
    end: Point
    first_gap: int
    last_gap: int
    enters_right: bool
    first_x: float = 0.0
    last_x: float = 0.0
    channel_y: float = 0.0

    @property
    def needs_channel(self) -> bool:
        return self.first_gap != self.last_gap


@dataclass(slots=True)
class _Ports:
    """Hands out places on the sides of boxes, in an order that saves crossings."""

    boxes: Mapping[str, Box]
    wishes: dict[tuple[str, str], list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    given: dict[tuple[str, str, int], Point] = field(default_factory=dict)

    def wish(self, code: str, side: str, index: int, towards: float) -> None:
        """Link `index` wants a place on that side, as near to height `towards` as others let it."""
        self.wishes[(code, side)].append((towards, index))

    def settle(self) -> None:
        for (code, side), wishes in self.wishes.items():
            box = self.boxes[code]
            x = box.right if side == "right" else box.x
            span = box.height * _PORT_SPAN
            for place, (_, index) in enumerate(sorted(wishes)):
                share = (place + 0.5) / len(wishes)
                self.given[(code, side, index)] = Point(x, box.y + (box.height - span) / 2 + span * share)


def route_links(
    chain: Chain, boxes: Mapping[str, Box], columns: Mapping[str, int], grid: Grid
) -> tuple[Route, ...]:
    """The ways of all links, in the order of the chain."""
    ports = _Ports(boxes)
    for index, link in enumerate(chain.links):
        _wish_ports(index, link, columns, grid, ports)
    ports.settle()
    turns = [
        _turn(index, link, columns, ports)
        for index, link in enumerate(chain.links)
        if index not in grid.lanes
    ]
    _settle_tracks(turns, grid)
    by_index = {turn.index: turn for turn in turns}
    routes = []
    for index, link in enumerate(chain.links):
        if index in grid.lanes:
            points = _swinging(index, link, columns, ports, grid)
        else:
            points = _turning(by_index[index])
        routes.append(Route(link.source, link.target, _without_repeats(points)))
    return tuple(routes)


def _wish_ports(index: int, link: SupplyLink, columns: Mapping[str, int], grid: Grid, ports: _Ports) -> None:
    boxes = ports.boxes
    if index in grid.lanes:
        lanes = grid.lanes[index]
        ports.wish(link.source, "right", index, lanes[0] if lanes else _middle(boxes[link.target]))
        ports.wish(link.target, "left", index, lanes[-1] if lanes else _middle(boxes[link.source]))
        return
    same = columns[link.source] == columns[link.target]
    channel = columns[link.source] + 1 != columns[link.target] and not same
    towards = grid.bottom if channel else _middle(boxes[link.target])
    ports.wish(link.source, "right", index, towards)
    ports.wish(
        link.target,
        "right" if same else "left",
        index,
        grid.bottom if channel else _middle(boxes[link.source]),
    )


def _turn(index: int, link: SupplyLink, columns: Mapping[str, int], ports: _Ports) -> _Turn:
    start_column, end_column = columns[link.source], columns[link.target]
    same = start_column == end_column
    return _Turn(
        index=index,
        start=ports.given[(link.source, "right", index)],
        end=ports.given[(link.target, "right" if same else "left", index)],
        first_gap=start_column + 1,
        last_gap=end_column + 1 if same else end_column,
        enters_right=same,
    )


def _settle_tracks(turns: list[_Turn], grid: Grid) -> None:
    """Give each upright part an x of its own in its gap, and each part in the channel a y of its own."""
    in_gap: dict[int, list[tuple[_Turn, bool]]] = defaultdict(list)
    for turn in turns:
        in_gap[turn.first_gap].append((turn, True))
        if turn.needs_channel:
            in_gap[turn.last_gap].append((turn, False))
    for gap, uprights in in_gap.items():
        left, right = grid.gap(gap)
        # Kept off the columns by an arrow's length, so that an arrow head never lies in a corner.
        inner = max(4.0, min(12.0, (right - left) / 4))
        uprights.sort(key=lambda upright: (upright[1], upright[0].start.y, upright[0].index))
        for place, (turn, first) in enumerate(uprights):
            x = left + inner + (right - left - 2 * inner) * (place + 0.5) / len(uprights)
            if first:
                turn.first_x = x
            if not first or not turn.needs_channel:
                turn.last_x = x
    low = [turn for turn in turns if turn.needs_channel]
    for place, turn in enumerate(sorted(low, key=lambda turn: (turn.first_gap, turn.last_gap, turn.index))):
        turn.channel_y = grid.bottom + 8.0 + grid.track * (place % 24 + 0.5)


def _turning(turn: _Turn) -> list[Point]:
    points = [turn.start, Point(turn.first_x, turn.start.y)]
    if turn.needs_channel:
        points += [Point(turn.first_x, turn.channel_y), Point(turn.last_x, turn.channel_y)]
    return [*points, Point(turn.last_x, turn.end.y), turn.end]


def _swinging(
    index: int, link: SupplyLink, columns: Mapping[str, int], ports: _Ports, grid: Grid
) -> list[Point]:
    start = ports.given[(link.source, "right", index)]
    end = ports.given[(link.target, "left", index)]
    column = columns[link.source]
    points = [start]
    at = Point(grid.rights[column], start.y)
    for y in (*grid.lanes[index], end.y):
        column += 1
        points += _curve(at, Point(grid.lefts[column], y))
        at = Point(grid.rights[column], y)
    return [*points, end]


def _curve(start: Point, end: Point) -> list[Point]:
    """An even swing: level at both ends, never outside the rectangle between them."""
    points = []
    for number in range(_CURVE_POINTS + 1):
        part = number / _CURVE_POINTS
        rise = part * part * (3.0 - 2.0 * part)
        points.append(Point(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * rise))
    return points if abs(end.y - start.y) > 0.5 else [start, end]


def _middle(box: Box) -> float:
    return box.y + box.height / 2


def _without_repeats(points: list[Point]) -> tuple[Point, ...]:
    kept = points[:1]
    for point in points[1:]:
        if abs(point.x - kept[-1].x) > 1e-9 or abs(point.y - kept[-1].y) > 1e-9:
            kept.append(point)
    return tuple(kept)
