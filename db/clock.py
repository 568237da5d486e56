"""What time it is in a workspace: in a shared one the server's, as clocks of offices differ by minutes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

from db.engine import is_on_server

if TYPE_CHECKING:
    from sqlalchemy import Connection


def now(connection: Connection) -> datetime:
    """The time at this moment."""
    if not is_on_server(connection):
        return datetime.now(UTC)
    told: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return told.astimezone(UTC)
