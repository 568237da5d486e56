"""What every connection to a workspace is told before its first statement."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from app.services.workspace import Workspace
from db.engine import looking, make_engine
from tests.builders import a_workspace
from tests.stores import FILE, SERVER

STORES = (FILE, SERVER)
PHONE = "13800000000"
AGAINST_HOSTILE_FILES = {"trusted_schema": 0, "cell_size_check": 1}
AGAINST_LOSS = {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1}
AGAINST_TRACES = {"secure_delete": 1}


def _unguarded(connection: Any, _record: Any) -> None:
    """An SQLite that was made with none of it: some systems' has one or the other by itself."""
    for pragma in ("trusted_schema=ON", "cell_size_check=OFF", "foreign_keys=OFF", "secure_delete=OFF"):
        connection.execute(f"PRAGMA {pragma}")


@pytest.mark.parametrize(
    ("writable", "told"),
    [(True, AGAINST_HOSTILE_FILES | AGAINST_LOSS | AGAINST_TRACES), (False, AGAINST_HOSTILE_FILES)],
)
def test_a_file_is_opened_with_its_guards_up(writable: bool, told: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "工作区.lianpu"
    a_workspace(path).database.close()

    engine = make_engine(path, writable=writable)
    event.listen(engine, "connect", _unguarded, insert=True)
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        found = {pragma: cursor.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in told}
    engine.dispose()

    assert found == told


def test_what_an_error_says_holds_no_values(workspace: Workspace) -> None:
    with workspace.database.read() as reader, pytest.raises(DBAPIError) as error:
        # Otherwise they stand in its words, and these in a log or a traceback.
        reader._connection.execute(text("SELECT no_such_column FROM contact WHERE value = :v"), {"v": PHONE})

    assert PHONE not in str(error.value)


NOBODY_IS_HELD_UP = {
    "idle_in_transaction_session_timeout": "1min",
    "lock_timeout": "5s",
    "statement_timeout": "2min",
    "application_name": "lianpu",
    "client_encoding": "UTF8",
}


def test_a_server_is_told_how_long_it_may_take(shared_url: URL) -> None:
    engine = make_engine(shared_url)
    with looking(engine) as connection:
        found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in NOBODY_IS_HELD_UP}
        raw: Any = connection.connection.driver_connection
        asked = raw.info.get_parameters()
    engine.dispose()

    assert found == NOBODY_IS_HELD_UP
    # Of a server that says nothing, the window hears within seconds.
    assert int(asked["connect_timeout"]) <= 10
    assert int(asked["tcp_user_timeout"]) <= 30_000
