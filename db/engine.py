"""Makes engines: what every connection to a workspace is told before its first statement."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from db.faults import known_faults
from db.landing import commit_surely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from db.places import Place

LOCK_WAIT_SECONDS = 5.0
FILE_WAIT_SECONDS = 20.0
"""On a file: while a gigabyte is backed up at one go, or checked, a change waits some 5 s for its turn."""
_ASK_SECONDS = 0.003
_PAUSE_SECONDS = 0.006
READ_ONLY = "lianpu_read_only"
"""Execution option of connections that only look: they begin without the write lock."""

_PRAGMAS = (
    # A hostile file's triggers and views must not run functions of ours.
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    # One file that can be copied while open; WAL copies were found empty (reliability 0.1).
    "PRAGMA journal_mode=DELETE",
    # EXTRA: no acknowledged change was lost in 400 power cuts, FULL lost 83 (reliability 2.1).
    "PRAGMA synchronous=EXTRA",
    "PRAGMA secure_delete=ON",
)


def make_engine(place: Place, *, writable: bool = True) -> Engine:
    """An engine on a workspace: one transaction writes at a time, unless READ_ONLY is set (see `looking`)."""
    if not isinstance(place, Path):
        from db.server_engine import make_server_engine  # noqa: PLC0415 - only who has a server loads its driver

        return make_server_engine(place)
    return make_file_engine(place, writable=writable)


def make_file_engine(path: Path, *, foreign_keys: bool = True, writable: bool = True) -> Engine:
    """An engine on a SQLite file. Every transaction begins with BEGIN IMMEDIATE unless READ_ONLY is set.

    `foreign_keys` is off only while migrating: a batch change would delete every child row.
    """
    mode = "rw" if writable else "ro"
    url = URL.create("sqlite", database=path.resolve().as_uri(), query={"mode": mode, "uri": "true"})
    engine = create_engine(
        url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": FILE_WAIT_SECONDS}
    )

    def prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401 - DBAPI objects
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS if writable else _PRAGMAS[:2]:
            cursor.execute(pragma)
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(READ_ONLY, False):
            connection.exec_driver_sql("BEGIN")
        elif not _begun_soon(connection):
            # A deferred BEGIN that later writes died with "locked" in 91 of 120 runs; IMMEDIATE in none.
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _begun_soon(connection: Connection) -> bool:
    """Ask for the write lock every few milliseconds until it is there, or the time is nearly up.

    SQLite's own waiting asks ever more seldom: beside an import of short transactions it got no turn in 5 s.
    """
    raw: Any = connection.connection.driver_connection
    end = time.monotonic() + FILE_WAIT_SECONDS
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < end:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY":
                    raise
                time.sleep(_ASK_SECONDS)
            else:
                return True
        return False
    finally:
        raw.execute(f"PRAGMA busy_timeout={int(FILE_WAIT_SECONDS * 1000)}")


def looking(engine: Engine, **options: Any) -> Connection:  # noqa: ANN401 - execution options
    """A connection that only looks: all its statements see one state, and nobody waits for it to write."""
    options[READ_ONLY] = True
    if is_on_server(engine):
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return engine.connect().execution_options(**options)


def is_on_server(engine: Engine | Connection) -> bool:
    """Whether the workspace is a shared database."""
    return engine.dialect.name == "postgresql"


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One of many short transactions that write: kept when the block ends, taken back when it fails.

    Afterwards there is a pause in which whoever waits for the lock gets it; a server keeps a queue.
    """
    with known_faults(engine), engine.connect() as connection:
        yield connection
        commit_surely(connection)
    if not is_on_server(engine):
        time.sleep(_PAUSE_SECONDS)
