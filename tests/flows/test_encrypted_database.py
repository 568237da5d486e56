"""A shared database over an encrypted connection: chosen in the dialog, checked, kept, told in the status."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.engine import URL

from app.desktop.bootstrap import Desktop
from app.messages import tell
from chains.errors import WorkspaceRefused
from chains.kinds import Encryption
from db.places import Place, account_text, encryption_of, with_encryption, without_password, workspace_place
from db.workspace_file import open_workspace
from tests.pg_encryption import NO_OPENSSL, encrypted, make_certificate
from tests.pg_server import PgServer
from widgets.dialogs.shared_database import SharedDatabaseDialog
from widgets.panels.labels import PlainLabel

PASSWORD = "Ganz-geheim-8"


@pytest.fixture
def certificate(pg_server: PgServer, tmp_path: Path) -> Path:
    if not pg_server.is_ours:
        pytest.skip("the server of PG_URL is not ours to change")
    if shutil.which("openssl") is None:
        pytest.skip(NO_OPENSSL)
    return make_certificate(tmp_path / "证书", "127.0.0.1")


@pytest.fixture
def person(pg_server: PgServer, shared_url: URL) -> URL:
    return pg_server.person(shared_url, "zhao", PASSWORD)


@pytest.fixture
def safe(pg_server: PgServer, certificate: Path) -> Iterator[None]:
    with encrypted(pg_server, certificate):
        yield


def _reached(place: Place) -> Encryption | None:
    database = open_workspace(place)
    found = database.encryption
    database.close()
    return found


def _refused(place: Place) -> str:
    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(place)
    return tell(refused.value)


@pytest.mark.usefixtures("safe")
def test_an_encrypting_server_is_reached_as_it_was_asked(person: URL, certificate: Path) -> None:
    assert _reached(person) is Encryption.REQUIRED
    assert _reached(with_encryption(person, Encryption.REQUIRED)) is Encryption.REQUIRED
    assert _reached(with_encryption(person, Encryption.VERIFIED, str(certificate))) is Encryption.VERIFIED


@pytest.mark.usefixtures("safe")
def test_another_certificate_another_host_or_no_file_is_refused(
    person: URL, certificate: Path, tmp_path: Path
) -> None:
    verified = with_encryption(person, Encryption.VERIFIED, str(certificate))
    stranger = make_certificate(tmp_path / "别的", "127.0.0.1")

    assert "对不上" in _refused(with_encryption(person, Encryption.VERIFIED, str(stranger)))
    assert "不是这个主机名" in _refused(verified.set(host="localhost"))
    assert "找不到" in _refused(with_encryption(person, Encryption.VERIFIED, str(tmp_path / "没有.crt")))


def test_a_server_without_encryption_is_refused_where_it_is_required(person: URL) -> None:
    assert _reached(person) is Encryption.ANY
    assert "没有开启加密" in _refused(with_encryption(person, Encryption.REQUIRED))


def test_how_it_is_reached_is_kept_with_the_name_and_the_password_is_not(person: URL) -> None:
    place = with_encryption(person, Encryption.VERIFIED, "/etc/链谱/ca.crt")
    again = workspace_place(without_password(place))

    assert encryption_of(again) == (Encryption.VERIFIED, "/etc/链谱/ca.crt")
    assert PASSWORD not in without_password(place)
    assert account_text(place) == account_text(person)
    assert encryption_of(with_encryption(place, Encryption.ANY)) == (Encryption.ANY, "")


@pytest.mark.usefixtures("safe")
def test_it_is_chosen_in_the_dialog_and_told_in_the_status(
    whole_desktop: Desktop, qtbot: QtBot, person: URL, certificate: Path
) -> None:
    desktop = whole_desktop
    assert desktop.start(None)
    if desktop.first is not None:
        desktop.first.close()
    assert desktop.session is not None
    desktop.session.window.action("open_shared").trigger()
    dialog = desktop.shared.dialog
    assert dialog is not None
    _fill(dialog, person)
    dialog.encryption.choice.setCurrentIndex(2)
    assert not dialog.open_button.isEnabled()
    dialog.encryption.certificate.setText(str(certificate))

    dialog.open_button.click()
    qtbot.waitUntil(lambda: desktop.shared.dialog is None)

    said = [label.text() for label in desktop.session.window.findChildren(PlainLabel)]
    assert any(text.endswith("@127.0.0.1:" + str(person.port) + "（已加密，证书已校验）") for text in said)
    kept = workspace_place(desktop._settings.shared)
    assert encryption_of(kept) == (Encryption.VERIFIED, str(certificate))


def _fill(dialog: SharedDatabaseDialog, url: URL) -> None:
    dialog.host.setText(str(url.host))
    dialog.port.setValue(int(url.port or 0))
    dialog.database.setText(str(url.database))
    dialog.user.setText(str(url.username))
    dialog.password.setText(PASSWORD)
