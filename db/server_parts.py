"""What a shared database has beside the tables of a workspace, in a schema of its own: `lianpu`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from db.server_guards import GUARDS, TABLES

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PARTS = (
    "CREATE SCHEMA IF NOT EXISTS lianpu",
    # The numbers of the change log, without gaps: see db.last_numbers.
    "CREATE TABLE IF NOT EXISTS lianpu.last_number (name text PRIMARY KEY, last integer NOT NULL)",
    "INSERT INTO lianpu.last_number VALUES ('change_log', 0), ('change_item', 0) ON CONFLICT DO NOTHING",
    *TABLES,
)
_NEWEST = "lianpu.turn"
"""The part that came last: a database that has it has all."""


def make_parts(connection: Connection) -> None:
    """Make what is missing, and the guards anew; what the tables hold stays."""
    for part in (*_PARTS, *GUARDS):
        connection.exec_driver_sql(part.replace("%", "%%"))


def has_parts(connection: Connection) -> bool:
    """Whether all of it is there; a database that an older program set up lacks some."""
    asked = text("SELECT to_regclass(:newest) IS NOT NULL")
    return bool(connection.execute(asked, {"newest": _NEWEST}).scalar())
