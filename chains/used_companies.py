"""Companies that an import added and that were used since: they stay when the import is taken back."""

from __future__ import annotations

from dataclasses import dataclass

MOST_NAMED = 500
"""So many are named to a person; all are counted."""


@dataclass(frozen=True, slots=True)
class UsedCompany:
    """What was done with one company since: marks on segments, targets, whether its facts were changed."""

    company_id: int
    name: str
    placements: int
    targets: int
    changed: bool


@dataclass(frozen=True, slots=True)
class UsedCompanies:
    """How many of the `added` were used, up to MOST_NAMED of them by id. `total` 0: none is in the way."""

    added: int
    total: int
    named: tuple[UsedCompany, ...] = ()

    @property
    def unused(self) -> int:
        """How many would go."""
        return self.added - self.total
