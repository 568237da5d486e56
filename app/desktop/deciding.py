"""The parts of the window that help to decide: weights, priorities, matches; built together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.desktop.controllers.charts import ChartsController
from app.desktop.controllers.checks import CheckController
from app.desktop.controllers.deciding import PriorityController
from app.desktop.controllers.explain_gap import GapExplainController
from app.desktop.controllers.measure_settings import MeasureSettingsController
from app.desktop.controllers.scenario import ScenarioController
from widgets.dialogs.companies_behind import CompaniesBehindDialog
from widgets.panels.scenario import ScenarioPanel
from widgets.tables.checks import CheckTable
from widgets.tables.priority import MatchTable, PriorityTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.desk import Desk
    from app.desktop.jobs import Jobs
    from app.desktop.place import Place
    from chains.rows import RegionCell
    from widgets.window import MainWindow

_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


class Deciding(QObject):
    """Panels first, then controllers: `start` ties them.

    `said` carries what was written into a file, `outcome_shown` the ScenarioOutcome for the map.
    """

    said = Signal(str)
    outcome_shown = Signal(object)
    company_picked = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.priority_table, self.match_table = PriorityTable(), MatchTable()
        self.scenario_panel = ScenarioPanel()
        self._window = window
        window.add_panel("scenario", "推演", self.scenario_panel, _BOTTOM)
        window.add_panel("priorities", "补链优先级", self.priority_table, _BOTTOM)
        window.add_panel("matches", "链间配套", self.match_table, _BOTTOM)
        self.check_table = CheckTable()
        window.add_panel("checks", "待核对", self.check_table, _BOTTOM)
        self._acts: dict[str, Callable[[], None]] = {}

    def start(self, desk: Desk, jobs: Jobs, place: Place, window: MainWindow) -> None:
        """Make the controllers."""
        self.weights = MeasureSettingsController(desk, jobs, window)
        self.priorities = PriorityController(desk, jobs, place, self.priority_table, self.match_table)
        self.priorities.said.connect(self.said)
        self.scenario = ScenarioController(desk, jobs, place, self.scenario_panel)
        self.scenario.outcome_shown.connect(self.outcome_shown)
        self.scenario.asked.connect(self._show_scenario)
        self.gap_figures = GapExplainController(desk, jobs, window)
        self.checks = CheckController(desk, jobs, place, self.check_table)
        self.checks.marks_asked.connect(self._show_segment)
        window.header.figure_picked.connect(self._show_checks_of)
        self.charts = ChartsController(desk, jobs, window)
        self.charts.said.connect(self.said)
        self._acts = {
            "charts": self.charts.ask,
            "checks": self._show_checks,
            "weights": self.weights.ask,
            "scenario": self._show_scenario,
            "suppose_filled": self._suppose_filled,
            "suppose_stopped": self._suppose_stopped,
            "priorities": self._show_priorities,
            "matches": self._show_matches,
        }

    def refresh(self) -> None:
        """Read what is in sight now, the rest when it comes to sight."""
        for part in (self.priorities, self.scenario, self.checks):
            part.refresh_when_seen()

    def act(self, action: str) -> bool:
        """Do an action of this part; says whether it is one."""
        if action not in self._acts:
            return False
        self._acts[action]()
        return True

    @Slot()
    def _show_scenario(self) -> None:
        self._window.show_panel("scenario")

    def _suppose_filled(self) -> None:
        self.scenario.add("fill")

    def _suppose_stopped(self) -> None:
        self.scenario.add("stop_here")

    def _show_priorities(self) -> None:
        self._window.show_panel("priorities")

    def _show_matches(self) -> None:
        self._window.show_panel("matches")

    @Slot()
    def _show_segment(self) -> None:
        self._window.show_panel("segment")

    def _show_checks(self) -> None:
        self._window.show_panel("checks")

    @Slot(object)
    def _show_checks_of(self, figure: str) -> None:
        """待核对 of the header was clicked: of the current chain."""
        if figure == "to_check":
            self.checks.widen(False)
            self._show_checks()

    @Slot(object)
    def show_companies(self, cells: tuple[RegionCell, ...]) -> None:
        """The companies behind cells of 区市分布."""
        rows = [
            (number, name, cell.region_name)
            for cell in cells
            for number, name in zip(cell.company_ids, cell.companies, strict=True)
        ]
        where = cells[0].region_name if len({cell.region for cell in cells}) == 1 else "全部区市"
        dialog = CompaniesBehindDialog(f"{cells[0].segment_name} · {where}", rows, self._window)
        dialog.picked.connect(self.company_picked)
        dialog.open()
