"""The test that an administrator runs after installing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.desktop.jobs import Job, Jobs
from app.desktop.self_test import settle

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def _self_test(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", "selftest"],
        cwd=ROOT,
        env={**os.environ, "HOME": str(home), "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen", **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_every_station_passes_and_nothing_is_left_behind(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    done = _self_test(tmp_path, TMPDIR=str(scratch))

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "自检通过。" and "不通过" not in done.stdout
    assert not list(scratch.iterdir())


def test_on_a_slow_machine_work_that_begins_at_the_last_moment_is_waited_for(qtbot: QtBot) -> None:
    jobs = Jobs()
    often = QTimer(interval=1)
    often.timeout.connect(lambda: jobs.read(Job("often", lambda _ticket: None, lambda _result: None)))
    often.start()

    for _ in range(20):
        settle(jobs)  # it would say that a minute was over

    often.stop()
    jobs.close()


def test_without_a_chinese_font_it_says_so_and_goes_on(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text('<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>', encoding="utf-8")

    done = _self_test(tmp_path, FONTCONFIG_FILE=str(fonts))

    assert done.returncode == 1
    assert "不通过 中文字体：没有中文字体" in done.stdout and "通过 点选环节并评估" in done.stdout
    assert done.stdout.splitlines()[-1] == "自检有 1 项不通过。"
