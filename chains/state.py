"""A chain as it stands: its structure with the assessments and suppliers that measures are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chains.marking import UNASSESSED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chains.chain import Chain, Product
    from chains.marking import Assessment, Supplier


@dataclass(frozen=True, slots=True)
class ChainState:
    """One chain with the newest assessment of each segment and the companies placed on it.

    `assessments` and `suppliers` are keyed by segment code; a segment without an entry has none.
    `products` holds every product that a segment names, by code.
    """

    chain: Chain
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    suppliers: Mapping[str, tuple[Supplier, ...]] = field(default_factory=dict)
    products: Mapping[str, Product] = field(default_factory=dict)

    def assessment(self, segment: str) -> Assessment:
        """What holds of the segment now; UNASSESSED when nobody has said."""
        return self.assessments.get(segment, UNASSESSED)

    def suppliers_of(self, segment: str) -> tuple[Supplier, ...]:
        """Every placement on the segment, rejected ones included."""
        return self.suppliers.get(segment, ())

    @property
    def has_placements(self) -> bool:
        """Whether anybody has placed companies on the chain; a verdict on a match places none."""
        return any(not one.is_verdict for placed in self.suppliers.values() for one in placed)

    def local_suppliers(self, segment: str) -> tuple[Supplier, ...]:
        """The confirmed local suppliers of the segment."""
        return tuple(supplier for supplier in self.suppliers_of(segment) if supplier.counts_as_local)

    def outside_suppliers(self, segment: str) -> tuple[Supplier, ...]:
        """The confirmed suppliers of the segment that are not known to be here."""
        return tuple(
            supplier
            for supplier in self.suppliers_of(segment)
            if supplier.counts and supplier.local is not True
        )
