"""Opens and makes workspaces: one SQLite file each."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import insert

from chains.errors import WorkspaceRefused
from chains.kinds import EntityKind
from chains.trust import BackupKind
from db import tables
from db.backups import take_backup
from db.clearing import clean_up, has_leftovers
from db.engine import READ_ONLY, make_engine
from db.faults import known_faults
from db.file_check import is_writable, refuse_unless_workspace, set_stale_companions_aside
from db.known_orders import KnownOrders
from db.known_segments import KnownSegments
from db.log_seal import seal_all
from db.mapping import assessment_row
from db.match_scan import scan_fits
from db.reading import open_reader
from db.schema import known_revisions, newest_revision, revisions_of, upgrade
from db.shares import ShareLock, ShareWriter, network_kind, take_share_lock
from db.staging import StagedImport, staged_import
from db.stores import ChainStore
from db.unit import open_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Engine

    from chains.catalogue_reader import Catalogue
    from chains.chain import SegmentRef
    from chains.matching import MatchWords
    from db.reading import SqlReader
    from db.unit import SqlUnit

SharePlace = ShareLock | ShareWriter | None
QUICK_BYTES = 64 << 20
"""A larger file is looked at in part when it is opened: a million companies would take seconds."""

_SMALL_TABLES = ("setting", "chain", "stage", "segment", "supply_link", "assessment", "change_log")


class SqlDatabase:
    """One workspace's store; see chains.ports.Database."""

    def __init__(
        self, path: Path, engine: Engine, *, writable: bool, share: str = "", lock: SharePlace = None
    ) -> None:
        self._engine, self._lock = engine, lock
        self._orders, self._segments = KnownOrders(), KnownSegments()
        self.path = path
        self.writable = writable
        self.share = share
        """The kind of network share that the file lies on; "" for a local disk."""

    @property
    def other_writer(self) -> ShareWriter | None:
        """Who writes in this workspace on a share, so that here it can only be read."""
        return self._lock if isinstance(self._lock, ShareWriter) else None

    @property
    def label(self) -> str:
        """What the window title calls it."""
        return self.path.name

    @contextmanager
    def unit(self, author: str) -> Iterator[SqlUnit]:
        """Open a unit of work for that person."""
        self._refuse_read_only()
        with open_unit(self._engine, author, _today()) as unit:
            yield unit

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        """Open a consistent look."""
        with open_reader(self._engine, self._orders, self._segments) as reader:
            yield reader

    def bulk(self, author: str, file_name: str) -> AbstractContextManager[StagedImport]:
        """Begin an import of any size."""
        self._refuse_read_only()
        return staged_import(self._engine, author, file_name)

    def scan_fits(
        self, wanted: Sequence[MatchWords], home: str, step: Callable[[int, int], None]
    ) -> Mapping[SegmentRef, set[int]]:
        """Look through all companies for the words of segments; a large registry in a process of its own."""
        return scan_fits(self.path, wanted, home, step)

    def has_leftovers(self) -> bool:
        """Whether killed or withdrawn imports left something."""
        with self._engine.connect().execution_options(**{READ_ONLY: True}) as connection:
            return has_leftovers(connection)

    def clean_up(self, seconds: float, step: Callable[[], None] | None = None) -> bool:
        """Clear away what killed or withdrawn imports left, for about so long; whether nothing is left.

        `step` is called in between and may raise: then the rest is left for the next time.
        """
        return not self.writable or clean_up(self._engine, seconds, step=step)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()
        if isinstance(self._lock, ShareLock):
            self._lock.release()

    def _refuse_read_only(self) -> None:
        if not self.writable:
            raise WorkspaceRefused(file=str(self.path), reason="read_only")


def workspace_path(name: str) -> Path:
    """The file behind a workspace's name: a path, or a `sqlite:///` URL.

    Raises WorkspaceRefused for a URL of a server: shared databases are not in this version.
    """
    if "://" not in name:
        return Path(name)
    parts = urlsplit(name)
    if parts.scheme != "sqlite":
        raise WorkspaceRefused(file=parts.scheme, reason="server")
    return Path(parts.path[1:])


def create_workspace(path: Path, catalogue: Catalogue, region: str, author: str) -> SqlDatabase:
    """Make a workspace from the catalogue: beside its place first, then renamed, so never half.

    Raises WorkspaceRefused when the file exists or its folder cannot be written.
    """
    if path.exists():
        raise WorkspaceRefused(file=str(path), reason="exists")
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.unlink(missing_ok=True)
        beside.touch()
    except OSError as error:
        raise WorkspaceRefused(file=str(path), reason="cannot_create", detail=error.strerror) from None
    try:
        upgrade(beside)
        engine = make_engine(beside)
        with known_faults(engine), engine.begin() as connection:
            _fill(connection, catalogue, region, author)
        engine.dispose()
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return open_workspace(path)


def open_workspace(path: Path) -> SqlDatabase:
    """Open a workspace; an older schema is upgraded after a copy was put beside it.

    Raises WorkspaceRefused with the reason for a file that is missing, damaged, another program's, of a newer
    program, or in use.
    """
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


def _opened(path: Path, share: str, lock: SharePlace, *, writable: bool) -> SqlDatabase:
    if writable:
        set_stale_companions_aside(path)
    engine = make_engine(path, writable=writable)
    with known_faults(engine):
        outdated = _check(engine, path)
    if outdated and writable:
        engine.dispose()
        take_backup(path, BackupKind.UPGRADE)
        upgrade(path)
        engine = make_engine(path)
    elif outdated:
        raise WorkspaceRefused(file=str(path), reason="read_only_and_old")
    return SqlDatabase(path, engine, writable=writable, share=share, lock=lock)


def _check(engine: Engine, path: Path) -> str:
    """The file's revision when it is older than ours, "" when it is ours; refuses damaged and newer files."""
    with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
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


def _fill(connection: Connection, catalogue: Catalogue, region: str, author: str) -> None:
    now = datetime.now(UTC)
    connection.execute(
        insert(tables.setting),
        [{"key": "home_region", "value": region}, {"key": "created_at", "value": now.isoformat()}],
    )
    store = ChainStore(connection)
    for entry in catalogue.chains:
        store.add(entry.chain, catalogue.products)
        rows = [
            assessment_row(segment.ref, entry.assessments[segment.code])
            for segment in entry.chain.segments
            if segment.code in entry.assessments
        ]
        if rows:
            connection.execute(insert(tables.assessment), rows)
    connection.execute(
        insert(tables.change_log).values(
            at=now,
            author=author,
            action="create_workspace",
            subject="",
            kind=EntityKind.WORKSPACE,
            item_count=0,
        )
    )
    seal_all(connection)


def _today() -> date:
    return datetime.now().astimezone().date()
