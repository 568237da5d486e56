"""Turns what a database says on a bad day into errors of the domain, with facts and without company data."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sqlalchemy.exc import DBAPIError

from chains.disk_room import disk_room, is_disk_full
from chains.errors import WorkspaceRefused
from db.places import place_text
from db.server_words import refused_connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

_REASONS = {
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_READONLY_ROLLBACK": "cut_off",
    "SQLITE_READONLY": "read_only",
    "SQLITE_PERM": "read_only",
    "SQLITE_FULL": "disk_full",
    "SQLITE_IOERR": "disk_fault",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "not_a_workspace",
    "SQLITE_CANTOPEN": "cannot_open",
}
_STATES = {
    "08": "server_away",
    "57P": "server_away",
    "25P03": "server_away",
    "55P03": "server_locked",
    "40": "server_locked",
    "57014": "too_slow",
    "42501": "not_allowed",
    "25006": "server_read_only",
    "42P01": "not_set_up",
    "3F000": "not_set_up",
    "42883": "not_set_up",
    "42703": "server_upgraded",
    "LP001": "server_upgraded",
    "53100": "server_full",
    "53": "server_busy",
    "28": "wrong_password",
    "3D000": "no_such_database",
    "22001": "text_too_long",
    "22003": "number_too_large",
}
"""SQLSTATEs by how they begin; the longest that fits says what happened."""


@contextmanager
def known_faults(engine: Engine) -> Iterator[None]:
    """Raises WorkspaceRefused for a locked, full, read-only, damaged or vanished file or server."""
    try:
        yield
    except _database_errors() as error:
        reason = fault_reason(error)
        if reason is None:
            raise
        place = place_of(engine)
        room = disk_room(place) if reason == "disk_full" else {}
        raise WorkspaceRefused(file=place, reason=reason, detail=_detail(error), **room) from None


@contextmanager
def making(file: Path, needed_bytes: int = 0) -> Iterator[None]:
    """A workspace file is made here. Raises WorkspaceRefused when disk or folder do not let it be.

    Where it is known that `needed_bytes` are wanted and not there, nothing is begun: a disk filled to the
    brim would also keep others from saving.
    """
    room = disk_room(file, needed_bytes)
    if "missing_bytes" in room:
        raise WorkspaceRefused(file=str(file), reason="disk_full", **room)
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise WorkspaceRefused(file=str(file), reason="disk_full", **disk_room(file)) from None
        facts = {"detail": error.strerror, "errno": error.errno}
        raise WorkspaceRefused(file=str(file), reason="cannot_create", **facts) from None
    except (DBAPIError, sqlite3.Error) as error:
        reason = fault_reason(error)
        if reason is None:
            raise
        raise WorkspaceRefused(file=str(file), reason=reason, **disk_room(file)) from None


def _database_errors() -> tuple[type[Exception], ...]:
    """What a database raises: a server's driver also by itself, where it only makes a connection ready."""
    driver: Any = sys.modules.get("psycopg")
    return (DBAPIError,) if driver is None else (DBAPIError, driver.Error)


def fault_reason(error: BaseException | None) -> str | None:
    """The known reason behind a database's error, None for one that is a bug of ours."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        name = getattr(original, "sqlite_errorname", "") or ""
        return next((reason for known, reason in _REASONS.items() if name.startswith(known)), None)
    driver: Any = sys.modules.get("psycopg")
    if driver is None or not isinstance(original, driver.Error):
        return None
    state = getattr(original, "sqlstate", None)
    if state:
        fitting = [known for known in _STATES if state.startswith(known)]
        return _STATES[max(fitting, key=len)] if fitting else None
    if isinstance(original, driver.OperationalError):
        return "server_away" if lost else refused_connection(original)
    return None


def is_lost(error: DBAPIError) -> bool:
    """Whether the connection broke: what became of the statement is not known."""
    return error.connection_invalidated or fault_reason(error) == "server_away"


def place_of(engine: Engine) -> str:
    """What people call the workspace behind the engine."""
    if engine.dialect.name == "postgresql":
        return place_text(engine.url)
    return str(Path(unquote((engine.url.database or "").removeprefix("file://"))))


def _detail(error: Exception) -> str:
    """What the server adds: its own words can hold values of a row, so the name of a rule at most."""
    original = error.orig if isinstance(error, DBAPIError) else error
    found = getattr(getattr(original, "diag", None), "constraint_name", None)
    return str(found or "")
