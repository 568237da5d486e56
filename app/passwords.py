"""Passwords of shared databases: kept by the system's keyring where there is one, nowhere else."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from db.places import account_text, has_password, with_password

if TYPE_CHECKING:
    from types import ModuleType

    from db.places import Place, SomePlace

_SERVICE = "lianpu"
_LOG = logging.getLogger(__name__)


def can_remember() -> bool:
    """Whether the system has a keyring that we may use."""
    return _keyring() is not None


def entered(place: SomePlace) -> SomePlace:
    """The place with the password that the keyring has for it; as it is where that has none."""
    ring = None if has_password(place) else _keyring()
    if ring is None:
        return place
    from keyring.errors import KeyringError  # noqa: PLC0415 - see _keyring

    try:
        password = ring.get_password(_SERVICE, account_text(place))
    except KeyringError as error:
        _LOG.warning("the keyring did not answer: %s", type(error).__name__)
        return place
    return with_password(place, password) if password else place


def remember(place: Place, password: str) -> bool:
    """Keep the password; False where the system's keyring cannot."""
    ring = _keyring()
    if ring is None:
        return False
    from keyring.errors import KeyringError  # noqa: PLC0415 - see _keyring

    try:
        ring.set_password(_SERVICE, account_text(place), password)
    except KeyringError as error:
        _LOG.warning("the keyring kept no password: %s", type(error).__name__)
        return False
    return True


def forget(place: Place) -> None:
    """Remove a password that was kept."""
    ring = _keyring()
    if ring is not None:
        from keyring.errors import KeyringError  # noqa: PLC0415 - see _keyring

        try:
            ring.delete_password(_SERVICE, account_text(place))
        except KeyringError as error:
            _LOG.info("no password was kept: %s", type(error).__name__)


def _keyring() -> ModuleType | None:
    """The keyring; None where the system has none: what stands in for it keeps nothing, or nothing safe.

    Those that keep them safe have a priority of 1 at least, as the library says.
    """
    import keyring  # noqa: PLC0415 - looking for the system's keyring takes a tenth of a second

    return keyring if keyring.get_keyring().priority >= 1 else None
