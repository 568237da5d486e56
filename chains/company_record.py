"""Everything that is known of one company: facts with where they came from, marks, pursuit, history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from chains.chain import SegmentRef
    from chains.company import Company
    from chains.kinds import Decision, Phase, Role
    from chains.rows import ChangeRow
    from chains.target import FollowUp


@dataclass(frozen=True, slots=True)
class FactOrigin:
    """Which entry of the change log gave a fact the value that it has."""

    number: int
    at: datetime
    author: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class PlacementLine:
    """One segment that the company is placed on."""

    ref: SegmentRef
    chain_name: str
    segment_name: str
    role: Role
    decision: Decision
    product: str
    evidence: str
    placed_by: str
    placed_on: date | None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One gap that the company is wanted for, with its follow-ups, newest first."""

    id: int
    ref: SegmentRef
    chain_name: str
    segment_name: str
    phase: Phase
    responsible_unit: str
    responsible_person: str
    next_step: str
    next_on: date | None
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """A company with all that hangs on it.

    `origins` say per field of the company (name, insured_count …) which entry gave it its value; a field
    whose value nobody changed since the company came has the entry that brought the company. A field is left
    out when the log does not tell. `honour_origins` say the same of each of the company's 资质, in order.
    `history` is newest first.
    """

    company: Company
    placements: tuple[PlacementLine, ...] = ()
    targets: tuple[TargetLine, ...] = ()
    origins: Mapping[str, FactOrigin] = field(default_factory=dict)
    history: tuple[ChangeRow, ...] = ()
    honour_origins: tuple[FactOrigin | None, ...] = ()
