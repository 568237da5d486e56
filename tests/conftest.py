"""What every test stands on: no screen, one Chinese font, nothing left behind."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# As app.exchange has it: tests that load openpyxl before the program must not parse with another library.
os.environ["OPENPYXL_LXML"] = "False"

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.workspace import Workspace

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_files() -> Path:
    """Real and hostile files beside the checkout; tests that need them skip where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the checkout")
    return SHARED


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace made from the built-in catalogue, with 王五 working in it."""
    from tests.builders import a_workspace

    opened = a_workspace(tmp_path / "威海市产业链.lianpu")
    yield opened
    opened.database.close()


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a Qt window or a running thread of ours."""
    yield
    if "qtbot" not in request.fixturenames and "qapp" not in request.fixturenames:
        return
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
    from PySide6.QtWidgets import QApplication

    assert QThreadPool.globalInstance().waitForDone(5_000), "a worker still runs"
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not left, f"windows left open: {left}"
