"""The ways of links: through the gaps between columns and through lanes between boxes, never through a box.

A forward link of the main line swings from gap to gap and passes each column between in its lane. Every
other link (backward, within a column, from and to 支撑) turns in the gap beside its ends and runs in the
channel below the columns where it has to change gaps. Links leave and enter a box together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.layout_shapes import Point, Route
from chains.layout_tracks import CLEARANCE, Trunk, channel_tracks, coloured, trunks_of, turns_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.chain import Chain, SupplyLink
    from chains.layout_shapes import Box
    from chains.layout_tracks import Turn

_CURVE_POINTS = 14
_CORNER = 4.0
"""Corners are cut, so that a turn and a crossing look different."""

_CHANNEL_TOP = 10.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Where columns and gaps are.

    `gaps` are widths: before each column, then after the last. `bottom` is where the columns end, `channel`
    the height of the channel below. `lanes` are the heights at which a forward link passes the columns
    between its ends, by index of the link.
    """

    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    gaps: tuple[float, ...]
    bottom: float
    channel: float
    lanes: Mapping[int, tuple[float, ...]]
    track: float

    def gap(self, index: int) -> tuple[float, float]:
        """The x of a gap's left and right side; gap 0 lies before the first column."""
        left = self.rights[index - 1] if index else self.lefts[0] - self.gaps[0]
        right = self.lefts[index] if index < len(self.lefts) else self.rights[-1] + self.gaps[-1]
        return left, right


def channel_height(tracks: Mapping[Trunk, int], track: float) -> float:
    """The height of the channel for so many tracks."""
    return 2 * _CHANNEL_TOP + track * (max(tracks.values()) + 1 if tracks else 0)


def route_links(
    chain: Chain, boxes: Mapping[str, Box], columns: Mapping[str, int], grid: Grid
) -> tuple[Route, ...]:
    """The ways of all links, in the order of the chain."""
    turns = turns_of(chain, columns, grid.lanes)
    ports = _Ports(chain, boxes, turns, grid)
    ways = _Turning(turns, ports, grid).ways()
    routes = []
    for index, link in enumerate(chain.links):
        points = ways[index] if index in ways else _swinging(index, link, columns, ports, grid)
        routes.append(Route(link.source, link.target, _without_repeats(points)))
    return tuple(routes)


class _Ports:
    """Where links leave and enter: together in the middle of a side, apart only by their kind.

    In the middle those that lead forward, above it those that come back to the right side, below it those
    that turn. Boxes placed at like heights are so joined by level lines.
    """

    def __init__(self, chain: Chain, boxes: Mapping[str, Box], turns: list[Turn], grid: Grid) -> None:
        self._boxes = boxes
        self._kinds: dict[tuple[str, bool], set[str]] = defaultdict(set)
        for index in grid.lanes:
            link = chain.links[index]
            self._kinds[(link.source, True)].add("forward")
            self._kinds[(link.target, False)].add("forward")
        for turn in turns:
            self._kinds[(turn.source, True)].add("turning")
            side, kind = (True, "back") if turn.enters_right else (False, "turning")
            self._kinds[(turn.target, side)].add(kind)

    def port(self, code: str, kind: str, *, right: bool) -> Point:
        """The place on that side for links of that kind."""
        box = self._boxes[code]
        shares = {"back": 0.25, "forward": 0.5, "turning": 0.75}
        share = shares[kind] if len(self._kinds[(code, right)]) > 1 else 0.5
        return Point(box.right if right else box.x, box.y + box.height * share)


