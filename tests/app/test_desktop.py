"""Starting and ending the window: the first workspace, what is remembered, what is refused."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.bootstrap import Desktop
from app.desktop.crash import LOG_FILES, CrashReporter, report_text
from app.desktop.own_versions import OwnVersions
from app.desktop.settings import UserSettings
from app.messages import tell
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.errors import DomainError
from tests.builders import a_workspace

ROOT = Path(__file__).parents[2]
REF = SegmentRef("tyre", "mould")


@pytest.fixture
def desktop(whole_desktop: Desktop) -> Desktop:
    return whole_desktop


def _settle(desktop: Desktop, qtbot: QtBot) -> None:
    session = desktop.session
    assert session is not None
    qtbot.waitUntil(lambda: not session.jobs.busy)


def test_the_first_start_makes_a_workspace_with_the_plans_chains(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    assert desktop.start(None)
    _settle(desktop, qtbot)

    assert (tmp_path / "文档" / "威海市产业链.lianpu").is_file()
    assert desktop.session is not None
    assert len(desktop.session.chain_list.shown_codes()) == 28
    assert "威海市产业链" in desktop.session.window.windowTitle()


def test_the_next_start_opens_what_was_open_where_it_was(
    desktop: Desktop, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    a_workspace(tmp_path / "另一个.lianpu").database.close()
    assert desktop.start(tmp_path / "另一个.lianpu")
    _settle(desktop, qtbot)
    assert desktop.session is not None
    desktop.session.place.go_to_chain("motor")
    _settle(desktop, qtbot)
    desktop.session.window._docks["log"][0].hide()
    desktop.session.window.close()
    desktop.close()

    again = Desktop(qapp, UserSettings(tmp_path / "设置.ini"))
    assert again.start(None)
    _settle(again, qtbot)

    assert again.session is not None
    assert again.session.workspace.label == "另一个.lianpu"
    assert again.session.place.chain == "motor"
    assert again.session.window._docks["log"][0].isHidden()
    assert not again.session.window._docks["gaps"][0].isHidden()
    again.session.window.close()
    again.close()


def test_broken_settings_give_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "设置.ini"
    file.write_bytes(b"\x00\xff broken [[[\nplaces=@Invalid()\nrecent=5\n")

    settings = UserSettings(file)

    assert settings.places == b""
    assert settings.recent == () or all(isinstance(path, Path) for path in settings.recent)
    assert settings.author


def test_another_workspace_takes_the_place_of_the_first(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    assert desktop.start(None)
    _settle(desktop, qtbot)
    first = desktop.session
    other = a_workspace(tmp_path / "第二个.lianpu").database

    desktop.show(other)  # type: ignore[arg-type]
    _settle(desktop, qtbot)

    assert desktop.session is not first
    assert desktop.session is not None
    assert desktop.session.workspace.label == "第二个.lianpu"


def test_switching_the_theme_is_remembered(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    assert desktop.start(None)
    _settle(desktop, qtbot)
    assert desktop.session is not None

    desktop.session.window.action("dark").trigger()

    desktop._settings.save()
    assert UserSettings(tmp_path / "设置.ini").dark
    desktop.session.window.action("dark").trigger()


def test_without_a_screen_the_window_says_so_and_names_the_command_line(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has machines without a screen")
    done = subprocess.run(
        [sys.executable, "-m", "app", str(tmp_path / "a.lianpu")],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "PYTHONUTF8": "1", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "lianpu --help" in done.stderr


def test_a_crash_report_names_the_place_but_no_value() -> None:
    def look_up(company: str) -> None:
        raise ValueError(f"联系人 13812345678 of {company}")

    try:
        look_up("甲公司")
    except ValueError as error:
        text = report_text(error)

    assert "ValueError" in text
    assert "app/test_desktop.py" in text and "look_up" in text
    assert str(Path(__file__).parent) not in text  # folders hold the user's name
    assert "13812345678" not in text
    assert "甲公司" not in text


@pytest.fixture
def crash(tmp_path: Path, qapp: QApplication) -> Iterator[CrashReporter]:
    """Logging for one test: afterwards the log of the tests is as it was."""
    logger = logging.getLogger()
    before, level = list(logger.handlers), logger.level
    reporter = CrashReporter(tmp_path / "日志")
    yield reporter
    reporter.stop()
    for handler in [one for one in logger.handlers if one not in before]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


def test_a_name_with_line_breaks_writes_no_entry_of_its_own_in_the_log(
    crash: CrashReporter, tmp_path: Path
) -> None:
    crash.start()

    logging.getLogger("app").warning("%s", "甲\n2024-01-01 INFO 伪造日志\u2028\x1b[2J")

    (line,) = (tmp_path / "日志" / "lianpu.log").read_text(encoding="utf-8").split("\n")[:-1]
    assert line.endswith("甲\\u000a2024-01-01 INFO 伪造日志\\u2028\\u001b[2J")


@pytest.mark.skipif(os.name != "posix", reason="rights are another thing there")
def test_logs_are_for_the_users_eyes_alone(crash: CrashReporter, tmp_path: Path) -> None:
    crash.start()

    assert [one.stat().st_mode & 0o077 for one in (tmp_path / "日志").iterdir()] == [0, 0]


def test_a_log_does_not_grow_without_end(
    crash: CrashReporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desktop.crash.LOG_BYTES", 2_000)
    crash.start()

    for number in range(500):
        logging.getLogger("app").warning("%s 的一条记录，写满了就换下一个文件", number)

    logs = list((tmp_path / "日志").glob("lianpu.log*"))
    assert len(logs) == 1 + LOG_FILES
    assert all(one.stat().st_size <= 2_000 for one in logs)
    if os.name == "posix":
        assert all(one.stat().st_mode & 0o077 == 0 for one in logs)


def test_the_program_works_where_no_log_can_be_written(crash: CrashReporter, tmp_path: Path) -> None:
    (tmp_path / "日志").write_text("a file in the folder's place")
    heard: list[str] = []
    crash.crashed.connect(heard.append)

    crash.start()
    crash.report(ValueError())

    assert len(heard) == 1


def test_a_first_workspace_that_cannot_be_made_is_told(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "文档").write_text("a file in the folder's place")
    told: list[DomainError] = []
    monkeypatch.setattr(desktop, "_tell", lambda error, _parent: told.append(error))

    assert not desktop.start(None)

    assert "不能在此处新建" in tell(told[0])


def test_own_writes_follow_each_other_and_anothers_breaks_the_chain() -> None:
    own = OwnVersions()
    seen_four = AssessSegment(REF, evidence="a", expected_version=4)

    own.wrote(own.rebased(seen_four))
    second = own.rebased(seen_four)
    own.wrote(second)

    assert isinstance(second, AssessSegment) and second.expected_version == 5
    third = own.rebased(seen_four)
    assert isinstance(third, AssessSegment) and third.expected_version == 6
    fresh = own.rebased(AssessSegment(REF, evidence="b", expected_version=9))
    assert isinstance(fresh, AssessSegment) and fresh.expected_version == 9


@pytest.mark.parametrize("action", ["new", "open", "open_shared", "sample"])
def test_another_workspace_is_not_opened_over_changes_that_wait(
    action: str, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    assert desktop.start(None)
    session = desktop.session
    assert session is not None and desktop.first is not None
    desktop.first.close()
    _settle(desktop, qtbot)
    file = tmp_path / "文档" / "威海市产业链.lianpu"
    away = file.rename(file.with_name("拔出"))
    session.desk.submit(AssessSegment(SegmentRef("tyre", "mould"), evidence="写了一下午"))
    qtbot.waitUntil(lambda: session.desk.unsaved == 1)

    session.window.action(action).trigger()

    question = session.leaving.question
    assert question is not None and question.isVisible()
    assert desktop.session is session and desktop.shared.dialog is None
    question.close()
    away.rename(file)
    qtbot.waitUntil(lambda: not session.desk.is_writing)
