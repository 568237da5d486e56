"""Backups: whole, verified, thinned out, and put back without losing what is there."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.errors import Cancelled, WorkspaceRefused
from chains.trust import Backup, BackupKind
from db.backups import (
    MOST_RESTARTS,
    backup_folder,
    backups_of,
    restore,
    sha256_of,
    superfluous,
    take_backup,
    take_backup_before,
    take_due_backup,
)
from db.workspace_file import open_workspace
from tests.builders import a_workspace

REF = SegmentRef("tyre", "mould")
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "工作区.lianpu"
    a_workspace(path).database.close()
    return path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def _say(file: Path, evidence: str) -> None:
    workspace = Workspace(open_workspace(file), "王五")
    workspace.execute(AssessSegment(REF, evidence=evidence))
    workspace.database.close()


def _evidence(file: Path) -> str:
    database = open_workspace(file)
    with database.read() as reader:
        said = reader.chain_state(REF.chain).assessment(REF.segment).evidence
    database.close()
    return said


def test_a_backup_knows_its_hash_and_what_was_changed_last(file: Path) -> None:
    _say(file, "第一")

    taken = take_backup(file, BackupKind.MANUAL, now=NOW)

    assert taken == backups_of(file)[0]
    assert taken.sha256 == sha256_of(taken.file)
    assert (taken.at, taken.action, taken.author) == (NOW, "assess", "王五")


def test_a_damaged_workspace_is_not_backed_up(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:12288] = bytes(4096)
    file.write_bytes(content)

    with pytest.raises(WorkspaceRefused) as refused:
        take_backup(file, BackupKind.AUTO)

    assert refused.value.facts["reason"] == "damaged"
    assert backups_of(file) == ()
    assert not list(file.parent.rglob("*.part*"))


def test_an_emptied_file_is_not_backed_up(file: Path) -> None:
    file.write_bytes(b"")  # SQLite finds nothing wrong with it

    with pytest.raises(WorkspaceRefused) as refused:
        take_backup(file, BackupKind.AUTO)

    assert refused.value.facts["reason"] == "not_a_workspace"
    assert backups_of(file) == ()


def test_a_backup_that_is_told_of_is_on_the_disk(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)

    taken = take_backup(file, BackupKind.MANUAL)

    assert taken.file.stat().st_ino in synced
    if os.name == "posix":  # its name, too: other systems keep that by themselves
        assert synced[-1] == taken.file.parent.stat().st_ino


def test_a_new_backup_takes_away_those_that_are_too_many(file: Path) -> None:
    hours = [take_backup(file, BackupKind.AUTO, now=NOW + timedelta(hours=one)) for one in (0, 1, 2)]
    kept = take_backup(file, BackupKind.MANUAL, now=NOW)
    _say(file, "新的")

    taken = take_due_backup(file, now=NOW + timedelta(days=9))

    assert set(backups_of(file)) == {taken, hours[2], kept}
    assert {one.stem for one in backup_folder(file).glob("*.json")} == {
        one.file.stem for one in backups_of(file)
    }


def test_a_backup_is_due_after_an_hour_and_a_change(file: Path) -> None:
    assert take_due_backup(file, now=NOW) is not None
    assert take_due_backup(file, now=NOW + timedelta(hours=2)) is None
    _say(file, "新的")
    assert take_due_backup(file, now=NOW + timedelta(minutes=50)) is None
    assert take_due_backup(file, now=NOW + timedelta(hours=2)) is not None
    assert len(backups_of(file)) == 2


@pytest.mark.parametrize("said", ["另一处", "一处"])
def test_the_same_number_after_an_older_backup_was_put_back_is_another_state(file: Path, said: str) -> None:
    old = take_backup(file, BackupKind.MANUAL, now=NOW).file
    _say(file, "一处")
    assert take_due_backup(file, now=NOW + timedelta(hours=2)) is not None
    restore(old, file)
    _say(file, said)

    assert take_due_backup(file, now=NOW + timedelta(hours=4)) is not None


def test_a_backup_before_much_is_changed_is_one_for_each_state(file: Path) -> None:
    first = take_backup_before(file, now=NOW)
    assert take_backup_before(file, now=NOW + timedelta(minutes=1)) == first
    _say(file, "新的")

    take_backup_before(file, now=NOW + timedelta(minutes=2))

    assert [one.kind for one in backups_of(file)] == [BackupKind.BULK] * 2


def test_two_backups_of_one_second_are_two(file: Path) -> None:
    _say(file, "先")
    first = take_backup(file, BackupKind.MANUAL, now=NOW)
    _say(file, "后")
    second = take_backup(file, BackupKind.MANUAL, now=NOW)

    assert {one.file for one in backups_of(file)} == {first.file, second.file}
    assert (_evidence(first.file), _evidence(second.file)) == ("先", "后")


def test_an_old_backup_that_cannot_be_taken_away_hinders_no_new_one(file: Path) -> None:
    for year in range(2000, 2015):
        (backup_folder(file) / f"{year}0101T000000Z-auto.lianpu").mkdir(parents=True)

    assert take_due_backup(file, now=NOW) is not None
    _say(file, "新的")
    assert take_backup_before(file, now=NOW + timedelta(hours=1)).kind is BackupKind.BULK


def test_a_clock_that_was_a_year_ahead_stops_no_backups(file: Path) -> None:
    assert take_due_backup(file, now=NOW + timedelta(days=365)) is not None
    _say(file, "新的")

    assert take_due_backup(file, now=NOW) is not None

    assert take_due_backup(file, now=NOW + timedelta(hours=2)) is None
    _say(file, "又一次")
    assert take_due_backup(file, now=NOW + timedelta(hours=4)) is not None


@pytest.mark.parametrize("kind", [BackupKind.AUTO, BackupKind.BULK])
def test_what_is_kept_is_all_of_two_days_then_days_weeks_and_months(kind: BackupKind) -> None:
    every_hour = [
        Backup(Path(str(hours)), NOW - timedelta(hours=hours), kind, 1) for hours in range(24 * 400)
    ]
    before_upgrade = Backup(Path("u"), NOW - timedelta(days=300), BackupKind.UPGRADE, 1)

    gone = set(superfluous([*every_hour, before_upgrade], NOW))

    kept = [one for one in every_hour if one not in gone]
    assert before_upgrade not in gone
    assert all(one in kept for one in every_hour[:49])
    assert 49 + 12 <= len(kept) <= 49 + 12 + 10 + 12
    assert min(one.at for one in kept) < NOW - timedelta(days=300)
    assert superfluous(kept, NOW) == ()


def test_restoring_brings_the_old_state_back_and_keeps_the_present_one(file: Path) -> None:
    _say(file, "昨天")
    taken = take_backup(file, BackupKind.AUTO)
    _say(file, "今天")

    aside = restore(taken.file, file)

    assert aside is not None
    assert (_evidence(file), _evidence(aside)) == ("昨天", "今天")


def test_two_restores_of_one_second_keep_both_states_aside(file: Path) -> None:
    backup = take_backup(file, BackupKind.MANUAL).file
    kept = []
    for evidence in ("先", "后"):
        _say(file, evidence)
        kept.append(restore(backup, file, NOW))

    assert [_evidence(aside) for aside in kept if aside is not None] == ["先", "后"]


def test_restoring_over_a_damaged_file_moves_its_journal_aside(file: Path) -> None:
    _say(file, "好的")
    taken = take_backup(file, BackupKind.AUTO)
    file.write_bytes(b"rubbish")
    for ending in ("-wal", "-journal"):
        file.with_name(file.name + ending).write_bytes(b"stale")

    aside = restore(taken.file, file)

    # Before anybody opens it: SQLite would take what lies beside a file for a part of it.
    assert aside is not None and aside.read_bytes() == b"rubbish"
    for ending in ("-wal", "-journal"):
        assert not file.with_name(file.name + ending).exists()
    assert _evidence(file) == "好的"


def test_restoring_what_somebody_deleted_moves_what_was_left_of_it_aside(file: Path) -> None:
    taken = take_backup(file, BackupKind.AUTO)
    file.unlink()
    for ending in ("-wal", "-journal"):
        file.with_name(file.name + ending).write_bytes(b"stale")

    assert restore(taken.file, file) is None

    for ending in ("-wal", "-journal"):
        assert not file.with_name(file.name + ending).exists()
        assert file.with_name(f"{file.name}{ending}.old").read_bytes() == b"stale"


CUT_OFF = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE assessment SET evidence = 'half'")
connection.execute("UPDATE change_log SET author = author || 'x'")
os._exit(0)
"""


