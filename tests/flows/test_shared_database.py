"""A shared database in the window: opened with a password, remembered without, opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.engine import URL

from app.desktop.bootstrap import Desktop
from app.desktop.settings import UserSettings
from app.messages import tell
from chains.errors import DomainError, WorkspaceRefused
from tests.keyrings import KeptInMemory
from tests.pg_server import PgServer
from widgets.dialogs.shared_database import KEYRING, NO_KEYRING, SharedDatabaseDialog

PASSWORD = "Ganz-geheim-7"


@pytest.fixture
def ring() -> Iterator[KeptInMemory]:
    before = keyring.get_keyring()
    made = KeptInMemory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def person(pg_server: PgServer, shared_url: URL) -> URL:
    """The database as a person reaches it."""
    return pg_server.person(shared_url, "wang", PASSWORD)


@pytest.fixture
def desktop(whole_desktop: Desktop) -> Desktop:
    return whole_desktop


def _end(desktop: Desktop) -> None:
    if desktop.session is not None:
        desktop.session.window.close()
    desktop.close()


def _fill(dialog: SharedDatabaseDialog, url: URL, password: str) -> None:
    dialog.host.setText(str(url.host))
    dialog.port.setValue(int(url.port or 0))
    dialog.database.setText(str(url.database))
    dialog.user.setText(str(url.username))
    dialog.password.setText(password)


def test_a_database_is_opened_with_its_password_and_found_again_without(
    desktop: Desktop, qtbot: QtBot, qapp: QApplication, person: URL, ring: KeptInMemory, tmp_path: Path
) -> None:
    assert desktop.start(None)
    if desktop.first is not None:
        desktop.first.close()
    assert desktop.session is not None
    desktop.session.window.action("open_shared").trigger()
    dialog = desktop.shared.dialog
    assert dialog is not None
    _fill(dialog, person, "falsch")
    dialog.remember.setChecked(True)

    dialog.open_button.click()
    qtbot.waitUntil(lambda: "密码不对" in dialog.said.text())
    assert ring.held == {}
    dialog.password.setText(PASSWORD)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: desktop.shared.dialog is None)

    title = desktop.session.window.windowTitle()
    assert f"{person.database}@127.0.0.1" in title
    assert PASSWORD not in title
    assert list(ring.held.values()) == [PASSWORD]
    _end(desktop)
    kept = "".join(file.read_text(errors="replace") for file in tmp_path.rglob("*") if file.is_file())
    assert str(person.database) in kept
    assert PASSWORD not in kept

    again = Desktop(qapp, UserSettings(tmp_path / "设置.ini"))
    assert again.start(None)
    assert again.session is not None
    assert again.session.window.windowTitle() == title
    _end(again)


def test_at_the_start_a_password_is_asked_for(desktop: Desktop, person: URL, ring: KeptInMemory) -> None:
    said: list[str] = []

    def answer() -> None:
        dialog = desktop.shared.dialog
        assert dialog is not None
        said.append(dialog.said.text())
        dialog.password.setText(PASSWORD)
        dialog.open_button.click()

    QTimer.singleShot(1_000, answer)
    assert desktop.start(person.set(password="falsch"))

    assert "密码不对" in said[0]
    assert desktop.session is not None
    assert str(person.database) in desktop.session.window.windowTitle()


def test_who_gives_up_at_the_start_works_in_a_file(desktop: Desktop, person: URL, ring: KeptInMemory) -> None:
    def give_up() -> None:
        dialog = desktop.shared.dialog
        assert dialog is not None
        dialog.reject()

    QTimer.singleShot(1_000, give_up)
    assert desktop.start(person.set(password="falsch"))

    assert desktop.session is not None
    assert "威海市产业链.lianpu" in desktop.session.window.windowTitle()


def test_what_is_for_files_says_so_in_the_window(desktop: Desktop, qtbot: QtBot, person: URL) -> None:
    assert desktop.start(person)
    assert desktop.session is not None
    refused: list[DomainError] = []
    desktop.session.jobs.refused.connect(refused.append)

    desktop.session.window.action("backups").trigger()

    assert isinstance(refused[0], WorkspaceRefused)
    assert "pg_dump" in tell(refused[0])


@pytest.mark.parametrize("has_keyring", [True, False])
def test_where_passwords_go_is_said(has_keyring: bool, qtbot: QtBot) -> None:
    from widgets.dialogs.shared_database import SharedDatabase
    from widgets.panels.labels import WrappedLabel

    dialog = SharedDatabaseDialog(SharedDatabase(password=PASSWORD), has_keyring=has_keyring)
    qtbot.addWidget(dialog)

    said = [label.text() for label in dialog.findChildren(WrappedLabel)]
    assert (KEYRING if has_keyring else NO_KEYRING) in said
    assert dialog.remember.isEnabled() is has_keyring
    assert PASSWORD not in repr(SharedDatabase(password=PASSWORD))
