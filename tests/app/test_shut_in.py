"""Bounds of the processes that read strange files."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from app.exchange.shut_in import JobLimits

ROOT = Path(__file__).parents[2]
GREEDY = """
from app.exchange.shut_in import shut_in
shut_in(400 << 20)
try:
    taken = bytearray(600 << 20)
except MemoryError:
    print("bounded")
"""


def test_who_is_shut_in_gets_no_more_memory_than_that() -> None:
    done = subprocess.run(
        [sys.executable, "-c", GREEDY], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "bounded", done.stderr


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes of a 64-bit system")
def test_the_limits_lie_where_windows_looks_for_them() -> None:
    # As winnt.h of mingw-w64 has JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
    assert ctypes.sizeof(JobLimits) == 144
    assert (JobLimits.flags.offset, JobLimits.process_memory.offset) == (16, 112)
