"""推荐准确率: how many of the companies that the match offered were confirmed, and how many struck."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.judging import Verdicts, count_verdicts
from chains.kinds import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.workspace import Workspace
    from chains.chain import SegmentRef
    from chains.state import ChainState


@dataclass(frozen=True, slots=True)
class SegmentVerdicts:
    """One segment on whose matches staff have said something.

    `offered` counts those that the match offers now, judged ones included; None when not counted (no gap).
    """

    ref: SegmentRef
    chain_name: str
    segment_name: str
    offered: int | None
    said: Verdicts


@dataclass(frozen=True, slots=True)
class VerdictReport:
    """All segments with verdicts, those with most first; the whole, and why companies were struck."""

    segments: tuple[SegmentVerdicts, ...]
    whole: Verdicts
    reasons: tuple[tuple[str, int], ...]


def verdict_report(workspace: Workspace) -> VerdictReport:
    """Count what staff said of matches, over all chains."""
    with workspace.read() as reader:
        states = reader.chain_states()
        wanted: dict[SegmentRef, set[int]] = {}
        for row in reader.targets():
            if row.score is not None:
                wanted.setdefault(row.ref, set()).add(row.company_id)
    offered = {row.ref: row.candidates for row in workspace.gaps(with_candidates=True)}
    segments = sorted(
        (one for state in states for one in _of_chain(state, wanted, offered)),
        key=lambda one: -(one.said.confirmed + one.said.struck),
    )
    whole = Verdicts(sum(one.said.confirmed for one in segments), sum(one.said.struck for one in segments))
    return VerdictReport(tuple(segments), whole, tuple(_reasons(states).most_common()))


def _of_chain(
    state: ChainState, wanted: Mapping[SegmentRef, set[int]], offered: Mapping[SegmentRef, int | None]
) -> list[SegmentVerdicts]:
    found = []
    for segment in state.chain.segments:
        decisions = {
            one.placement.company_id: one.placement.decision
            for one in state.suppliers_of(segment.code)
            if one.is_verdict
        }
        said = count_verdicts(decisions, wanted.get(segment.ref, ()))
        count = offered.get(segment.ref)
        if said.share is not None:
            # A company that was struck is offered no more.
            shown = None if count is None else count + said.struck
            found.append(SegmentVerdicts(segment.ref, state.chain.name, segment.name, shown, said))
    return found


def _reasons(states: tuple[ChainState, ...]) -> Counter[str]:
    return Counter(
        one.placement.evidence
        for state in states
        for placed in state.suppliers.values()
        for one in placed
        if one.is_verdict and one.placement.decision is Decision.REJECTED
    )
