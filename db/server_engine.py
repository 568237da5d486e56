"""Makes engines on PostgreSQL: what every connection is told, and how writers take turns."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event

from chains.errors import WorkspaceRefused
from db.engine import LOCK_WAIT_SECONDS, READ_ONLY
from db.landing import TOKEN
from db.places import place_text
from db.schema import newest_revision

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

# A cut connection is told of in words. Where nobody keeps a log, the pool would print its traceback.
logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())

_SETTING_UP = 0x4C50_4257
"""The advisory lock of an administrator who sets a database up: there may be no turns to take yet."""

PATIENT = "lianpu_patient"
"""Execution option of an administrator's connection: it waits for the lock, and its statements take long."""

_OLDEST = 130_000
_CONNECT_SECONDS = 5
_TOLD = {
    # Whatever the server or the sign-in has for others: our tables, texts and times, every row that there is.
    "search_path": "public",
    "DateStyle": "ISO",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
    "row_security": "on",
    "lock_timeout": f"{int(LOCK_WAIT_SECONDS)}s",
    # Whoever goes to lunch in the middle of something holds nobody up.
    "idle_in_transaction_session_timeout": "60s",
    "statement_timeout": "120s",
}


def make_server_engine(url: URL) -> Engine:
    """An engine on a shared database; every transaction waits for its turn to write unless READ_ONLY is set.

    Raises WorkspaceRefused at the first connection to a server that is too old, or a database that cannot
    hold Chinese text.
    """
    engine = create_engine(
        url,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_recycle=1_800,
        connect_args={
            "connect_timeout": _CONNECT_SECONDS,
            "application_name": "lianpu",
            "client_encoding": "utf8",
            "keepalives_idle": 30,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 15_000,
            "options": " ".join(f"-c {name}={value}" for name, value in _TOLD.items()),
        },
    )

    def check(connection: Any, _record: Any) -> None:  # noqa: ANN401 - DBAPI objects
        version = connection.info.server_version
        if version < _OLDEST:
            told = str(version // 10_000)
            raise WorkspaceRefused(file=place_text(url), reason="server_too_old", detail=told)
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise WorkspaceRefused(file=place_text(url), reason="server_encoding", detail=encoding)

    event.listen(engine, "connect", check)
    event.listen(engine, "begin", _take_turn)
    return engine


def _take_turn(connection: Connection) -> None:
    """Wait until nobody else writes, and note by which number the server knows this transaction.

    One writer at a time, as in a file: the change log is a chain, its numbers tell everybody what is new, and
    the search index is made in one place. A command takes some milliseconds.
    """
    connection.info.pop(TOKEN, None)
    options = connection.get_execution_options()
    if options.get(READ_ONLY, False):
        return
    raw: Any = connection.connection.driver_connection
    if raw.read_only is False:
        # So the pool leaves it after a look. To insist on writing is not for us: a server may be frozen.
        raw.read_only = None
    if options.get(PATIENT, False):
        connection.exec_driver_sql("SET LOCAL lock_timeout = '10min'; SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_SETTING_UP,))
        if connection.exec_driver_sql("SELECT to_regclass('lianpu.turn')").scalar() is not None:
            connection.exec_driver_sql("LOCK TABLE lianpu.turn IN EXCLUSIVE MODE")
        connection.info[TOKEN] = connection.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar()
        return
    asked = "SELECT lianpu.take_turn(%s)"
    connection.info[TOKEN] = connection.exec_driver_sql(asked, (newest_revision(),)).scalar()
