"""An open window goes on backing up: after the first backup, and after one that could not be taken."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.bootstrap import Desktop
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.trust import Backup, BackupKind
from db.backups import backup_folder, backup_name, backups_of
from tests.builders import a_workspace

REF = SegmentRef("tyre", "mould")


@pytest.fixture
def desktop(whole_desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    monkeypatch.setattr("app.desktop.care.FIRST_LOOK_MILLISECONDS", 1)
    monkeypatch.setattr("app.desktop.care.LOOK_MILLISECONDS", 20)
    return whole_desktop


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "工作区.lianpu"
    a_workspace(path).database.close()
    return path


def _make_older(backup: Backup) -> None:
    """As if it had been taken two hours ago."""
    older = backup.file.with_name(backup_name(BackupKind.AUTO, backup.at - timedelta(hours=2)))
    backup.file.with_suffix(".json").rename(older.with_suffix(".json"))
    backup.file.rename(older)


def test_what_was_changed_since_the_last_backup_is_backed_up_an_hour_later(
    desktop: Desktop, qtbot: QtBot, file: Path
) -> None:
    assert desktop.start(file)
    # Its note is written last.
    qtbot.waitUntil(lambda: [bool(one.sha256) for one in backups_of(file)] == [True])
    session = desktop.session
    assert session is not None

    session.desk.submit(AssessSegment(REF, evidence="新的"))
    _make_older(backups_of(file)[0])

    qtbot.waitUntil(lambda: len(backups_of(file)) == 2)


def test_a_backup_that_could_not_be_taken_is_taken_later(desktop: Desktop, qtbot: QtBot, file: Path) -> None:
    in_the_way = backup_folder(file)
    in_the_way.write_text("a file in the place of the folder")
    assert desktop.start(file)
    session = desktop.session
    assert session is not None
    refused: list[object] = []
    session.jobs.refused.connect(refused.append)
    qtbot.waitUntil(lambda: bool(refused))

    in_the_way.unlink()

    qtbot.waitUntil(lambda: len(backups_of(file)) == 1)
