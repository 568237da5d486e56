"""A backup in the place of the workspace, written down there: window and command line call this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.workspace import Workspace
from chains.commands import NoteRestored
from db.backups import restore
from db.workspace_file import open_workspace

if TYPE_CHECKING:
    from pathlib import Path


def restore_backup(backup: Path, path: Path, author: str) -> Path | None:
    """Put the backup back, prove that it opens, and note it in its log; returns where the old file now lies.

    Raises WorkspaceRefused when the backup is not whole, or does not open.
    """
    aside = restore(backup, path)
    note_restored(backup, path, author)
    return aside


def note_restored(backup: Path, path: Path, author: str) -> None:
    """Open what was put back, and note where it came from. Raises WorkspaceRefused when it does not open."""
    database = open_workspace(path)
    try:
        Workspace(database, author).execute(NoteRestored(backup.name))
    finally:
        database.close()
