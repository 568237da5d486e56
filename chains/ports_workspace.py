"""What the domain needs from outside for the workspace itself: its settings, names given to its states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chains.list_presets import ListPreset
    from chains.list_records import ListRecord
    from chains.record_shapes import RecordKind
    from chains.scenario import Scenario


class Snapshots(Protocol):
    """Names given to states, inside a unit of work."""

    def take(self, name: str, author: str) -> int:
        """Name the state before this unit of work. Raises AlreadyThere when the name is taken."""

    def remove(self, snapshot_id: int) -> str:
        """Forget a name and return it. Raises NotFound."""


class Scenarios(Protocol):
    """Scenarios that are kept, inside a unit of work."""

    def named(self, name: str) -> Scenario | None:
        """The scenario of that name."""

    def save(self, scenario: Scenario, expected: int | None) -> int:
        """Add it (id 0) or replace it; returns its id. Raises Conflict when its version is not `expected`."""

    def remove(self, scenario_id: int, expected: int | None) -> str:
        """Forget it and return its name. Raises NotFound, Conflict."""


class Records(Protocol):
    """List records (清单资料), inside a unit of work."""

    def get(self, kind: RecordKind, record_id: int) -> ListRecord:
        """Raises NotFound."""

    def save(self, record: ListRecord, expected: int | None) -> int:
        """Add it (id 0) or replace it; returns its id. Raises Conflict when its version is not `expected`."""

    def remove(self, kind: RecordKind, record_id: int, expected: int | None) -> str:
        """Take it away and return its name. Raises NotFound, Conflict."""


class Presets(Protocol):
    """清单方案 that are kept, inside a unit of work."""

    def save(self, preset: ListPreset, expected: int | None) -> int:
        """Keep it under its name, in place of the one of that name; returns its id. Raises Conflict."""

    def remove(self, preset_id: int, expected: int | None) -> str:
        """Forget it and return its name. Raises NotFound, Conflict."""


class Settings(Protocol):
    """Settings of the workspace as texts, inside a unit of work."""

    def get(self, key: str, default: str) -> str:
        """The setting, `default` where it is not set."""

    def put(self, key: str, value: str) -> None:
        """Set it."""
