"""A backup before much is changed at once: undo alone is not enough then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.commands import Composite, ImportCompanies
from chains.list_records import BringInRecords
from chains.steps import Step, tell_nobody
from chains.structure import SetStructure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.services.workspace import Workspace
    from chains.commands import Command

MUCH = 500
"""More things than this at once are much. A backup takes some 11 ms per MB: 1 s of 80 MB, 12 s of 1.1 GB."""


def back_up_before(workspace: Workspace, count: int, step: Step = tell_nobody) -> None:
    """Back the workspace up before so many things are changed, where that is much; once for each state.

    Raises NotBackedUp when that cannot be: nothing may be changed then before a person says so. Cancelled
    from `step` leaves nothing of the backup.
    """
    if is_much(count):
        workspace.database.back_up_first(_said(step))


def is_much(count: int) -> bool:
    """Whether so many things at once ask for a backup first."""
    return count > MUCH


def things_in(commands: Iterable[Command]) -> int:
    """How many things the commands change, about: companies, marks, segments."""
    return sum(map(_things, commands))


def _things(command: Command) -> int:
    if isinstance(command, Composite):
        return things_in(command.commands)
    if isinstance(command, ImportCompanies):
        return len(command.arrivals)
    if isinstance(command, BringInRecords):
        return len(command.records)
    return len(command.content.segments) if isinstance(command, SetStructure) else 1


def _said(step: Step) -> Step:
    def tell(done: int, total: int, _text: str = "") -> None:
        step(done, total, "写入之前备份工作区")

    return tell
