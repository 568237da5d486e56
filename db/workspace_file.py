"""Opens and makes workspaces: one SQLite file each; those on a server are handed on to db.server."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from chains.errors import WorkspaceRefused
from chains.trust import BackupKind
from db.backups import take_backup
from db.database import SqlDatabase
from db.engine import looking, make_engine
from db.faults import known_faults
from db.file_check import is_writable, refuse_unless_workspace, set_stale_companions_aside
from db.first_rows import fill
from db.new_file import make_folder_of, new_file
from db.places import workspace_path, workspace_place
from db.schema import known_revisions, newest_revision, revisions_of, upgrade
from db.shares import ShareLock, network_kind, take_share_lock

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from chains.catalogue_reader import Catalogue
    from db.database import SharePlace
    from db.places import Place

__all__ = [
    "SqlDatabase",
    "create_workspace",
    "make_folder_of",
    "open_workspace",
    "workspace_path",
    "workspace_place",
]

QUICK_BYTES = 64 << 20
"""A larger file is looked at in part when it is opened: a million companies would take seconds."""

_SMALL_TABLES = ("setting", "chain", "stage", "segment", "supply_link", "assessment", "change_log")


def create_workspace(path: Path, catalogue: Catalogue, region: str, author: str) -> SqlDatabase:
    """Make a workspace from the catalogue.

    Raises WorkspaceRefused when the file exists or its folder cannot be written.
    """
    with new_file(path) as connection:
        fill(connection, catalogue, region, author)
    return open_workspace(path)


def open_workspace(place: Place) -> SqlDatabase:
    """Open a workspace; a file of an older schema is upgraded after a copy was put beside it.

    Raises WorkspaceRefused with the reason for a file that is missing, damaged, another program's, of a newer
    program, or in use, and for a server that cannot be reached or lets nobody in.
    """
    if not isinstance(place, Path):
        from db.server import open_shared  # noqa: PLC0415 - loads the server's driver

        return open_shared(place)
    path = place
    refuse_unless_workspace(path)
    writable, share, lock = is_writable(path), network_kind(path), None
    if writable and share:
        lock = take_share_lock(path)
        writable = isinstance(lock, ShareLock)
    with ExitStack() as on_refusal:
        if isinstance(lock, ShareLock):
            on_refusal.callback(lock.release)
        database = _opened(path, share, lock, writable=writable)
        on_refusal.pop_all()
        return database


def is_of_today(place: Place) -> bool:
    """Whether the workspace has this program's schema: to open an older file would upgrade it.

    Raises WorkspaceRefused for a file that is no workspace.
    """
    if isinstance(place, Path):
        refuse_unless_workspace(place)
    engine = make_engine(place, writable=False)
    try:
        with known_faults(engine), looking(engine) as connection:
            return revisions_of(connection) == (newest_revision(),)
    finally:
        engine.dispose()


def _opened(path: Path, share: str, lock: SharePlace, *, writable: bool) -> SqlDatabase:
    if writable:
        set_stale_companions_aside(path)
    engine = make_engine(path, writable=writable)
    with known_faults(engine):
        outdated = _check(engine, path)
    if outdated and writable:
        engine.dispose()
        take_backup(path, BackupKind.UPGRADE)
        with known_faults(engine):
            upgrade(path)
        engine = make_engine(path)
    elif outdated:
        raise WorkspaceRefused(file=str(path), reason="read_only_and_old")
    return SqlDatabase(path, engine, writable=writable, share=share, lock=lock)


def _check(engine: Engine, path: Path) -> str:
    """The file's revision when it is older than ours, "" when it is ours; refuses damaged and newer files."""
    with looking(engine) as connection:
        whole = path.stat().st_size <= QUICK_BYTES
        checks = ("PRAGMA quick_check",) if whole else (f"PRAGMA quick_check({one})" for one in _SMALL_TABLES)
        if any(connection.exec_driver_sql(check).scalar() != "ok" for check in checks):
            raise WorkspaceRefused(file=str(path), reason="damaged")
        # Ours have none: what stands there was put in by somebody, and would run with every change.
        foreign = "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"
        if connection.exec_driver_sql(foreign).scalar():
            raise WorkspaceRefused(file=str(path), reason="foreign_parts")
        revisions = revisions_of(connection)
    if len(revisions) != 1:
        raise WorkspaceRefused(file=str(path), reason="damaged")
    if revisions[0] not in known_revisions():
        raise WorkspaceRefused(file=str(path), reason="newer", found=revisions[0], known=newest_revision())
    return "" if revisions[0] == newest_revision() else revisions[0]
