"""The main line arranged: the order of boxes and lanes in their columns, and their heights."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from chains.layout_frames import FRAME_PAD
from chains.layout_layers import UNIT, Layers, crossings
from chains.layout_memory import columns_as_shown
from chains.layout_order import best_order, work_for
from chains.layout_pins import pinned_order
from chains.layout_place import Column, Held, place_columns
from chains.layout_ropes import ropes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chains.layout_items import Items
    from chains.layout_layers import Columns
    from chains.layout_wishes import Spacing

    Looks = tuple[Sequence[float], Spacing]
    """The heights of the boxes, and the distances."""

PRICE_AFTER_EDIT, PRICE_OF_BETTER = UNIT, UNIT // 32
"""What two boxes cost that change their order: a whole crossing at once after an edit; a 32nd where a better
drawing is made while the user looks, so that it may be quite another but not for nothing."""

STAYS, STAYS_LOOSELY = 12.0, 1.0
"""How many links together can move a box from where it is shown, after an edit and in a better drawing."""

_FRAME_ROOM = 4.0
_REPAIR = 4
"""After boxes were put by hand the others are sifted again with a fourth of the work."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was wished for, in items: `pins` are tops, `shown` the middles in the drawing now shown.

    `loose` are boxes that may move as their links want, though they are shown.
    """

    pins: Mapping[int, float] = field(default_factory=dict)
    shown: Mapping[int, float] = field(default_factory=dict)
    loose: frozenset[int] = frozenset()
    better: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """Tops of all items, the columns from top to bottom, and how often links cross between them."""

    tops: Mapping[int, float]
    columns: Columns
    crossings: int


def arrange(
    items: Items,
    heights: Sequence[float],
    space: Spacing,
    wanted: Wanted,
    step: Callable[[int, int], None],
) -> Arranged:
    """Order and place the items; `heights` are those of the boxes, in their order. `step` may raise."""
    columns = columns_as_shown(items, wanted.shown) if wanted.shown else items.columns
    boxes_shown = {item: middle for item, middle in wanted.shown.items() if items.is_box(item)}
    price = PRICE_OF_BETTER if wanted.better else PRICE_AFTER_EDIT
    layers = Layers(columns, items.edges, items.blocks, boxes_shown, price)
    work = work_for(sum(map(len, columns)), better=wanted.better)
    order = best_order(layers, work, step)
    held = Held(
        shown={
            item: middle - (heights[item] / 2 if items.is_box(item) else 0.0)
            for item, middle in wanted.shown.items()
        },
        stays={
            item: STAYS_LOOSELY if wanted.better or item in wanted.loose else STAYS for item in wanted.shown
        },
    )
    looks = heights, space
    tops = _placed(order, items, looks, held)
    if wanted.pins:
        order = _with_pins(order, items, looks, tops, wanted.pins)
        frozen = frozenset(
            index for index, column in enumerate(order) if any(item in wanted.pins for item in column)
        )
        given = replace(layers, columns=tuple(map(tuple, order)), frozen=frozen)
        order = best_order(given, work // _REPAIR, step)
        # The others stay about where they would be if nothing were put by hand.
        free = {item: top for item, top in tops.items() if items.is_box(item)}
        pinned = replace(held, pinned=wanted.pins, shown={**free, **held.shown})
        tops = _placed(order, items, looks, pinned)
    return Arranged(tops, order, crossings(order, items.edges))


def _placed(order: Columns, items: Items, looks: Looks, held: Held) -> dict[int, float]:
    """Tops of all items; the lanes of one rope are placed as one."""
    ropes = ropes_of(order, items)
    lanes = frozenset(lane for chain in items.lanes.values() for lane in chain)
    columns = [_sized([item for item in column if item not in ropes], items, looks) for column in order]
    edges = [(ropes.get(left, left), ropes.get(right, right)) for left, right in items.edges]
    tops = place_columns([column for column in columns if column.items], edges, lanes, held)
    return {**tops, **{lane: tops[first] for lane, first in ropes.items()}}


def _with_pins(
    order: Columns, items: Items, looks: Looks, tops: Mapping[int, float], pins: Mapping[int, float]
) -> Columns:
    return [
        pinned_order(_sized(column, items, looks), tops, pins, items.blocks)
        if any(item in pins for item in column)
        else column
        for column in order
    ]


def _sized(column: Sequence[int], items: Items, looks: Looks) -> Column:
    """The column with the heights of its items and the least spaces between them."""
    heights, space = looks
    own = [heights[item] if items.is_box(item) else 0.0 for item in column]
    closing, opening = _frames(column, items.blocks)
    spaces = []
    for place, (upper, lower) in enumerate(pairwise(column)):
        both = items.is_box(upper) and items.is_box(lower)
        frames = closing[place] + opening[place + 1]
        room = frames * FRAME_PAD + _FRAME_ROOM if frames else 0.0
        spaces.append(max(space.row_gap if both else space.lane, room))
    here = set(column)
    joined = frozenset(item for item in column if items.blocks.get(item) in here)
    return Column(tuple(column), tuple(own), tuple(spaces), joined)


def _frames(column: Sequence[int], blocks: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """How many frames end below each item of the column, and how many begin above it."""
    place = {item: at for at, item in enumerate(column)}
    last: dict[int, int] = {}
    for at, item in enumerate(column):
        parent = blocks.get(item)
        while parent is not None and parent in place:
            last[parent] = at
            parent = blocks.get(parent)
    closing, opening = [0] * len(column), [0] * len(column)
    for parent, at in last.items():
        closing[at] += 1
        opening[place[parent]] += 1
    return closing, opening
