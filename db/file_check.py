"""Looks at a file before SQLite may: what it is, and whether this program may open it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chains.errors import WorkspaceRefused
from db.real_file import has_journal, real_file
from db.schema import APPLICATION_ID, COMPATIBILITY

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100


def refuse_unless_workspace(path: Path) -> None:
    """Raises WorkspaceRefused for a file that is missing, cut short, not ours, or of a newer program.

    Reads the first 100 bytes only: application_id at byte 68, user_version at byte 60 (SQLite file format).
    """
    header = _header(path)
    if not header.startswith(_MAGIC):
        raise WorkspaceRefused(file=str(path), reason="not_a_workspace")
    if len(header) < _HEADER_BYTES or path.stat().st_size < _page_size(header):
        raise WorkspaceRefused(file=str(path), reason="damaged")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise WorkspaceRefused(file=str(path), reason="other_program")
    if _is_cut(path, header):
        raise WorkspaceRefused(file=str(path), reason="damaged")
    made_for = int.from_bytes(header[60:64], "big")
    if made_for > COMPATIBILITY:
        raise WorkspaceRefused(file=str(path), reason="newer", found=made_for, known=COMPATIBILITY)


def is_writable(path: Path) -> bool:
    """Whether the file can be changed: the file itself, and its folder for the journal."""
    return os.access(path, os.W_OK) and os.access(real_file(path).parent, os.W_OK)


def set_stale_companions_aside(path: Path) -> tuple[Path, ...]:
    """Rename a -wal or -shm that lies beside the file: workspaces never use one, and an old one corrupts.

    Returns the new names. A -journal is left: it belongs to a write that was cut off and is rolled back.
    """
    path, moved = real_file(path), []
    for ending in ("-wal", "-shm"):
        companion = path.with_name(path.name + ending)
        if companion.exists():
            aside = companion.with_name(companion.name + ".old")
            companion.replace(aside)
            moved.append(aside)
    return tuple(moved)


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except FileNotFoundError:
        raise WorkspaceRefused(file=str(path), reason="missing") from None
    except IsADirectoryError:
        raise WorkspaceRefused(file=str(path), reason="not_a_workspace") from None
    except PermissionError:
        raise WorkspaceRefused(file=str(path), reason="cannot_open") from None
    except OSError:
        raise WorkspaceRefused(file=str(path), reason="disk_fault") from None


def _is_cut(path: Path, header: bytes) -> bool:
    """Whether the file is shorter than its header says; with a journal beside it, that is put right first."""
    if has_journal(path):
        return False
    return path.stat().st_size < _page_size(header) * int.from_bytes(header[28:32], "big")


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    return 65_536 if size == 1 else size
