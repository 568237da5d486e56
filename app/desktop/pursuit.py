"""The parts of the window about pursuing companies: built together, tied by `start`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.desktop.controllers.pursuit import PursuitController
from app.desktop.controllers.verdicts import VerdictController
from app.desktop.controllers.visit import VisitController

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.desk import Desk
    from app.desktop.jobs import Jobs
    from widgets.tables.target import TargetTable
    from widgets.window import MainWindow


class Pursuit(QObject):
    """`said` carries what was written into a file."""

    said = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._acts: dict[str, Callable[[], None]] = {}

    def start(self, desk: Desk, jobs: Jobs, table: TargetTable) -> None:
        """Make the controllers."""
        self.targets = PursuitController(desk, jobs, table, self._window)
        self.visits = VisitController(desk, jobs, table, self._window)
        self.visits.said.connect(self.said)
        self.verdicts = VerdictController(desk, jobs, self._window)
        self._acts = {"verdicts": self.verdicts.ask}

    def act(self, action: str) -> bool:
        """Do an action of this part; says whether it is one."""
        if action not in self._acts:
            return False
        self._acts[action]()
        return True
