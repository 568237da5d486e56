"""A chain as values: its stages, segments, supply links and what is said of it as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from chains.kinds import NoteKind, Tier


class SegmentRef(NamedTuple):
    """Names one segment in all chains: the chain's code and the segment's code in it."""

    chain: str
    segment: str

    def __str__(self) -> str:
        """`chain/segment`, as the change log writes it."""
        return f"{self.chain}/{self.segment}"


@dataclass(frozen=True, slots=True)
class Stage:
    """One column of the map (阶段)."""

    code: str
    name: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class Product:
    """What a segment supplies (产品); one product in every chain that has it.

    `aliases` are words that mean it, `exclude` words that rule a company out: 光伏支架 is no 血管支架.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """One box of the map (环节).

    `product` is a Product's code. `place` is where the document names it, empty when it does not:
    then `general` is true (general knowledge, added so that the chain hangs together).
    `weight` is its weight in every measure, 1 unless staff set it.
    """

    chain: str
    code: str
    name: str
    stage: str
    product: str
    aliases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    parent: str | None = None
    weight: float = 1.0
    general: bool = False
    place: str = ""
    version: int = 1

    @property
    def ref(self) -> SegmentRef:
        """The segment's name in all chains."""
        return SegmentRef(self.chain, self.code)


@dataclass(frozen=True, slots=True)
class SupplyLink:
    """`source` supplies `target` (供应关系), both segment codes of one chain.

    Inputs of one `group` can replace each other, inputs of different groups are all needed.
    `share` (0–1) is the part of the group's need that this link covers.
    """

    source: str
    target: str
    group: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class ChainNote:
    """What is said of the whole chain: a 链级问题, a direction, a park, a 链主, a platform, an aim."""

    kind: NoteKind
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """One industry chain (产业链), whole, in drawing order. `tier_names` hold its own words for tiers."""

    code: str
    name: str
    cluster: str = ""
    chief: str = ""
    document: str = ""
    place: str = ""
    aliases: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    segments: tuple[Segment, ...] = ()
    links: tuple[SupplyLink, ...] = ()
    notes: tuple[ChainNote, ...] = ()
    tier_names: tuple[tuple[Tier, str], ...] = ()
    version: int = 1

    def tier_name(self, tier: Tier) -> str:
        """What this chain calls the tier; "" for the usual word."""
        return dict(self.tier_names).get(tier, "")

    def segment(self, code: str) -> Segment:
        """The segment of that code; KeyError when the chain has none."""
        for segment in self.segments:
            if segment.code == code:
                return segment
        raise KeyError(code)

    def stage(self, code: str) -> Stage:
        """The stage of that code; KeyError when the chain has none."""
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise KeyError(code)

    def notes_of(self, kind: NoteKind) -> tuple[ChainNote, ...]:
        """The notes of one kind, in document order."""
        return tuple(note for note in self.notes if note.kind is kind)
