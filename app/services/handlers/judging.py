"""Judging matches (确认, 剔除)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.errors import AlreadyThere, InvalidValue, NotFound
from chains.judging import JudgeMatch
from chains.kinds import Decision, Role
from chains.marking import Placement

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.ports import UnitOfWork

_ACTION = {Decision.CONFIRMED: "confirm_match", Decision.REJECTED: "strike_match"}


def judge_match(command: JudgeMatch, unit: UnitOfWork) -> Done:
    """Keep the verdict, or take it back.

    Raises AlreadyThere when the company is placed on the segment as a supplier, NotFound when there is no
    verdict to take back, InvalidValue when a company is struck without a reason.
    """
    reason = command.reason.strip()
    if command.verdict is Decision.REJECTED and not reason:
        raise InvalidValue(field="match.reason", value="", allowed="剔除须写原因")
    if command.verdict is Decision.TO_REVIEW:
        raise InvalidValue(field="decision", value=command.verdict, allowed="确认、剔除")
    unit.segments.touch(command.ref, command.expected_version)
    company = unit.companies.name(command.company_id)
    subject = f"{company} → {unit.chains.segment_name(command.ref)}"
    old = unit.placements.find(command.ref, command.company_id)
    if old is not None and old.role is not Role.CANDIDATE:
        raise AlreadyThere(kind="placement", name=subject)
    if command.verdict is None:
        if old is None:
            raise NotFound(kind="placement", name=company, near=())
        unit.placements.remove(old.id)
        return Done("unjudge_match", subject)
    new = replace(
        old or Placement(0, command.ref, command.company_id),
        role=Role.CANDIDATE,
        decision=command.verdict,
        evidence=reason,
    )
    if new != old:
        unit.placements.save(replace(new, placed_by=unit.author, placed_on=unit.today))
    return Done(_ACTION[command.verdict], subject)


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {JudgeMatch: judge_match}
"""What each command of this kind is done by."""
