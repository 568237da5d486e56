"""What a person who visits a company should know: the company, the gap, why it fits, who is here already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.workspace import today
from chains.editing_checks import segment_in
from chains.gaps import segments_with_product

if TYPE_CHECKING:
    from datetime import date

    from app.services.workspace import Workspace
    from chains.chain import SegmentRef
    from chains.company import Company
    from chains.marking import Assessment, Supplier
    from chains.rows import Candidate, GapRow, TargetRow
    from chains.state import ChainState
    from chains.target import FollowUp


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A segment beside the gap in its chain, with the confirmed local suppliers of it."""

    segment_name: str
    companies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """All of it. `candidate` is None when the company's words do not fit, `gap` when it is no gap any more.

    `upstream` supply the gap's segment, `downstream` buy from it; only segments with companies here.
    `others` are other chains that have the same product, by name.
    """

    company: Company
    ref: SegmentRef
    chain_name: str
    segment_name: str
    assessment: Assessment
    gap: GapRow | None
    candidate: Candidate | None
    target: TargetRow | None
    follow_ups: tuple[FollowUp, ...]
    upstream: tuple[Neighbour, ...]
    downstream: tuple[Neighbour, ...]
    here: tuple[str, ...]
    others: tuple[str, ...]
    home: str
    as_of: date


def gather_visit(workspace: Workspace, ref: SegmentRef, company_id: int) -> Visit:
    """Gather it. Raises NotFound."""
    with workspace.read() as reader:
        states = reader.chain_states()
        company = reader.company(company_id)
        rows = reader.targets(ref.chain)
        target = next((row for row in rows if row.ref == ref and row.company_id == company_id), None)
        steps = () if target is None else reader.target_history(target.id).follow_ups
        home = reader.home_region()
        state = reader.chain_state(ref.chain)
    segment = segment_in(state.chain, ref.segment)
    sharing = {one.chain for one in segments_with_product(states, segment.product)} - {ref.chain}
    sources = [link.source for link in state.chain.links if link.target == ref.segment]
    users = [link.target for link in state.chain.links if link.source == ref.segment]
    return Visit(
        company=company,
        ref=ref,
        chain_name=state.chain.name,
        segment_name=segment.name,
        assessment=state.assessment(ref.segment),
        gap=workspace.gap(ref),
        candidate=workspace.candidate(ref, company_id),
        target=target,
        follow_ups=steps,
        upstream=_neighbours(state, sources),
        downstream=_neighbours(state, users),
        here=_names(state.local_suppliers(ref.segment)),
        others=tuple(one.chain.name for one in states if one.chain.code in sharing),
        home=home,
        as_of=today(),
    )


def _neighbours(state: ChainState, codes: list[str]) -> tuple[Neighbour, ...]:
    found = [
        Neighbour(state.chain.segment(code).name, _names(state.local_suppliers(code)))
        for code in dict.fromkeys(codes)
    ]
    return tuple(one for one in found if one.companies)


def _names(suppliers: tuple[Supplier, ...]) -> tuple[str, ...]:
    return tuple(one.company_name for one in suppliers)
