"""个人信息 in the whole window: asked about before it is erased, and in no log, report or recovery file."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from app.desktop.crash import CrashReporter
from app.desktop.recovery import Recovery
from app.erasing_words import STOPPED_TEXT
from chains.contacts import AddContact, Person
from chains.trust import BackupKind
from db.backups import backups_of, take_backup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.flows.conftest import DesktopProbe

LEFT = Qt.MouseButton.LeftButton
PERSON = Person("张三丰", "总经理", ("13912345678",), ("zhang.sanfeng@example.com",))
SECRETS = ("张三丰", "13912345678", "zhang.sanfeng@example.com")


def _contacts(desktop: DesktopProbe, company: int) -> int:
    with desktop.session.workspace.read() as reader:
        return len(reader.contacts(company))


def _with_people(desktop: DesktopProbe) -> None:
    for company in (1, 2):
        desktop.session.desk.submit(AddContact(company, PERSON))
    desktop.settle()


def test_one_companys_people_are_erased_from_its_page(desktop: DesktopProbe) -> None:
    _with_people(desktop)
    session = desktop.session
    session.company_page.open_card(1)
    desktop.settle()
    page = session.company_page.dialog()
    assert page is not None
    page.tabs.setCurrentWidget(page.people)
    desktop.qtbot.mouseClick(page.people.erase, LEFT)
    desktop.settle()
    asked = session.erasing.dialog()
    assert asked is not None and not asked.erase.isEnabled()

    desktop.qtbot.mouseClick(asked.erase, LEFT)
    desktop.settle()
    assert _contacts(desktop, 1) == 3
    asked.tick.click()
    desktop.qtbot.mouseClick(asked.erase, LEFT)
    desktop.settle()

    assert (_contacts(desktop, 1), _contacts(desktop, 2)) == (0, 3)
    assert session.erasing.dialog() is None
    assert page.record.history[0].action == "erase_personal"
    # The erasing cannot be taken back, and is not offered to be.
    assert "清除" not in session.desk.history.undo_label


def test_all_people_are_erased_from_the_menu_and_then_there_are_none(desktop: DesktopProbe) -> None:
    _with_people(desktop)
    session = desktop.session

    session.window.action("erase_personal").trigger()
    desktop.settle()
    asked = session.erasing.dialog()
    assert asked is not None
    asked.tick.click()
    desktop.qtbot.mouseClick(asked.erase, LEFT)
    desktop.settle()

    assert (_contacts(desktop, 1), _contacts(desktop, 2)) == (0, 0)
    session.window.action("erase_personal").trigger()
    desktop.settle()
    assert session.erasing.dialog() is None


def test_an_erasing_stands_in_the_status_bar_and_can_be_stopped(desktop: DesktopProbe) -> None:
    _with_people(desktop)
    session, said = desktop.session, []
    session.erasing.said.connect(said.append)
    session.jobs.started.connect(lambda job, _text: session.jobs.cancel(job))
    session.erasing._company = None

    session.erasing._erase()
    desktop.settle()

    assert said == [STOPPED_TEXT]
    assert (_contacts(desktop, 1), _contacts(desktop, 2)) == (3, 3)
    assert not session.desk.is_writing and session.window.busy.isHidden()


def test_counting_before_it_can_be_stopped(desktop: DesktopProbe) -> None:
    _with_people(desktop)
    session, told = desktop.session, []
    session.jobs.started.connect(lambda job, text: (told.append(text), session.jobs.cancel(job)))

    session.window.action("erase_personal").trigger()
    desktop.settle()

    assert told == ["统计个人信息"]
    assert session.erasing.dialog() is None
    assert session.window.busy.isHidden()


def test_older_backups_go_with_it_when_asked(desktop: DesktopProbe) -> None:
    _with_people(desktop)
    session = desktop.session
    path = session.workspace.database.path
    old = take_backup(path, BackupKind.MANUAL, now=datetime(2026, 1, 2, tzinfo=UTC)).file
    session.window.action("erase_personal").trigger()
    desktop.settle()
    asked = session.erasing.dialog()
    assert asked is not None and not asked.dropping.isHidden()

    asked.dropping.click()
    asked.tick.click()
    desktop.qtbot.mouseClick(asked.erase, LEFT)
    desktop.settle()

    assert not old.exists()
    (fresh,) = backups_of(path)
    assert not any(one.encode() in fresh.file.read_bytes() for one in SECRETS)


@pytest.fixture
def crash(tmp_path: Path) -> Iterator[CrashReporter]:
    """What logs and reports as in the program."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    reporter = CrashReporter(tmp_path / "日志")
    reporter.start()
    yield reporter
    reporter.stop()
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_no_log_report_or_recovery_file_holds_people(
    desktop: DesktopProbe, crash: CrashReporter, tmp_path: Path
) -> None:
    session, reports = desktop.session, []
    crash.crashed.connect(reports.append)
    session.jobs.broke.connect(crash.report)
    _with_people(desktop)
    recovery = Recovery(session, tmp_path / "恢复", str(session.workspace.database.path))
    with closing(sqlite3.connect(session.workspace.database.path)) as file:
        file.execute("CREATE TRIGGER refuses BEFORE INSERT ON contact BEGIN SELECT RAISE(ABORT, 'x'); END")
        file.commit()

    # A form with a person open, its write refused by the database, then a fault that names the person.
    session.company_page.open_card(3)
    desktop.settle()
    page = session.company_page.dialog()
    assert page is not None
    page.contact_asked.emit(PERSON)
    desktop.settle()
    session.desk.submit(AddContact(3, PERSON))
    desktop.settle()
    recovery.look()
    try:
        raise RuntimeError(f"{PERSON}")
    except RuntimeError as error:
        crash.report(error)

    assert len(reports) == 2 and "IntegrityError" in reports[0]
    files = [file for folder in ("日志", "恢复") for file in (tmp_path / folder).iterdir()]
    assert {"lianpu.log", "faults.log"} < {file.name for file in files}
    told = [*reports, *(file.read_text(encoding="utf-8") for file in files)]
    assert not [one for text in told for one in SECRETS if one in text]
    recovery.stop()
