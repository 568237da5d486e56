"""Boxes put by hand: where they come in their column, and who makes room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.layout_tangle import families

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.layout_place import Column


@dataclass(frozen=True, slots=True)
class _Unit:
    """A box with all that is framed with it, or a lane: its place in the column, its extent, its top."""

    start: int
    stop: int
    top: float
    extent: float
    pinned: bool


def pinned_order(
    column: Column, tops: Mapping[int, float], pins: Mapping[int, float], blocks: Mapping[int, int]
) -> list[int]:
    """The column's items with the pinned ones where their heights put them.

    `tops` is where all would stand if nothing were pinned. Those that find no room above a pinned box go
    below it.
    """
    units = _units(column, tops, pins, blocks)
    pinned = sorted((unit for unit in units if unit.pinned), key=lambda unit: (unit.top, unit.start))
    free = [unit for unit in units if not unit.pinned]
    ordered: list[_Unit] = []
    reached = 0.0
    for pin in pinned:
        above = [unit for unit in free if unit.top + unit.extent / 2 < pin.top + pin.extent / 2]
        while above and reached + sum(unit.extent for unit in above) > pin.top + 1e-6:
            above.pop()
        free = free[len(above) :]
        ordered += [*above, pin]
        reached = max(pin.top, reached + sum(unit.extent for unit in above)) + pin.extent
    return [item for unit in [*ordered, *free] for item in column.items[unit.start : unit.stop]]


def _units(
    column: Column, tops: Mapping[int, float], pins: Mapping[int, float], blocks: Mapping[int, int]
) -> list[_Unit]:
    items = list(column.items)
    spaces = [*column.spaces, 0.0]
    units = []
    for start, stop in families(items, dict(blocks)).get(None, []):
        # A box framed with others takes them along: its pin says where the first of them stands.
        at = next((place for place in range(start, stop) if items[place] in pins), None)
        top = tops[items[start]]
        extent = sum(column.heights[start:stop]) + sum(spaces[start:stop])
        if at is not None:
            top = pins[items[at]] - sum(column.heights[start:at]) - sum(spaces[start:at])
        units.append(_Unit(start, stop, top, extent, at is not None))
    return units
