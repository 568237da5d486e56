"""What a window keeps for the case that it dies: while it is open, its own alone, and whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.bootstrap import Desktop
from tests.app.assessed_file import REF, assessed_file, settled_session


@pytest.fixture
def desktop(whole_desktop: Desktop) -> Desktop:
    return whole_desktop


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return assessed_file(tmp_path)


def test_a_workspace_that_is_closed_leaves_nothing_for_a_crash(
    desktop: Desktop, qtbot: QtBot, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desktop.recovery.LOOK_MILLISECONDS", 1)
    assert desktop.start(file)
    settled_session(desktop, qtbot).place.go_to_segment(REF)
    settled_session(desktop, qtbot)
    watching = desktop._recovery  # somebody holds it still
    qtbot.waitUntil(lambda: bool(list((tmp_path / "日志").glob("recovery-*.json"))))

    desktop.close()
    with qtbot.captureExceptions() as faults:
        qtbot.wait(20)

    assert watching is not None and not faults
    assert not list((tmp_path / "日志").glob("recovery-*"))


def test_what_another_window_keeps_for_its_crash_is_left_to_it(
    desktop: Desktop, qtbot: QtBot, file: Path, tmp_path: Path
) -> None:
    assert desktop.start(file)
    settled_session(desktop, qtbot)
    assert desktop._recovery is not None
    desktop._recovery.look()
    (own,) = (tmp_path / "日志").glob("recovery-*.json")
    theirs = own.with_name(own.name.replace(f"-{os.getpid()}.", f"-{os.getppid()}."))
    theirs.write_bytes(own.read_bytes())

    desktop._open(file)

    assert theirs.exists()


def test_what_is_kept_for_a_crash_outlives_a_full_disk(
    desktop: Desktop, qtbot: QtBot, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desktop.start(file)
    session = settled_session(desktop, qtbot)
    assert desktop._recovery is not None
    desktop._recovery.look()
    (left,) = (tmp_path / "日志").glob("recovery-*.json")
    before = left.read_text(encoding="utf-8")

    def full(*_told: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, "fdopen", full)
    session.place.go_to_segment(REF)
    desktop._recovery.look()

    assert left.read_text(encoding="utf-8") == before
