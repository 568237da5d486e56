"""A workspace file in which somebody worked yesterday, and the window on it."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.desktop.bootstrap import Desktop
from app.desktop.session import Session
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from tests.builders import a_workspace

REF = SegmentRef("tyre", "mould")


def assessed_file(folder: Path) -> Path:
    """The evidence of REF says 昨天."""
    path = folder / "工作区.lianpu"
    workspace = a_workspace(path)
    workspace.execute(AssessSegment(REF, evidence="昨天"))
    workspace.database.close()
    return path


def settled_session(desktop: Desktop, qtbot: QtBot) -> Session:
    """What is open, with nothing left to do: the end of one job can begin another."""
    session = desktop.session
    assert session is not None
    for _ in range(3):
        qtbot.waitUntil(lambda: not session.jobs.busy)
        qtbot.wait(1)
    return session
