"""The map: a chain read, laid out and shown; companies dropped on its boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.services.workspace import today
from chains.commands import Composite, PlaceCompany
from chains.kinds import EntityKind
from chains.layout import lay_out
from widgets.map.scene import MapPicture, box_sizes

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.chain import Chain, SegmentRef
    from chains.events import ChangeSet
    from chains.layout import Layout
    from chains.state import ChainState
    from widgets.map.canvas import MapCanvas

SHOWN = (EntityKind.SEGMENT, EntityKind.CHAIN, EntityKind.TARGET, EntityKind.COMPANY)


class MapController(QObject):
    """Shows the current chain on the canvas."""

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, canvas: MapCanvas) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._canvas = desk, jobs, place, canvas
        self._laid_out: tuple[Chain, Layout] | None = None
        canvas.picked.connect(place.go_to_segment)
        canvas.dropped.connect(self._place_companies)
        place.chain_changed.connect(self.refresh)
        place.segment_changed.connect(self._select)
        desk.changed.connect(self._look)

    @Slot()
    def refresh(self) -> None:
        """Read the current chain and show it."""
        code, workspace = self._place.chain, self._desk.workspace
        if not code:
            self._canvas.show_hint("请在左侧选择一条产业链")
            return

        def work(_ticket: Ticket) -> tuple[ChainState, dict[str, int]]:
            with workspace.read() as reader:
                counts: dict[str, int] = {}
                for row in reader.targets(code):
                    counts[row.ref.segment] = counts.get(row.ref.segment, 0) + 1
                return reader.chain_state(code), counts

        self._jobs.read(Job("map", work, self._lay_out))

    def _lay_out(self, found: tuple[ChainState, dict[str, int]]) -> None:
        """Sizes come from the fonts of this thread; the layout is made in another."""
        state, counts = found
        if self._laid_out is not None and _same_drawing(self._laid_out[0], state.chain):
            self._show(state, counts, self._laid_out[1])
            return
        sizes = box_sizes(state.chain)

        def work(ticket: Ticket) -> Layout:
            return lay_out(state.chain, sizes, step=ticket.step)

        def show(layout: Layout) -> None:
            self._laid_out = (state.chain, layout)
            self._show(state, counts, layout)

        self._jobs.read(Job("map-layout", work, show))

    def _show(self, state: ChainState, counts: dict[str, int], layout: Layout) -> None:
        if state.chain.code != self._place.chain:
            return
        self._canvas.show_map(MapPicture.of(state, layout, counts, today()))
        self._select(self._place.segment)

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if any(changes.touches(kind) for kind in SHOWN):
            self.refresh()

    @Slot(object)
    def _select(self, ref: SegmentRef | None) -> None:
        if ref is None or ref.chain == self._place.chain:
            code = ref.segment if ref is not None else ""
            if code != self._canvas.selected():
                self._canvas.select(code)

    @Slot(object, object)
    def _place_companies(self, ref: SegmentRef, companies: tuple[int, ...]) -> None:
        """Companies dropped on a box are placed as suppliers, all in one entry."""
        commands = tuple(PlaceCompany(ref, company) for company in companies)
        if len(commands) == 1:
            self._desk.submit(commands[0])
        elif commands:
            self._desk.submit(Composite("place", f"{len(commands)} 家企业", commands))
        self._place.go_to_segment(ref)


def _same_drawing(one: Chain, other: Chain) -> bool:
    """Whether both chains are drawn alike: the same boxes with the same names, in the same places."""
    if one.code != other.code or one.stages != other.stages or one.links != other.links:
        return False
    return [(part.code, part.name, part.stage, part.parent) for part in one.segments] == [
        (part.code, part.name, part.stage, part.parent) for part in other.segments
    ]
