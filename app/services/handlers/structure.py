"""Changing a chain's structure: the new value is made in chains.editing, here it is guarded and kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains import structure
from chains.chain import Chain, SegmentRef
from chains.commands import Keep
from chains.editing import edited
from chains.editing_checks import checked_name, refuse_taken, segment_in
from chains.errors import StillInUse
from chains.structure import fresh_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.chain import Segment
    from chains.ports import UnitOfWork


def add_chain(command: structure.AddChain, unit: UnitOfWork) -> Done:
    """Make an empty chain behind all others. Raises AlreadyThere when its name is taken."""
    name = checked_name(command.name)
    refuse_taken("chain", name, unit.structure.names().values())
    refuse_taken("chain", command.code, unit.structure.names())
    unit.structure.add(Chain(command.code, name, checked_name(command.cluster, least=0)))
    return Done("add_chain", name)


def edit_chain(command: structure.EditChain, unit: UnitOfWork) -> Done:
    """Change what a chain is called."""
    old = _guarded(unit, command.chain, command.expected_version)
    new = edited(old, command)
    others = (name for code, name in unit.structure.names().items() if code != old.code)
    refuse_taken("chain", new.name, others)
    unit.structure.save(old, new)
    return Done("edit_chain", new.name)


def remove_chain(command: structure.RemoveChain, unit: UnitOfWork) -> Done:
    """Take a chain away with all that hangs on it."""
    chain = _guarded(unit, command.chain, command.expected_version)
    if not command.with_marks:
        refuse_marked(unit, chain, chain.segments)
    unit.structure.remove(chain)
    return Done("remove_chain", chain.name)


def edit_stage(
    command: structure.AddStage | structure.EditStage | structure.MoveStage | structure.RemoveStage,
    unit: UnitOfWork,
) -> Done:
    """Add, rename, move or remove a stage."""
    old = _guarded(unit, command.chain, command.expected_version)
    new = edited(old, command)
    unit.structure.save(old, new)
    code = command.code if isinstance(command, structure.AddStage) else command.stage
    named = next(one for one in (*new.stages, *old.stages) if one.code == code)
    return Done(_STAGE_ACTIONS[type(command)], named.name)


def rename_tier(command: structure.RenameTier, unit: UnitOfWork) -> Done:
    """Give a tier the chain's own word."""
    old = _guarded(unit, command.chain, command.expected_version)
    new = edited(old, command)
    unit.structure.save(old, new)
    return Done("rename_tier", new.tier_name(command.tier) or old.tier_name(command.tier))


def add_segment(command: structure.AddSegment, unit: UnitOfWork) -> Done:
    """Add a box with its product."""
    old = _guarded(unit, command.ref.chain, command.expected_version)
    new = _with_products(unit, old, edited(old, command))
    unit.structure.save(old, new)
    return Done("add_segment", new.segment(command.ref.segment).name)


def edit_segment(command: structure.EditSegment, unit: UnitOfWork) -> Done:
    """Rename a segment, or change its product, parent, match words or weight."""
    unit.segments.touch(command.ref, command.expected_version)
    old = unit.structure.get(command.ref.chain)
    before = segment_in(old, command.ref.segment)
    if not isinstance(command.product, Keep):
        command = replace(command, product=_product(unit, command.product, before.name))
    new = edited(old, command)
    after = new.segment(before.code)
    if after.name != before.name and after.product == before.product:
        unit.structure.rename_own_product(before.product, before.name, after.name)
    unit.structure.save(old, new)
    renamed = after.name != before.name
    subject = f"{before.name} → {after.name}" if renamed else after.name
    return Done("rename_segment" if renamed else "edit_segment", subject)


def move_segments(command: structure.MoveSegments, unit: UnitOfWork) -> Done:
    """Put segments into a stage."""
    old = _guarded(unit, command.chain, command.expected_version)
    new = edited(old, command)
    unit.structure.save(old, new)
    return Done("move_segments", f"{_named(old, command.segments)} → {new.stage(command.stage).name}")


def remove_segments(command: structure.RemoveSegments, unit: UnitOfWork) -> Done:
    """Take segments away with what hangs on them."""
    old = _guarded(unit, command.chain, command.expected_version)
    new = edited(old, command)
    if not command.with_marks:
        refuse_marked(unit, old, [old.segment(code) for code in command.segments])
    unit.structure.save(old, new)
    return Done("remove_segments", _named(old, command.segments))


def move_marks(command: structure.MoveMarks, unit: UnitOfWork) -> Done:
    """Put placements and targets of one segment onto another."""
    source, target = unit.chains.segment_name(command.source), unit.chains.segment_name(command.target)
    for ref in (command.source, command.target):
        unit.segments.touch(ref, None)
    unit.structure.move_marks(command.source, command.target)
    return Done("move_marks", f"{source} → {target}")


def split_segment(command: structure.SplitSegment, unit: UnitOfWork) -> Done:
    """Make several segments of one."""
    old = _guarded(unit, command.ref.chain, command.expected_version)
    before = segment_in(old, command.ref.segment)
    new = edited(old, command)
    after = new.segment(before.code)
    if after.name != before.name:
        unit.structure.rename_own_product(before.product, before.name, after.name)
    new = _with_products(unit, old, new)
    unit.structure.save(old, new)
    names = "、".join([after.name, *(name for _, name in command.others)])
    return Done("split_segment", f"{before.name} → {names}")


