"""Keeping a whole structure at once: what a file says of a chain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.done import Done
from app.services.handlers.structure import refuse_marked
from chains.chain import Chain
from chains.commands import Keep
from chains.editing_checks import checked_name, refuse_taken
from chains.names import normalised_name
from chains.structure import fresh_code
from chains.whole_structure import checked_structure

if TYPE_CHECKING:
    from chains.ports import UnitOfWork
    from chains.structure import SetStructure


def set_structure(command: SetStructure, unit: UnitOfWork) -> Done:
    """Give the chain the structure; products are made as they are needed."""
    names = unit.structure.names()
    old = _old(command, unit) if command.chain in names else None
    new = checked_structure(replace(command.content, code=command.chain), old)
    refuse_taken("chain", new.name, (name for code, name in names.items() if code != new.code))
    if old is None:
        unit.structure.add(Chain(new.code, new.name, new.cluster, new.chief))
        old = unit.structure.get(new.code)
    elif not command.with_marks:
        kept = {one.code for one in new.segments}
        refuse_marked(unit, old, [one for one in old.segments if one.code not in kept])
    unit.structure.save(old, _with_products(unit, old, new))
    for code in command.folded:
        unit.structure.set_box(new.code, code, folded=True)
    if not isinstance(command.notes, Keep):
        unit.structure.set_notes(new.code, command.notes)
    return Done("set_structure", new.name)


def _old(command: SetStructure, unit: UnitOfWork) -> Chain:
    unit.structure.touch(command.chain, command.expected_version)
    return unit.structure.get(command.chain)


def _with_products(unit: UnitOfWork, old: Chain, new: Chain) -> Chain:
    """The chain with a product's code in each segment that is new or names another product than before."""
    before = {one.code: one.product for one in old.segments}
    changed = [one for one in new.segments if not one.product or before.get(one.code) != one.product]
    known = dict(unit.structure.products_named())
    products: dict[str, str] = {}
    for one in changed:
        if one.product and unit.structure.has_product(one.product):
            products[one.code] = one.product
            continue
        wanted = checked_name(one.product or one.name)
        key = normalised_name(wanted)
        if key not in known:
            known[key] = fresh_code("product")
            unit.structure.add_product(known[key], wanted)
        products[one.code] = known[key]
    segments = tuple(replace(one, product=products.get(one.code, one.product)) for one in new.segments)
    return replace(new, segments=segments)
