"""One open workspace, whatever it is kept in; see chains.ports.Database."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from chains.errors import SERVER_AWAY, NotBackedUp, WorkspaceRefused
from db.backups import take_backup_before
from db.clearing import clean_up, has_leftovers
from db.engine import is_on_server, looking
from db.fates import landed
from db.faults import known_faults
from db.known_orders import KnownOrders
from db.known_segments import KnownSegments
from db.landing import is_back
from db.match_scan import scan_fits
from db.older_copies import drop_older_copies, older_copies
from db.places import place_text
from db.reading import open_reader
from db.recorder import LogEntry
from db.shares import ShareLock, ShareWriter
from db.staged_reverts import revert_in_steps, reverts_in_steps
from db.staging import StagedImport, staged_import
from db.unit import open_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine

    from chains.chain import SegmentRef
    from chains.kinds import Encryption
    from chains.matching import MatchWords
    from chains.registry import BulkOutcome
    from db.places import Place
    from db.reading import SqlReader
    from db.unit import SqlUnit

SharePlace = ShareLock | ShareWriter | None


class SqlDatabase:
    """One workspace's store; see chains.ports.Database."""

    def __init__(
        self,
        place: Place,
        engine: Engine,
        *,
        writable: bool,
        share: str = "",
        lock: SharePlace = None,
        encryption: Encryption | None = None,
    ) -> None:
        self._engine, self._lock, self._encryption = engine, lock, encryption
        self._orders, self._segments = KnownOrders(), KnownSegments()
        self.place = place
        self.writable = writable
        self.has_written = False
        """Whether something was changed through it."""
        self.share = share
        """The kind of network share that the file lies on; "" for a local disk."""

    @property
    def other_writer(self) -> ShareWriter | None:
        """Who writes in this workspace on a share, so that here it can only be read."""
        return self._lock if isinstance(self._lock, ShareWriter) else None

    @property
    def label(self) -> str:
        """What the window title calls it."""
        return self.place.name if isinstance(self.place, Path) else place_text(self.place)

    @property
    def encryption(self) -> Encryption | None:
        """How the server is really reached; ANY is unencrypted. None for a file."""
        return self._encryption

    @property
    def is_shared(self) -> bool:
        """Whether it is a database on a server, with others at work in it."""
        return not isinstance(self.place, Path)

    @property
    def path(self) -> Path:
        """The file that it is kept in. Raises WorkspaceRefused where it is a shared database."""
        if isinstance(self.place, Path):
            return self.place
        raise WorkspaceRefused(file=self.label, reason="files_only")

    @contextmanager
    def unit(self, author: str) -> Iterator[SqlUnit]:
        """Open a unit of work for that person."""
        self._refuse_read_only()
        with open_unit(self._engine, author, _today()) as unit:
            yield unit
        self.has_written = True

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        """Open a consistent look."""
        with open_reader(self._engine, self._orders, self._segments) as reader:
            yield reader

    def back_up_first(self, step: Callable[[int, int, str], None]) -> None:
        """A backup before much is changed at once; nothing for a shared database, which its server keeps.

        Raises NotBackedUp; WorkspaceRefused where nothing can be written at all, or the file is damaged.
        """
        self._refuse_read_only()
        if self.is_shared:
            return
        try:
            take_backup_before(self.path, step)
        except WorkspaceRefused as error:
            if error.facts["reason"] == "damaged":
                raise
            raise NotBackedUp(cause=error) from error

    def bulk(self, author: str, file_name: str) -> AbstractContextManager[StagedImport]:
        """Begin an import of any size."""
        self._refuse_read_only()
        self.has_written = True
        return staged_import(self._engine, author, file_name)

    def reverts_in_steps(self, number: int) -> bool:
        """Whether taking that entry back is long work: an import that changed many companies."""
        with looking(self._engine) as connection:
            return reverts_in_steps(connection, number)

    def revert_in_steps(
        self,
        author: str,
        number: int,
        said: tuple[str, str],
        step: Callable[[int, int, str], None],
        *,
        keeps_used: bool = False,
    ) -> BulkOutcome:
        """Take such an entry back while others go on working; `said` is action and subject of the new one."""
        self._refuse_read_only()
        self.has_written = True
        with known_faults(self._engine):
            entry = LogEntry(_now(), author, *said, number)
            return revert_in_steps(self._engine, entry, step, keeps_used=keeps_used)

    def scan_fits(
        self, wanted: Sequence[MatchWords], home: str, step: Callable[[int, int], None]
    ) -> Mapping[SegmentRef, set[int]]:
        """Look through all companies for the words of segments; a large registry in a process of its own."""
        return scan_fits(self.place, wanted, home, step)

    def has_leftovers(self) -> bool:
        """Whether killed or withdrawn imports left something."""
        with looking(self._engine) as connection:
            return has_leftovers(connection)

    def clean_up(self, seconds: float, step: Callable[[], None] | None = None) -> bool:
        """Clear away what killed or withdrawn imports left, for about so long; whether nothing is left.

        `step` is called in between and may raise: then the rest is left for the next time.
        """
        return not self.writable or clean_up(self._engine, seconds, step=step)

    def is_back_after(self, error: WorkspaceRefused) -> bool:
        """Whether a unit of work that ended so left nothing, and what it needs is there again.

        Waits for a server that went away before the change was handed in; then it may be done anew.
        """
        away = is_on_server(self._engine) and error.facts["reason"] in SERVER_AWAY
        return away and is_back(self._engine)

    def landed(self, error: WorkspaceRefused) -> int | None:
        """Number of the entry that stands though work ended so; None when it left nothing; see db.fates."""
        return landed(self._engine, error)

    def older_copies(self) -> tuple[str, ...] | None:
        """Backups and the like beside the file; None for a shared database, whose server keeps them."""
        return None if self.is_shared else tuple(one.name for one in older_copies(self.path))

    def drop_older_copies(self) -> tuple[str, ...]:
        """Back up what is there now, take the older ones away; names those that could not be taken away."""
        return tuple(one.name for one in drop_older_copies(self.path))

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()
        if isinstance(self._lock, ShareLock):
            self._lock.release()

    def _refuse_read_only(self) -> None:
        other = self.other_writer
        if isinstance(self._lock, ShareLock):
            other = self._lock.successor()
        if other is not None:
            raise WorkspaceRefused(file=place_text(self.place), reason="share_in_use", **other.facts)
        if not self.writable:
            reason = "not_allowed" if self.is_shared else "read_only"
            raise WorkspaceRefused(file=place_text(self.place), reason=reason)


def _now() -> datetime:
    return datetime.now().astimezone()


def _today() -> date:
    return _now().date()
