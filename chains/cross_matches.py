"""链间配套: gaps here whose product another chain makes locally, with the companies to bring together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.coverage_signs import GAP_COVERAGES, PRESENT_COVERAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chains.chain import Segment, SegmentRef
    from chains.kinds import Coverage
    from chains.state import ChainState


@dataclass(frozen=True, slots=True)
class NamedCompany:
    """A company by its id and name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class CrossMatch:
    """One gap, and one segment of another chain that makes the same product here.

    `makers` are that segment's confirmed local suppliers; `users` are the confirmed local suppliers of the
    segments that the gap supplies: those who would buy. Either may be empty: then nobody is placed yet.
    """

    gap: SegmentRef
    chain_name: str
    name: str
    coverage: Coverage
    product_name: str
    maker: SegmentRef
    maker_chain_name: str
    maker_name: str
    maker_coverage: Coverage
    makers: tuple[NamedCompany, ...]
    users: tuple[NamedCompany, ...]


def cross_matches(states: Iterable[ChainState]) -> tuple[CrossMatch, ...]:
    """Every match, those with companies on both sides first. Pass all chains."""
    all_states = tuple(states)
    gaps: list[tuple[ChainState, Segment]] = []
    made: dict[str, list[tuple[ChainState, Segment]]] = defaultdict(list)
    for state in all_states:
        for segment in state.chain.segments:
            coverage = state.assessment(segment.code).coverage
            if coverage in GAP_COVERAGES:
                gaps.append((state, segment))
            elif coverage in PRESENT_COVERAGES or state.local_suppliers(segment.code):
                made[segment.product].append((state, segment))
    found = [
        _match(state, segment, maker, other)
        for state, segment in gaps
        for maker, other in made[segment.product]
        if maker.chain.code != state.chain.code
    ]
    return tuple(sorted(found, key=lambda one: (-bool(one.makers) - bool(one.users), one.gap, one.maker)))


def _match(state: ChainState, gap: Segment, maker: ChainState, other: Segment) -> CrossMatch:
    product = state.products.get(gap.product)
    buying = [link.target for link in state.chain.links if link.source == gap.code]
    return CrossMatch(
        gap=gap.ref,
        chain_name=state.chain.name,
        name=gap.name,
        coverage=state.assessment(gap.code).coverage,
        product_name=gap.name if product is None else product.name,
        maker=other.ref,
        maker_chain_name=maker.chain.name,
        maker_name=other.name,
        maker_coverage=maker.assessment(other.code).coverage,
        makers=_local(maker, [other.code]),
        users=_local(state, buying),
    )


def _local(state: ChainState, segments: Iterable[str]) -> tuple[NamedCompany, ...]:
    companies = {
        one.placement.company_id: NamedCompany(one.placement.company_id, one.company_name)
        for code in segments
        for one in state.local_suppliers(code)
    }
    return tuple(companies.values())
