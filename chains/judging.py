"""What staff say of a match: 确认 or 剔除 with a reason, remembered for the segment and the company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.kinds import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from chains.chain import SegmentRef

STRIKE_REASONS = ("同名不同物", "不生产该产品", "只做贸易", "规模不合适", "已在他处落户", "经营异常")
"""Reasons that are at hand; any other words will do."""


@dataclass(frozen=True, slots=True)
class JudgeMatch:
    """Say of a company that the match offers whether it fits the segment; `verdict` None takes that back.

    CONFIRMED or REJECTED; the latter needs a `reason`.
    """

    ref: SegmentRef
    company_id: int
    verdict: Decision | None
    reason: str = ""
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many matches staff confirmed and struck. A company wanted as a target counts as confirmed."""

    confirmed: int
    struck: int

    @property
    def share(self) -> float | None:
        """Part of those judged that was confirmed (0–1); None when none was."""
        judged = self.confirmed + self.struck
        return self.confirmed / judged if judged else None


def count_verdicts(said: Mapping[int, Decision], targets: Iterable[int]) -> Verdicts:
    """Count the verdicts on one segment, by company id. `targets` are companies wanted for it."""
    struck = {company for company, decision in said.items() if decision is Decision.REJECTED}
    return Verdicts(len((said.keys() | set(targets)) - struck), len(struck))
