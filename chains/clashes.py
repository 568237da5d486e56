"""Facts of an entry of the change log that somebody changed since: in the way when it is to be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

MOST_CLASHES = 5_000
"""So many are put to a person; of the rest others' values stay, unless one rule was given for all."""


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
    """What a person said of a clash: `ours` holds, or what stands there stays. It holds for what was seen.

    `item` 0 is the rule for all that were not listed.
    """

    item: int
    field: str
    seen: str
    ours: bool


def is_cut(count: int) -> bool:
    """Whether there may be more than the so many that were read."""
    return count >= MOST_CLASHES


def settle(
    clashes: Collection[Clash], ours: Collection[int], *, rest_ours: bool = False
) -> tuple[Settled, ...]:
    """All clashes with what was said: ours for those at these places, theirs for the rest.

    Where there may be more than were listed, `rest_ours` is the rule for them.
    """
    said = tuple(Settled(one.item, one.field, one.seen, place in ours) for place, one in enumerate(clashes))
    return (*said, Settled(0, "", "", rest_ours)) if is_cut(len(clashes)) else said
