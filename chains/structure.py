"""What can be asked of a chain's structure: stages, segments, links, and where boxes stand on the map.

New things carry the code that they shall have (see `fresh_code`), so that one unit of work can make a segment
and link it. `expected_version` is the chain's version that the person saw; None takes the newest.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.keep import KEEP, Keep

if TYPE_CHECKING:
    from chains.chain import Chain, ChainNote, SegmentRef
    from chains.kinds import Tier


def fresh_code(prefix: str) -> str:
    """A code that nothing has yet: `segment_3f9a2c1d`. Colleagues who make things at once must not meet."""
    return f"{prefix}_{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class AddChain:
    """Make an empty chain (新建产业链). Its stages and segments come by commands of their own."""

    code: str
    name: str
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class EditChain:
    """Change what a chain is called."""

    chain: str
    name: str | Keep = KEEP
    cluster: str | Keep = KEEP
    chief: str | Keep = KEEP
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveChain:
    """Take a chain away with all that hangs on it.

    Refused with StillInUse when companies are placed or wanted in it, unless `with_marks`.
    """

    chain: str
    with_marks: bool = False
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RenameTier:
    """What this chain calls a tier (上游 → 原料端); "" for the usual word."""

    chain: str
    tier: Tier
    name: str
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class AddStage:
    """Add a column; `position` counts from 0 over all stages of the chain, None puts it last in its tier."""

    chain: str
    code: str
    name: str
    tier: Tier
    position: int | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class EditStage:
    """Rename a stage or put it in another tier."""

    chain: str
    stage: str
    name: str | Keep = KEEP
    tier: Tier | Keep = KEEP
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class MoveStage:
    """Put a stage at another place in the order."""

    chain: str
    stage: str
    position: int
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveStage:
    """Take a stage away. Refused with StillInUse while it has segments."""

    chain: str
    stage: str
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class AddSegment:
    """Add a box.

    `product` is a Product's code; "" takes the product of that very name, or makes one: a product is one
    thing in every chain that has it. `position` counts over all segments of the chain, None puts it last.
    """

    ref: SegmentRef
    name: str
    stage: str
    product: str = ""
    parent: str | None = None
    position: int | None = None
    aliases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class EditSegment:
    """Rename a segment, or change its product, parent, match words or weight.

    Renaming a segment whose product has the old name and is used nowhere else renames the product with it.
    `expected_version` is the segment's own.
    """

    ref: SegmentRef
    name: str | Keep = KEEP
    product: str | Keep = KEEP
    parent: str | Keep | None = KEEP
    aliases: tuple[str, ...] | Keep = KEEP
    exclude: tuple[str, ...] | Keep = KEEP
    weight: float | Keep = KEEP
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class MoveSegments:
    """Put segments into a stage, together, in their order; `position` as in AddSegment, None behind its last.

    Sub-segments go with their parent; one that leaves its parent's stage alone keeps the parent.
    """

    chain: str
    segments: tuple[str, ...]
    stage: str
    position: int | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveSegments:
    """Take segments away with their links and assessments; sub-segments go to the parent above.

    Refused with StillInUse when companies are placed on one or wanted for it, unless `with_marks`.
    """

    chain: str
    segments: tuple[str, ...]
    with_marks: bool = False
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class MoveMarks:
    """Put every placement and target of one segment onto another; what is on both stays as it is there."""

    source: SegmentRef
    target: SegmentRef


@dataclass(frozen=True, slots=True)
class SplitSegment:
    """Make several segments of one (拆分).

    The segment keeps its marks and takes the first name; each further (code, name) becomes a segment behind
    it in the same stage with the same links, unassessed: nothing is invented.
    """

    ref: SegmentRef
    name: str
    others: tuple[tuple[str, str], ...]
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class MergeSegments:
    """Make one segment of several (合并).

    `into` keeps its name and assessment, and takes links, placements, targets and sub-segments of the others,
    which go.
    """

    into: SegmentRef
    others: tuple[str, ...]
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class AddLink:
    """Say that `source` supplies `target`. `group` "" makes a group of its own (needed beside all others)."""

    chain: str
    source: str
    target: str
    group: str = ""
    share: float = 1.0
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class EditLink:
    """Change a link's group or share (0 < share ≤ 1)."""

    chain: str
    source: str
    target: str
    group: str | Keep = KEEP
    share: float | Keep = KEEP
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveLinks:
    """Take links away, each as (source, target)."""

    chain: str
    links: tuple[tuple[str, str], ...]
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class PinBoxes:
    """Keep boxes where they were dragged: (segment, x, y) of the top left corner, in drawing units."""

    chain: str
    places: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class UnpinBoxes:
    """Let the program place boxes again (恢复自动布局)."""

    chain: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoldSegments:
    """Hide or show the sub-segments of segments."""

    chain: str
    segments: tuple[str, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class SetStructure:
    """Give a chain a whole structure at once, as a file says it; the chain is made when there is none.

    `content` keeps the codes of what stays. A segment's `product` is a Product's code or, where there is none
    of that code, a product's name; "" takes the segment's own name. `folded` are segments to fold. Refused
    with StillInUse when companies are placed on a segment that goes, or wanted for it, unless `with_marks`.
    """

    chain: str
    content: Chain
    folded: tuple[str, ...] = ()
    notes: tuple[ChainNote, ...] | Keep = KEEP
    with_marks: bool = False
    expected_version: int | None = None


StructureCommand = (
    AddChain
    | EditChain
    | RemoveChain
    | RenameTier
    | AddStage
    | EditStage
    | MoveStage
    | RemoveStage
    | AddSegment
    | EditSegment
    | MoveSegments
    | RemoveSegments
    | MoveMarks
    | SplitSegment
    | MergeSegments
    | AddLink
    | EditLink
    | RemoveLinks
    | PinBoxes
    | UnpinBoxes
    | FoldSegments
    | SetStructure
)
