"""What happened: refs of touched things, and the outcome of a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chains.kinds import EntityKind


@dataclass(frozen=True, slots=True)
class Ref:
    """Names one thing that a change touched. `key` is its id as text; of a segment `chain/segment`."""

    kind: EntityKind
    key: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did.

    `number` is its entry in the change log, None when nothing changed. `action` and `subject` make its
    label ("评估" "轮胎模具"). `refs` are all touched things: views live from them. `created` is the id of
    the thing it made, 0 when it made none. `is_final`: it cannot be taken back. `kept_back` counts
    things that others changed meanwhile, `kept_used` companies of an import taken back that were used since:
    these stay.
    """

    number: int | None
    action: str
    subject: str
    refs: frozenset[Ref] = frozenset()
    created: int = 0
    is_final: bool = False
    kept_back: int = 0
    kept_used: int = 0


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What views are told: touched things, and whether this window was the one."""

    refs: frozenset[Ref]
    own: bool = True

    def touches(self, kind: EntityKind) -> bool:
        """Whether anything of that kind was touched."""
        return any(ref.kind is kind for ref in self.refs)
