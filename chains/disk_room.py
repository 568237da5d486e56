"""How much room is left where a file lies: what a message of a full disk tells beside the file's name."""

from __future__ import annotations

import errno
import os.path
import shutil
from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_ON_WINDOWS = 112


def is_disk_full(error: OSError) -> bool:
    """Whether the disk, or what the user may have of it, is used up."""
    return error.errno in _FULL or getattr(error, "winerror", None) == _FULL_ON_WINDOWS


def disk_room(file: str | Path, needed_bytes: int = 0) -> dict[str, str | int]:
    """Facts of an error: disk, free_bytes, and missing_bytes where it is known how much is needed.

    The file need not be there. Empty where the disk cannot be asked.
    """
    place = Path(file).absolute()
    try:
        there = next(folder for folder in (place, *place.parents) if folder.exists())
        free = shutil.disk_usage(there).free
        disk = next(folder for folder in (there, *there.parents) if os.path.ismount(folder))
    except (OSError, StopIteration):
        return {}
    facts: dict[str, str | int] = {"disk": str(disk), "free_bytes": free}
    if needed_bytes > free:
        facts["missing_bytes"] = needed_bytes - free
    return facts
