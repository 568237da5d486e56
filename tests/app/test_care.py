"""The window looks after the file: backups, what a crash left, and damaged workspaces."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.desktop.bootstrap import Desktop
from app.desktop.jobs import Job
from app.desktop.place_notice import place_notice
from app.messages import tell
from app.services.workspace import Workspace
from chains.commands import AssessSegment
from chains.errors import WorkspaceRefused
from chains.trust import BackupKind
from db.backups import backups_of, restore, take_backup
from db.shares import ShareWriter, lock_file, network_kind, take_share_lock
from db.workspace_file import open_workspace
from tests.app.assessed_file import REF, assessed_file, settled_session
from widgets.dialogs.message import MessageDialog

if TYPE_CHECKING:
    from pathlib import Path

    from app.desktop.session import Session


@pytest.fixture
def desktop(whole_desktop: Desktop) -> Desktop:
    return whole_desktop


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return assessed_file(tmp_path)


def _close_dialogs() -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.close()


def _evidence(session: Session) -> str:
    with session.workspace.read() as reader:
        return reader.chain_state(REF.chain).assessment(REF.segment).evidence


def test_a_backup_is_looked_into_and_put_back_from_the_window(
    desktop: Desktop, qtbot: QtBot, file: Path
) -> None:
    take_backup(file, BackupKind.MANUAL)
    assert desktop.start(file)
    session = settled_session(desktop, qtbot)
    session.workspace.execute(AssessSegment(REF, evidence="今天"))
    assert desktop.care is not None
    desktop.care.ask()
    settled_session(desktop, qtbot)
    dialog = desktop.care.dialog()
    assert dialog is not None
    assert "轮胎" in dialog.inside.toPlainText()
    assert "王五" in dialog.inside.toPlainText()

    dialog.restore.click()
    question = desktop.care.question()
    assert question is not None
    question.act.click()

    assert _evidence(settled_session(desktop, qtbot)) == "昨天"
    assert len(list(file.parent.glob("*.恢复前.lianpu"))) == 1


def test_a_workspace_that_is_closed_is_not_backed_up_any_more(
    desktop: Desktop, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desktop.care.FIRST_LOOK_MILLISECONDS", 1)
    assert desktop.start(file)
    looking = desktop.care  # somebody holds it still, as a dialog or a search for garbage that is late
    jobs = settled_session(desktop, qtbot).jobs
    qtbot.waitUntil(lambda: len(backups_of(file)) == 1 and not jobs.busy)
    for backup in backups_of(file):
        backup.file.unlink()

    desktop.close()
    assert looking is not None
    looking._again(None)
    with qtbot.captureExceptions() as faults:
        looking._look_after()
        qtbot.wait(20)

    assert not faults
    assert not jobs.busy
    assert backups_of(file) == ()


def test_a_change_after_the_end_is_a_fault_and_not_lost_without_a_word(
    desktop: Desktop, qtbot: QtBot, file: Path
) -> None:
    assert desktop.start(file)
    jobs = settled_session(desktop, qtbot).jobs
    desktop.close()

    with pytest.raises(RuntimeError, match="after the end"):
        jobs.write(Job("change", lambda _ticket: None, lambda _result: None))


def test_a_damaged_workspace_is_put_back_from_its_newest_backup_at_the_start(
    desktop: Desktop, qtbot: QtBot, file: Path
) -> None:
    take_backup(file, BackupKind.AUTO)
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])

    def answer() -> None:
        assert desktop.dialog is not None
        desktop.dialog.restore.click()  # type: ignore[attr-defined]

    QTimer.singleShot(0, answer)
    assert desktop.start(file)

    assert _evidence(settled_session(desktop, qtbot)) == "昨天"
    _close_dialogs()


def test_a_damaged_workspace_without_backups_is_saved_as_far_as_it_can_be_read(
    desktop: Desktop, qtbot: QtBot, file: Path
) -> None:
    content = bytearray(file.read_bytes())
    content[-4096:] = b"\xff" * 4096
    file.write_bytes(content)
    before = file.read_bytes()

    def answer() -> None:
        assert desktop.dialog is not None
        desktop.dialog.rescue.click()  # type: ignore[attr-defined]

    QTimer.singleShot(0, answer)
    opened = desktop.start(file)

    assert opened
    assert settled_session(desktop, qtbot).workspace.label == "工作区-抢救.lianpu"
    assert file.read_bytes() == before
    _close_dialogs()


def test_after_a_kill_the_window_comes_back_where_it_was_with_the_unsaved_text(
    desktop: Desktop, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    assert desktop.start(file)
    session = settled_session(desktop, qtbot)
    session.place.go_to_segment(REF)
    settled_session(desktop, qtbot)
    session.panel.assessing.evidence.box.setPlainText("写了一半")
    assert desktop._recovery is not None
    desktop._recovery.look()
    (left,) = (tmp_path / "日志").glob("recovery-*.json")
    # The window dies: its file stays, under the number of a process that is gone.
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    dead = left.with_name(f"{left.stem.rpartition('-')[0]}-{int(gone.stdout)}.json")
    dead.write_bytes(left.read_bytes())
    session.panel.assessing.evidence.box.setPlainText("昨天")
    session.window.close()
    desktop.close()
    assert not left.exists()

    assert desktop.start(file)
    again = settled_session(desktop, qtbot)
    assert desktop._recovery is not None
    desktop._recovery.look()

    assert again.place.segment == REF
    assert again.panel.assessing.evidence.box.toPlainText() == "写了一半"
    assert "依据文字已放回" in again.window.messages.text()
    assert not dead.exists()
    again.panel.assessing.evidence.box.setPlainText("昨天")


def test_a_second_kill_before_the_text_is_put_back_loses_it_not(
    desktop: Desktop, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    assert desktop.start(file)
    session = settled_session(desktop, qtbot)
    recovery = desktop._recovery
    assert recovery is not None
    dead = recovery._file.with_name(f"{recovery._stem}{2**22 + 1}.json")
    left = {"chain": REF.chain, "segment": REF.segment, "evidence": "写了一半"}
    dead.parent.mkdir(parents=True, exist_ok=True)
    dead.write_text(json.dumps(left), encoding="utf-8")

    assert "依据文字已放回" in recovery.start()

    (kept,) = dead.parent.glob("recovery-*.json")
    assert kept != dead
    assert json.loads(kept.read_text(encoding="utf-8")) == left
    assert session.place.segment == REF


def test_after_a_kill_everything_is_checked_and_damage_is_told(
    desktop: Desktop, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    assert desktop.start(file)
    settled_session(desktop, qtbot)
    assert desktop._recovery is not None
    desktop._recovery.look()
    (left,) = (tmp_path / "日志").glob("recovery-*.json")
    dead = left.with_name(f"{left.stem.rpartition('-')[0]}-{2**22 + 1}.json")
    dead.write_bytes(left.read_bytes())
    assert desktop.session is not None
    desktop.session.window.close()
    desktop.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE assessment SET segment = 'gone' WHERE id = 1")
        connection.commit()

    assert desktop.start(file)
    settled_session(desktop, qtbot)

    told = [dialog for dialog in QApplication.topLevelWidgets() if isinstance(dialog, MessageDialog)]
    assert any(dialog.isVisible() for dialog in told)
    _close_dialogs()


def test_what_is_kept_for_a_crash_is_for_the_users_eyes_alone(
    desktop: Desktop, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    assert desktop.start(file)
    settled_session(desktop, qtbot)
    assert desktop._recovery is not None
    desktop._recovery.look()

    (left,) = (tmp_path / "日志").glob("recovery-*.json")
    if os.name == "posix":
        assert left.stat().st_mode & 0o077 == 0
    assert json.loads(left.read_text(encoding="utf-8"))["chain"]


def test_on_a_share_one_writes_and_the_other_reads_and_is_told_who(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.workspace_file.network_kind", lambda _path: "cifs")
    first = open_workspace(file)
    second = open_workspace(file)

    assert (first.writable, second.writable) == (True, False)
    assert "网络共享" in place_notice(first)
    assert lock_file(file).name in place_notice(second)
    first.close()
    second.close()
    assert not lock_file(file).exists()
    third = open_workspace(file)
    assert third.writable
    third.close()


def test_a_lock_that_a_dead_program_of_this_machine_left_is_taken_over(file: Path) -> None:
    held = take_share_lock(file)
    said = json.loads(lock_file(file).read_text(encoding="utf-8"))
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    lock_file(file).write_text(json.dumps(said | {"process": int(gone.stdout)}), encoding="utf-8")

    again = take_share_lock(file)

    assert type(again) is type(held)
    again.release()  # type: ignore[union-attr]


def test_a_writer_of_another_computer_with_the_same_name_is_left_alone(file: Path) -> None:
    take_share_lock(file)
    said = json.loads(lock_file(file).read_text(encoding="utf-8"))
    theirs = json.dumps(said | {"machine": "another", "process": 2**22 + 1})
    lock_file(file).write_text(theirs, encoding="utf-8")

    held = take_share_lock(file)

    assert isinstance(held, ShareWriter)
    assert lock_file(file).read_text(encoding="utf-8") == theirs


def test_who_was_put_out_on_a_share_writes_no_longer_and_is_told_who_does(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.workspace_file.network_kind", lambda _path: "cifs")
    first = Workspace(open_workspace(file), "甲")
    lock_file(file).unlink()
    first.execute(AssessSegment(REF, evidence="锁文件只是被删"))
    lock_file(file).unlink()
    second = Workspace(open_workspace(file), "乙")

    with pytest.raises(WorkspaceRefused) as refused:
        first.execute(AssessSegment(REF, evidence="两边同时写"))

    assert refused.value.facts["reason"] == "share_in_use"
    assert lock_file(file).name in tell(refused.value)
    first.database.close()
    second.execute(AssessSegment(REF, evidence="接手的人"))
    second.database.close()
    assert not lock_file(file).exists()


def test_a_backup_is_not_put_in_the_place_of_what_somebody_writes_on_a_share(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = take_backup(file, BackupKind.MANUAL)
    before = file.read_bytes()
    for place in ("db.workspace_file", "db.backups"):
        monkeypatch.setattr(f"{place}.network_kind", lambda _path: "nfs4")
    writing = open_workspace(file)

    with pytest.raises(WorkspaceRefused) as refused:
        restore(taken.file, file)

    assert refused.value.facts["reason"] == "share_in_use"
    assert file.read_bytes() == before
    writing.close()
    assert restore(taken.file, file) is not None
    assert not lock_file(file).exists()


def test_shares_are_told_from_disks_by_the_mount_table(tmp_path: Path) -> None:
    share = tmp_path / "共享 盘"
    share.mkdir()
    mounts = tmp_path / "mounts"
    escaped = str(share).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n//server/x {escaped} cifs rw 0 0\n", encoding="utf-8")

    assert network_kind(share / "a.lianpu", mounts) == "cifs"
    assert network_kind(tmp_path / "a.lianpu", mounts) == ""
    assert backups_of(tmp_path / "a.lianpu") == ()
