"""Small things that come and go whole (a contact, a follow-up, a box on the map): given back by the log."""

from __future__ import annotations

from dataclasses import dataclass

ROWS = {
    "contact": "kind value person role",
    "follow_up": "on text by",
    "box": "x y folded",
}
"""Per table of the log the facts of small things that come and go whole: the log itself gives them back."""

_TOGETHER = {("box", "x"): ("x", "y"), ("box", "y"): ("x", "y")}


@dataclass(frozen=True, slots=True)
class RestoreRow:
    """Give a fact of a small thing the value that it had before, or after, an item of the log.

    Where there was no such thing on that side it is taken away; where there is none now it comes back whole.
    It holds for the row as it was `seen` (PastFact.seen), else it is refused with Conflict.
    """

    item: int
    field: str
    before: bool
    seen: str


def together_with(table: str, field: str) -> tuple[str, ...]:
    """The columns that are put back with one: a place on the map is one fact in two numbers."""
    return _TOGETHER.get((table, field), (field,))
