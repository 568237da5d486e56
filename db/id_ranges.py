"""Ids as runs of neighbours: first and last of each, in order."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def runs_of(ids: Iterable[int]) -> list[Range]:
    """The ids as ranges."""
    return joined((one, one) for one in ids)


def joined(ranges: Iterable[Range]) -> list[Range]:
    """Ranges that lie apart, with neighbours made one."""
    found: list[Range] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def without(ranges: Sequence[Range], ids: Iterable[int]) -> list[Range]:
    """What is left of the ranges when the ids go."""
    found: list[Range] = []
    gone = sorted(set(ids))
    for first, last in ranges:
        start = first
        for one in gone[bisect_right(gone, first - 1) : bisect_right(gone, last)]:
            if one > start:
                found.append((start, one - 1))
            start = one + 1
        if start <= last:
            found.append((start, last))
    return found


def is_inside(one: int, ranges: Sequence[Range]) -> bool:
    """Whether the id lies in one of the ranges, which are in order."""
    place = bisect_right(ranges, one, key=lambda span: span[0])
    return place > 0 and one <= ranges[place - 1][1]


def size(ranges: Iterable[Range]) -> int:
    """How many ids they hold."""
    return sum(last - first + 1 for first, last in ranges)
