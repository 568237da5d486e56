"""What the program remembers for the user: window places, theme, name, last workspaces."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QCryptographicHash, QSettings, QStandardPaths

from chains.shade_classes import Mode

RECENT = 8


class CheckDays:
    """When each file was last checked in full from here: a copy of it elsewhere was not checked there."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def last(self, workspace: Path) -> datetime | None:
        """None for never, or not known any more."""
        try:
            found = datetime.fromisoformat(str(self._settings.value(self._key(workspace), "")))
        except ValueError:
            return None
        return found if found.tzinfo is not None else None

    def note(self, workspace: Path, at: datetime) -> None:
        """This file was checked in full."""
        self._settings.setValue(self._key(workspace), at.isoformat())

    def _key(self, workspace: Path) -> str:
        """Names of files are no keys: they hold slashes."""
        name = QByteArray(str(workspace.resolve()).encode(errors="replace"))
        digest = QCryptographicHash.hash(name, QCryptographicHash.Algorithm.Sha256)
        return f"checked/{digest.toHex().toStdString()[:16]}"


class UserSettings:
    """Kept in an INI file of the user; a value that is missing or broken gives its default."""

    def __init__(self, file: Path | None = None) -> None:
        self._settings = QSettings(
            str(file or _config_folder() / "settings.ini"),
            QSettings.Format.IniFormat,
        )

    @property
    def author(self) -> str:
        """The name that signs every change."""
        name = str(self._settings.value("author", "") or "").strip()
        return name or _system_user()

    @author.setter
    def author(self, name: str) -> None:
        self._settings.setValue("author", name.strip())

    @property
    def dark(self) -> bool:
        """Whether the dark theme is chosen."""
        return str(self._settings.value("dark", "false")).lower() == "true"

    @dark.setter
    def dark(self, dark: bool) -> None:
        self._settings.setValue("dark", "true" if dark else "false")

    @property
    def places(self) -> bytes:
        """Size of the window and places of its panels."""
        value = self._settings.value("places", QByteArray())
        return bytes(value.data()) if isinstance(value, QByteArray) else b""

    @places.setter
    def places(self, places: bytes) -> None:
        self._settings.setValue("places", QByteArray(places))

    @property
    def columns(self) -> bytes:
        """Which columns the company table shows, in which order and how wide."""
        value = self._settings.value("columns", QByteArray())
        return bytes(value.data()) if isinstance(value, QByteArray) else b""

    @columns.setter
    def columns(self, columns: bytes) -> None:
        self._settings.setValue("columns", QByteArray(columns))

    @property
    def chain(self) -> str:
        """The chain that was looked at last."""
        return str(self._settings.value("chain", "") or "")

    @chain.setter
    def chain(self, code: str) -> None:
        self._settings.setValue("chain", code)

    @property
    def mode(self) -> Mode:
        """What the colours of the map tell."""
        value = str(self._settings.value("mode", "") or "")
        return Mode(value) if value in set(Mode) else Mode.COVERAGE

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._settings.setValue("mode", mode.value)

    @property
    def recent(self) -> tuple[Path, ...]:
        """Workspaces opened lately, the newest first."""
        value = self._settings.value("recent", []) or []
        names = [value] if isinstance(value, str) else list(value) if isinstance(value, list) else []
        return tuple(Path(str(name)) for name in names if name)

    @property
    def shared(self) -> str:
        """The shared database that was open last, "" when it was a file; never with a password."""
        return str(self._settings.value("shared", "") or "")

    def remember_shared(self, name: str) -> None:
        """Begin with this shared database the next time; the name has no password in it."""
        self._settings.setValue("shared", name)

    @property
    def look_file(self) -> Path:
        """Where the map that was looked at last is kept for the next start."""
        return Path(self._settings.fileName()).with_name("last-look.json")

    def remember(self, workspace: Path) -> None:
        """Put the workspace first among those opened lately."""
        self._settings.setValue("shared", "")
        others = [path for path in self.recent if path != workspace]
        self._settings.setValue("recent", [str(path) for path in [workspace, *others][:RECENT]])

    def forget(self, workspace: Path) -> None:
        """Take the workspace off those opened lately."""
        self._settings.setValue("recent", [str(path) for path in self.recent if path != workspace])

    @property
    def checks(self) -> CheckDays:
        """When workspaces were last checked in full."""
        return CheckDays(self._settings)

    def save(self) -> None:
        """Write now."""
        self._settings.sync()


def default_workspace() -> Path:
    """Where the first workspace is made."""
    from platformdirs import user_documents_path  # noqa: PLC0415 - a start finds its workspace in the settings

    return user_documents_path() / "链谱" / "威海市产业链.lianpu"


def log_folder() -> Path:
    """Where logs and crash reports go."""
    from platformdirs import user_log_path  # noqa: PLC0415 - as above

    return user_log_path("lianpu", appauthor=False)


def _config_folder() -> Path:
    """The folder that platformdirs names too, but Qt is loaded already."""
    generic = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(generic)) / "lianpu"


def _system_user() -> str:
    import getpass  # noqa: PLC0415 - only for who has not said a name

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "本机用户"


@cache
def first_folder() -> Path:
    """Where files go that nobody has chosen another folder for yet: the user's documents.

    Looked for once: they may lie on a server that is slow to answer, and a window asks a dozen times.
    """
    from platformdirs import user_documents_path  # noqa: PLC0415 - as above

    documents = user_documents_path()
    return documents if documents.is_dir() else Path.home()
