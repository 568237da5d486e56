"""What can go wrong: a code and the facts. The sentence is made where it is shown (app.messages)."""

from __future__ import annotations

from typing import Any


class DomainError(Exception):
    """Something was refused. `facts` say what, in plain values."""

    code = "refused"

    def __init__(self, **facts: Any) -> None:  # noqa: ANN401 - facts are of any kind
        self.facts = facts
        super().__init__(f"{self.code}: {facts}")


class NotFound(DomainError):
    """Nothing fits the name. Facts: kind, name, near (names that come close)."""

    code = "not_found"


class Ambiguous(DomainError):
    """A name fits more than one. Facts: kind, name, fits."""

    code = "ambiguous"


class Conflict(DomainError):
    """Somebody changed it in between. Facts: ref, seen, found, by."""

    code = "conflict"


class AlreadyThere(DomainError):
    """It exists already. Facts: kind, name."""

    code = "already_there"


class StillInUse(DomainError):
    """What should go has things hanging on it. Facts: kind, names, placements, targets, segments (counts)."""

    code = "still_in_use"


class InvalidValue(DomainError):
    """A value is outside what is allowed. Facts: field, value, allowed."""

    code = "invalid_value"


class NothingToUndo(DomainError):
    """There is no change left to take back."""

    code = "nothing_to_undo"


class NotUndoable(DomainError):
    """The change cannot be taken back: what it left was changed since. Facts: number, label, by."""

    code = "not_undoable"


class NotRestorable(DomainError):
    """An older value cannot be put back alone. Facts: field, cause (no_command, gone, no_value)."""

    code = "not_restorable"


class CatalogueError(DomainError):
    """A catalogue file is wrong. Facts: file, line, reason, value."""

    code = "catalogue"


class FileRefused(DomainError):
    """A file cannot be taken. Facts: file, reason, and what the reason needs."""

    code = "file_refused"


class WorkspaceRefused(DomainError):
    """A workspace cannot be opened or made. Facts: file, reason, and what the reason needs."""

    code = "workspace_refused"


SERVER_AWAY = frozenset({"server_away", "no_server", "server_starting", "server_busy"})
"""Reasons of WorkspaceRefused that pass by themselves, and leave nothing of what was being done."""

CUT_OFF = SERVER_AWAY | {"outcome_unknown"}
"""With these nobody heard the end: whether it is kept after all must be asked before it is done anew."""

FILE_TROUBLE = frozenset({"disk_full", "disk_fault", "locked", "cannot_open", "missing", "read_only"})
"""Reasons of WorkspaceRefused that whoever sits before an open file can put right; nothing was done."""


class NotBackedUp(DomainError):
    """Much was to be changed at once, and no backup could be taken first. Facts: cause (WorkspaceRefused)."""

    code = "not_backed_up"


class ExportRefused(DomainError):
    """An export cannot be written. Facts: file, reason."""

    code = "export_refused"


class Cancelled(BaseException):
    """The user asked a long job to stop."""
