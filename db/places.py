"""Where a workspace is kept: a file, or a database on a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from chains.errors import WorkspaceRefused
from chains.kinds import Encryption

Place = Path | URL
SomePlace = TypeVar("SomePlace", Path, URL, Place)
_DRIVER = "postgresql+psycopg"
_SERVERS = frozenset({"postgresql", "postgres", _DRIVER})
DEFAULT_PORT = 5432
_OF_ENCRYPTION = ("sslmode", "sslrootcert")


def workspace_place(name: str) -> Place:
    """The place behind a workspace's name: a path, a `sqlite:///` URL, or the URL of a shared database.

    Raises WorkspaceRefused for the URL of any other server, and for one that names no database.
    """
    if "://" not in name:
        return Path(name)
    scheme = name.partition("://")[0]
    if scheme != "sqlite" and scheme not in _SERVERS:
        raise WorkspaceRefused(file=scheme, reason="server")
    try:
        url = make_url(name)
    except (ArgumentError, ValueError):
        # Not the text itself: there may be a password in it.
        raise WorkspaceRefused(file=scheme, reason="bad_url") from None
    if scheme == "sqlite":
        return Path(url.database or "")
    if "@" in "".join((url.host or "", url.database or "", *url.query)):
        # An @, / or ? of the password itself: what was taken for the host, say, is a part of it.
        raise WorkspaceRefused(file=scheme, reason="bad_url")
    if not url.database:
        raise WorkspaceRefused(file=place_text(url), reason="no_database_named")
    return _with_password_in_its_place(url.set(drivername=_DRIVER))


def _with_password_in_its_place(url: URL) -> URL:
    """A server also takes a password among the settings; there it would go into settings and messages."""
    told = url.query.get("password")
    if told is None:
        return url
    rest = {name: value for name, value in url.query.items() if name != "password"}
    password = url.password or (told if isinstance(told, str) else told[-1])
    return url.set(query=rest, password=password)


def workspace_path(name: str, reason: str = "files_only") -> Path:
    """The file behind a workspace's name. Raises WorkspaceRefused where it is a shared database."""
    place = workspace_place(name)
    if isinstance(place, URL):
        raise WorkspaceRefused(file=place_text(place), reason=reason)
    return place


def shared_place(name: str) -> URL:
    """The shared database behind a name. Raises WorkspaceRefused where it is a file."""
    place = workspace_place(name)
    if isinstance(place, Path):
        raise WorkspaceRefused(file=name, reason="not_a_server")
    return place


def server_place(host: str, port: int, database: str, user: str, password: str = "") -> URL:
    """A shared database by its parts; "" for a password that is not known or not needed."""
    return URL.create(
        _DRIVER, username=user or None, password=password or None, host=host, port=port, database=database
    )


def with_encryption(place: URL, encryption: Encryption, certificate: str = "") -> URL:
    """The same place reached so; `certificate` is a file with whom to trust, needed for VERIFIED."""
    kept = {name: value for name, value in place.query.items() if name not in _OF_ENCRYPTION}
    if encryption is Encryption.VERIFIED:
        kept |= {"sslmode": "verify-full", "sslrootcert": certificate}
    elif encryption is Encryption.REQUIRED:
        kept |= {"sslmode": "require"}
    return place.set(query=kept)


def encryption_of(place: Place) -> tuple[Encryption, str]:
    """How it is reached, and the file of the certificate, "" for none; a file is reached as it likes."""
    if isinstance(place, Path):
        return Encryption.ANY, ""
    mode, certificate = (str(place.query.get(name, "")) for name in _OF_ENCRYPTION)
    if mode in {"verify-ca", "verify-full"}:
        return Encryption.VERIFIED, certificate
    return (Encryption.REQUIRED if mode == "require" else Encryption.ANY), certificate


def with_password(place: SomePlace, password: str) -> SomePlace:
    """The same place with a password to come in with; a file needs none."""
    return place if isinstance(place, Path) else place.set(password=password)


def without_password(place: Place) -> str:
    """The place as it may stand in settings and messages: it can be opened by this name again."""
    if isinstance(place, Path):
        return str(place)
    # `set` would take None for "leave it as it is".
    return URL.create(**{**place._asdict(), "password": None}).render_as_string(hide_password=False)


def account_text(place: Place) -> str:
    """Whose password it is: the place without how it is reached, which may change."""
    return without_password(place if isinstance(place, Path) else with_encryption(place, Encryption.ANY))


def place_text(place: Place) -> str:
    """What people call it: the file, or database and host."""
    if isinstance(place, Path):
        return str(place)
    port = f":{place.port}" if place.port and place.port != DEFAULT_PORT else ""
    return f"{place.database}@{place.host or '本机'}{port}"


def has_password(place: Place) -> bool:
    """Whether nothing more is needed to come in: a file, or a server with its password named."""
    return isinstance(place, Path) or place.password is not None


def shared_parts(place: Place) -> tuple[str, int, str, str]:
    """Host, port, database and user of a shared database; empty for a file."""
    if isinstance(place, Path):
        return "", DEFAULT_PORT, "", ""
    return place.host or "", place.port or DEFAULT_PORT, place.database or "", place.username or ""
