"""The schema of a workspace: which revision a file has, and how it is brought to the newest."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from db.engine import is_on_server, make_file_engine

if TYPE_CHECKING:
    from pathlib import Path

    from alembic.config import Config
    from sqlalchemy import Connection

APPLICATION_ID = 0x4C50_4257
"""Stands in bytes 68–71 of every workspace file: tells it from other programs' databases."""

COMPATIBILITY = 1
"""user_version: raised when an older program could no longer read the file rightly."""


def newest_revision() -> str:
    """The revision that this program makes and knows."""
    return max(known_revisions())


@cache
def known_revisions() -> frozenset[str]:
    """Every revision that this program can open: the numbers that the revisions' files begin with.

    Alembic would tell the same, but to load it takes longer than to open a workspace.
    """
    names = (file.name for file in (resources.files("db") / "migrations" / "versions").iterdir())
    found = frozenset(name[:4] for name in names if re.match(r"\d{4}_\w+\.pyc?$", name))
    if not found:
        raise RuntimeError("no schema revision is packaged")
    return found


def revisions_of(connection: Connection) -> tuple[str, ...]:
    """The revisions that the workspace says it has; one in a sound file, none where it was never set up."""
    if is_on_server(connection):
        there = connection.exec_driver_sql("SELECT to_regclass('public.alembic_version')").scalar()
        if there is None:
            return ()
    try:
        return tuple(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars())
    except OperationalError:
        return ()


def upgrade(path: Path, revision: str = "head") -> None:
    """Bring the file to the newest revision or a named one, in one transaction with foreign keys off.

    With foreign keys on, a batch change deletes every child row; with Alembic's own transactions a kill
    leaves half an upgrade (reliability 0.2). Foreign keys are checked before the commit: references that
    were broken already are the full check's business.
    """
    engine = make_file_engine(path, foreign_keys=False)
    try:
        with engine.begin() as connection:
            already = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
            run_revisions(connection, revision)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={COMPATIBILITY}")
            broken = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
            if broken > already:
                raise RuntimeError(f"upgrade would break {broken - already} references")
    finally:
        engine.dispose()


def run_revisions(connection: Connection, revision: str = "head") -> None:
    """Carry out what is missing up to a revision, in the transaction that is under way."""
    from alembic import command  # noqa: PLC0415 - slow to load, and only an older or a new one needs it

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415 - see run_revisions

    config = Config()
    folder = str(resources.files("db") / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config
