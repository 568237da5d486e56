"""Which countries and areas the imported segments come from (来源国（地区）), counted over all chains."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.kinds import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chains.marking import Assessment
    from chains.state import ChainState


@dataclass(frozen=True, slots=True)
class ImportMarks:
    """How many segments are marked as imported (国外), and of how many nobody said from where.

    Those without a country count for none: they are told beside every figure that goes by countries.
    """

    imported: int
    without_country: int


def imports_by_country(states: Iterable[ChainState]) -> tuple[tuple[str, int], ...]:
    """Each country that marks name with the number of its segments, the most first; one counts for each."""
    found = Counter(country for mark in _imported(states) for country in mark.countries)
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def import_marks(states: Iterable[ChainState]) -> ImportMarks:
    """Count the imported segments, and those without a country."""
    marks = tuple(_imported(states))
    return ImportMarks(len(marks), sum(not mark.countries for mark in marks))


def _imported(states: Iterable[ChainState]) -> Iterator[Assessment]:
    for state in states:
        for segment in state.chain.segments:
            mark = state.assessment(segment.code)
            if mark.source is Source.ABROAD:
                yield mark
