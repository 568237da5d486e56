"""The full check of every week: due, made apart, told only where something is wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.desktop.jobs import Job, Jobs
from app.desktop.regular_check import EVERY, WHAT, RegularCheck
from app.desktop.settings import UserSettings
from chains.errors import Cancelled
from chains.trust import CheckReport, Rule
from db.apart_check import check_apart
from db.backups import backup_folder
from tests.builders import a_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "工作区.lianpu"
    a_workspace(path).database.close()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> UserSettings:
    return UserSettings(tmp_path / "设置.ini")


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def _forge(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE change_log SET author = '别人'")
        raw.commit()


def _damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-8192:] = bytes(8192)
    file.write_bytes(content)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4096])


@pytest.mark.parametrize(
    ("harm", "rule"), [(_forge, Rule.LOG), (_damage, Rule.INTEGRITY), (_cut, Rule.INTEGRITY)]
)
def test_what_is_wrong_in_the_file_is_found_in_a_copy_that_goes(
    file: Path, harm: Callable[[Path], None], rule: Rule
) -> None:
    assert check_apart(file, lambda *_: None).sound
    harm(file)

    report = check_apart(file, lambda *_: None)

    assert rule in {one.rule for one in report.findings}
    assert not backup_folder(file).exists()


@pytest.mark.parametrize("text", ["", "数据结构"])
def test_it_can_be_stopped_while_it_copies_and_while_it_looks(file: Path, text: str) -> None:
    def stop(done: int, _total: int, said: str) -> None:
        if said == text and (done or text):
            raise Cancelled

    with pytest.raises(Cancelled):
        check_apart(file, stop)

    assert not backup_folder(file).exists()


def test_a_check_is_due_after_a_week_and_for_another_file_at_once(
    file: Path, settings: UserSettings, jobs: Jobs
) -> None:
    regular = RegularCheck(jobs, file, settings, lambda _report: None)
    assert regular.is_due
    regular.note()
    assert not regular.is_due
    assert not RegularCheck(jobs, file, UserSettings(file.with_name("设置.ini")), lambda _report: None).is_due
    assert RegularCheck(jobs, file.with_name("别的.lianpu"), settings, lambda _report: None).is_due

    settings.checks.note(file, datetime.now(UTC) - EVERY - timedelta(minutes=1))
    assert regular.is_due
    settings.checks.note(file, datetime.now(UTC) + timedelta(days=300))
    assert regular.is_due


def test_only_what_is_wrong_is_told_and_the_day_is_kept(
    file: Path, settings: UserSettings, jobs: Jobs, qtbot: QtBot
) -> None:
    told: list[CheckReport] = []
    shown: list[str] = []
    jobs.started.connect(lambda _job, text: shown.append(text))
    regular = RegularCheck(jobs, file, settings, told.append)

    regular._look()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=60_000)
    assert (told, regular.is_due, shown) == ([], False, [WHAT])
    regular._look()
    assert not jobs.busy

    _forge(file)
    settings.checks.note(file, datetime.now(UTC) - EVERY)
    regular._look()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=60_000)
    assert len(told) == 1
    regular.stop()


def test_it_waits_while_something_else_is_done(
    file: Path, settings: UserSettings, jobs: Jobs, qtbot: QtBot
) -> None:
    regular = RegularCheck(jobs, file, settings, lambda _report: None)
    jobs.read(Job("other", lambda _ticket: None, lambda _result: None))

    regular._look()

    assert not jobs.awaits("regular-check")
    qtbot.waitUntil(lambda: not jobs.busy)
    assert regular.is_due
    regular.stop()
