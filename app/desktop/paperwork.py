"""The parts of the window that lists are made of (1图N清单), built together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.desktop.controllers.comparing import ComparingController
from widgets.panels.comparing import ComparingPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.controllers.package import PackageController
    from app.desktop.controllers.records import RecordsController
    from app.desktop.desk import Desk
    from app.desktop.jobs import Jobs
    from app.desktop.place import Place
    from widgets.window import MainWindow

_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


class Paperwork(QObject):
    """Panels first, then controllers: `start` ties them.

    `said` carries what was written into a file, `comparison_shown` the Compared for the map;
    `snapshot_asked` says that a snapshot is wanted.
    """

    said = Signal(str)
    comparison_shown = Signal(object)
    snapshot_asked = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.comparing_panel = ComparingPanel()
        window.add_panel("comparing", "快照比较", self.comparing_panel, _BOTTOM)
        self._acts: dict[str, Callable[[], None]] = {}

    def start(self, desk: Desk, jobs: Jobs, place: Place) -> None:
        """Make the controllers."""
        self.comparing = ComparingController(desk, jobs, place, self.comparing_panel)
        self.comparing.comparison_shown.connect(self.comparison_shown)
        self.comparing.take_asked.connect(self.snapshot_asked)
        self.comparing.said.connect(self.said)
        self._desk, self._jobs, self._place = desk, jobs, place
        self._acts = {
            "compare": self._show_comparing,
            "records": self._show_records,
            "package": self._show_package,
        }

    @cached_property
    def records(self) -> RecordsController:
        """清单资料; made when it is asked for the first time, so that the start need not load it."""
        from app.desktop.controllers.records import RecordsController  # noqa: PLC0415 - as said

        made = RecordsController(self._desk, self._jobs, self._place, self._window)
        made.said.connect(self.said)
        return made

    @cached_property
    def package(self) -> PackageController:
        """一图N清单; made when it is asked for the first time."""
        from app.desktop.controllers.package import PackageController  # noqa: PLC0415 - as above

        made = PackageController(self._desk, self._jobs, self._place, self._window)
        made.said.connect(self.said)
        return made

    def refresh(self) -> None:
        """Read what is in sight now, the rest when it comes to sight."""
        self.comparing.refresh_when_seen()

    def act(self, action: str) -> bool:
        """Do an action of this part; says whether it is one."""
        if action not in self._acts:
            return False
        self._acts[action]()
        return True

    def _show_records(self) -> None:
        self.records.ask()

    def _show_package(self) -> None:
        self.package.ask()

    def _show_comparing(self) -> None:
        self._window.show_panel("comparing")
