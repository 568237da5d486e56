"""Wanting companies for gaps, and following them up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.done import Done
from chains.commands import kept
from chains.errors import AlreadyThere, InvalidValue
from chains.target import FollowUp, Target

if TYPE_CHECKING:
    from chains.commands import AddFollowUp, AddTarget, RemoveTarget, UpdateTarget
    from chains.ports import UnitOfWork


def add_target(command: AddTarget, unit: UnitOfWork) -> Done:
    """Keep the company as a target for the gap. Raises AlreadyThere when it is one."""
    company = unit.companies.name(command.company_id)
    segment = unit.chains.segment_name(command.ref)
    if unit.targets.find(command.ref, command.company_id) is not None:
        raise AlreadyThere(kind="target", name=f"{company} → {segment}")
    target = Target(
        id=0,
        ref=command.ref,
        company_id=command.company_id,
        score=command.score,
        reason=command.reason,
        origin=command.origin,
    )
    return Done("add_target", f"{company} → {segment}", unit.targets.add(target))


def update_target(command: UpdateTarget, unit: UnitOfWork) -> Done:
    """Change how the pursuit stands."""
    investment = kept(command.investment_yi, None)
    if investment is not None and investment < Decimal(0):
        raise InvalidValue(field="investment_yi", value=investment, allowed="≥ 0")
    old = unit.targets.get(command.target_id)
    new = replace(
        old,
        phase=kept(command.phase, old.phase),
        priority=kept(command.priority, old.priority),
        responsible_unit=kept(command.responsible_unit, old.responsible_unit),
        responsible_person=kept(command.responsible_person, old.responsible_person),
        next_step=kept(command.next_step, old.next_step),
        next_on=kept(command.next_on, old.next_on),
        investment_yi=kept(command.investment_yi, old.investment_yi),
        remark=kept(command.remark, old.remark),
    )
    unit.targets.save(new, command.expected_version)
    return Done("update_target", _label(new, unit))


def remove_target(command: RemoveTarget, unit: UnitOfWork) -> Done:
    """No longer want the company for the gap."""
    target = unit.targets.get(command.target_id)
    unit.targets.remove(command.target_id, command.expected_version)
    return Done("remove_target", _label(target, unit))


def add_follow_up(command: AddFollowUp, unit: UnitOfWork) -> Done:
    """Note one step of the pursuit."""
    target = unit.targets.get(command.target_id)
    if not command.text.strip():
        raise InvalidValue(field="text", value="", allowed="not empty")
    created = unit.targets.add_follow_up(
        FollowUp(0, command.target_id, command.on, command.text.strip(), unit.author)
    )
    return Done("follow_up", _label(target, unit), created)


def _label(target: Target, unit: UnitOfWork) -> str:
    return f"{unit.companies.name(target.company_id)} → {unit.chains.segment_name(target.ref)}"
