"""推演: gathers what is supposed, has it counted, shows it in tables and on the map, keeps it by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.deciding_words import scenario_basis
from app.desktop.jobs import Job, Jobs
from app.desktop.when_seen import WhenSeen
from app.services.deciding import find_outcome
from app.services.workspace import today
from chains.import_origins import import_marks, imports_by_country
from chains.kinds import EntityKind, Source
from chains.scenario import Fill, Gone, Settle, Stop
from chains.scenario_commands import RemoveScenario, SaveScenario
from chains.scenario_outcome import ScenarioOutcome
from chains.scenario_text import segment_names, sentence
from widgets.dialogs.ask import AskDialog, Choices, Question
from widgets.dialogs.figure import FigureDialog, FigureView
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.chain import SegmentRef
    from chains.events import ChangeSet
    from chains.import_origins import ImportMarks
    from chains.scenario import Scenario, Supposition
    from widgets.panels.scenario import ScenarioPanel

KINDS = (EntityKind.SEGMENT, EntityKind.CHAIN, EntityKind.COMPANY, EntityKind.WORKSPACE)
_EVERYWHERE = {
    "stop_abroad": Stop(Source.ABROAD),
    "stop_domestic": Stop(Source.DOMESTIC),
    "stop_outside": Stop(None),
}


@dataclass(frozen=True, slots=True)
class _Found:
    kept: tuple[Scenario, ...]
    names: dict[SegmentRef, str]
    companies: dict[str, int]
    outcome: ScenarioOutcome
    countries: tuple[tuple[str, int], ...]
    imports: ImportMarks


class ScenarioController(QObject):
    """`outcome_shown` carries the ScenarioOutcome that the map shall show, None for none."""

    outcome_shown = Signal(object)
    asked = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, panel: ScenarioPanel) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._panel = desk, jobs, place, panel
        self._supposed: tuple[Supposition, ...] = ()
        self._kept: tuple[Scenario, ...] = ()
        self._current = 0
        self._wanted = ""
        self._names: dict[SegmentRef, str] = {}
        self._companies: dict[str, int] = {}
        self._outcome = ScenarioOutcome()
        self._dialog: AskDialog | None = None
        panel.add_asked.connect(self.add)
        panel.country_asked.connect(self.stop_country)
        panel.removed.connect(self._remove)
        panel.clear_asked.connect(self._clear)
        panel.chosen.connect(self._choose)
        panel.save_asked.connect(self._ask_name)
        panel.forget_asked.connect(self._forget)
        panel.basis_asked.connect(self._explain)
        panel.map_switched.connect(self._show_on_map)
        panel.outcome.picked.connect(place.go_to_chain)
        panel.steps.picked.connect(self._go)
        place.segment_changed.connect(self._know_segment)
        self._seen = WhenSeen([panel], self.refresh, self)
        desk.changed.connect(self._look)

    def suppositions(self) -> tuple[Supposition, ...]:
        """What is supposed now."""
        return self._supposed

    def dialog(self) -> AskDialog | None:
        """The question that is open."""
        return self._dialog

    @Slot()
    def refresh(self) -> None:
        """Read names and kept scenarios, and count what is supposed."""
        workspace, supposed = self._desk.workspace, self._supposed

        def work(_ticket: Ticket) -> _Found:
            with workspace.read() as reader:
                states, kept = reader.chain_states(), reader.scenarios()
            companies = {
                one.company_name: one.placement.company_id
                for state in states
                for placed in state.suppliers.values()
                for one in placed
                if one.counts
            }
            outcome = find_outcome(workspace, supposed) if supposed else ScenarioOutcome()
            countries, imports = imports_by_country(states), import_marks(states)
            return _Found(kept, segment_names(states), companies, outcome, countries, imports)

        self._jobs.read(Job("scenario", work, self._show))

    @Slot(str)
    def add(self, key: str) -> None:
        """Suppose one more thing; a key of widgets.panels.scenario."""
        ref = self._place.segment
        if key in _EVERYWHERE:
            self._suppose(_EVERYWHERE[key])
        elif key == "gone":
            self._ask_gone()
        elif ref is None:
            return
        elif key == "fill":
            self._suppose(Fill(ref))
        elif key == "stop_here":
            self._suppose(Stop(None, ref))
        else:
            self._ask_settler(ref)

    @Slot(str)
    def stop_country(self, country: str) -> None:
        """Suppose that nothing is imported from there any more (某国（地区）断供)."""
        self._suppose(Stop(Source.ABROAD, None, country))

    def _ask_gone(self) -> None:
        choices = Choices(
            tuple(sorted(self._companies)),
            "不是已确认的供应商，请从列表中选择",
            "还没有已确认的供应商，先在环节里标注并确认",
        )
        self._ask(Question("企业退出", "哪家企业退出", "", "加入假设"), choices, self._add_gone)

    def _ask_settler(self, ref: SegmentRef) -> None:
        with self._desk.workspace.read() as reader:
            wanted = [row.company_name for row in reader.targets(ref.chain) if row.ref == ref]
        about = f"假设它在本地向“{cut(self._names.get(ref, ''), 40)}”供货。可选目标企业，也可直接填写。"
        question = Question("企业落户", "哪家企业落户", "", "加入假设", about)
        self._ask(question, Choices(tuple(wanted)), self._add_settler)

    def _ask(self, question: Question, choices: Choices | None, then: Callable[[str], None]) -> None:
        self._dialog = AskDialog(question, self._panel.window(), choices)
        self._dialog.answered.connect(then)
        self._dialog.finished.connect(self._close_dialog)
        self._dialog.open()

    @Slot(object)
    def _add_gone(self, name: str) -> None:
        if name in self._companies:
            self._suppose(Gone(self._companies[name], name))

    @Slot(object)
    def _add_settler(self, name: str) -> None:
        ref = self._place.segment
        if ref is None:
            return
        with self._desk.workspace.read() as reader:
            known = reader.companies_named(name)
        self._suppose(Settle(ref, known[0].id if len(known) == 1 else 0, name))

    @Slot()
    def _close_dialog(self) -> None:
        self._dialog = None

    def _suppose(self, one: Supposition) -> None:
        self._set(tuple(dict.fromkeys((*self._supposed, one))))

    def _set(self, supposed: tuple[Supposition, ...]) -> None:
        self._supposed = supposed
        self._show_sentences()
        self.asked.emit()
        self.refresh()

    def _show_sentences(self) -> None:
        self._panel.show_suppositions([sentence(one, self._names) for one in self._supposed])

    @Slot(object)
    def _remove(self, place: int) -> None:
        self._set(tuple(one for at, one in enumerate(self._supposed) if at != place))

    @Slot()
    def _clear(self) -> None:
        self._current = 0
        self._set(())

    @Slot(object)
    def _choose(self, number: int) -> None:
        found = next((one for one in self._kept if one.id == number), None)
        self._current = number
        self._set(() if found is None else found.suppositions)

    @Slot()
    def _ask_name(self) -> None:
        held = next((one.name for one in self._kept if one.id == self._current), f"推演 {today():%m-%d}")
        taken = tuple(one.name for one in self._kept)
        question = Question(
            "保存推演方案", "方案名称", held, "保存", taken=taken, taken_note="已有同名方案，保存后替换它"
        )
        self._ask(question, None, self._save)

    @Slot(object)
    def _save(self, name: str) -> None:
        self._wanted = name
        self._desk.submit(SaveScenario(name, self._supposed))

    @Slot()
    def _forget(self) -> None:
        if self._current:
            number, self._current = self._current, 0
            self._desk.submit(RemoveScenario(number))

    def refresh_when_seen(self) -> None:
        """Refresh now, or when the panel comes into sight."""
        self._seen.ask()

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if any(changes.touches(kind) for kind in KINDS):
            self._seen.ask()

    def _show(self, found: _Found) -> None:
        self._kept, self._names = found.kept, found.names
        self._companies, self._outcome = found.companies, found.outcome
        self._panel.countries.show_countries(found.countries, found.imports)
        if self._wanted:
            self._current = next((one.id for one in self._kept if one.name == self._wanted), self._current)
            self._wanted = ""
        self._panel.show_kept([(one.id, one.name) for one in self._kept], self._current)
        self._show_sentences()
        self._know_segment(self._place.segment)
        self._panel.show_outcome(self._outcome)
        self._show_on_map(self._panel.on_map.isChecked())

    @Slot(object)
    def _know_segment(self, ref: SegmentRef | None) -> None:
        self._panel.show_segment("" if ref is None else self._names.get(ref, ""))

    @Slot(bool)
    def _show_on_map(self, shown: bool) -> None:
        self.outcome_shown.emit(self._outcome if shown and self._outcome.chains else None)

    @Slot(object)
    def _go(self, key: tuple[SegmentRef, object]) -> None:
        self._place.go_to_segment(key[0])

    @Slot()
    def _explain(self) -> None:
        view = FigureView(
            "推演", f"{len(self._supposed)} 项假设", scenario_basis(), ("假设",), self._rows(), today()
        )
        FigureDialog(view, self._panel.window()).open()

    def _rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple((sentence(one, self._names),) for one in self._supposed)
