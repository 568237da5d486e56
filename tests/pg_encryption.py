"""Turns encryption on and off on the tests' server, with a certificate that is made here."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.pg_server import PgServer

NO_OPENSSL = "没有 openssl，不能制作证书 (no openssl to make a certificate with)"
_SAYS = ("-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=lianpu-test")


def make_certificate(folder: Path, host: str) -> Path:
    """A self-signed certificate for that address, its key beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "server.crt"
    names = ("-addext", f"subjectAltName=IP:{host}")
    subprocess.run(
        ["openssl", "req", "-x509", *_SAYS, *names, "-keyout", folder / "server.key", "-out", file],
        check=True,
        capture_output=True,
    )
    return file


@contextmanager
def encrypted(server: PgServer, certificate: Path) -> Iterator[None]:
    """The server answers encrypted, too, with that certificate."""
    assert server.folder is not None
    for name in ("server.crt", "server.key"):
        there = server.folder / "data" / name
        shutil.copyfile(certificate.with_name(name), there)
        there.chmod(0o600)
        if server.user is not None:
            shutil.chown(there, server.user)
    server.say("ALTER SYSTEM SET ssl = on")
    server.say("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        server.say("ALTER SYSTEM RESET ssl")
        server.say("SELECT pg_reload_conf()")
