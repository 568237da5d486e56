"""All chains at a glance (产业链总览): chains as nodes, shared products as links between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from chains.coverage_signs import GAP_COVERAGES, PRESENT_COVERAGES
from chains.gaps import overview_of
from chains.measure_settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chains.chain import SegmentRef
    from chains.measure_settings import MeasureSettings
    from chains.rows import ChainOverview
    from chains.state import ChainState


@dataclass(frozen=True, slots=True)
class SharedProduct:
    """One product that two chains have.

    `gaps` are its segments that are a gap in one chain while the other makes it here (链间配套).
    """

    code: str
    name: str
    segments: tuple[SegmentRef, ...]
    gaps: tuple[SegmentRef, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainLink:
    """Two chains, in the workspace's order, and what they share: matches first, then by name."""

    one: str
    other: str
    products: tuple[SharedProduct, ...]

    @property
    def matches(self) -> tuple[SharedProduct, ...]:
        """The products that one chain lacks and the other makes here."""
        return tuple(product for product in self.products if product.gaps)


@dataclass(frozen=True, slots=True)
class ChainsOverview:
    """Every chain with its figures, and every pair of chains that share a product."""

    chains: tuple[ChainOverview, ...] = ()
    links: tuple[ChainLink, ...] = ()

    @property
    def clusters(self) -> Mapping[str, tuple[str, ...]]:
        """Cluster → codes of its chains, both in the workspace's order."""
        found: dict[str, list[str]] = defaultdict(list)
        for chain in self.chains:
            found[chain.cluster].append(chain.code)
        return {cluster: tuple(codes) for cluster, codes in found.items()}


def overview_of_all(states: Iterable[ChainState], settings: MeasureSettings = DEFAULTS) -> ChainsOverview:
    """The overview of all chains."""
    all_states = tuple(states)
    by_product: dict[str, dict[str, list[SegmentRef]]] = defaultdict(lambda: defaultdict(list))
    for state in all_states:
        for segment in state.chain.segments:
            by_product[segment.product][segment.chain].append(segment.ref)
    by_code = {state.chain.code: state for state in all_states}
    shared: dict[tuple[str, str], list[SharedProduct]] = defaultdict(list)
    for product, by_chain in by_product.items():
        # Chains stand in by_chain in the workspace's order, so a pair has one key.
        for one, other in combinations(by_chain, 2):
            shared[one, other].append(_shared(product, by_code[one], by_code[other], by_chain))
    order = {state.chain.code: number for number, state in enumerate(all_states)}
    links = (
        ChainLink(one, other, tuple(sorted(products, key=lambda part: (not part.gaps, part.name))))
        for (one, other), products in shared.items()
    )
    return ChainsOverview(
        tuple(overview_of(state, settings) for state in all_states),
        tuple(sorted(links, key=lambda link: (order[link.one], order[link.other]))),
    )


def _shared(
    product: str, one: ChainState, other: ChainState, by_chain: Mapping[str, list[SegmentRef]]
) -> SharedProduct:
    known = one.products.get(product) or other.products.get(product)
    first, second = by_chain[one.chain.code], by_chain[other.chain.code]
    gaps = [ref for ref in first if _is_gap(one, ref) and _any_made(other, second)]
    gaps += [ref for ref in second if _is_gap(other, ref) and _any_made(one, first)]
    name = known.name if known is not None else product
    return SharedProduct(product, name, (*first, *second), tuple(gaps))


def _is_gap(state: ChainState, ref: SegmentRef) -> bool:
    return state.assessment(ref.segment).coverage in GAP_COVERAGES


def _any_made(state: ChainState, refs: Iterable[SegmentRef]) -> bool:
    """Made here: assessed so, or with a confirmed local supplier where nobody assessed a gap."""
    return any(
        state.assessment(ref.segment).coverage in PRESENT_COVERAGES
        or (not _is_gap(state, ref) and bool(state.local_suppliers(ref.segment)))
        for ref in refs
    )
