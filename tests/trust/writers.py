"""Several processes write to one workspace at once; no acknowledged change may be missing."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from app.services.workspace import Workspace
from chains.commands import AssessSegment
from chains.errors import Conflict, WorkspaceRefused
from db.checking import check_workspace
from db.workspace_file import open_workspace
from tests.trust.work import REF, Edit

if TYPE_CHECKING:
    from pathlib import Path


def write_together(writers: int, seconds: float, folder: Path) -> dict[str, object]:
    """Let them write, each what it saw with its version; count what was acknowledged, refused and lost."""
    work = Edit()
    work.prepare(folder)
    readers = [_start(work.path, f"写手{number}", seconds) for number in range(writers)]
    acknowledged, refused = set[str](), 0
    for child, reading in readers:
        with os.fdopen(reading, encoding="utf-8") as said:
            for line in said:
                if line.startswith("!"):
                    refused += 1
                else:
                    acknowledged.add(line.strip())
        os.waitpid(child, 0)
    database = open_workspace(work.path)
    with database.read() as reader:
        kept = [one.evidence for one in reader.assessment_history(REF) if one.evidence.startswith("写手")]
    database.close()
    return {
        "mode": "writers",
        "writers": writers,
        "acknowledged": len(acknowledged),
        "refused": refused,
        "lost": len(acknowledged - set(kept)),
        "twice": len(kept) - len(set(kept)),
        "sound": check_workspace(work.path).sound,
    }


def _start(path: Path, author: str, seconds: float) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _write(path, author, seconds, writing)
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def _write(path: Path, author: str, seconds: float, writing: int) -> None:
    workspace, number, end = Workspace(open_workspace(path), author), 0, time.monotonic() + seconds
    while time.monotonic() < end:
        number += 1
        text = f"{author}-{number}"
        with workspace.read() as reader:
            seen = reader.chain_state(REF.chain).chain.segment(REF.segment).version
        try:
            workspace.execute(AssessSegment(REF, evidence=text, expected_version=seen))
        except (Conflict, WorkspaceRefused):
            os.write(writing, b"!\n")
        else:
            os.write(writing, f"{text}\n".encode())
