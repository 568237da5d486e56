"""What a shared database has beside the tables of a workspace, in a schema of its own: `lianpu`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PARTS = (
    "CREATE SCHEMA IF NOT EXISTS lianpu",
    # The numbers of the change log, without gaps: see db.last_numbers.
    "CREATE TABLE IF NOT EXISTS lianpu.last_number (name text PRIMARY KEY, last integer NOT NULL)",
    "INSERT INTO lianpu.last_number VALUES ('change_log', 0), ('change_item', 0) ON CONFLICT DO NOTHING",
)


def make_parts(connection: Connection) -> None:
    """Make what is missing; what is there stays."""
    for part in _PARTS:
        connection.execute(text(part))
