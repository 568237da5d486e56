"""Versions that this window's own writes made: two quick clicks must not conflict with each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chains.commands import (
    AssessSegment,
    Composite,
    PlaceCompany,
    PlaceNamed,
    RemovePlacement,
    RemoveTarget,
    UpdateTarget,
)
from chains.company_editing import AddQualification, EditCompany, EditQualification, RemoveQualification
from chains.company_merging import MergeCompanies
from chains.contacts import ContactCommand
from chains.list_records import RemoveRecord, SaveRecord
from chains.structure import EditSegment

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from chains.commands import Command

_OF_A_TARGET = UpdateTarget | RemoveTarget
_OF_A_COMPANY = EditCompany | AddQualification | EditQualification | RemoveQualification | ContactCommand
_OF_A_SEGMENT = AssessSegment | PlaceCompany | PlaceNamed | RemovePlacement | EditSegment


class OwnVersions:
    """Remembers, per thing, to which version our own writes took the one that the panel still shows.

    Each write takes a version up by one. When somebody else wrote in between, the chain breaks and the
    database refuses the command, as it should. Used by the writer thread alone.
    """

    def __init__(self) -> None:
        self._newest: dict[tuple[Hashable, int], int] = {}

    def rebased(self, command: Command) -> Command:
        """The command with the versions that our own writes have made of those it saw."""
        if isinstance(command, Composite):
            return replace(command, commands=tuple(self.rebased(part) for part in command.commands))
        seen = getattr(command, "expected_version", None)
        if seen is None:
            return command
        changed: Any = command
        rebased: Command = replace(changed, expected_version=self._newest.get((_thing(command), seen), seen))
        return rebased

    def wrote(self, command: Command) -> None:
        """The (rebased) command was written: what it saw is now one version older."""
        for thing, before in dict.fromkeys(_seen(command)):
            for key, version in self._newest.items():
                if key[0] == thing and version == before:
                    self._newest[key] = before + 1
            self._newest[(thing, before)] = before + 1


def _seen(command: Command) -> Iterator[tuple[Hashable, int]]:
    """Each thing that the command saw, with its version then; a unit of work takes it up once."""
    parts = command.commands if isinstance(command, Composite) else (command,)
    for part in parts:
        seen = getattr(part, "expected_version", None)
        if seen is not None:
            yield _thing(part), seen


def _thing(command: Any) -> Hashable:  # noqa: ANN401 - any command with an expected version
    if isinstance(command, _OF_A_TARGET):
        return command.target_id
    if isinstance(command, _OF_A_SEGMENT):
        return command.ref
    if isinstance(command, MergeCompanies):
        return ("company", command.kept_id)
    if isinstance(command, _OF_A_COMPANY):
        company_id = command.company.id if isinstance(command, EditCompany) else command.company_id
        return ("company", company_id)
    if isinstance(command, SaveRecord | RemoveRecord):
        return _record_of(command)
    # Every other one changes the structure of a chain and is guarded by the chain's version.
    return command.chain if hasattr(command, "chain") else _chain_of(command)


def _record_of(command: SaveRecord | RemoveRecord) -> Hashable:
    if isinstance(command, RemoveRecord):
        return (command.kind, command.record_id)
    return (command.record.kind, command.record.id)


def _chain_of(command: Any) -> str:  # noqa: ANN401 - a structure command with a segment's name
    ref = command.into if hasattr(command, "into") else command.ref
    return str(ref.chain)
