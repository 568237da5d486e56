"""Files beside a workspace that hold what it was before: they keep what is erased from it (清除个人信息)."""

from __future__ import annotations

import glob
from typing import TYPE_CHECKING

from chains.trust import BackupKind
from db.backups import COMPANIONS, SUFFIX, backup_folder, backups_of, take_backup
from db.real_file import real_file

if TYPE_CHECKING:
    from pathlib import Path


def older_copies(path: Path) -> tuple[Path, ...]:
    """Backups, workspaces that were kept aside when a backup took their place, journals put aside; by name.

    Copies that somebody made elsewhere, or under another name, nobody knows.
    """
    backups = [one.file for one in backups_of(path)]
    file = real_file(path)
    name = glob.escape(file.stem)
    aside = file.parent.glob(f"{name}.*.恢复前{SUFFIX}")
    journals = [one for ending in COMPANIONS for one in file.parent.glob(f"{name}*{ending}.old")]
    return tuple(sorted({*backups, *aside, *journals}))


def drop_older_copies(path: Path) -> tuple[Path, ...]:
    """Take them away, after a backup of what is there now; returns those that could not be taken away.

    What is freed is not written over: that is up to the disk.
    Raises WorkspaceRefused when the backup cannot be taken; then all stay.
    """
    old = older_copies(path)
    fresh = take_backup(path, BackupKind.MANUAL).file
    return tuple(one for one in old if one != fresh and not _dropped(one, path))


def _dropped(file: Path, path: Path) -> bool:
    try:
        file.unlink(missing_ok=True)
        if file.parent == backup_folder(path):
            file.with_suffix(".json").unlink(missing_ok=True)
    except OSError:
        return False
    return True
