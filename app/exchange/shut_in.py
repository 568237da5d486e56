"""Keeps a process that reads strange files within bounds."""

from __future__ import annotations

import os


def shut_in(memory_bytes: int) -> None:
    """Limit memory where the system can, write no core file, keep dying words off the terminal."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    os.close(silent)
