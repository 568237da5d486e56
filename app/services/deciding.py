"""What an investment officer asks of all chains at once: which gaps first, who matches whom, what if."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.workspace import measure_settings
from chains.cross_matches import cross_matches
from chains.priorities import best_set, priorities_of
from chains.scenario_outcome import outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.services.workspace import Workspace
    from chains.cross_matches import CrossMatch
    from chains.measure_settings import MeasureSettings
    from chains.priorities import BestSet, Priority
    from chains.scenario import Supposition
    from chains.scenario_outcome import ScenarioOutcome


@dataclass(frozen=True, slots=True)
class Priorities:
    """补链优先级 of all gaps, the best set of as many as were asked for, and the weights it went by."""

    found: tuple[Priority, ...]
    best: BestSet
    settings: MeasureSettings


def find_priorities(workspace: Workspace, most: int) -> Priorities:
    """Rank every gap over all chains, and find the best set of at most `most`."""
    with workspace.read() as reader:
        states, settings = reader.chain_states(), measure_settings(reader)
    found = priorities_of(states, workspace.impact_cache, settings)
    return Priorities(found, best_set(states, found, most, settings), settings)


def find_cross_matches(workspace: Workspace) -> tuple[CrossMatch, ...]:
    """链间配套 over all chains."""
    with workspace.read() as reader:
        states = reader.chain_states()
    return cross_matches(states)


def find_outcome(workspace: Workspace, suppositions: Iterable[Supposition]) -> ScenarioOutcome:
    """Before and after of what is supposed; nothing is saved."""
    with workspace.read() as reader:
        states, settings = reader.chain_states(), measure_settings(reader)
    return outcome_of(states, suppositions, workspace.impact_cache, settings)
