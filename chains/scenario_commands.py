"""Keeping scenarios (推演方案) in the workspace: suppositions alone, never what they would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chains.scenario import Supposition


@dataclass(frozen=True, slots=True)
class SaveScenario:
    """Keep suppositions under a name; a scenario of that name is replaced."""

    name: str
    suppositions: tuple[Supposition, ...]
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveScenario:
    """Forget a scenario."""

    scenario_id: int
    expected_version: int | None = None


ScenarioCommand = SaveScenario | RemoveScenario
