"""The full check of a large file that nobody waits for: of a copy, in a process of its own that gives way.

On the file itself each rule would hold a colleague's change up for as long as it reads; a copy is made a part
at a time. What is damaged in the file is damaged in the copy, or cannot be copied.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from chains.errors import WorkspaceRefused
from chains.leftovers import clear_broken
from chains.trust import CheckReport, Finding, Rule
from db.backups import COMPANIONS, SUFFIX, back_up, backup_folder
from db.checking import check_workspace
from db.faults import making

if TYPE_CHECKING:
    from pathlib import Path

    from chains.pipes import Pipe
    from chains.steps import Step

_PATIENCE_SECONDS = 0.1
_BROKEN_SECONDS = 3_600.0
_LOWEST_PRIORITY = 19
_IDLE_PRIORITY = 0x40
"""IDLE_PRIORITY_CLASS of Windows."""


def check_apart(path: Path, step: Step) -> CheckReport:
    """What a full check of the file finds; `step` hears how far it is, and may raise: then nothing is left.

    Raises WorkspaceRefused when it cannot be read, or there is no room for the copy.
    """
    folder = backup_folder(path)
    copy = folder / f".check-{os.getpid()}{SUFFIX}.part"
    with making(copy):
        folder.mkdir(parents=True, exist_ok=True)
        clear_broken(folder, f".check-*{SUFFIX}.part*", _BROKEN_SECONDS)
    try:
        back_up(path, copy, step, proved=False)
        return _checked_apart(copy, step)
    except WorkspaceRefused as error:
        if error.facts["reason"] != "damaged":
            # Of the file, not of the copy, which nobody knows of.
            raise WorkspaceRefused(**{**error.facts, "file": str(path)}) from error
        return CheckReport((Finding(Rule.INTEGRITY, "", 1),), {})
    finally:
        for ending in ("", *COMPANIONS):
            with suppress(OSError):
                copy.with_name(copy.name + ending).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()  # only where there are no backups either


def _checked_apart(copy: Path, step: Step) -> CheckReport:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(copy, theirs), daemon=True)
    worker.start()
    theirs.close()
    said = (0, 1, "")
    try:
        while True:
            step(*said)
            if not ours.poll(_PATIENCE_SECONDS):
                continue
            kind, what = ours.recv()
            if kind == "found":
                found: CheckReport = what
                return found
            if kind == "refused":
                raise WorkspaceRefused(**what)
            said = what
    except (EOFError, BrokenPipeError):  # it was killed, as by a system that ran out of memory
        raise WorkspaceRefused(file=str(copy), reason="check_ended") from None
    finally:
        # Cancelled, or done: either way nobody reads on.
        ours.close()
        worker.terminate()
        worker.join()


def _work(copy: Path, pipe: Pipe) -> None:
    """What the process does: sends how far it is, then what it found."""
    _give_way()
    with suppress(BrokenPipeError, KeyboardInterrupt):  # nobody listens any more: it was stopped
        try:
            report = check_workspace(copy, lambda *said: pipe.send(("step", said)))
        except WorkspaceRefused as error:
            pipe.send(("refused", error.facts))
        else:
            pipe.send(("found", report))


def _give_way() -> None:
    """Whatever else the computer has to do goes before."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess()), _IDLE_PRIORITY)
    else:
        os.nice(_LOWEST_PRIORITY)
