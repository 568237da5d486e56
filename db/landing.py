"""Commits that are sure: where the server's answer is lost, it is asked whether the change landed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chains.errors import SERVER_AWAY, WorkspaceRefused
from db.faults import fault_reason, is_lost, place_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

TOKEN = "lianpu_transaction"
"""Where a connection notes it; transactions on a file have none, as no answer can be lost."""

PATIENCE_SECONDS = 20.0
_ASK_SECONDS = 0.5
_NEVER_SEEN = "22023"
"""What a server says of a number that it has not given yet: it took over from one that had got further."""


def commit_surely(connection: Connection) -> None:
    """Commit what the connection wrote.

    Raises WorkspaceRefused, `outcome_unknown`, where the server went away in between and did not come back
    in time to say whether the change is kept.
    """
    engine, token = connection.engine, connection.info.get(TOKEN)
    try:
        connection.commit()
    except DBAPIError as error:
        # Trying again could keep the change twice: the server knows whether it has it.
        if token is None or not is_lost(error) or not has_landed(engine, token):
            raise


def has_landed(engine: Engine, token: str) -> bool:
    """Whether the transaction of that number was kept; waits for a server that is away."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            # A transaction of its own that waits for its turn to write: while the old one is being ended
            # it holds that lock, afterwards its fate is known.
            with engine.begin() as connection:
                asked = text("SELECT pg_xact_status(CAST(:token AS xid8))")
                return bool(connection.execute(asked, {"token": token}).scalar() == "committed")
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _NEVER_SEEN:
                return False
            if not is_lost(error) and fault_reason(error) not in SERVER_AWAY | {"server_locked"}:
                raise
        if time.monotonic() > end:
            raise WorkspaceRefused(file=place_of(engine), reason="outcome_unknown", token=token)
        time.sleep(_ASK_SECONDS)


def is_back(engine: Engine) -> bool:
    """Wait for a server that is away; whether it came back in time."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except DBAPIError:
            if time.monotonic() > end:
                return False
            time.sleep(_ASK_SECONDS)
        else:
            return True
