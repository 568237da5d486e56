"""Facts of an entry of the change log that somebody changed since: in the way when it is to be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

MOST_CLASHES = 5_000
"""So many are put to a person; of more the entry is taken back whole or not at all."""


class ClashKind(StrEnum):
    """What stands against what: a value against another one, or a row that is there against none."""

    FACT = "fact"
    CHANGED = "changed"
    GONE = "gone"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody said since of one fact, and what it would be again; texts, personal data masked.

    `item` names the row of the log. FACT: `field` (`company.address`) has another value now. CHANGED: the
    entry added the row, and its fields (`theirs`) were changed since; ours takes it away. GONE: the row was
    removed since; ours brings it back. THERE: the entry removed a row that is there again; ours makes it what
    it was. `seen` stands for what was there when this was read.
    """

    item: int
    kind: ClashKind
    subject: str
    field: str
    theirs: str
    ours: str
    seen: str
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person said of a clash: `ours` holds, or what stands there stays. It holds for what was seen."""

    item: int
    field: str
    seen: str
    ours: bool


def settle(clashes: Collection[Clash], ours: Collection[int]) -> tuple[Settled, ...]:
    """All clashes with what was said: ours for those at these places, theirs for the rest."""
    return tuple(Settled(one.item, one.field, one.seen, place in ours) for place, one in enumerate(clashes))
