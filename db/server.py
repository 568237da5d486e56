"""Opens workspaces on a server, and sets them up: the latter is an administrator's work."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from chains.errors import WorkspaceRefused
from chains.kinds import Encryption
from db import tables
from db.database import SqlDatabase
from db.engine import looking
from db.faults import known_faults
from db.first_rows import fill
from db.landing import commit_surely
from db.places import encryption_of, place_text
from db.schema import known_revisions, newest_revision, revisions_of, run_revisions
from db.seeing import may_write
from db.server_checks import drop_checks, make_checks
from db.server_engine import PATIENT, make_server_engine
from db.server_parts import has_parts, make_parts
from db.server_roles import make_roles, may_make_roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

    from chains.catalogue_reader import Catalogue


@dataclass(frozen=True, slots=True)
class FirstContent:
    """What a shared database is to begin with."""

    catalogue: Catalogue
    region: str
    author: str


def open_shared(url: URL) -> SqlDatabase:
    """Open a shared database as it is.

    Raises WorkspaceRefused for one that cannot be reached, was not set up, or is of another version of the
    program: only its administrator upgrades it, as others are at work in it.
    """
    engine = make_server_engine(url)
    try:
        with known_faults(engine), looking(engine) as connection:
            _refuse_other_schema(revisions_of(connection), url)
            if not has_parts(connection):
                raise WorkspaceRefused(file=place_text(url), reason="not_set_up")
            writable = may_write(connection)
            encryption = _encryption(connection, url)
    except WorkspaceRefused:
        engine.dispose()
        raise
    return SqlDatabase(url, engine, writable=writable, encryption=encryption)


def _encryption(connection: Connection, url: URL) -> Encryption:
    """How the server is really reached: one that is free to choose encrypts mostly."""
    raw: Any = connection.connection.driver_connection
    if not raw.pgconn.ssl_in_use:
        return Encryption.ANY
    is_checked = encryption_of(url)[0] is Encryption.VERIFIED
    return Encryption.VERIFIED if is_checked else Encryption.REQUIRED


def set_up(url: URL, content: FirstContent | None) -> bool:
    """Make the tables of a shared database and fill them; returns whether it was filled.

    What is there is upgraded and kept: then nothing is filled in. `content` None leaves the tables empty. All
    of it in one transaction, while others wait. Raises WorkspaceRefused.
    """
    engine = make_server_engine(url)
    try:
        with known_faults(engine), _alone(engine) as connection, connection.begin():
            _refuse_unless_ours(connection, url)
            drop_checks(connection)
            run_revisions(connection)
            _make_all_else(connection)
            is_empty = holds_nothing(connection)
            if is_empty and content is not None:
                fill(connection, content.catalogue, content.region, content.author)
            return is_empty and content is not None
    finally:
        engine.dispose()


@contextmanager
def emptied(url: URL) -> Iterator[Connection]:
    """A transaction on a shared database with tables and no rows; it is set up where it was not.

    What was written stays when the block ends well. Raises WorkspaceRefused for one that holds anything.
    """
    engine = make_server_engine(url)
    try:
        with known_faults(engine), _alone(engine) as connection:
            _refuse_unless_ours(connection, url)
            drop_checks(connection)
            run_revisions(connection)
            _make_all_else(connection)
            if not holds_nothing(connection):
                raise WorkspaceRefused(file=place_text(url), reason="not_empty")
            yield connection
            commit_surely(connection)
    finally:
        engine.dispose()


def upgrade_shared(url: URL) -> tuple[str, str]:
    """Bring a shared database to the newest revision; returns the revision before and after.

    Raises WorkspaceRefused when it was never set up or is of a newer program.
    """
    engine = make_server_engine(url)
    try:
        with known_faults(engine), _alone(engine) as connection, connection.begin():
            before = revisions_of(connection)
            if not before:
                raise WorkspaceRefused(file=place_text(url), reason="not_set_up")
            _refuse_unless_ours(connection, url)
            drop_checks(connection)
            run_revisions(connection)
            _make_all_else(connection)
            return before[0], newest_revision()
    finally:
        engine.dispose()


def holds_nothing(connection: Connection) -> bool:
    """Whether every table of the workspace is empty."""
    return all(
        connection.execute(select(func.count()).select_from(table.limit(1).subquery())).scalar() == 0
        for table in (select(one) for one in tables.metadata.sorted_tables)
    )


def _make_all_else(connection: Connection) -> None:
    """What stands beside the tables; roles only where whoever is signed in may make them."""
    make_parts(connection)
    make_checks(connection)
    if may_make_roles(connection):
        make_roles(connection)


def _alone(engine: Engine) -> Connection:
    """A connection that waits its turn for as long as it takes, and then takes its time."""
    return engine.connect().execution_options(**{PATIENT: True})


def _refuse_unless_ours(connection: Connection, url: URL) -> None:
    """Refuse a database that is another program's, or of a newer version of this one."""
    found = revisions_of(connection)
    if not found:
        query = text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if connection.execute(query).scalar():
            raise WorkspaceRefused(file=place_text(url), reason="other_tables")
    elif found[0] not in known_revisions():
        raise WorkspaceRefused(
            file=place_text(url), reason="server_newer", found=found[0], known=newest_revision()
        )


def _refuse_other_schema(revisions: tuple[str, ...], url: URL) -> None:
    place = place_text(url)
    if len(revisions) != 1:
        raise WorkspaceRefused(file=place, reason="not_set_up")
    found, known = revisions[0], newest_revision()
    if found not in known_revisions():
        raise WorkspaceRefused(file=place, reason="server_newer", found=found, known=known)
    if found != known:
        raise WorkspaceRefused(file=place, reason="server_older", found=found, known=known)
