"""Finds out that a workspace lies on a network share, and keeps to one writer there.

SQLite's locks cannot be trusted on shares: two writers whose locks were ignored made "malformed" files within
seconds (reliability 2.1, row 8). So a file beside the workspace says who writes; everybody else reads.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MOUNTS = Path("/proc/mounts")
_NETWORK = frozenset(
    {"cifs", "smb3", "smbfs", "smb2", "nfs", "nfs4", "afs", "ncpfs", "9p", "ceph", "glusterfs", "davfs"}
)
_LOCAL_FUSE = frozenset(
    {"fuse.fuseblk", "fuse.ntfs-3g", "fuse.exfat", "fuse.overlayfs", "fuse.fuse-overlayfs"}
)
_WINDOWS_REMOTE = 4


@dataclass(frozen=True, slots=True)
class ShareWriter:
    """Who writes in a workspace on a share: since when, and the file that says so."""

    who: str
    host: str
    at: str
    process: int
    file: str


class ShareLock:
    """Held by the one who writes; let go by `release`."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def release(self) -> None:
        """Let others write."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)


def network_kind(path: Path, mounts: Path = MOUNTS) -> str:
    """The kind of network file system that the file lies on; "" for a local disk."""
    if sys.platform == "win32":
        return _windows_kind(path)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place, kind = path.resolve().as_posix(), ""
    longest = -1
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        folder = _unescaped(parts[1])
        inside = place == folder or place.startswith(folder.rstrip("/") + "/")
        if inside and len(folder) >= longest:
            longest, kind = len(folder), parts[2]
    remote = kind in _NETWORK or (kind.startswith("fuse.") and kind not in _LOCAL_FUSE)
    return kind if remote else ""


def _unescaped(mount: str) -> str:
    """The folder behind a name of the mount table, where odd signs stand as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), mount)


def _windows_kind(path: Path) -> str:
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 - only there

    place = str(path.resolve())
    if place.startswith("\\\\"):
        return "UNC"
    kind = ctypes.windll.kernel32.GetDriveTypeW(path.resolve().anchor)
    return "network drive" if kind == _WINDOWS_REMOTE else ""


def lock_file(path: Path) -> Path:
    """The file that says who writes."""
    return path.with_name(path.name + ".lock")


def take_share_lock(path: Path) -> ShareLock | ShareWriter:
    """The lock, or who holds it. One that a program of this machine left when it died is taken over."""
    file = lock_file(path)
    writer = {
        "who": _user(),
        "host": platform.node(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "process": os.getpid(),
    }
    for _attempt in range(2):
        try:
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            held = _holder(file)
            if held.host == platform.node() and not _runs(held.process):
                file.unlink(missing_ok=True)
                continue
            return held
        with os.fdopen(handle, "w", encoding="utf-8") as made:
            json.dump(writer, made, ensure_ascii=False)
        return ShareLock(file)
    return _holder(file)


def _holder(file: Path) -> ShareWriter:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = {}
    said = said if isinstance(said, dict) else {}
    process = said.get("process")
    return ShareWriter(
        who=str(said.get("who", ""))[:80],
        host=str(said.get("host", ""))[:80],
        at=str(said.get("at", ""))[:40],
        process=process if isinstance(process, int) else 0,
        file=str(file),
    )


def _runs(process: int) -> bool:
    """Whether a process of that number is there; on Windows that is not asked, it would be ended."""
    if os.name != "posix" or process <= 0:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "本机用户"
