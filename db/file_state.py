"""Tells whether a workspace file is as it was: read without the libraries that opening it takes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from db.real_file import has_journal

if TYPE_CHECKING:
    from pathlib import Path

_HEADER, _JOURNAL_MODE, _ROLLBACK = 100, slice(18, 20), b"\1\1"
"""Bytes; SQLite counts in them each change of the file (https://www.sqlite.org/fileformat.html, 1.3)."""


def file_stamp(path: Path) -> str | None:
    """A text that is another after each change: the file's header, size and time of writing.

    None when it cannot be told: no such file, none of ours, or a write was cut off or is under way.
    """
    if has_journal(path):
        return None
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
        found = path.stat()
    except OSError:
        return None
    if header[_JOURNAL_MODE] != _ROLLBACK:  # it keeps its changes beside the file
        return None
    return f"{header.hex()} {found.st_size} {found.st_mtime_ns}"


def newest_entry(path: Path) -> int | None:
    """Number of the newest entry of the change log; None when it cannot be told."""
    import sqlite3  # noqa: PLC0415 - only asked when a workspace is closed, never at a start

    try:
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", timeout=0.0, uri=True)
        ) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            (number,) = connection.execute("SELECT max(number) FROM change_log").fetchone()
    except sqlite3.Error:
        return None
    return None if number is None else int(number)
