"""When something breaks: a log without company data, a report to copy, and work goes on."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sqlite3
import sys
import traceback
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Any

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Signal

from app import __version__
from chains.errors import WorkspaceRefused

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path
    from types import TracebackType

log = logging.getLogger(__name__)

LOG_BYTES, LOG_FILES = 2_000_000, 5
CRASHED = (
    "程序遇到意外错误，已保存的内容不受影响，可以继续工作。\n请把下面的报告（不含企业数据）发给维护人员。"
)


class _LogFile(RotatingFileHandler):
    """Readable by the user alone."""

    def _open(self) -> TextIOWrapper:
        handle = _for_own_eyes(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        return os.fdopen(handle, "a", encoding=self.encoding)


class _OneLine(logging.Formatter):
    """An entry is one line, whatever a name in it holds: nobody writes entries by a line break in a name."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry, with every sign that ends a line or cannot be seen written as its number."""
        return "".join(s if s.isprintable() else f"\\u{ord(s):04x}" for s in super().format(record))


def _for_own_eyes(file: str, flags: int) -> int:
    return os.open(file, flags, 0o600)


class CrashReporter(QObject):
    """Catches what nobody caught. `crashed` carries the report's text, once for each.

    `refused` carries a WorkspaceRefused: that a server is away, or a disk full, is no fault of the program.
    """

    crashed = Signal(object)
    refused = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._faults: Any = None
        self._told: set[str] = set()
        self._before = sys.excepthook

    def start(self) -> None:
        """Begin to log and to catch. Where no log can be written the program works without."""
        sys.excepthook = self._catch
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handler = _LogFile(
                self._folder / "lianpu.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
            )
            handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
            logging.getLogger().addHandler(handler)
            logging.getLogger().setLevel(logging.INFO)
            faults = self._folder / "faults.log"
            self._faults = open(faults, "w", encoding="utf-8", opener=_for_own_eyes)  # noqa: SIM115
            faulthandler.enable(self._faults)

    def stop(self) -> None:
        """Catch no longer."""
        sys.excepthook = self._before
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def report(self, error: BaseException) -> None:
        """Log the error and tell the window: where it happened, not its values: they may be of companies."""
        text = report_text(error)
        log.error("%s", text.replace("\n", " | "))
        if text not in self._told:
            self._told.add(text)
            self.crashed.emit(text)

    def _catch(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, _trace)
        elif isinstance(error, WorkspaceRefused):
            log.warning("refused where nobody waited for it: %s", error.facts.get("reason"))
            self.refused.emit(error)
        else:
            self.report(error)


def report_text(error: BaseException) -> str:
    """What went wrong and where, with versions, without the values of the message."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    lines = [
        f"链谱 {__version__}",
        f"{type(error).__module__}.{type(error).__name__}",
        *where,
        f"Python {platform.python_version()}，Qt（PySide6）{pyside_version}，SQLite {sqlite3.sqlite_version}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
    ]
    return "\n".join(lines)


def _short(file: str) -> str:
    """The last two parts of a path: the rest may hold the user's name."""
    return "/".join(file.replace("\\", "/").split("/")[-2:])