def merge_segments(command: structure.MergeSegments, unit: UnitOfWork) -> Done:
    """Make one segment of several; placements and targets move with them."""
    old = _guarded(unit, command.into.chain, command.expected_version)
    new = edited(old, command)
    unit.segments.touch(command.into, None)
    for code in command.others:
        if code != command.into.segment:
            unit.structure.move_marks(SegmentRef(old.code, code), command.into)
    unit.structure.save(old, new)
    return Done("merge_segments", f"{_named(old, command.others)} → {new.segment(command.into.segment).name}")


def edit_links(
    command: structure.AddLink | structure.EditLink | structure.RemoveLinks, unit: UnitOfWork
) -> Done:
    """Add, change or remove links."""
    old = _guarded(unit, command.chain, command.expected_version)
    unit.structure.save(old, edited(old, command))
    pairs = (
        command.links if isinstance(command, structure.RemoveLinks) else ((command.source, command.target),)
    )
    names = {one.code: one.name for one in old.segments}
    subject = f"{names[pairs[0][0]]} → {names[pairs[0][1]]}" if len(pairs) == 1 else f"{len(pairs)} 条"
    return Done(_LINK_ACTIONS[type(command)], subject)


def place_boxes(
    command: structure.PinBoxes | structure.UnpinBoxes | structure.FoldSegments, unit: UnitOfWork
) -> Done:
    """Keep where boxes stand and what is folded; not a change of the chain itself."""
    chain = unit.structure.get(command.chain)
    codes = _codes(command)
    for code in codes:
        segment_in(chain, code)
    if isinstance(command, structure.PinBoxes):
        for code, x, y in command.places:
            unit.structure.set_box(chain.code, code, x=x, y=y)
    elif isinstance(command, structure.UnpinBoxes):
        for code in codes:
            unit.structure.set_box(chain.code, code, x=None, y=None)
    else:
        for code in codes:
            unit.structure.set_box(chain.code, code, folded=command.folded)
    return Done(_box_action(command), _named(chain, codes))


def _codes(command: structure.PinBoxes | structure.UnpinBoxes | structure.FoldSegments) -> tuple[str, ...]:
    if isinstance(command, structure.PinBoxes):
        return tuple(code for code, _, _ in command.places)
    return command.segments


def _box_action(command: structure.PinBoxes | structure.UnpinBoxes | structure.FoldSegments) -> str:
    if isinstance(command, structure.PinBoxes):
        return "pin_boxes"
    if isinstance(command, structure.UnpinBoxes):
        return "unpin_boxes"
    return "fold" if command.folded else "unfold"


def _guarded(unit: UnitOfWork, chain: str, expected: int | None) -> Chain:
    unit.structure.touch(chain, expected)
    return unit.structure.get(chain)


def refuse_marked(unit: UnitOfWork, chain: Chain, segments: tuple[Segment, ...] | list[Segment]) -> None:
    """Raises StillInUse when companies are placed on one of the segments or wanted for it."""
    counts = {one.name: unit.structure.marks(chain.code, one.code) for one in segments}
    marked = tuple(name for name, (placements, targets) in counts.items() if placements or targets)
    if marked:
        raise StillInUse(
            kind="segment",
            names=marked,
            segments=0,
            placements=sum(placements for placements, _ in counts.values()),
            targets=sum(targets for _, targets in counts.values()),
        )


def _with_products(unit: UnitOfWork, old: Chain, new: Chain) -> Chain:
    """The new chain with a product for every segment that came without."""
    known = {one.code for one in old.segments}
    segments = tuple(
        one if one.code in known else replace(one, product=_product(unit, one.product, one.name))
        for one in new.segments
    )
    return replace(new, segments=segments)


def _product(unit: UnitOfWork, product: str, name: str) -> str:
    """The product of that code, else of that name, else a new one; "" asks for that of the segment's name."""
    if product and unit.structure.has_product(product):
        return product
    wanted = checked_name(product or name)
    found = unit.structure.product_named(wanted)
    if found is not None:
        return found
    code = fresh_code("product")
    unit.structure.add_product(code, wanted)
    return code


def _named(chain: Chain, codes: tuple[str, ...]) -> str:
    names = {one.code: one.name for one in chain.segments}
    return names.get(codes[0], codes[0]) if len(codes) == 1 else f"{len(codes)} 个环节"


_STAGE_ACTIONS: dict[type, str] = {
    structure.AddStage: "add_stage",
    structure.EditStage: "edit_stage",
    structure.MoveStage: "move_stage",
    structure.RemoveStage: "remove_stage",
}
_LINK_ACTIONS: dict[type, str] = {
    structure.AddLink: "add_link",
    structure.EditLink: "edit_link",
    structure.RemoveLinks: "remove_links",
}
HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    structure.AddChain: add_chain,
    structure.EditChain: edit_chain,
    structure.RemoveChain: remove_chain,
    structure.RenameTier: rename_tier,
    structure.AddStage: edit_stage,
    structure.EditStage: edit_stage,
    structure.MoveStage: edit_stage,
    structure.RemoveStage: edit_stage,
    structure.AddSegment: add_segment,
    structure.EditSegment: edit_segment,
    structure.MoveSegments: move_segments,
    structure.RemoveSegments: remove_segments,
    structure.MoveMarks: move_marks,
    structure.SplitSegment: split_segment,
    structure.MergeSegments: merge_segments,
    structure.AddLink: edit_links,
    structure.EditLink: edit_links,
    structure.RemoveLinks: edit_links,
    structure.PinBoxes: place_boxes,
    structure.UnpinBoxes: place_boxes,
    structure.FoldSegments: place_boxes,
}
