"""What the domain needs from outside for the workspace itself: its settings, names given to its states."""

from __future__ import annotations

from typing import Protocol


class Snapshots(Protocol):
    """Names given to states, inside a unit of work."""

    def take(self, name: str, author: str) -> int:
        """Name the state before this unit of work. Raises AlreadyThere when the name is taken."""

    def remove(self, snapshot_id: int) -> str:
        """Forget a name and return it. Raises NotFound."""


class Settings(Protocol):
    """Settings of the workspace as texts, inside a unit of work."""

    def get(self, key: str, default: str) -> str:
        """The setting, `default` where it is not set."""

    def put(self, key: str, value: str) -> None:
        """Set it."""
