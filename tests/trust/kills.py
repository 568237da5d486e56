"""Kills working processes at random moments and looks at what they leave.

`python -m tests.trust.kills MODE COUNT` prints one JSON object. Children are forked from a process that has
everything imported, so that a kill costs milliseconds; each is a real process and dies of SIGKILL.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.trust.work import WORKS

if TYPE_CHECKING:
    from tests.trust.work import Work

LONGEST_WAIT = 10.0


def kill_often(work: Work, kills: int, folder: Path, seed: int = 1) -> dict[str, object]:
    """Let it work and kill it, so many times; what was acknowledged in all and what was wrong."""
    moments = random.Random(seed)
    acknowledged, faults = 0, []
    for number in range(kills):
        work.prepare(folder)
        said, end = _killed(work, moments.uniform(0.0, 0.06), wait_for_first=number % 2 == 0)
        acknowledged += len(said)
        fault = work.fault(said) if end == signal.SIGKILL else f"broke by itself ({end})"
        if fault:
            faults.append(f"{number}: {fault}")
    return {"mode": work.name, "kills": kills, "acknowledged": acknowledged, "faults": faults}


def _killed(work: Work, seconds: float, *, wait_for_first: bool) -> tuple[list[str], int]:
    """What a child acknowledged before it was killed, at once or some time after its first word; its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work_until_killed(work, writing)
    os.close(writing)
    said = b""
    if wait_for_first and select.select([reading], [], [], LONGEST_WAIT)[0]:
        said = os.read(reading, 1 << 16)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, end = os.waitpid(child, 0)
    while part := os.read(reading, 1 << 16):
        said += part
    os.close(reading)
    return [word for word in said.decode().split("\n")[:-1] if word], end


def _work_until_killed(work: Work, writing: int) -> None:
    try:
        work.run(lambda word: (os.write(writing, f"{word}\n".encode()), None)[1])
    finally:
        # The work never ends by itself: it broke.
        os._exit(70)


def quick_folder() -> str | None:
    """A folder in memory where there is one: what a kill leaves does not hang on the disk's speed."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def main(arguments: list[str]) -> int:
    """Kill one kind of work, or `all`."""
    mode, kills = arguments[0], int(arguments[1])
    wrong = 0
    for kind in WORKS:
        if mode in {"all", kind.name}:
            with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
                found = kill_often(kind(), kills, Path(folder))
            print(json.dumps(found, ensure_ascii=False), flush=True)  # noqa: T201 - what it is for
            wrong += bool(found["faults"])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