class _Turning:
    """Gives each upright part an x of its own in its gap, and each level part a y of its own."""

    def __init__(self, turns: list[Turn], ports: _Ports, grid: Grid) -> None:
        self._turns, self._grid = turns, grid
        self._trunks = trunks_of(turns)
        self._channel = channel_tracks(turns, self._trunks)
        self._starts = {turn.index: ports.port(turn.source, "turning", right=True) for turn in turns}
        self._ends = {
            turn.index: ports.port(
                turn.target, "back" if turn.enters_right else "turning", right=turn.enters_right
            )
            for turn in turns
        }
        self._xs = self._upright_xs()

    def ways(self) -> dict[int, list[Point]]:
        """The points of each turning link."""
        return {turn.index: self._way(turn) for turn in self._turns}

    def _way(self, turn: Turn) -> list[Point]:
        start, end = self._starts[turn.index], self._ends[turn.index]
        first, last = self._first(turn), self._last(turn)
        x = self._xs[(turn.first_gap, first)]
        points = [start, Point(x, start.y)]
        if turn.needs_channel:
            y, last_x = self._level(turn), self._xs[(turn.last_gap, last)]
            points += [Point(x, y), Point(last_x, y)]
            x = last_x
        return _cornered([*points, Point(x, end.y), end])

    def _level(self, turn: Turn) -> float:
        track = self._channel[self._trunks[turn.index]]
        return self._grid.bottom + _CHANNEL_TOP + self._grid.track * (track + 0.5)

    def _first(self, turn: Turn) -> Trunk:
        return Trunk(out=True, code=turn.source) if turn.needs_channel else self._trunks[turn.index]

    @staticmethod
    def _last(turn: Turn) -> Trunk:
        return Trunk(out=False, code=turn.target)

    def _spans(self) -> dict[int, dict[Trunk, tuple[float, float]]]:
        """From where to where each trunk runs in each gap."""
        spans: dict[int, dict[Trunk, tuple[float, float]]] = defaultdict(dict)

        def add(gap: int, trunk: Trunk, *heights: float) -> None:
            low, high = spans[gap].get(trunk, (heights[0], heights[0]))
            spans[gap][trunk] = (min(low, *heights), max(high, *heights))

        for turn in self._turns:
            start, end = self._starts[turn.index].y, self._ends[turn.index].y
            if turn.needs_channel:
                add(turn.first_gap, self._first(turn), start, self._level(turn))
                add(turn.last_gap, self._last(turn), end, self._level(turn))
            else:
                add(turn.first_gap, self._first(turn), start, end)
        return spans

    def _upright_xs(self) -> dict[tuple[int, Trunk], float]:
        """Trunks out of a box run near its column, those into one near that one's."""
        coming_back = {
            (turn.last_gap, Trunk(out=False, code=turn.target)) for turn in self._turns if turn.enters_right
        }
        xs: dict[tuple[int, Trunk], float] = {}
        for gap, spans in self._spans().items():
            left, right = self._grid.gap(gap)
            near_left = {
                trunk: span for trunk, span in spans.items() if trunk.out or (gap, trunk) in coming_back
            }
            near_right = {trunk: span for trunk, span in spans.items() if trunk not in near_left}
            tracks = coloured(near_left, CLEARANCE)
            others = coloured(near_right, CLEARANCE)
            count = sum(max(some.values()) + 1 for some in (tracks, others) if some)
            # Kept off the columns by an arrow's length, so that an arrow head never lies in a corner.
            inner = max(4.0, min(12.0, (right - left) / 4))
            apart = min(self._grid.track, (right - left - 2 * inner) / max(1, count - 1))
            xs.update({(gap, trunk): left + inner + apart * track for trunk, track in tracks.items()})
            xs.update({(gap, trunk): right - inner - apart * track for trunk, track in others.items()})
        return xs


def _cornered(points: list[Point]) -> list[Point]:
    """The way with its corners cut."""
    way = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        first, second = _towards(corner, before), _towards(corner, after)
        way += [first, second] if corner not in (first, second) else [corner]
    return [*way, points[-1]]


def _towards(corner: Point, other: Point) -> Point:
    """A corner's cut on the side of the other point: never more than half of the way there."""
    dx, dy = other.x - corner.x, other.y - corner.y
    length = abs(dx) + abs(dy)
    if length < 1e-9:
        return corner
    part = min(_CORNER, length / 2) / length
    return Point(corner.x + dx * part, corner.y + dy * part)


def _swinging(
    index: int, link: SupplyLink, columns: Mapping[str, int], ports: _Ports, grid: Grid
) -> list[Point]:
    start = ports.port(link.source, "forward", right=True)
    end = ports.port(link.target, "forward", right=False)
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


def _without_repeats(points: list[Point]) -> tuple[Point, ...]:
    kept = points[:1]
    for point in points[1:]:
        if abs(point.x - kept[-1].x) > 1e-9 or abs(point.y - kept[-1].y) > 1e-9:
            kept.append(point)
    return tuple(kept)
