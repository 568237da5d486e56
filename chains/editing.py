"""A chain after a change of its structure: pure, from one value to the next; what is wrong is refused.

Every function takes the chain and a command and returns the new chain. Segments keep their codes for life.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chains import structure
from chains.chain import Segment, SegmentRef, Stage
from chains.commands import kept
from chains.editing_checks import (
    checked_name,
    refuse_parent_cycle,
    refuse_taken,
    segment_in,
    stage_in,
)
from chains.editing_links import add_link, edit_link, remove_links, with_links_merged, with_links_split
from chains.errors import InvalidValue, StillInUse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from chains.chain import Chain

TIER_LETTERS = 20


def edited(chain: Chain, command: structure.StructureCommand) -> Chain:
    """The chain after the command.

    Raises InvalidValue, AlreadyThere, NotFound or StillInUse; KeyError for commands that are not about the
    structure of one chain (AddChain, MoveMarks, boxes).
    """
    return _EDITS[type(command)](chain, command)


def descendants(chain: Chain, codes: Collection[str]) -> frozenset[str]:
    """The segments below those, at any depth, without themselves."""
    found = set(codes)
    grown = True
    while grown:
        below = {one.code for one in chain.segments if one.parent in found and one.code not in found}
        found |= below
        grown = bool(below)
    return frozenset(found - set(codes))


def _edit_chain(chain: Chain, command: structure.EditChain) -> Chain:
    name = chain.name if kept(command.name, chain.name) == chain.name else checked_name(str(command.name))
    return replace(
        chain,
        name=name,
        cluster=checked_name(kept(command.cluster, chain.cluster), least=0),
        chief=checked_name(kept(command.chief, chain.chief), least=0),
    )


def _rename_tier(chain: Chain, command: structure.RenameTier) -> Chain:
    name = checked_name(command.name, most=TIER_LETTERS, least=0)
    names = tuple(pair for pair in chain.tier_names if pair[0] is not command.tier)
    return replace(chain, tier_names=(*names, (command.tier, name)) if name else names)


def _add_stage(chain: Chain, command: structure.AddStage) -> Chain:
    name = checked_name(command.name)
    refuse_taken("stage", name, (one.name for one in chain.stages))
    refuse_taken("stage", command.code, (one.code for one in chain.stages))
    in_tier = [at for at, one in enumerate(chain.stages) if one.tier is command.tier]
    place = command.position
    if place is None:
        place = in_tier[-1] + 1 if in_tier else len(chain.stages)
    stages = list(chain.stages)
    stages.insert(max(0, place), Stage(command.code, name, command.tier))
    return replace(chain, stages=tuple(stages))


def _edit_stage(chain: Chain, command: structure.EditStage) -> Chain:
    old = stage_in(chain, command.stage)
    name = checked_name(kept(command.name, old.name))
    refuse_taken("stage", name, (one.name for one in chain.stages if one.code != old.code))
    new = replace(old, name=name, tier=kept(command.tier, old.tier))
    return replace(chain, stages=tuple(new if one.code == old.code else one for one in chain.stages))


def _move_stage(chain: Chain, command: structure.MoveStage) -> Chain:
    moved = stage_in(chain, command.stage)
    stages = [one for one in chain.stages if one.code != moved.code]
    stages.insert(min(max(0, command.position), len(stages)), moved)
    return replace(chain, stages=tuple(stages))


def _remove_stage(chain: Chain, command: structure.RemoveStage) -> Chain:
    gone = stage_in(chain, command.stage)
    inside = sum(one.stage == gone.code for one in chain.segments)
    if inside:
        raise StillInUse(kind="stage", names=(gone.name,), segments=inside, placements=0, targets=0)
    return replace(chain, stages=tuple(one for one in chain.stages if one.code != gone.code))


def _add_segment(chain: Chain, command: structure.AddSegment) -> Chain:
    name = checked_name(command.name)
    refuse_taken("segment", name, (one.name for one in chain.segments))
    refuse_taken("segment", command.ref.segment, (one.code for one in chain.segments))
    stage_in(chain, command.stage)
    if command.parent is not None:
        segment_in(chain, command.parent)
    segment = Segment(
        chain=chain.code,
        code=command.ref.segment,
        name=name,
        stage=command.stage,
        product=command.product,
        aliases=checked_words(command.aliases),
        exclude=checked_words(command.exclude),
        parent=command.parent,
    )
    segments = list(chain.segments)
    segments.insert(len(segments) if command.position is None else max(0, command.position), segment)
    return replace(chain, segments=tuple(segments))


def _edit_segment(chain: Chain, command: structure.EditSegment) -> Chain:
    old = segment_in(chain, command.ref.segment)
    # A name from a file may break today's rules: it is checked when it is changed, not when it is kept.
    name = old.name if kept(command.name, old.name) == old.name else checked_name(str(command.name))
    refuse_taken("segment", name, (one.name for one in chain.segments if one.code != old.code))
    weight = kept(command.weight, old.weight)
    if not 0.0 <= weight <= 100.0:
        raise InvalidValue(field="weight", value=weight, allowed="0–100")
    parent = kept(command.parent, old.parent)
    if parent is not None:
        segment_in(chain, parent)
    new = replace(
        old,
        name=name,
        product=kept(command.product, old.product),
        parent=parent,
        aliases=checked_words(kept(command.aliases, old.aliases)),
        exclude=checked_words(kept(command.exclude, old.exclude)),
        weight=weight,
    )
    whole = replace(chain, segments=tuple(new if one.code == old.code else one for one in chain.segments))
    refuse_parent_cycle(whole, old.code)
    return whole


def _move_segments(chain: Chain, command: structure.MoveSegments) -> Chain:
    stage_in(chain, command.stage)
    named = [segment_in(chain, code) for code in command.segments]
    left = {one.stage for one in named}
    going = {one.code for one in named}
    # Parts in another stage than what they are part of stay where they are.
    going |= {code for code in descendants(chain, going) if chain.segment(code).stage in left}
    moved = [replace(one, stage=command.stage) for one in chain.segments if one.code in going]
    rest = [one for one in chain.segments if one.code not in going]
    place = _behind(rest, command.stage) if command.position is None else command.position
    rest[max(0, place) : max(0, place)] = moved
    return replace(chain, segments=tuple(rest))


def _behind(segments: Sequence[Segment], stage: str) -> int:
    """The place behind the last segment of the stage."""
    inside = [at for at, one in enumerate(segments) if one.stage == stage]
    return inside[-1] + 1 if inside else len(segments)


def _remove_segments(chain: Chain, command: structure.RemoveSegments) -> Chain:
    gone = {segment_in(chain, code).code for code in command.segments}
    links = tuple((one.source, one.target) for one in chain.links if {one.source, one.target} & gone)
    chain = remove_links(chain, links)
    return replace(
        chain,
        segments=tuple(
            replace(one, parent=_standing(chain, one.parent, gone))
            for one in chain.segments
            if one.code not in gone
        ),
    )


def _standing(chain: Chain, parent: str | None, gone: Collection[str]) -> str | None:
    """The nearest of parent, its parent … that stays."""
    while parent is not None and parent in gone:
        parent = chain.segment(parent).parent
    return parent


def _split_segment(chain: Chain, command: structure.SplitSegment) -> Chain:
    if not command.others:
        raise InvalidValue(field="names", value="", allowed="≥ 2")
    old = segment_in(chain, command.ref.segment)
    chain = _edit_segment(chain, structure.EditSegment(command.ref, name=command.name))
    place = next(at for at, one in enumerate(chain.segments) if one.code == old.code) + 1
    for offset, (code, name) in enumerate(command.others):
        adding = structure.AddSegment(
            SegmentRef(chain.code, code), name, old.stage, "", old.parent, place + offset
        )
        chain = _add_segment(chain, adding)
    return with_links_split(chain, old.code, tuple(code for code, _ in command.others))


def _merge_segments(chain: Chain, command: structure.MergeSegments) -> Chain:
    into = segment_in(chain, command.into.segment)
    gone = {segment_in(chain, code).code for code in command.others} - {into.code}
    if not gone:
        raise InvalidValue(field="others", value="", allowed="≥ 1")
    chain = with_links_merged(chain, into.code, gone)
    upper = _standing(chain, into.parent, gone)
    segments = tuple(
        replace(one, parent=upper if one.code == into.code else _merged_parent(one, into.code, gone))
        for one in chain.segments
        if one.code not in gone
    )
    whole = replace(chain, segments=segments)
    refuse_parent_cycle(whole, into.code)
    return whole


def _merged_parent(segment: Segment, into: str, gone: Collection[str]) -> str | None:
    return into if segment.parent in gone else segment.parent


def checked_words(words: Sequence[str]) -> tuple[str, ...]:
    """Match words cleaned, without empty ones and repeats. Raises InvalidValue for one that is too long."""
    cleaned = (checked_name(word, least=0) for word in words)
    return tuple(dict.fromkeys(word for word in cleaned if word))


_EDITS: dict[type, Callable[[Chain, Any], Chain]] = {
    structure.EditChain: _edit_chain,
    structure.RenameTier: _rename_tier,
    structure.AddStage: _add_stage,
    structure.EditStage: _edit_stage,
    structure.MoveStage: _move_stage,
    structure.RemoveStage: _remove_stage,
    structure.AddSegment: _add_segment,
    structure.EditSegment: _edit_segment,
    structure.MoveSegments: _move_segments,
    structure.RemoveSegments: _remove_segments,
    structure.SplitSegment: _split_segment,
    structure.MergeSegments: _merge_segments,
    structure.AddLink: add_link,
    structure.EditLink: edit_link,
    structure.RemoveLinks: remove_links,
}
