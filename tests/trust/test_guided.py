"""The fuzzing that follows coverage tries files, and sees what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.trust.guided import can_follow
from tests.trust.guided_seeds import a_filled_workspace
from tests.trust.guided_trial import IMPORTERS, TEMPLATE, Trial

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not can_follow(), reason="atheris is not installed")
def test_a_short_run_tries_files_and_reaches_the_reader_of_tables() -> None:
    command = [sys.executable, "-m", "tests.trust.guided", "4", "chain-text"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    found = json.loads(done.stdout)
    run, there = found["lines"]["chain_table"]
    assert found["faults"] == []
    assert found["tried"] > found["seeds"]
    assert run > there / 2


def _raises(_workspace: Any, _file: Path, _scratch: Any) -> None:
    raise KeyError("名")


def _changes(workspace: Any, _file: Path, _scratch: Any) -> None:
    from chains.chain import SegmentRef
    from chains.commands import AssessSegment
    from chains.errors import FileRefused

    workspace.execute(AssessSegment(SegmentRef("tyre", "mould"), evidence="一半"))
    raise FileRefused(file="a.csv", reason="damaged")


@pytest.mark.parametrize(("importer", "said"), [(_raises, "KeyError"), (_changes, "workspace changed")])
def test_a_trial_notes_an_error_of_ours_and_a_refused_file_that_changed_something(
    importer: Callable[..., None], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(a_filled_workspace(tmp_path / TEMPLATE).database):
        pass
    monkeypatch.setitem(IMPORTERS, "chain-text", ("a.csv", importer))
    trial = Trial("chain-text", tmp_path)

    trial.take(b"a")

    (told,) = trial.told
    assert said in told
