"""What a program leaves in a folder when it is killed: half files of its own, found by their names."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def clear_broken(folder: Path, pattern: str, seconds: float) -> None:
    """Take away files and folders of that pattern that nobody wrote to for so long: whoever did is gone.

    What cannot be taken away stays: it is not worth stopping for.
    """
    with suppress(OSError):
        for left in list(folder.glob(pattern)):
            if time.time() - left.lstat().st_mtime < seconds:
                continue
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()
