"""What nobody caught: a server that is away is told of in a sentence, a bug in a report."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.crash import CrashReporter
from chains.errors import WorkspaceRefused


@pytest.mark.parametrize("is_bug", [True, False])
def test_a_server_that_is_away_is_no_crash(is_bug: bool, qapp: QApplication, tmp_path: Path) -> None:
    reporter = CrashReporter(tmp_path)
    refused: list[object] = []
    crashed: list[object] = []
    reporter.refused.connect(refused.append)
    reporter.crashed.connect(crashed.append)
    error: Exception = KeyError("x") if is_bug else WorkspaceRefused(file="a@b", reason="no_server")
    reporter.start()
    try:
        sys.excepthook(type(error), error, None)
    finally:
        reporter.stop()

    assert [len(crashed), len(refused)] == ([1, 0] if is_bug else [0, 1])
