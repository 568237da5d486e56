"""Takes a change back though what it left was changed or used since, as a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chains.clashes import settle
from chains.commands import RevertChange
from chains.errors import NothingToUndo

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.errors import NotUndoable
    from chains.events import Outcome


def can_be_settled(error: NotUndoable, command: RevertChange) -> bool:
    """Whether a person may still say how to take it back: what was changed since, or used since, stays."""
    cause = error.facts.get("cause")
    return cause == "changed_since" or (cause == "in_use" and not command.keeps_used)


def is_settled(command: RevertChange) -> bool:
    """Whether a person said how to take it back."""
    return command.settled is not None or command.keeps_used


def take_back(
    workspace: Workspace, number: int | None, ours: bool | None, *, keeps_used: bool = False
) -> Outcome:
    """Take back an entry, the newest that stands with None.

    What others changed since refuses it with `ours` None; else theirs stays, or ours holds. Raises
    NothingToUndo, NotFound, NotUndoable. Companies that it added and that were used since stay with
    `keeps_used`, and refuse it without.
    """
    with workspace.read() as reader:
        entry = reader.last_undoable() if number is None else number
        if entry is None:
            raise NothingToUndo
        clashes = () if ours is None else reader.changes.clashes(entry)
    settled = None if ours is None else settle(clashes, range(len(clashes)) if ours else (), rest_ours=ours)
    return workspace.execute(RevertChange(entry, settled=settled, keeps_used=keeps_used))
