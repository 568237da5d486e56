"""How wide the columns of a table are in the room that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from widgets.tables.cells import Column


def fitted_widths(free: Mapping[int, Column], room: int) -> dict[int, int]:
    """Widths in pixels of columns, by their number, that share so much room.

    Where it is short, all give way alike, down to their least; what is left over goes to the one that
    stretches.
    """
    least = {number: min(column.least or column.width, column.width) for number, column in free.items()}
    wanted = sum(column.width for column in free.values())
    spare = wanted - sum(least.values())
    short = min(1.0, max(0.0, (wanted - room) / spare)) if spare else 0.0
    widths = {
        number: int(column.width - (column.width - least[number]) * short) for number, column in free.items()
    }
    stretched = next((number for number, column in free.items() if column.stretches), None)
    if stretched is not None:
        widths[stretched] += max(0, room - sum(widths.values()))
    return widths
