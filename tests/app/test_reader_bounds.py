"""The process that reads strange files: bounded in memory, and gone when the program is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have other bounds, or none")

ROOT = Path(__file__).parents[2]
GIGABYTES = 1 << 30

_GREEDY = """
import os, resource
from app.exchange import sheet_worker
sheet_worker._shut_in(os.getppid())
print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CORE)[0])
try:
    held = bytearray(4 << 30)
except MemoryError:
    print("refused")
"""

_ORPHAN = """
import multiprocessing, os, threading
from app.exchange import sheet_worker

def work(parent):
    sheet_worker._shut_in(parent)
    threading.Event().wait()

if __name__ == "__main__":
    child = multiprocessing.get_context("spawn").Process(target=work, args=(os.getpid(),))
    child.start()
    print(child.pid, flush=True)
    threading.Event().wait()
"""


def _run(script: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}
    return subprocess.Popen([sys.executable, str(script)], env=env, stdout=subprocess.PIPE, text=True)


def test_a_file_cannot_take_all_memory(tmp_path: Path) -> None:
    script = tmp_path / "greedy.py"
    script.write_text(_GREEDY, encoding="utf-8")

    with _run(script) as process:
        said, _ = process.communicate(timeout=120)

    bounds, ended = said.splitlines()
    memory, core = map(int, bounds.split())
    assert memory <= 2 * GIGABYTES
    assert core == 0
    assert ended == "refused"


def test_no_reader_outlives_the_program(tmp_path: Path) -> None:
    script = tmp_path / "orphan.py"
    script.write_text(_ORPHAN, encoding="utf-8")

    with _run(script) as process:
        assert process.stdout is not None
        reader = int(process.stdout.readline())
        process.kill()
        try:
            # It ends when nobody has it open any more: the reader has it too.
            process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.kill(reader, signal.SIGKILL)
            pytest.fail("the reader goes on though the program is gone")
