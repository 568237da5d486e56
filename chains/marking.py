"""What people say of a segment: assessments, and the companies placed on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.kinds import Coverage, Decision, Degree, Role, Source

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from chains.chain import SegmentRef


@dataclass(frozen=True, slots=True)
class Assessment:
    """What staff say of a segment (评估), dated and signed. The newest holds, the older are its history.

    Coverage, source and chokepoint are three independent facts: a segment can be present here and
    still hang on imports.

    `countries` (来源国（地区）) are those that it is imported from: none unless the source is 国外, and none
    given means that nobody said.
    """

    coverage: Coverage = Coverage.UNASSESSED
    source: Source = Source.UNKNOWN
    degree: Degree | None = None
    chokepoint: bool = False
    evidence: str = ""
    assessor: str = ""
    assessed_on: date | None = None
    review_on: date | None = None
    countries: tuple[str, ...] = ()
    id: int = 0

    def is_stale(self, today: date) -> bool:
        """Whether its date of review has passed (待复核)."""
        return self.review_on is not None and self.review_on < today


UNASSESSED = Assessment()
"""What holds of a segment that nobody has assessed."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A company on a segment (标注).

    `local` is what staff state: True for a supplier that delivers from here though registered
    elsewhere, False for the opposite, None to go by the company's region. `purchase_wan` is what the chain
    buys of it a year, in 万元 (采购额).
    """

    id: int
    ref: SegmentRef
    company_id: int
    role: Role = Role.SUPPLIER
    decision: Decision = Decision.CONFIRMED
    product: str = ""
    capacity: str = ""
    share: float | None = None
    purchase_wan: Decimal | None = None
    evidence: str = ""
    local: bool | None = None
    placed_by: str = ""
    placed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Supplier:
    """A placement with what lists and measures need of its company.

    `local` is settled: what staff state, else whether the company's region lies in the home region;
    None when neither is known.
    """

    placement: Placement
    company_name: str
    company_code: str
    region: str
    local: bool | None

    @property
    def is_verdict(self) -> bool:
        """Whether it only says what staff hold of a match (确认, 剔除); it makes no supplier."""
        return self.placement.role is Role.CANDIDATE and self.placement.decision is not Decision.TO_REVIEW

    @property
    def is_struck(self) -> bool:
        """Whether staff struck it (剔除)."""
        return self.placement.decision is Decision.REJECTED

    @property
    def counts(self) -> bool:
        """Whether it counts as a supplier: confirmed, and not merely a candidate."""
        return self.placement.decision is Decision.CONFIRMED and self.placement.role is not Role.CANDIDATE

    @property
    def counts_as_local(self) -> bool:
        """Whether it counts as a confirmed local supplier."""
        return self.counts and self.local is True
