"""Tells whether a workspace file is as it was: read without the libraries that opening it takes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from db.real_file import has_journal

if TYPE_CHECKING:
    from pathlib import Path

_NEWEST = (
    "SELECT version_num FROM alembic_version",
    "SELECT number, seal FROM change_log ORDER BY number DESC LIMIT 1",
)


class FileState(NamedTuple):
    """Number of the newest entry of the change log, and a text that is another after each change."""

    number: int
    text: str


def file_state(path: Path) -> FileState | None:
    """What the file is at: revision, newest entry with its seal, size and time of writing.

    None when it cannot be told: no such file, none of ours, locked, or a write was cut off.
    """
    if has_journal(path):
        return None
    try:
        found = path.stat()
        address = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, timeout=0.0, uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            (revision,), (number, seal) = (connection.execute(query).fetchone() for query in _NEWEST)
    except (OSError, sqlite3.Error, TypeError, ValueError):
        return None
    return FileState(int(number), f"{revision} {number} {seal} {found.st_size} {found.st_mtime_ns}")
