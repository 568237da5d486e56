"""One window on one workspace: builds the panels and their controllers, and ties them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app import messages
from app.desktop.actions import MODE_ACTION
from app.desktop.controllers.chain_import import ChainImportController
from app.desktop.controllers.chains import ChainsController
from app.desktop.controllers.clashes import ClashController
from app.desktop.controllers.companies import ImportController
from app.desktop.controllers.company_export import CompanyExportController
from app.desktop.controllers.company_lists import CompanyListController
from app.desktop.controllers.company_page import CompanyPageController
from app.desktop.controllers.conflicts import ConflictController, is_asked
from app.desktop.controllers.duplicates import DuplicateController
from app.desktop.controllers.erasing import ErasingController
from app.desktop.controllers.explain import ExplainController
from app.desktop.controllers.exports import ExportController
from app.desktop.controllers.forms import FormsController
from app.desktop.controllers.lists import (
    DistrictController,
    GapController,
    TargetController,
)
from app.desktop.controllers.log import LogController
from app.desktop.controllers.map import MapController
from app.desktop.controllers.overview import OverviewController
from app.desktop.controllers.registry import CompanyController
from app.desktop.controllers.search import SearchController
from app.desktop.controllers.seeing import SeeingController
from app.desktop.controllers.segment import SegmentController
from app.desktop.controllers.snapshots import SnapshotController
from app.desktop.controllers.used_companies import UsedController
from app.desktop.desk import Desk
from app.desktop.front import Front
from app.desktop.heard import AWAY, BACK, HELD, WRITTEN, heard_text, place_status, saved_text
from app.desktop.jobs import Jobs
from app.desktop.leaving import Leaving
from app.desktop.leftovers import clear_leftovers
from app.desktop.map_desk import MapDesk
from app.desktop.panels import Panels
from app.used_words import kept_text
from chains.chain import SegmentRef
from chains.errors import SERVER_AWAY
from chains.registry import CompanyFilter
from chains.shade_classes import Mode
from chains.words import action_text
from widgets.panels.bars import MessageKind
from widgets.style import roles

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.last_look import LastLook
    from app.services.workspace import Workspace
    from chains.errors import DomainError
    from chains.events import Outcome
    from chains.rows import ChangeRow

OF_AN_IMPORT = "batch/"
"""How the refs of all companies of an import begin."""

_LOST = SERVER_AWAY - {"server_busy"}


class Session(QObject):
    """`asked` carries the id of an action that is not the session's own (new, open, quit …)."""

    asked = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        *,
        dark: bool = False,
        mode: Mode = Mode.COVERAGE,
        front: Front | None = None,
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.front = front or Front()
        self.front.setParent(self)
        self.window, self.place = self.front.window, self.front.place
        self.canvas, self.page = self.front.canvas, self.front.page
        self.jobs = Jobs(self)
        self.desk = Desk(workspace, self.jobs, self)
        self._companies_count: int | None = None
        self._closed = False
        self._take_panels(self.front.panels or Panels(self.front))
        self._make_controllers()
        self._tie()
        self.show_theme(dark=dark)
        self.seeing.choose_mode(mode)

    def start(self, chain: str = "") -> None:
        """Read everything that is shown, beginning with the map of a chain."""
        self.desk.start()
        self.seeing.start()
        self.window.setWindowTitle(f"{self.workspace.label} — 链谱")
        with self.workspace.read() as reader:
            codes = reader.chain_codes()
        self._refresh()
        if self.front.look is not None:
            self.map.remember(self.front.look)
        self.front.hand_over(chain if chain in codes else next(iter(codes), ""))
        self._show_status()
        for action in self.front.waiting:
            self._act(action)

    def _refresh(self) -> None:
        """Read everything again that is shown beside the place one is at."""
        self.chains.refresh()
        for controller in (
            self.targets,
            self.companies,
            self.company_lists,
            self.log,
            self.deciding,
            self.paperwork,
        ):
            controller.refresh()

    def close(self) -> None:
        """Keep what is typed, end what runs, let the file go."""
        if self._closed:
            return
        self._closed = True
        self.panel.keep_unsaved()
        self.map.stop()
        self.desk.stop()
        self.jobs.close()
        self.workspace.database.close()

    def look(self) -> LastLook | None:
        """The map as it is, for the next start; None when it shows more than a new start would."""
        return self.map.look() if self.seeing.is_plain else None

    def show_theme(self, *, dark: bool) -> None:
        """The colours of what is painted by hand."""
        shown = roles.DARK if dark else roles.LIGHT
        self.canvas.set_roles(shown)
        for widget in (self.overview, self.page.legend, self.page.overview_legend):
            widget.set_roles(shown)

    def _take_panels(self, panels: Panels) -> None:
        """Those that are not there yet are made now."""
        self.chain_list, self.panel, self.gap_table = panels.chains, panels.segment, panels.gaps
        self.deciding, self.pursuit, self.paperwork = panels.deciding, panels.pursuit, panels.paperwork
        self.company_table, self.target_table = panels.companies, panels.targets
        self.region_table, self.log_table, self.overview = panels.districts, panels.log, panels.overview

    def _make_controllers(self) -> None:
        desk, jobs, place, window = self.desk, self.jobs, self.place, self.window
        self.chains = ChainsController(desk, jobs, place, self.chain_list, window.header)
        self.map = MapController(desk, jobs, place, self.canvas)
        self.seeing = SeeingController(desk, jobs, place, self.canvas, self.page)
        self.chains_overview = OverviewController(desk, jobs, place, self.overview, self.page)
        self.snapshots = SnapshotController(desk, window)
        self.segment = SegmentController(desk, jobs, place, self.panel)
        self.gaps = GapController(desk, jobs, place, self.gap_table)
        self.targets = TargetController(desk, jobs, place, self.target_table)
        self.deciding.start(desk, jobs, place, window)
        self.pursuit.start(desk, jobs, self.target_table)
        self.paperwork.start(desk, jobs, place)
        self.districts = DistrictController(desk, jobs, place, self.region_table)
        self.log = LogController(desk, jobs, place, self.log_table, window)
        self.companies = CompanyController(desk, jobs, self.company_table)
        self.company_export = CompanyExportController(desk, jobs, self.companies, window)
        self.company_page = CompanyPageController(desk, jobs, place, window)
        self.erasing = ErasingController(desk, jobs, window)
        self.company_lists = CompanyListController(desk, jobs, self.companies, self.company_table, window)
        self.imports = ImportController(desk, jobs, window)
        self.duplicates = DuplicateController(desk, jobs, window)
        self.search = SearchController(desk, jobs, place, window.search)
        self.exports = ExportController(desk, jobs, place, window)
        self.chain_imports = ChainImportController(desk, jobs, window)
        self.forms = FormsController(desk, jobs, window)
        self.explain = ExplainController(desk, jobs, place, window)
        self.conflicts = ConflictController(desk, jobs, window)
        self.clashes = ClashController(desk, jobs, window)
        self.used = UsedController(desk, jobs, window)
        for asking in (self.conflicts, self.clashes, self.used):
            asking.unasked.connect(self._say_refused)
        self.map_desk = MapDesk(self.map, self.segment, self.canvas, self.panel, window)

    def _tie(self) -> None:
        window, jobs, desk = self.window, self.jobs, self.desk
        window.triggered.connect(self._act)
        window.header.figure_picked.connect(self.explain.show_figure)
        window.busy.cancel_asked.connect(jobs.cancel)
        jobs.started.connect(window.busy.show_job)
        jobs.progressed.connect(window.busy.show_progress)
        jobs.ended.connect(window.busy.end_job)
        jobs.refused.connect(self._say_refused)
        desk.refused.connect(self._say_command_refused)
        desk.history_moved.connect(self._show_history)
        desk.done.connect(self._say_done)
        desk.heard.connect(self._say_heard)
        desk.reached.connect(self._say_reached)
        desk.held.connect(self._say_held)
        self.leaving = Leaving(desk, jobs, self.panel, window)
        self.companies.counted.connect(self._count)
        for speaker in (
            self.companies, self.company_export, self.imports, self.exports, self.chain_imports, self.forms,
            self.map_desk, self.deciding, self.paperwork, self.pursuit, self.log, self.erasing,
        ):  # fmt: skip
            speaker.said.connect(self._say)
        self.region_table.cell_opened.connect(self.deciding.show_companies)
        self.deciding.company_picked.connect(self.company_page.open_card)
        self.gap_table.figure_asked.connect(self.deciding.gap_figures.show_figure)
        self.panel.figure_asked.connect(self.deciding.gap_figures.show_figure)
        self.deciding.outcome_shown.connect(self.seeing.show_outcome)
        self.paperwork.comparison_shown.connect(self.seeing.show_comparison)
        self.paperwork.snapshot_asked.connect(self.snapshots.ask)
        self.log.warned.connect(self._warn)
        self._tie_companies()
        self.panel.segment_picked.connect(self._go_to_linked)
        self.place.pointed.connect(self._show_map)
        self.target_table.export_asked.connect(self.exports.ask_targets)
        self.pursuit.targets.list_shown.connect(self.exports.show_list)
        self.gap_table.export_asked.connect(self.exports.ask_gaps)
        self._show_history()

    def _tie_companies(self) -> None:
        """Wherever a company or a product is picked, it is marked on the map and its page opens."""
        window = self.window
        self.seeing.snapshot_asked.connect(self.snapshots.ask)
        for source in (self.search.company_picked, self.panel.picked, self.company_table.activated):
            source.connect(self.seeing.mark_company)
        self.panel.product_picked.connect(self.seeing.mark_product)
        self.search.company_picked.connect(self.company_page.open_card)
        window.search.all_asked.connect(self._show_found)
        self.panel.picked.connect(self.company_page.open_card)
        self.target_table.activated.connect(self.company_page.open_card)
        self.segment.details_asked.connect(self.explain.show_match)
        self.company_table.activated.connect(self.company_page.open_card)
        self.company_table.export_asked.connect(self.company_export.ask)
        self.company_table.log_asked.connect(self.log.show_company)
        self.company_page.erase_asked.connect(self.erasing.ask_company)
        self.company_table.new_asked.connect(self.company_page.ask_new)
        self.company_table.import_asked.connect(self.imports.choose_file)

    @Slot()
    def _show_map(self) -> None:
        if self.page.shows_overview():
            self.page.show_overview(False)

    @Slot(object)
    def _go_to_linked(self, code: str) -> None:
        self.place.point_at(SegmentRef(self.place.chain, code))

    @Slot(object)
    def _act(self, action: str) -> None:
        own = {
            "undo": self.desk.undo,
            "redo": self.desk.redo,
            "search": self.window.search.start_search,
            "fit": self.canvas.fit,
            "zoom_in": self.canvas.zoom_in,
            "zoom_out": self.canvas.zoom_out,
            "focus_map": self.canvas.setFocus,
            "focus_segment": self.panel.setFocus,
            "places": self.window.reset_places,
            "clear_seeing": self.seeing.clear,
            "way": self.seeing.ask_way,
            "overview": self.page.bar.overview.click,
            "legend": self.page.bar.legend.click,
            "snapshot": self.snapshots.ask,
            "notes": self.explain.show_notes,
            "figures": self.explain.show_rate,
            "import_chain": self.chain_imports.choose_file,
            "export_form": self.forms.ask_export,
            "import_forms": self.forms.choose_files,
            "import_form_folder": self.forms.choose_folder,
            "export_gaps": self.exports.ask_gaps,
            "export_targets": self.exports.ask_targets,
            **self._registry_acts(),
        }
        if action.startswith(MODE_ACTION):
            self.seeing.choose_mode(Mode(action.removeprefix(MODE_ACTION)))
        elif any(part.act(action) for part in (self.deciding, self.paperwork, self.pursuit, self.log)):
            return
        elif action in own:
            own[action]()
        elif not self.map_desk.does(action):
            self.asked.emit(action)

    def _registry_acts(self) -> dict[str, Callable[[], None]]:
        return {
            "import": self.imports.choose_file,
            "companies": self._show_companies,
            "find_company": self._find_company,
            "filter_companies": self._filter_companies,
            "new_company": self.company_page.ask_new,
            "export_companies": self.company_export.ask,
            "duplicates": self.duplicates.ask,
            "erase_personal": self.erasing.ask_all,
        }

    @Slot()
    def _show_companies(self) -> None:
        self.window.show_panel("companies")

    @Slot()
    def _find_company(self) -> None:
        self._show_companies()
        self.company_table.start_search()

    @Slot()
    def _filter_companies(self) -> None:
        self._show_companies()
        self.company_lists.ask_filter()

    @Slot(object)
    def _show_found(self, text: str) -> None:
        """All companies that the search names, in their table, whatever it was filtered by."""
        self.companies.apply(CompanyFilter(text=text))
        self._show_companies()
        self.company_table.view.setFocus()

    @Slot()
    def _show_history(self) -> None:
        history, writing = self.desk.history, self.desk.is_writing
        for action, word, label in (
            ("undo", "撤销", history.undo_label),
            ("redo", "重做", history.redo_label),
        ):
            self.window.set_action(
                action, enabled=bool(label) and not writing, word=f"{word} {label}".strip()
            )
        self._show_status()

    @Slot(object)
    def _say_done(self, outcome: Outcome) -> None:
        if any(ref.key.startswith(OF_AN_IMPORT) for ref in outcome.refs):
            # Companies that were left when somebody pressed 取消, or the server went away, go on behind it.
            clear_leftovers(self.desk, self.jobs)
        if kept := kept_text(outcome):
            self._warn(kept)
        if outcome.number is not None:
            self._show_status(f"已保存：{action_text(outcome.action, outcome.subject)}")

    @Slot(object)
    def _say_heard(self, entries: tuple[ChangeRow, ...]) -> None:
        self._show_status(heard_text(entries))

    @Slot(object)
    def _say_reached(self, reached: bool) -> None:
        self._show_status()
        if reached:
            self.window.messages.show_message(BACK, MessageKind.SUCCESS)
            self._refresh()
            self.map.refresh()
        else:
            self.window.messages.show_message(AWAY, MessageKind.WARNING)

    @Slot(object)
    def _say_held(self, error: DomainError | None) -> None:
        text = WRITTEN if error is None else f"{messages.tell(error)}{HELD}"
        self.window.messages.show_message(text, MessageKind.SUCCESS if error is None else MessageKind.ERROR)

    @Slot(object)
    def _count(self, companies: int) -> None:
        self._companies_count = companies
        self._show_status()

    def _show_status(self, message: str = "就绪") -> None:
        saved = saved_text(self.desk.unsaved, is_writing=self.desk.is_writing)
        self.window.show_status(place_status(self.workspace.database), saved, self._companies_count, message)

    @Slot(str)
    def _say(self, text: str) -> None:
        self.window.messages.show_message(text, MessageKind.SUCCESS)

    @Slot(str)
    def _warn(self, text: str) -> None:
        self.window.messages.show_message(text, MessageKind.WARNING)

    @Slot(object)
    def _say_refused(self, error: DomainError) -> None:
        if self.workspace.database.is_shared and error.facts.get("reason") in _LOST:
            # One sentence, whatever was being read: not why this connection of several was refused.
            self.desk.note_away()
            self.window.messages.show_message(AWAY, MessageKind.WARNING)
            return
        self.window.messages.show_message(messages.tell(error), MessageKind.ERROR)

    @Slot(object, object)
    def _say_command_refused(self, error: DomainError, command: object) -> None:
        if not is_asked(error, command):
            self._say_refused(error)
        self.segment.show_again()
        self.targets.refresh()
