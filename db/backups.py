"""Takes backups of a workspace, keeps the right ones, and puts one back in its place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from chains.disk_sync import sync_file, sync_folder
from chains.errors import WorkspaceRefused
from chains.leftovers import clear_broken
from chains.steps import Step, tell_nobody
from chains.trust import Backup, BackupKind
from db.faults import fault_reason, making
from db.file_check import is_writable, refuse_unless_workspace
from db.real_file import real_file
from db.shares import ShareWriter, may_roll_back, network_kind, take_share_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


PAGES_AT_ONCE = 2_048
"""Between so many pages others get the lock: a gigabyte at once held it for 5 s, and changes were refused."""

MOST_RESTARTS = 5
"""SQLite begins a copy anew whenever another process writes; after so many times it is made at one go."""

_BROKEN_SECONDS = 3_600.0
"""A half backup that nobody wrote to for so long is that of a program that was killed."""

COMPANIONS = ("-journal", "-wal", "-shm")
"""Endings of what SQLite keeps beside a file."""

KEEP_ALL = timedelta(days=2)
KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 12, 10, 12
"""Of those nobody asked for: all of two days, then the last of each day, week, month, so many of each."""

_THINNED = frozenset({BackupKind.AUTO, BackupKind.BULK})

SUFFIX = ".lianpu"
_STAMP = "%Y%m%dT%H%M%SZ"
_LAST_CHANGE = "SELECT number, action, subject, author, at FROM change_log ORDER BY number DESC LIMIT 1"


def backup_folder(path: Path) -> Path:
    """Where a workspace's backups lie when no other folder was chosen."""
    file = real_file(path)
    return file.with_name(f"{file.stem}-备份")


def backup_name(kind: BackupKind, at: datetime) -> str:
    """What the file of a backup is called."""
    return f"{at.strftime(_STAMP)}-{kind.value}{SUFFIX}"


def take_backup(
    path: Path,
    kind: BackupKind,
    folder: Path | None = None,
    now: datetime | None = None,
    step: Step | None = None,
) -> Backup:
    """Back the workspace up whole while others work in it, verified, with its SHA-256 beside.

    `step` hears (done, total, "") and may raise: then nothing is left of it.
    Raises WorkspaceRefused: a damaged workspace is never backed up over good backups.
    """
    folder, at = folder or backup_folder(path), now or datetime.now(UTC)
    at = _free_moment(at, folder, partial(backup_name, kind))
    target = folder / backup_name(kind, at)
    with making(target):
        folder.mkdir(parents=True, exist_ok=True)
        clear_broken(folder, f"*{SUFFIX}.part*", _BROKEN_SECONDS)
        back_up(path, target, step)
        note = {"sha256": sha256_of(target), **_last_change(target)}
        target.with_suffix(".json").write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    return _backup(target) or Backup(target, at, kind, target.stat().st_size)


def _free_moment(at: datetime, folder: Path, name: Callable[[datetime], str]) -> datetime:
    """The first second from then on whose name is free: nothing takes the place of another."""
    try:
        taken = set(os.listdir(folder))  # noqa: PTH208 - names alone
    except OSError:  # not there yet, or not to be read: what is written there says why
        return at
    while name(at) in taken:
        at += timedelta(seconds=1)
    return at


def take_due_backup(
    path: Path,
    folder: Path | None = None,
    every: timedelta = timedelta(hours=1),
    now: datetime | None = None,
    step: Step | None = None,
) -> Backup | None:
    """An automatic backup when the last is old enough and something changed since; then thin them out."""
    at, known = now or datetime.now(UTC), backups_of(path, folder)
    # A backup from the future was taken while the clock was wrong: it must not put off the next for a year.
    newest = next((one for one in known if one.at <= at), None)
    if newest is not None and (at - newest.at < every or _holds_all(newest, path)):
        return None
    taken = take_backup(path, BackupKind.AUTO, folder, at, step)
    _thin_out((taken, *known), at)
    return taken


