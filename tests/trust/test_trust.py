"""Kills, power cuts and writers at once: short runs of what `python3 run.py trust` runs long."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust.power import can_compile
from tests.trust.work import WORKS

ROOT = Path(__file__).parents[2]
KILLS, CUTS = 20, 30

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="children are forked and killed"),
]


def _run(module: str, *arguments: str) -> list[dict[str, object]]:
    # In a process of its own: it forks, which a process with Qt's threads must not.
    done = subprocess.run(
        [sys.executable, "-m", f"tests.trust.{module}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done_when_the_process_is_killed() -> None:
    found = _run("kills", "all", str(KILLS))

    assert [one["mode"] for one in found] == [kind.name for kind in WORKS]
    assert [one["faults"] for one in found] == [[]] * len(WORKS)
    assert all(one["acknowledged"] for one in found)


@pytest.mark.skipif(not can_compile(), reason="no gcc, or not Linux: calls cannot be recorded")
def test_nothing_acknowledged_is_lost_when_the_power_goes() -> None:
    (found,) = _run("power", str(CUTS))

    assert found["faults"] == []
    assert found["changes"] == 40


@pytest.mark.skipif(not can_compile(), reason="no gcc, or not Linux: calls cannot be recorded")
@pytest.mark.parametrize("synchronous", ["OFF", "FULL"])
def test_the_replay_sees_what_a_weaker_setting_loses(synchronous: str) -> None:
    (found,) = _run("power", str(CUTS), synchronous)

    assert found["faults"]


def test_an_export_on_a_full_disk_says_so_and_leaves_the_old_file_whole() -> None:
    from tests.trust.full_disk import EXPORTS  # limits of files are not on every system

    (found,) = _run("full_disk", "2")

    assert found["faults"] == []
    assert found["tries"] == 2 * len(EXPORTS)
