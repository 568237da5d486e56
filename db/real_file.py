"""Which file a path means, and what lies beside it; needs none of the libraries that opening it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def real_file(path: Path) -> Path:
    """The file itself where the path is a symbolic link: what belongs to it lies beside that."""
    return path.resolve() if path.is_symlink() else path


def has_journal(path: Path) -> bool:
    """Whether a write was cut off, or is under way: its journal lies beside the file."""
    file = real_file(path)
    return file.with_name(file.name + "-journal").exists()