def take_backup_before(path: Path, step: Step | None = None, now: datetime | None = None) -> Backup:
    """A backup before much is changed at once: the newest where it holds all there is; then thin them out.

    Raises WorkspaceRefused, and what `step` raises, as `take_backup` does.
    """
    at, known = now or datetime.now(UTC), backups_of(path)
    if known and known[0].at <= at and _holds_all(known[0], path):
        return known[0]
    taken = take_backup(path, BackupKind.BULK, now=at, step=step)
    _thin_out((taken, *known), at)
    return taken


def backups_of(path: Path, folder: Path | None = None) -> tuple[Backup, ...]:
    """All backups of the workspace that are complete, newest first."""
    folder = folder or backup_folder(path)
    found = [_backup(file) for file in folder.glob(f"*{SUFFIX}")] if folder.is_dir() else []
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True))


def superfluous(backups: Iterable[Backup], now: datetime) -> tuple[Backup, ...]:
    """The backups nobody asked for that need not be kept any longer."""
    kept: dict[str, set[str]] = {"day": set(), "week": set(), "month": set()}
    rules = (("day", "%Y-%m-%d", KEEP_DAYS), ("week", "%G-%V", KEEP_WEEKS), ("month", "%Y-%m", KEEP_MONTHS))
    gone = []
    automatic = [one for one in backups if one.kind in _THINNED and now - one.at > KEEP_ALL]
    for one in sorted(automatic, key=lambda one: one.at, reverse=True):
        needed = False
        for name, form, most in rules:
            period = one.at.strftime(form)
            if period not in kept[name] and len(kept[name]) < most:
                kept[name].add(period)
                needed = True
        if not needed:
            gone.append(one)
    return tuple(gone)


def back_up(path: Path, target: Path, step: Step | None = None, *, proved: bool = True) -> None:
    """Copy a workspace whole while others work in it, by SQLite's own backup, renamed when proved whole.

    `step` hears (done, total, "") and may raise: then nothing is left of it. A copy that is not `proved` is
    one to look at, not to keep. Raises WorkspaceRefused when the file is damaged, gone, or the copy cannot be
    written.
    """
    refuse_unless_workspace(path)
    part = target.with_name(target.name + ".part")
    try:
        with making(target, path.stat().st_size):
            part.unlink(missing_ok=True)
            part.touch()  # else SQLite says of a folder that is read only what it says of a lost file
            _copy_by_sqlite(path, part, step or tell_nobody)
            if proved:
                _prove(path, part)
            part.replace(target)
            sync_folder(target.parent)
    finally:
        for ending in ("", "-journal"):
            with suppress(OSError):
                part.with_name(part.name + ending).unlink(missing_ok=True)


def restore(backup: Path, path: Path, now: datetime | None = None) -> Path | None:
    """Put a backup in the place of the workspace; returns where the file that was there now lies.

    Nothing is lost: the present file is kept aside, whole or damaged. Raises WorkspaceRefused when the backup
    is not whole, when somebody is just writing, or somebody else writes in the workspace on a share.
    """
    known = _backup(backup)
    if known is not None and known.sha256 and sha256_of(backup) != known.sha256:
        raise WorkspaceRefused(file=str(backup), reason="backup_changed")
    path = real_file(path)
    lock = take_share_lock(path) if network_kind(path) else None
    if isinstance(lock, ShareWriter):
        raise WorkspaceRefused(file=str(path), reason="share_in_use", **lock.facts)
    try:
        return _put_in_place(backup, path, now or datetime.now(UTC))
    finally:
        if lock is not None:
            lock.release()


