"""The whole window on a real workspace, driven as a person would."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.controllers import map as map_controller
from app.desktop.session import Session
from app.services.workspace import Workspace
from db.workspace_file import open_workspace
from tests.builders import a_company, a_workspace, bring_in

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPANIES = (
    a_company("甲模具股份有限公司", "轮胎模具", region="440500"),
    a_company("乙橡机有限公司", "硫化机", "轮胎模具及配件", region="370200"),
    a_company("丙威海模具有限公司", "轮胎模具", region="371002"),
)


class DesktopProbe:
    """A session with what tests ask of it: waiting for work, not for time."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session, self.qtbot = session, qtbot

    def settle(self) -> None:
        """Wait until every job has ended and what it said was heard."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.session.jobs.busy)
            self.qtbot.wait(1)

    def gap_names(self) -> list[str]:
        """What the gap list shows, from top to bottom."""
        model = self.session.gap_table.model
        columns = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
        name = columns.index("环节")
        return [str(model.data(model.index(row, name))) for row in range(model.rowCount())]


@pytest.fixture(autouse=True)
def maps_stay_as_they_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A better drawing is looked for where a test asks for it, not behind whichever lasts 0.7 s."""
    monkeypatch.setattr(map_controller, "REST_MILLISECONDS", 600_000)


@contextmanager
def shown(session: Session, qtbot: QtBot) -> Iterator[DesktopProbe]:
    """The session's window on the tyre chain, until the test is done with it."""
    qtbot.addWidget(session.window)
    session.start("tyre")
    session.window.show()
    probe = DesktopProbe(session, qtbot)
    probe.settle()
    yield probe
    session.close()
    session.window.close()


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path) -> Iterator[DesktopProbe]:
    """A window on a new workspace with three companies, looking at the tyre chain."""
    workspace = a_workspace(tmp_path / "威海.lianpu")
    bring_in(workspace, *COMPANIES)
    session = Session(workspace)
    session.window.resize(1366, 768)
    with shown(session, qtbot) as probe:
        yield probe


@pytest.fixture
def colleague(desktop: DesktopProbe, tmp_path: Path) -> Iterator[Workspace]:
    """Somebody else at work on the same file."""
    other = Workspace(open_workspace(tmp_path / "威海.lianpu"), "李四")
    yield other
    other.database.close()
