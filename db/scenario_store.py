"""Scenarios (推演方案) as the workspace keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from chains.errors import Conflict, NotFound
from chains.scenario import Scenario
from chains.scenario_text import as_text, from_text
from db import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.mapping import Row
    from db.recorder import Recorder


class ScenarioStore:
    """Scenarios inside a unit of work; see chains.ports.Scenarios."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def named(self, name: str) -> Scenario | None:
        """The scenario of that name."""
        table = tables.scenario
        row = self._connection.execute(select(table).where(table.c.name == name)).mappings().first()
        return None if row is None else _scenario(row)

    def get(self, scenario_id: int) -> Scenario:
        """Raises NotFound."""
        table = tables.scenario
        row = self._connection.execute(select(table).where(table.c.id == scenario_id)).mappings().first()
        if row is None:
            raise NotFound(kind="scenario", name=str(scenario_id), near=())
        return _scenario(row)

    def save(self, scenario: Scenario, expected: int | None) -> int:
        """Add it (id 0) or replace it; returns its id. Raises Conflict."""
        values = {
            "name": scenario.name,
            "suppositions": tuple(as_text(one) for one in scenario.suppositions),
        }
        if not scenario.id:
            return self._recorder.insert(tables.scenario, {**values, "version": 1})
        found = self._checked(scenario.id, expected)
        self._recorder.update(tables.scenario, scenario.id, {**values, "version": found.version + 1})
        return scenario.id

    def remove(self, scenario_id: int, expected: int | None) -> str:
        """Forget it and return its name. Raises NotFound, Conflict."""
        name = self._checked(scenario_id, expected).name
        self._recorder.delete(tables.scenario, scenario_id)
        return name

    def _checked(self, scenario_id: int, expected: int | None) -> Scenario:
        found = self.get(scenario_id)
        if expected is not None and found.version != expected:
            raise Conflict(
                kind="scenario",
                name=found.name,
                ref=str(scenario_id),
                seen=expected,
                found=found.version,
                by="",
            )
        return found


def read_scenarios(connection: Connection) -> tuple[Scenario, ...]:
    """All scenarios, by name."""
    table = tables.scenario
    return tuple(
        _scenario(row) for row in connection.execute(select(table).order_by(table.c.name)).mappings()
    )


def _scenario(row: Row) -> Scenario:
    return Scenario(
        row["name"], tuple(from_text(text) for text in row["suppositions"]), row["id"], row["version"]
    )
