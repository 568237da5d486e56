"""What the domain needs from storage for what people say of a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chains.chain import SegmentRef
    from chains.marking import Assessment, Placement


class Segments(Protocol):
    """The version that guards a segment with its assessments and placements, inside a unit of work."""

    def touch(self, ref: SegmentRef, expected: int | None) -> None:
        """Count the version up. Raises Conflict when it is not `expected`, NotFound when gone."""


class Assessments(Protocol):
    """Assessments, inside a unit of work."""

    def newest(self, ref: SegmentRef) -> Assessment:
        """What holds of the segment; UNASSESSED when nobody has said."""

    def add(self, ref: SegmentRef, assessment: Assessment) -> int:
        """Keep a new one and return its id."""


class Placements(Protocol):
    """Placements, inside a unit of work."""

    def find(self, ref: SegmentRef, company_id: int) -> Placement | None:
        """The company's placement on the segment."""

    def save(self, placement: Placement) -> int:
        """Add it (id 0) or replace it; returns its id."""

    def remove(self, placement_id: int) -> None:
        """Take it away."""
