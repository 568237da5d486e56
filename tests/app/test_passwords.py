"""Passwords are kept by the system's keyring or nowhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringError

from app import passwords
from db.places import has_password, server_place
from tests.keyrings import KeptInMemory

PASSWORD = "Geheim-7"
PLACE = server_place("db", 5432, "weihai", "li")


class InAFile(KeptInMemory):
    """As `keyrings.alt` brings one: everybody reads the file."""

    priority = 0.5


class Locked(KeptInMemory):
    """Somebody has to unlock it, and does not."""

    def get_password(self, service: str, username: str) -> str | None:
        """Nobody unlocks it."""
        raise KeyringError(f"no answer for {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nobody unlocks it."""
        raise KeyringError(f"cannot keep {password}")


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The keyring of this process, afterwards as before."""
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring, InAFile])
def test_what_only_stands_in_for_a_keyring_is_given_no_password(kind: type[KeyringBackend]) -> None:
    ring = kind()
    keyring.set_keyring(ring)

    assert not passwords.can_remember()
    assert not passwords.remember(PLACE, PASSWORD)
    assert not has_password(passwords.entered(PLACE))
    assert not getattr(ring, "held", {})


def test_a_password_that_is_kept_is_entered_and_can_be_forgotten() -> None:
    keyring.set_keyring(KeptInMemory())

    assert passwords.can_remember() and passwords.remember(PLACE, PASSWORD)
    assert passwords.entered(PLACE).password == PASSWORD
    passwords.forget(PLACE)
    passwords.forget(PLACE)
    assert not has_password(passwords.entered(PLACE))


def test_a_keyring_that_does_not_answer_is_told_of_without_the_password(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    keyring.set_keyring(Locked())

    with caplog.at_level(logging.DEBUG):
        assert not passwords.remember(PLACE, PASSWORD)
        assert not has_password(passwords.entered(PLACE))

    assert len(caplog.records) == 2
    assert PASSWORD not in caplog.text


def test_a_file_needs_no_password(tmp_path: Path) -> None:
    keyring.set_keyring(Locked())

    assert passwords.entered(tmp_path / "a.lianpu") == tmp_path / "a.lianpu"
