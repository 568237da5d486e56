"""Three-way comparison cell by cell: what they changed since a common base, and where we changed it too."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = Mapping[str, object]
Cells = Mapping[Any, Row]
"""Rows by key, each field → value. None is blank; a field or a row that is not there is blank too."""


class Side(StrEnum):
    """Whose value holds."""

    THEIRS = "theirs"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that they changed, and that is not already as they want it."""

    key: Hashable
    field: str
    base: object
    theirs: object
    ours: object

    @property
    def place(self) -> tuple[Hashable, str]:
        """Names the cell."""
        return self.key, self.field

    @property
    def collides(self) -> bool:
        """Whether we changed the cell too, to something else."""
        return self.ours != self.base


def compared(base: Cells, theirs: Cells, ours: Cells) -> tuple[CellChange, ...]:
    """What they changed, in the order of their rows.

    A field that their row does not have is not theirs to say: it changes nothing, as a row that is missing.
    """
    nothing: Row = {}
    found = []
    for key, row in theirs.items():
        before, now = base.get(key, nothing), ours.get(key, nothing)
        for field, value in row.items():
            change = CellChange(key, field, before.get(field), value, now.get(field))
            if change.theirs not in (change.base, change.ours):
                found.append(change)
    return tuple(found)


def taken(
    changes: Iterable[CellChange], choices: Mapping[tuple[Hashable, str], Side], otherwise: Side = Side.OURS
) -> tuple[CellChange, ...]:
    """The changes that come in: those that do not collide, and collisions decided for their side."""
    return tuple(
        one for one in changes if not one.collides or choices.get(one.place, otherwise) is Side.THEIRS
    )


def laid_on(ours: Cells, changes: Iterable[CellChange]) -> dict[Hashable, dict[str, object]]:
    """Our cells with their values put in."""
    rows = {key: dict(row) for key, row in ours.items()}
    for one in changes:
        rows.setdefault(one.key, {})[one.field] = one.theirs
    return rows
