"""How the map is seen: its colours, what is filtered, how far links are followed, what is marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.services.where import Whereabouts, company_whereabouts, product_whereabouts
from chains.chain import SegmentRef
from chains.comparison_shading import by_comparison
from chains.filters import FilterFacts, MapFilter, kept_by, supplying_districts
from chains.regions import districts_of, region_name
from chains.scenario_shading import by_scenario
from chains.shade_classes import Mode
from chains.shading import Shading, by_change, by_coverage, by_gap, by_source, by_suppliers
from chains.way_search import either_way, within_reach
from widgets.map.looks import Looks, looks_of
from widgets.panels.found_bar import FoundPlace

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.comparing import Compared
    from app.services.jobs import Ticket
    from chains.events import ChangeSet
    from chains.scenario_outcome import ScenarioOutcome
    from chains.snapshot import Snapshot
    from chains.state import ChainState
    from chains.ways import Reach, Ways
    from widgets.map.canvas import MapCanvas
    from widgets.map.scene import MapPicture
    from widgets.panels.map_page import MapPage

SNAPSHOT = "snapshot"
"""Key of the button that takes a snapshot where there is none."""


@dataclass(slots=True)
class _Known:
    """What was read for modes that need more than the map: of one chain, or of one chain and snapshot."""

    chain: str = ""
    indices: dict[str, float] = field(default_factory=dict)
    then_of: tuple[str, int] = ("", 0)
    then: ChainState | None = None
    hidden: frozenset[str] = frozenset()


class SeeingController(QObject):
    """Gives the map its looks. `mode_changed` carries the Mode, `snapshot_asked` that one is to be taken."""

    mode_changed = Signal(object)
    snapshot_asked = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, canvas: MapCanvas, page: MapPage) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place = desk, jobs, place
        self._canvas, self._page, self._bar, self._found = canvas, page, page.bar, page.found
        self._picture: MapPicture | None = None
        self._snapshots: tuple[Snapshot, ...] = ()
        self._snapshot: int | None = None
        self._known = _Known()
        self.mode, self.filter = Mode.COVERAGE, MapFilter()
        self._reach: Reach | None = None
        self._way_from: SegmentRef | None = None
        self._ways: Ways | None = None
        self._marked: frozenset[SegmentRef] = frozenset()
        self._outcome: ScenarioOutcome | None = None
        self._compared: Compared | None = None
        self.looks = Looks()
        self._tie()

    @property
    def is_plain(self) -> bool:
        """Whether the map shows its mode and nothing that was asked for in passing."""
        asked = (self._reach, self._way_from, self._ways, self._outcome, self._compared)
        return not (self.filter.is_on or self._marked or any(one is not None for one in asked))

    def start(self) -> None:
        """Read which snapshots there are."""
        self._read_snapshots()

    @Slot(object)
    def choose_mode(self, mode: Mode) -> None:
        """Colour the map by another thing."""
        if self._found.places() and self._found.places()[0].key == SNAPSHOT:
            self._found.show_nothing()
        self.mode = mode
        self._bar.show_mode(mode)
        self.mode_changed.emit(mode)
        self._read_more()
        self._show()
        if mode is Mode.CHANGE and not self._snapshots:
            self._found.show_found("还没有快照可比较", [FoundPlace("生成快照…", SNAPSHOT)])

    @Slot(object)
    def choose_filter(self, wanted: MapFilter) -> None:
        """Fade what the filter does not ask for."""
        self.filter = wanted
        self._bar.show_filter(wanted)
        self._show()

    @Slot(object)
    def choose_reach(self, reach: Reach | None) -> None:
        """Follow the links from the current segment so far, and from each one picked later."""
        self._end_ways()
        self._reach = reach
        self._show()

    @Slot()
    def ask_way(self) -> None:
        """Show the ways from the current segment to the one that is picked next."""
        self._end_ways()
        self._reach, self._way_from = None, self._place.segment
        self._show()

    def show_ways(self, one: str, other: str) -> None:
        """Light every way between two segments of the current chain."""
        if self._picture is None:
            return
        chain = self._picture.state.chain
        self._way_from, self._reach = None, None
        self._ways = either_way(chain, one, other)
        names = {segment.code: segment.name for segment in chain.segments}
        ends = f"{names.get(self._ways.source, '')} → {names.get(self._ways.target, '')}"
        if self._ways.on:
            steps = len(self._ways.shortest[0]) - 1
            title = f"{ends}：{self._ways.count_text}路径，最短 {steps} 步"
        else:
            title = f"{ends}：没有路径"
        places = [FoundPlace(" → ".join(names[code] for code in way), way) for way in self._ways.shortest]
        self._found.show_found(title, places)
        self._show()

    @Slot(object)
    def mark_company(self, company_id: int) -> None:
        """Mark the boxes of a company, and list them in every chain."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> Whereabouts:
            return company_whereabouts(workspace, company_id)

        self._jobs.read(Job("whereabouts", work, self._mark))

    @Slot(object)
    def mark_product(self, product: str) -> None:
        """Mark the boxes that supply a product, and list them in every chain."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> Whereabouts:
            return product_whereabouts(workspace, product)

        self._jobs.read(Job("whereabouts", work, self._mark))

    @Slot()
    def clear(self) -> None:
        """Nothing is filtered, followed or marked any more; the mode stays."""
        self._reach = self._way_from = self._ways = None
        self._marked = frozenset()
        self._found.show_nothing()
        self.choose_filter(MapFilter())

    def _tie(self) -> None:
        self._bar.mode_chosen.connect(self.choose_mode)
        self._bar.filter_chosen.connect(self.choose_filter)
        self._bar.reach_chosen.connect(self.choose_reach)
        self._bar.snapshot_chosen.connect(self._choose_snapshot)
        self._bar.way_asked.connect(self.ask_way)
        self._bar.cleared.connect(self.clear)
        self._found.picked.connect(self._go)
        self._canvas.shown.connect(self._take)
        self._place.chain_changed.connect(self._end_ways)
        self._place.segment_changed.connect(self._follow)
        self._desk.changed.connect(self._look)

    @Slot(object)
    def _take(self, picture: MapPicture) -> None:
        """Another map, or the same one with other facts."""
        self._picture = picture
        found = sorted(supplying_districts(picture.state).items())
        self._bar.filter_menu.show_districts([(code, _district_name(code), count) for code, count in found])
        self._read_more()
        self._show()

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        self._read_snapshots()
        if changes.refs and self._picture is not None and self.mode is Mode.GAP:
            self._read_more()

    @Slot(object)
    def _follow(self, ref: SegmentRef | None) -> None:
        start = self._way_from
        if start is not None and ref is not None and ref != start and ref.chain == start.chain:
            self.show_ways(start.segment, ref.segment)
        elif self._reach is not None:
            self._show()

    @Slot()
    def _end_ways(self) -> None:
        if self._ways is not None:
            self._found.show_nothing()
        self._way_from = self._ways = None

    @Slot(object)
    def _go(self, key: object) -> None:
        """A place of the line below the bar: a segment, one of the ways, or the wish for a snapshot."""
        if isinstance(key, SegmentRef):
            self._page.show_overview(False)
            self._place.point_at(key)
        elif key == SNAPSHOT:
            self.snapshot_asked.emit()
        elif isinstance(key, tuple):
            self._show(frozenset(key))

    def _mark(self, found: Whereabouts) -> None:
        self._end_ways()
        self._marked = found.refs
        places = [FoundPlace(f"{chain} · {segment}", ref) for ref, chain, segment in found.places]
        where = f"在 {found.chains} 条链的 {len(places)} 个环节" if places else "还没有标注到任何环节"
        self._found.show_found(f"{found.name}：{where}", places)
        self._show()

    def _read_snapshots(self) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[Snapshot, ...]:
            with workspace.read() as reader:
                return reader.snapshots()

        self._jobs.read(Job("snapshots", work, self._know_snapshots))

    def _know_snapshots(self, snapshots: tuple[Snapshot, ...]) -> None:
        if snapshots == self._snapshots:
            return
        self._snapshots = snapshots
        if self._snapshot not in {one.id for one in snapshots}:
            self._snapshot = snapshots[0].id if snapshots else None
        self._bar.show_snapshots([(one.id, one.name) for one in snapshots], self._snapshot)
        if self.mode is Mode.CHANGE:
            self.choose_mode(Mode.CHANGE)

    @Slot(object)
    def _choose_snapshot(self, number: int) -> None:
        self._snapshot = number
        self._read_more()
        self._show()

    def _read_more(self) -> None:
        """Read what the mode needs beside the map; it is shown when it is there."""
        if self._picture is None:
            return
        if self.mode is Mode.GAP:
            self._read_indices(self._picture.state.chain.code)
        elif self.mode is Mode.CHANGE and self._chosen() is not None:
            self._read_then(self._picture.state, self._chosen())

    def _read_indices(self, chain: str) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> dict[str, float]:
            return {row.ref.segment: row.gap_index for row in workspace.gaps(chain)}

        def know(indices: dict[str, float]) -> None:
            self._known.chain, self._known.indices = chain, indices
            self._show()

        self._jobs.read(Job("gap-indices", work, know))

    def _read_then(self, state: ChainState, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            return
        workspace, code = self._desk.workspace, state.chain.code
        shown = {segment.code for segment in state.chain.segments}

        def work(_ticket: Ticket) -> tuple[ChainState | None, frozenset[str]]:
            with workspace.read() as reader:
                now = {one.code for one in reader.chain_state(code).chain.segments}
                return reader.chain_state_at(code, snapshot.number), frozenset(now - shown)

        def know(found: tuple[ChainState | None, frozenset[str]]) -> None:
            self._known.then_of, (self._known.then, self._known.hidden) = (code, snapshot.id), found
            self._show()

        self._jobs.read(Job("then", work, know))

    def _chosen(self) -> Snapshot | None:
        return next((one for one in self._snapshots if one.id == self._snapshot), None)

    @Slot(object)
    def show_outcome(self, outcome: ScenarioOutcome | None) -> None:
        """Colour the map by what a scenario would change, until None comes."""
        if outcome is not self._outcome:
            self._outcome = outcome
            self._show()

    @Slot(object)
    def show_comparison(self, compared: Compared | None) -> None:
        """Colour the map by what is different between two states, until None comes."""
        if compared is not self._compared:
            self._compared = compared
            self._show()

    def _shading(self, picture: MapPicture) -> Shading:
        """The mode's classes; by 本地供给 as long as what the mode needs is being read."""
        state, known, snapshot = picture.state, self._known, self._chosen()
        asked = self._asked_shading(state)
        if asked is not None:
            return asked
        if self.mode is Mode.SOURCE:
            return by_source(state)
        if self.mode is Mode.SUPPLIERS:
            return by_suppliers(state)
        if self.mode is Mode.GAP and known.chain == state.chain.code:
            return by_gap(state, known.indices)
        if (
            self.mode is Mode.CHANGE
            and snapshot is not None
            and known.then_of == (state.chain.code, snapshot.id)
        ):
            return by_change(state, known.then, snapshot.name, known.hidden)
        return by_coverage(state)

    def _asked_shading(self, state: ChainState) -> Shading | None:
        """What a scenario or a comparison would have the map show in place of the mode."""
        chains = () if self._outcome is None else self._outcome.chains
        supposed = next((one for one in chains if one.code == state.chain.code), None)
        if supposed is not None:
            return by_scenario(state, supposed)
        compared = self._compared
        differing = None if compared is None else compared.found.chain(state.chain.code)
        if compared is None or differing is None:
            return None
        return by_comparison(state, differing, f"从“{compared.before.name}”到“{compared.after.name}”")

    def _show(self, one_way: frozenset[str] | None = None) -> None:
        """Give the map its looks; `one_way` lights that way alone of those found."""
        picture = self._picture
        if picture is None:
            return
        everything = {segment.code for segment in picture.state.chain.segments}
        kept, lines = frozenset(everything), []
        if self.filter.is_on:
            facts = FilterFacts(picture.targets, picture.contradictions | picture.stale)
            kept = kept_by(self.filter, picture.state, facts)
            lines.append(f"筛选：{self.filter.text} · {len(kept)}/{len(everything)} 个环节")
        path, line = self._path(picture, one_way)
        if path is not None:
            kept = kept & path if self.filter.is_on else path
        lines += [line] if line else []
        marked = frozenset(ref.segment for ref in self._marked if ref.chain == picture.state.chain.code)
        faded = frozenset(everything - kept - marked)
        self.looks = looks_of(self._shading(picture), faded, marked, path or frozenset())
        self._canvas.show_looks(self.looks)
        self._page.legend.show_entries(self.looks.legend)
        self._bar.show_line("；".join(lines) or ("已标出" if self._marked else ""))

    def _path(self, picture: MapPicture, one_way: frozenset[str] | None) -> tuple[frozenset[str] | None, str]:
        """The boxes that links are followed to, None for no wish; and what is said of it."""
        chain, current = picture.state.chain, self._place.segment
        names = {segment.code: segment.name for segment in chain.segments}
        if self._ways is not None:
            return (one_way or self._ways.on or None), "路径"
        if self._way_from is not None:
            return None, f"从“{names.get(self._way_from.segment, '')}”出发：请点击另一个环节"
        if self._reach is None:
            return None, ""
        if current is None or current.segment not in names or current.chain != chain.code:
            return None, f"{self._reach.text}：请选择一个环节"
        found = within_reach(chain, current.segment, self._reach)
        return found, f"{names[current.segment]} {self._reach.text} · {len(found) - 1} 个环节"


def _district_name(code: str) -> str:
    """The district's own name, without its city."""
    return dict(districts_of(f"{code[:4]}00")).get(code, region_name(code))
