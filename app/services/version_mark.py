"""What tells a workspace and a version of it from others, for files that come back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chains.ports import Reader


def workspace_mark(reader: Reader) -> str:
    """What tells this workspace from every other: its first log entry. Copies of it have the same."""
    first = reader.change_log(limit=1, before=2)
    text = "|".join(f"{one.at.isoformat()}|{one.author}|{one.subject}" for one in first)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def newest_entry(reader: Reader) -> tuple[int, str]:
    """Number and time of the newest log entry; 0 and "" when there is none."""
    newest = reader.change_log(limit=1)
    return (newest[0].number, newest[0].at.isoformat()) if newest else (0, "")


def is_version(reader: Reader, mark: str, number: int, at: str) -> bool:
    """Whether that entry of the log is one of this workspace."""
    entry = reader.change_log(limit=1, before=number + 1)
    return (
        mark == workspace_mark(reader)
        and bool(entry)
        and (entry[0].number, entry[0].at.isoformat()) == (number, at)
    )
