"""待核对: what staff should look at again: contradictions, stale assessments, single points of failure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chains.coverage_signs import contradictions, stale_segments
from chains.kinds import Coverage
from chains.name_stem import name_stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from chains.chain import Segment, SegmentRef
    from chains.gaps import Impact, ImpactCache
    from chains.marking import Assessment, Supplier
    from chains.state import ChainState


class Check(StrEnum):
    """Why a segment is to be looked at again."""

    MISSING_BUT_SUPPLIED = "missing_but_supplied"
    STRONG_BUT_EMPTY = "strong_but_empty"
    STALE = "stale"
    ONE_SUPPLIER = "one_supplier"
    ONE_GROUP = "one_group"


TO_SETTLE = frozenset({Check.MISSING_BUT_SUPPLIED, Check.STRONG_BUT_EMPTY, Check.STALE})
"""What can be settled by a mark; the others are risks to know of."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One segment with one reason. `impact` is its 断供影响 (0–1, None for no figure).

    `group` says by what suppliers seem to belong together: a word of their names, or a person.
    """

    ref: SegmentRef
    chain_name: str
    name: str
    check: Check
    assessment: Assessment
    suppliers: tuple[str, ...]
    impact: float | None
    group: str = ""
    version: int = 1


def check_rows(
    states: Iterable[ChainState],
    impacts: ImpactCache,
    today: date,
    persons: Mapping[int, str] | None = None,
) -> tuple[CheckRow, ...]:
    """Every reason to look again; what can be settled first, then by 断供影响.

    `persons` are the 法定代表人 of companies by id. No file says which companies form a group, so one
    person or one name stem (字号) stands for it.
    """
    rows = []
    for state in states:
        odd, stale, known = contradictions(state), stale_segments(state, today), impacts.of(state)
        for segment in state.chain.segments:
            for check, group in _checks(state, segment, odd, stale, persons or {}):
                rows.append(_row(state, segment, check, group, known[segment.code]))
    return tuple(sorted(rows, key=lambda row: (row.check not in TO_SETTLE, -(row.impact or 0.0), row.ref)))


def open_checks(state: ChainState, today: date) -> int:
    """Segments of the chain with a contradiction or a stale assessment."""
    return len(contradictions(state).keys() | stale_segments(state, today))


def shared_group(suppliers: Iterable[Supplier], persons: Mapping[int, str]) -> str:
    """By what all suppliers seem to be one group; "" when they don't, or are fewer than two."""
    found = tuple(suppliers)
    if len(found) < 2:
        return ""
    people = {persons.get(one.placement.company_id, "") for one in found}
    if len(people) == 1 and "" not in people:
        return f"同一法定代表人：{people.pop()}"
    stems = {name_stem(one.company_name) for one in found}
    return f"字号相同：{stems.pop()}" if len(stems) == 1 and "" not in stems else ""


def _checks(
    state: ChainState,
    segment: Segment,
    odd: Mapping[str, Coverage],
    stale: frozenset[str],
    persons: Mapping[int, str],
) -> list[tuple[Check, str]]:
    found: list[tuple[Check, str]] = []
    if segment.code in odd:
        missing = odd[segment.code] is Coverage.MISSING
        found.append((Check.MISSING_BUT_SUPPLIED if missing else Check.STRONG_BUT_EMPTY, ""))
    if segment.code in stale:
        found.append((Check.STALE, ""))
    counted = [one for one in state.suppliers_of(segment.code) if one.counts]
    if len(counted) == 1:
        found.append((Check.ONE_SUPPLIER, ""))
    group = shared_group(counted, persons)
    if group:
        found.append((Check.ONE_GROUP, group))
    return found


def _row(state: ChainState, segment: Segment, check: Check, group: str, impact: Impact) -> CheckRow:
    names = tuple(one.company_name for one in state.suppliers_of(segment.code) if one.counts)
    return CheckRow(
        segment.ref,
        state.chain.name,
        segment.name,
        check,
        state.assessment(segment.code),
        names,
        impact.value,
        group,
        segment.version,
    )
