"""A system's keyring, for tests: it holds passwords while the test runs."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class KeptInMemory(KeyringBackend):
    """One that keeps them safe, as its priority says."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """What is held."""
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Hold it."""
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Hold it no longer."""
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError
