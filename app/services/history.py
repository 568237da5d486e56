"""Undo and redo of one window: log entries, each taken back by a new change through the same path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.commands import RevertChange
from chains.errors import NothingToUndo
from chains.words import action_text

if TYPE_CHECKING:
    from chains.events import Outcome

LIMIT = 200


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    label: str


class History:
    """What can be undone and redone here. It moves only after the database has said yes.

    An undo writes what was before an entry and is itself an entry; a redo takes that one back. The database
    refuses (NotUndoable) when somebody else changed in between what the entry left.
    """

    def __init__(self) -> None:
        self._undo: list[_Entry] = []
        self._redo: list[_Entry] = []

    def record(self, outcome: Outcome) -> None:
        """A change was made: it can be undone unless it is final, and nothing can be redone any more."""
        if outcome.is_final:
            self._redo.clear()
        elif outcome.number is not None:
            self._undo.append(_Entry(outcome.number, action_text(outcome.action, outcome.subject)))
            del self._undo[:-LIMIT]
            self._redo.clear()

    @property
    def undo_label(self) -> str:
        """What an undo would take back, "" for nothing."""
        return self._undo[-1].label if self._undo else ""

    @property
    def redo_label(self) -> str:
        """What a redo would bring back, "" for nothing."""
        return self._redo[-1].label if self._redo else ""

    def undo_command(self) -> RevertChange:
        """The command that takes the last change back. Raises NothingToUndo."""
        if not self._undo:
            raise NothingToUndo
        return RevertChange(self._undo[-1].number)

    def redo_command(self) -> RevertChange:
        """The command that brings the last undone change back. Raises NothingToUndo."""
        if not self._redo:
            raise NothingToUndo
        return RevertChange(self._redo[-1].number, redo=True)

    def undone(self, outcome: Outcome) -> None:
        """The undo went through."""
        entry = self._undo.pop()
        if outcome.number is not None:
            self._redo.append(_Entry(outcome.number, entry.label))

    def redone(self, outcome: Outcome) -> None:
        """The redo went through."""
        entry = self._redo.pop()
        if outcome.number is not None:
            self._undo.append(_Entry(outcome.number, entry.label))

    def drop(self, number: int) -> None:
        """This entry can no longer be undone, or brought back: forget it. Nothing where it is not known."""
        self._undo = [one for one in self._undo if one.number != number]
        self._redo = [one for one in self._redo if one.number != number]
