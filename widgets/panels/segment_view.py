"""What the segment panel shows: one value, made by the controller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chains.chain import Segment, SegmentRef
    from chains.kinds import Tier
    from chains.marking import Assessment
    from chains.rows import GapRow, MatchResult, SupplierRow, TargetRow
    from widgets.panels.links import LinksView


@dataclass(frozen=True, slots=True)
class SegmentView:
    """One segment with everything that is known of it.

    `history` holds the older assessments, newest first. `effect` are sentences on what stands still and what
    filling the gap would bring. `match` is None as long as the match is under way. `contradiction` is a
    sentence, "" when assessment and suppliers agree. `stale`: its date of review has passed. `sharing` counts
    the chains that have the segment's product, this one included.
    """

    segment: Segment
    chain_name: str
    stage_name: str
    tier: Tier
    assessment: Assessment
    history: tuple[Assessment, ...] = ()
    suppliers: tuple[SupplierRow, ...] = ()
    gap: GapRow | None = None
    effect: tuple[str, ...] = ()
    match: MatchResult | None = None
    targets: tuple[TargetRow, ...] = ()
    contradiction: str = ""
    stale: bool = False
    links: LinksView | None = None
    product_name: str = ""
    sharing: int = 1

    @property
    def ref(self) -> SegmentRef:
        """The segment's name in all chains."""
        return self.segment.ref

    @property
    def version(self) -> int:
        """The version that commands made here say they saw."""
        return self.segment.version