def test_what_is_kept_of_a_write_that_was_cut_off_is_whole(file: Path) -> None:
    taken = take_backup(file, BackupKind.AUTO)
    _say(file, "今天")
    subprocess.run([sys.executable, "-c", CUT_OFF, str(file)], check=True)
    assert file.with_name(f"{file.name}-journal").exists()

    aside = restore(taken.file, file)

    assert aside is not None and _evidence(aside) == "今天"


def test_a_restore_that_is_cut_off_leaves_the_workspace(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = take_backup(file, BackupKind.AUTO)
    _say(file, "今天")
    replace = Path.replace

    def cut_off(self: Path, target: Path) -> Path:
        if Path(target) == file:
            raise OSError(errno.EIO, "the power goes here")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", cut_off)

    with pytest.raises(OSError, match="power"):
        restore(taken.file, file)

    assert _evidence(file) == "今天"


def test_a_backup_that_was_changed_is_not_restored(file: Path) -> None:
    taken = take_backup(file, BackupKind.AUTO)
    _say(file, "今天")
    note = taken.file.with_suffix(".json")
    note.write_text(json.dumps(json.loads(note.read_text()) | {"sha256": "0" * 64}))

    with pytest.raises(WorkspaceRefused) as refused:
        restore(taken.file, file)

    assert refused.value.facts["reason"] == "backup_changed"
    assert _evidence(file) == "今天"


def test_others_write_while_a_backup_is_made_and_it_is_whole(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.backups.PAGES_AT_ONCE", 8)
    monkeypatch.setattr("db.engine.FILE_WAIT_SECONDS", 0.1)
    left: list[int] = []

    def step(done: int, total: int, _text: str) -> None:
        if total > done and not left:
            _say(file, "备份时写入")
        left.append(total - done)

    taken = take_backup(file, BackupKind.MANUAL, step=step)

    assert left[0] > 0
    assert _evidence(taken.file) == _evidence(file) == "备份时写入"


def test_a_workspace_that_is_written_all_the_time_is_backed_up_too(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.backups.PAGES_AT_ONCE", 8)
    steps: list[int] = []

    def step(done: int, _total: int, _text: str) -> None:
        if done < 24:
            steps.append(done)
            _say(file, f"第{len(steps)}次")

    taken = take_backup(file, BackupKind.MANUAL, step=step)

    assert _evidence(taken.file) == _evidence(file)
    assert len(steps) == MOST_RESTARTS + 1


def test_a_backup_that_is_stopped_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.backups.PAGES_AT_ONCE", 8)

    def stop(_done: int, _total: int, _text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        take_backup(file, BackupKind.MANUAL, step=stop)

    assert [one.name for one in file.parent.rglob("*") if one.is_file()] == [file.name]


def test_half_a_backup_of_a_killed_program_goes_with_the_next_one(file: Path) -> None:
    folder = backup_folder(file)
    folder.mkdir()
    dead, alive = (folder / f"20261127T1{number}0000Z-auto.lianpu.part" for number in range(2))
    for half in (dead, alive):
        half.write_bytes(b"half")
    os.utime(dead, (0, 0))

    take_backup(file, BackupKind.MANUAL)

    assert [one.name for one in folder.glob("*.part")] == [alive.name]
