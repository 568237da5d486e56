"""Keeping scenarios, and forgetting them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.done import Done
from chains.editing_checks import checked_name
from chains.errors import InvalidValue
from chains.scenario import Scenario
from chains.scenario_commands import RemoveScenario, SaveScenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from chains.ports import UnitOfWork


def save_scenario(command: SaveScenario, unit: UnitOfWork) -> Done:
    """Keep it, or replace the one of that name. Raises InvalidValue when nothing is supposed."""
    name = checked_name(command.name)
    if not command.suppositions:
        raise InvalidValue(field="scenario.suppositions", value="", allowed="至少一项假设")
    old = unit.scenarios.named(name)
    scenario = Scenario(name, command.suppositions, 0 if old is None else old.id)
    return Done("save_scenario", name, unit.scenarios.save(scenario, command.expected_version))


def remove_scenario(command: RemoveScenario, unit: UnitOfWork) -> Done:
    """Forget it."""
    return Done("remove_scenario", unit.scenarios.remove(command.scenario_id, command.expected_version))


HANDLERS: dict[type, Callable[[Any, UnitOfWork], Done]] = {
    SaveScenario: save_scenario,
    RemoveScenario: remove_scenario,
}
"""What each command of this kind is done by."""