def _put_in_place(backup: Path, path: Path, now: datetime) -> Path | None:
    beside = path.with_name(f".{path.name}.restored")
    back_up(backup, beside)
    aside = None
    if path.exists():
        _settle(path)
        aside = path.with_name(_aside_name(path, _free_moment(now, path.parent, partial(_aside_name, path))))
        _keep(path, aside)
    for ending in COMPANIONS:
        companion = path.with_name(path.name + ending)
        if companion.exists():
            companion.replace((aside or path).with_name((aside or path).name + ending + ".old"))
    beside.replace(path)
    return aside


def _aside_name(path: Path, at: datetime) -> str:
    return f"{path.stem}.{at.strftime(_STAMP)}.恢复前{SUFFIX}"


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _RestartedOften(Exception):
    """Somebody writes again and again while the copy is made."""


def _copy_by_sqlite(path: Path, part: Path, step: Step) -> None:
    with (
        closing(_opened(path)) as source,
        closing(sqlite3.connect(part)) as copy,
    ):
        try:
            source.backup(copy, pages=PAGES_AT_ONCE, progress=_watching(step))
        except _RestartedOften:
            source.backup(copy)


def _prove(path: Path, part: Path) -> None:
    """The copy is whole, and on the disk."""
    with closing(sqlite3.connect(part)) as copy:
        if copy.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise WorkspaceRefused(file=str(path), reason="damaged")
    sync_file(part)


def _watching(step: Step) -> Callable[[int, int, int], None]:
    """Tells `step` how far a copy is. Raises _RestartedOften where it gets nowhere."""
    least, restarts = sys.maxsize, 0

    def watch(_status: int, remaining: int, total: int) -> None:
        nonlocal least, restarts
        restarts += remaining >= least
        least = remaining
        if restarts > MOST_RESTARTS:
            raise _RestartedOften
        step(total - remaining, total, "")

    return watch


def _opened(path: Path, *, writable: bool | None = None) -> sqlite3.Connection:
    """A connection that makes no file; it rolls back what was cut off where it may."""
    mode = "rw" if (may_roll_back(path) if writable is None else writable) else "ro"
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=5, isolation_level=None
    )


def _settle(path: Path) -> None:
    """Roll back what was cut off, and make sure that nobody writes just now. A damaged file is left as is."""
    try:
        with closing(_opened(path, writable=is_writable(path))) as connection:
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if fault_reason(error) == "locked":
            raise WorkspaceRefused(file=str(path), reason="locked") from None


def _keep(path: Path, aside: Path) -> None:
    """Give the file a second name, or where the file system has none, copy it: `path` is never missing."""
    try:
        os.link(path, aside)
    except OSError:
        shutil.copy2(path, aside)


def _holds_all(backup: Backup, path: Path) -> bool:
    """Whether nothing was changed since; after an older backup was put back, numbers and deeds come again."""
    change = _last_change(path)
    return bool(change) and change == _last_change(backup.file)


def _thin_out(backups: Iterable[Backup], now: datetime) -> None:
    """One that cannot be taken away, as somebody else's, is only one too many: the new backup is made."""
    for old in superfluous(backups, now):
        for file in (old.file, old.file.with_suffix(".json")):
            with suppress(OSError):
                file.unlink(missing_ok=True)


def _last_change(file: Path) -> dict[str, Any]:
    try:
        with closing(_opened(file)) as connection:
            row = connection.execute(_LAST_CHANGE).fetchone()
    except sqlite3.Error:
        return {}
    return dict(zip(("number", "action", "subject", "author", "at"), row, strict=True)) if row else {}


def _backup(file: Path) -> Backup | None:
    """What is known of a backup by its name and the note beside it; None for other files."""
    stamp, _, kind = file.stem.partition("-")
    try:
        at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        known = BackupKind(kind)
        size = file.stat().st_size
    except (ValueError, OSError):
        return None
    note = _note(file)
    texts = {name: str(note.get(name, "")) for name in ("action", "subject", "author", "sha256")}
    number = note.get("number")
    return Backup(file, at, known, size, number if isinstance(number, int) else 0, **texts)


def _note(file: Path) -> Mapping[str, Any]:
    try:
        note = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}
