"""Turns what a database says on a bad day into errors of the domain, with facts and without company data."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sqlalchemy.exc import DatabaseError

from chains.errors import WorkspaceRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

_REASONS = {
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_READONLY": "read_only",
    "SQLITE_PERM": "read_only",
    "SQLITE_FULL": "disk_full",
    "SQLITE_IOERR": "disk_fault",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "not_a_workspace",
    "SQLITE_CANTOPEN": "cannot_open",
}


@contextmanager
def known_faults(engine: Engine) -> Iterator[None]:
    """Raises WorkspaceRefused for a locked, full, read-only, damaged or vanished file."""
    try:
        yield
    except DatabaseError as error:
        reason = fault_reason(error.orig)
        if reason is None:
            raise
        raise WorkspaceRefused(file=_file_of(engine), reason=reason) from None


def fault_reason(error: BaseException | None) -> str | None:
    """The known reason behind a driver's error, None for one that is a bug of ours."""
    if not isinstance(error, sqlite3.Error):
        return None
    name = getattr(error, "sqlite_errorname", "") or ""
    return next((reason for known, reason in _REASONS.items() if name.startswith(known)), None)


def _file_of(engine: Engine) -> str:
    """The workspace file behind the engine."""
    return unquote((engine.url.database or "").removeprefix("file://"))
