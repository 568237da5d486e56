"""Companies wanted for a gap, and how their pursuit goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.kinds import Phase

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from chains.chain import SegmentRef
    from chains.rows import ChangeRow


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One step of the pursuit that was taken (跟进)."""

    id: int
    target_id: int
    on: date
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A company wanted for a gap (目标企业).

    `score` is the 匹配度 (0–1) when it was added and `reason` the words that hit; None and "" when it was
    added by hand. `investment_yi` is the intended investment in 亿元.
    """

    id: int
    ref: SegmentRef
    company_id: int
    score: float | None = None
    reason: str = ""
    phase: Phase = Phase.LEAD
    priority: str = ""
    responsible_unit: str = ""
    responsible_person: str = ""
    next_step: str = ""
    next_on: date | None = None
    investment_yi: Decimal | None = None
    origin: str = ""
    remark: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class TargetHistory:
    """What happened to one target: its follow-ups and its changes, newest first."""

    follow_ups: tuple[FollowUp, ...]
    changes: tuple[ChangeRow, ...]
