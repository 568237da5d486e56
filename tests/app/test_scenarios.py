"""Scenarios of a workspace: kept, taken back, told on the command line, and never leaking into the marks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.cli import main
from app.services.deciding import find_outcome
from chains.chain import SegmentRef
from chains.errors import Conflict, InvalidValue, NotFound
from chains.scenario import Fill, Scenario, Stop
from chains.scenario_commands import RemoveScenario, SaveScenario
from tests.builders import a_workspace
from tests.stores import FILE, SERVER

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.workspace import Workspace

STORES = (FILE, SERVER)

MOULD = Fill(SegmentRef("tyre", "mould"))


def _kept(workspace: Workspace) -> tuple[Scenario, ...]:
    with workspace.read() as reader:
        return reader.scenarios()


def test_a_scenario_is_kept_replaced_by_its_name_and_forgotten(workspace: Workspace) -> None:
    workspace.execute(SaveScenario("模具落地", (MOULD,)))
    workspace.execute(SaveScenario("模具落地", (MOULD, Stop())))

    (kept,) = _kept(workspace)
    assert (kept.name, kept.suppositions, kept.version) == ("模具落地", (MOULD, Stop()), 2)
    workspace.execute(RemoveScenario(kept.id, kept.version))
    assert _kept(workspace) == ()


def test_keeping_a_scenario_can_be_taken_back(workspace: Workspace) -> None:
    workspace.execute(SaveScenario("甲", (MOULD,)))
    (kept,) = _kept(workspace)
    workspace.execute(RemoveScenario(kept.id))

    workspace.undo_last()

    assert [one.suppositions for one in _kept(workspace)] == [(MOULD,)]


def test_a_scenario_that_was_replaced_meanwhile_is_not_removed(workspace: Workspace) -> None:
    workspace.execute(SaveScenario("甲", (MOULD,)))
    (kept,) = _kept(workspace)
    workspace.execute(SaveScenario("甲", (Stop(),)))

    with pytest.raises(Conflict):
        workspace.execute(RemoveScenario(kept.id, kept.version))
    with pytest.raises(NotFound):
        workspace.execute(RemoveScenario(99))


def test_a_scenario_that_supposes_nothing_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InvalidValue):
        workspace.execute(SaveScenario("空", ()))


def test_nothing_leaks_into_the_real_marks(workspace: Workspace) -> None:
    with workspace.read() as reader:
        before = reader.chain_states()

    outcome = find_outcome(workspace, [MOULD, Stop(None)])
    workspace.execute(SaveScenario("甲", (MOULD, Stop(None))))

    with workspace.read() as reader:
        assert reader.chain_states() == before
    assert any(one.changed for one in outcome.chains)


def test_the_command_line_tells_before_and_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "威海.lianpu"
    a_workspace(path).database.close()

    assert main(["scenario", "-w", str(path), "--fill", "轮胎/轮胎模具", "--save", "甲", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main(["scenario", "-w", str(path), "--use", "甲", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)

    tyre = next(one for one in told["chains"] if one["chain"] == "tyre")
    assert told["supposed"] == ["fill tyre/mould"]
    assert tyre["after"]["local_supply_rate"] > tyre["before"]["local_supply_rate"]
    assert tyre["steps"][0] | {"before": 0, "after": 0} == {
        "segment": "mould", "name": "轮胎模具", "turn": "lit", "order": 0, "before": 0, "after": 0
    }  # fmt: skip
    assert again == told


def test_a_scenario_of_no_such_name_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "威海.lianpu"
    a_workspace(path).database.close()

    assert main(["scenario", "-w", str(path), "--use", "没有"]) == 2
    assert "没有找到推演方案" in capsys.readouterr().err
