"""What assessments tell at a glance: what is a gap, what contradicts placements, what is stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.kinds import Coverage

if TYPE_CHECKING:
    from datetime import date

    from chains.state import ChainState

GAP_COVERAGES = frozenset({Coverage.MISSING, Coverage.WEAK})
"""A segment so assessed is a gap (缺口)."""

PRESENT_COVERAGES = frozenset({Coverage.STRONG, Coverage.ADEQUATE})


def contradictions(state: ChainState) -> dict[str, Coverage]:
    """Segments whose assessment and placements disagree (标注冲突), with what was assessed.

    缺失 with confirmed local suppliers, or 优势 with none. 优势 counts only once somebody has placed
    companies on the chain: before that, placements say nothing.
    """
    placed = state.has_placements
    found: dict[str, Coverage] = {}
    for segment in state.chain.segments:
        coverage = state.assessment(segment.code).coverage
        here = bool(state.local_suppliers(segment.code))
        if (coverage is Coverage.MISSING and here) or (coverage is Coverage.STRONG and not here and placed):
            found[segment.code] = coverage
    return found


def stale_segments(state: ChainState, today: date) -> frozenset[str]:
    """Segments whose assessment is past its date of review (待复核)."""
    return frozenset(code for code, assessment in state.assessments.items() if assessment.is_stale(today))
