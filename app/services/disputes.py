"""What two people say of the same facts, when a command came too late: field by field, theirs and ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chains.commands import AssessSegment, Keep, PlaceCompany, UpdateTarget
from chains.company_editing import EditCompany
from chains.restoring import FACTS

if TYPE_CHECKING:
    from chains.commands import Command
    from chains.ports import Reader

Disputable = AssessSegment | PlaceCompany | UpdateTarget | EditCompany


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact: its name in the change log (`target.phase`), what stands now, and what we wanted."""

    field: str
    theirs: Any
    ours: Any


@dataclass(frozen=True, slots=True)
class Dispute:
    """What of `subject` is said differently; with `differences` empty there is nothing to decide."""

    subject: str
    differences: tuple[Difference, ...]


def dispute_of(reader: Reader, command: Command, name: str) -> Dispute | None:
    """What stands against the command now; None for a command whose two sides cannot be told.

    `name` is what the refusal calls it. Raises NotFound when the subject is gone.
    """
    if isinstance(command, AssessSegment):
        theirs = reader.chain_state(command.ref.chain).assessment(command.ref.segment)
        return Dispute(name, _differences("assessment", theirs, command))
    if isinstance(command, PlaceCompany):
        placed = reader.chain_state(command.ref.chain).suppliers_of(command.ref.segment)
        there = next((one for one in placed if one.placement.company_id == command.company_id), None)
        company = reader.company(command.company_id).name
        placement = None if there is None else there.placement
        return Dispute(f"{company} · {name}", _differences("placement", placement, command))
    if isinstance(command, UpdateTarget):
        target = next((one for one in reader.targets() if one.id == command.target_id), None)
        subject = name if target is None else f"{target.company_name} → {target.segment_name}"
        return Dispute(subject, _differences("target", target, command))
    if isinstance(command, EditCompany):
        company_now = reader.company(command.company.id)
        return Dispute(name, _differences("company", company_now, command.company))
    return None


def _differences(table: str, theirs: object, ours: object) -> tuple[Difference, ...]:
    said = ((name, getattr(ours, name)) for name in FACTS[table].split())
    wanted = [(name, value) for name, value in said if not isinstance(value, Keep)]
    pairs = [Difference(f"{table}.{name}", getattr(theirs, name, None), value) for name, value in wanted]
    return tuple(one for one in pairs if one.theirs != one.ours)
