"""Where a company or a product is: its segments in every chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.chain import SegmentRef


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A name, and the segments that go with it as (segment, chain's name, segment's name)."""

    name: str
    places: tuple[tuple[SegmentRef, str, str], ...] = ()

    @property
    def refs(self) -> frozenset[SegmentRef]:
        """The segments."""
        return frozenset(ref for ref, _, _ in self.places)

    @property
    def chains(self) -> int:
        """In how many chains they are."""
        return len({ref.chain for ref in self.refs})


def company_whereabouts(workspace: Workspace, company_id: int) -> Whereabouts:
    """The segments that a company is placed on and was not rejected for. Raises NotFound."""
    with workspace.read() as reader:
        name, states = reader.company(company_id).name, reader.chain_states()
    places = tuple(
        (segment.ref, state.chain.name, segment.name)
        for state in states
        for segment in state.chain.segments
        if any(
            one.placement.company_id == company_id and not one.is_struck and not one.is_verdict
            for one in state.suppliers_of(segment.code)
        )
    )
    return Whereabouts(name, places)


def product_whereabouts(workspace: Workspace, product: str) -> Whereabouts:
    """The segments that supply a product, by its code."""
    with workspace.read() as reader:
        known, states = reader.products().get(product), reader.chain_states()
    places = tuple(
        (segment.ref, state.chain.name, segment.name)
        for state in states
        for segment in state.chain.segments
        if segment.product == product
    )
    return Whereabouts(known.name if known is not None else product, places)
