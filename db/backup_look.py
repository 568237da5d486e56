"""Looks into a backup before it is put back: of any schema, so with plain statements."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from chains.errors import WorkspaceRefused
from chains.trust import BackupContents
from db.faults import fault_reason
from db.file_check import refuse_unless_workspace

if TYPE_CHECKING:
    from pathlib import Path

_COUNTED = ("segment", "company", "placement", "target", "assessment", "change_log")
_NEWEST = 12


def look_inside(backup: Path) -> BackupContents:
    """Chains, counts and the newest entries of the log. Raises WorkspaceRefused for a file that is none."""
    refuse_unless_workspace(backup)
    address = f"{backup.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            chains = tuple(row[0] for row in connection.execute("SELECT name FROM chain ORDER BY position"))
            counts = {
                name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608
                for name in _COUNTED
            }
            query = "SELECT at, author, action, subject FROM change_log ORDER BY number DESC LIMIT ?"
            entries = tuple(
                (str(at), str(author), str(action), str(subject))
                for at, author, action, subject in connection.execute(query, (_NEWEST,))
            )
    except sqlite3.Error as error:
        raise WorkspaceRefused(file=str(backup), reason=fault_reason(error) or "damaged") from None
    return BackupContents(chains, counts, entries)
