"""The parts of the window that help to decide: weights, priorities, matches; built together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.desktop.controllers.deciding import PriorityController
from app.desktop.controllers.measure_settings import MeasureSettingsController
from widgets.tables.priority import MatchTable, PriorityTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.desk import Desk
    from app.desktop.jobs import Jobs
    from app.desktop.place import Place
    from widgets.window import MainWindow

_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


class Deciding(QObject):
    """Panels first, then controllers: `start` ties them. `said` carries what was written into a file."""

    said = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.priority_table, self.match_table = PriorityTable(), MatchTable()
        window.add_panel("priorities", "补链优先级", self.priority_table, _BOTTOM)
        window.add_panel("matches", "链间配套", self.match_table, _BOTTOM)
        self._acts: dict[str, Callable[[], None]] = {}

    def start(self, desk: Desk, jobs: Jobs, place: Place, window: MainWindow) -> None:
        """Make the controllers."""
        self.weights = MeasureSettingsController(desk, jobs, window)
        self.priorities = PriorityController(desk, jobs, place, self.priority_table, self.match_table)
        self.priorities.said.connect(self.said)
        self._acts = {"weights": self.weights.ask}

    def refresh(self) -> None:
        """Read everything that is shown."""
        self.priorities.refresh()

    def act(self, action: str) -> bool:
        """Do an action of this part; says whether it is one."""
        if action not in self._acts:
            return False
        self._acts[action]()
        return True
