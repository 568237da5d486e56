"""What the search over everything finds, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chains.kinds import EntityKind


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit of the search over chains, segments, products and companies."""

    kind: EntityKind
    key: str
    name: str
    where: str
    matched: str = ""
