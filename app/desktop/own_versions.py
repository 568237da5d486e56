"""Versions that this window's own writes made: two quick clicks must not conflict with each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chains.commands import (
    AssessSegment,
    PlaceCompany,
    RemovePlacement,
    RemoveTarget,
    UpdateTarget,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from chains.commands import Command

_Versioned = AssessSegment | PlaceCompany | RemovePlacement | UpdateTarget | RemoveTarget


class OwnVersions:
    """Remembers, per thing, to which version our own writes took the one that the panel still shows.

    Each write takes a version up by one. When somebody else wrote in between, the chain breaks and the
    database refuses the command, as it should. Used by the writer thread alone.
    """

    def __init__(self) -> None:
        self._newest: dict[tuple[Hashable, int], int] = {}

    def rebased(self, command: Command) -> Command:
        """The command with the version that our own writes have made of the one it saw."""
        if not isinstance(command, _Versioned) or command.expected_version is None:
            return command
        seen = command.expected_version
        return replace(command, expected_version=self._newest.get((_thing(command), seen), seen))

    def wrote(self, command: Command) -> None:
        """The (rebased) command was written: what it saw is now one version older."""
        if not isinstance(command, _Versioned) or command.expected_version is None:
            return
        thing, before = _thing(command), command.expected_version
        for key, version in self._newest.items():
            if key[0] == thing and version == before:
                self._newest[key] = before + 1
        self._newest[(thing, before)] = before + 1


def _thing(command: _Versioned) -> Hashable:
    return command.target_id if isinstance(command, UpdateTarget | RemoveTarget) else command.ref
