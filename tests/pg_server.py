"""A real PostgreSQL for tests: started once, a database of its own for each test."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from collections.abc import Iterator

NONE_HERE = (
    "没有可用的 PostgreSQL：请安装 postgresql-15，或用 PG_URL 指定一个可建库的服务器 "
    "(no PostgreSQL: install postgresql-15, or name a server in PG_URL)"
)
ROLE = "postgres"
_START_SECONDS = 30.0
_ROOMY = 4 << 30
_SETTINGS = (
    "fsync=off",
    "max_wal_size=64MB",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
)


@dataclass
class PgServer:
    """A server; `folder` is None for one that somebody else runs (PG_URL)."""

    admin: URL
    binaries: Path | None = None
    folder: Path | None = None
    user: str | None = None
    process: subprocess.Popen[bytes] | None = None
    version: int | None = None
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def is_ours(self) -> bool:
        """Whether it can be stopped and started by a test."""
        return self.folder is not None

    def fresh(self, template: str = "template0") -> URL:
        """A new database, as an administrator reaches it."""
        name = f"lianpu_{os.getpid()}_{next(self.numbers)}"
        self.say(f"CREATE DATABASE {name} TEMPLATE {template}{_coded(template)}{self._strategy()}")
        return self.admin.set(database=name)

    def _strategy(self) -> str:
        """Files are copied four times as fast as pages through the log; PostgreSQL 15 has the choice."""
        if self.version is None:
            self.version = int(self.say("SELECT current_setting('server_version_num')")[0][0])
        return " STRATEGY file_copy" if self.version >= 150_000 else ""

    def drop(self, url: URL) -> None:
        """Remove a database, and the roles that were made for it."""
        self.say(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')
        for (name,) in self.say(
            "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname LIKE :n", n=f"{url.database}\\_%"
        ):
            self.say(f"DROP ROLE {name}")

    def say(self, statement: str, **values: Any) -> list[Any]:
        """Run a statement outside of any transaction."""
        engine = create_engine(self.admin, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            result = connection.execute(text(statement), values)
            return list(result) if result.returns_rows else []

    def cut(self, database: str) -> int:
        """Cut all connections to a database; returns how many there were."""
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :d"
        return len(self.say(query, d=database))

    @contextmanager
    def holding_back(self, database: str) -> Iterator[None]:
        """Whoever reads the change log meanwhile hears nothing, as of a server that hangs."""
        engine = create_engine(self.admin.set(database=database), poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text("LOCK TABLE change_log IN ACCESS EXCLUSIVE MODE"))
            yield
            connection.rollback()

    def by_network(self, url: URL, user: str, password: str) -> URL:
        """The same database as a person reaches it: over the network, with a password."""
        return url.set(host="127.0.0.1", query={}, username=user, password=password)

    def person(self, url: URL, name: str, password: str) -> URL:
        """The database as somebody reaches it who may do everything there, made here."""
        role = f"{url.database}_{name}"
        self.say(f"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD '{password}'")
        return self.by_network(url, role, password)

    def start(self) -> None:
        """Start our own server and wait until it answers."""
        assert self.folder is not None
        assert self.binaries is not None
        options = [part for setting in self._settings() for part in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), *options],
                stdout=subprocess.DEVNULL, stderr=log, user=self.user, cwd=self.folder,
            )  # fmt: skip
        end = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                pytest.fail((self.folder / "log").read_text(errors="replace")[-2_000:])

    def stop(self) -> None:
        """Stop our own server as its administrator would: connections are cut."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(_START_SECONDS)

    def _settings(self) -> tuple[str, ...]:
        own = f"unix_socket_directories={self.folder}"
        return (*_SETTINGS, own, "listen_addresses=127.0.0.1", f"port={self.admin.port}")

    def _answers(self) -> bool:
        try:
            self.say("SELECT 1")
        except OperationalError:
            return False
        return True


def _coded(template: str) -> str:
    return " ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'" if template == "template0" else ""


def binaries() -> Path | None:
    """Where the newest PostgreSQL on this machine keeps its programs."""
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    places = [Path(found).resolve().parent] if found else [one.parent for one in installed]
    return next((one for one in reversed(places) if (one / "postgres").exists()), None)


def started_server() -> PgServer | None:
    """A server for this run; None where none can be had."""
    if named := os.environ.get("PG_URL"):
        return PgServer(make_url(named).set(drivername="postgresql+psycopg"))
    programs = binaries()
    if programs is None or os.name != "posix":
        return None
    user = _ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="lianpu-pg-", dir=_quick_folder()))
    if user is not None:
        shutil.chown(folder, user)
    subprocess.run(
        [programs / "initdb", "-D", folder / "data", "-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8",
         "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"],
        check=True, capture_output=True, user=user, cwd=folder,
    )  # fmt: skip
    admin = URL.create(
        "postgresql+psycopg",
        username=ROLE,
        database="postgres",
        port=_free_port(),
        query={"host": str(folder)},
    )
    server = PgServer(admin, programs, folder, user)
    server.start()
    return server


def end_server(server: PgServer | None) -> None:
    """Stop it, and remove what it kept."""
    if server is not None and server.folder is not None:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def _quick_folder() -> Path | None:
    """Memory where there is plenty of it: each test's database is some hundred files."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > _ROOMY
    return memory if roomy else None


def _ordinary_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    return None if os.getuid() else "nobody"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
