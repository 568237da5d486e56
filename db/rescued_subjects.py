"""What a rescue keeps of the rows that the log is filtered by: those that no change could tell again."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from chains.trust import RescuedTable

if TYPE_CHECKING:
    from collections.abc import Iterable

_TABLE = "change_subject"
_ROWS = "SELECT kind, subject, number FROM change_subject ORDER BY kind {0}, subject {0}, number {0}"
_KEEP = (
    "INSERT OR IGNORE INTO change_subject (kind, subject, number) SELECT ?, ?, number FROM change_log"
    " WHERE number = ? AND item_count = 0"
)

_Row = tuple[str, str, int]


def copy_unlogged(source: sqlite3.Connection, made: sqlite3.Connection) -> list[RescuedTable]:
    """Keep what entries without changes are about: whose contacts left in a file. Others are made anew.

    The table has no row ids: it is read from both ends up to the damage, and what lies behind is lost.
    """
    kept = made.execute("SELECT count(*) FROM change_subject").fetchone()[0]
    found, whole = _read(source, "ASC")
    if not whole:
        found += _read(source, "DESC")[0]
    made.executemany(_KEEP, found)
    made.commit()
    saved = made.execute("SELECT count(*) FROM change_subject").fetchone()[0] - kept
    return [RescuedTable(_TABLE, saved, () if whole else ((1, 0),))]


def _read(source: sqlite3.Connection, direction: str) -> tuple[list[_Row], bool]:
    """Rows in this direction as far as they can be read, and whether that was to the end."""
    found: list[_Row] = []
    try:
        rows: Iterable[_Row] = source.execute(_ROWS.format(direction))
        found.extend(rows)
    except sqlite3.Error as error:
        return found, "no such table" in str(error)
    return found, True
