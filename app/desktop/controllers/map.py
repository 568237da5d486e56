"""The map: a chain read, folded, laid out and shown; first at once, then better while the user looks."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.desktop.last_look import LastLook
from app.services.workspace import today
from chains.commands import Composite, PlaceCompany
from chains.errors import NotFound
from chains.folding import folded_chain, hidden_in, parents_of
from chains.kinds import EntityKind
from chains.layout import Effort, Wishes, lay_out
from widgets.map.link_texts import label_sizes
from widgets.map.scene import MapPicture, box_sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.chain import Chain, SegmentRef
    from chains.drawing import Drawing, Point
    from chains.errors import DomainError
    from chains.events import ChangeSet
    from chains.layout import Layout
    from chains.state import ChainState
    from widgets.map.canvas import MapCanvas

SHOWN = (EntityKind.SEGMENT, EntityKind.CHAIN, EntityKind.TARGET, EntityKind.COMPANY)
READS = ("map", "gap-indices", "then")
"""Jobs without which what is shown is not yet what holds."""

BIG = 1_500
"""Chains with more boxes are drawn with progress shown, and can be cancelled."""

REST_MILLISECONDS = 700
"""So long after the last change a better drawing is looked for: not between two quick marks."""

MOST_KEPT = 24
"""Drawings kept, so that a chain which was looked at comes back at once."""


@dataclass(frozen=True, slots=True)
class MapFacts:
    """One chain as it was read, whole; what is folded is not yet hidden. `targets` count by segment."""

    state: ChainState
    drawing: Drawing
    targets: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A drawing with what it was made of; `is_best` when looking longer was done."""

    chain: Chain
    pins: Mapping[str, Point]
    layout: Layout
    is_best: bool = False

    def is_of(self, chain: Chain, pins: Mapping[str, Point]) -> bool:
        return self.pins == pins and _same_drawing(self.chain, chain)


class MapController(QObject):
    """Shows the current chain on the canvas. `changed` says that `facts` are others now."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, canvas: MapCanvas) -> None:
        super().__init__(desk)
        self.desk, self.jobs, self.place, self._canvas = desk, jobs, place, canvas
        self._drawn: OrderedDict[str, _Drawn] = OrderedDict()
        self._drawing_job = 0
        self._wanted: object = None
        self._pointed: SegmentRef | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self.improve)
        self.facts: MapFacts | None = None
        canvas.picked.connect(place.go_to_segment)
        canvas.dropped.connect(self._place_companies)
        canvas.cancel_asked.connect(self._cancel)
        place.chain_changed.connect(self._go)
        place.segment_changed.connect(self._select)
        place.pointed.connect(self._point)
        desk.changed.connect(self._look)

    @Slot()
    def refresh(self) -> None:
        """Read the current chain and show it."""
        code, workspace = self.place.chain, self.desk.workspace
        if not code:
            self._show_none()
            return

        def work(_ticket: Ticket) -> MapFacts:
            with workspace.read() as reader:
                counts: dict[str, int] = {}
                for row in reader.targets(code):
                    counts[row.ref.segment] = counts.get(row.ref.segment, 0) + 1
                return MapFacts(reader.chain_state(code), reader.drawing(code), counts)

        self.jobs.read(Job("map", work, self._lay_out, self._gone))

    def remember(self, look: LastLook) -> None:
        """Take a drawing of an earlier start: when the chain is the same it need not be made again."""
        picture = look.picture
        self._keep(_Drawn(picture.state.chain, look.pins, picture.layout, look.is_best))

    def look(self) -> LastLook | None:
        """What is shown, for the next start; None while it may not be what holds."""
        picture, facts, drawn = self._canvas.picture(), self.facts, self._drawn.get(self.place.chain)
        if picture is None or facts is None or drawn is None or self.desk.is_writing:
            return None
        if picture.state.chain.code != self.place.chain or any(map(self.jobs.awaits, READS)):
            return None
        return LastLook(picture, drawn.pins, drawn.is_best, self.desk.newest)

    @Slot()
    def improve(self) -> None:
        """Look longer for a drawing with fewer crossings, while the user looks at this one."""
        facts, drawn = self.facts, self._drawn.get(self.place.chain)
        if facts is not None and drawn is not None and facts.state.chain.code == drawn.chain.code:
            wishes = Wishes(drawn.pins, drawn.layout, Effort.BETTER, label_sizes(drawn.chain))
            self._draw(facts, drawn.chain, wishes, "")

    def stop(self) -> None:
        """The window closes: nothing is drawn any more."""
        self._rest.stop()
        self._drop()

    def shown_code(self, code: str) -> str:
        """The box that stands for the segment: itself, or the folded one that hides it; "" for none."""
        if self.facts is None:
            return ""
        hidden = hidden_in(self.facts.state.chain, self.facts.drawing.folded)
        holder = next((shown for shown, codes in hidden.items() if code in codes), code)
        return holder if any(one.code == holder for one in self.facts.state.chain.segments) else ""

    @Slot(str)
    def _go(self, _chain: str) -> None:
        self._drop()
        self.refresh()

    @Slot()
    def _cancel(self) -> None:
        self.jobs.cancel(self._drawing_job)

    def _drop(self) -> None:
        """What is being drawn is not wanted any more: nobody is told of its end."""
        self._rest.stop()
        self._wanted = None
        self._cancel()

    def _lay_out(self, facts: MapFacts) -> None:
        """Sizes come from the fonts of this thread; the layout is made in another."""
        if facts.state.chain.code != self.place.chain:
            return
        chain, pins = folded_chain(facts.state.chain, facts.drawing.folded), facts.drawing.pins
        known = self._drawn.get(chain.code)
        if known is not None and known.is_of(chain, pins):
            self._show(facts, known)
            return
        before = None if known is None else known.layout
        wishes = Wishes(pins=pins, before=before, labels=label_sizes(chain))
        is_big = len(chain.segments) > BIG
        self._draw(facts, chain, wishes, f"正在排布 {chain.name}" if is_big else "")

    def _draw(self, facts: MapFacts, chain: Chain, wishes: Wishes, shown: str) -> None:
        sizes = box_sizes(chain)
        is_best = wishes.effort is Effort.BETTER

        def work(ticket: Ticket) -> Layout:
            return lay_out(chain, sizes, step=ticket.step, wishes=wishes)

        def show(layout: Layout) -> None:
            self._canvas.hide_progress()
            self._show(facts, _Drawn(chain, wishes.pins, layout, is_best))

        def give_up() -> None:
            if self._wanted is wishes and shown:
                self._give_up()

        self._drop()
        self._wanted = wishes
        if shown:
            self._canvas.show_progress(shown, None)
        job = Job("map-layout", work, show, shown=shown, stopped=give_up)
        self._drawing_job = self.jobs.read(job)

    def _show(self, facts: MapFacts, drawn: _Drawn) -> None:
        state, drawing = facts.state, facts.drawing
        if state.chain.code != self.place.chain:
            return
        self._keep(drawn)
        self.facts = facts
        hidden = hidden_in(state.chain, drawing.folded)
        picture = MapPicture.of(replace(state, chain=drawn.chain), drawn.layout, facts.targets, today())
        self._canvas.show_map(
            replace(
                picture,
                pins=frozenset(drawing.pins),
                parents=parents_of(state.chain),
                hidden={code: len(codes) for code, codes in hidden.items()},
            )
        )
        self._select(self.place.segment)
        if self._pointed is not None:
            self._point(self._pointed)
        self.changed.emit()
        if not drawn.is_best and drawn.layout.crossings:
            self._rest.start()

    def _keep(self, drawn: _Drawn) -> None:
        self._drawn[drawn.chain.code] = drawn
        self._drawn.move_to_end(drawn.chain.code)
        while len(self._drawn) > MOST_KEPT:
            self._drawn.popitem(last=False)

    def _give_up(self) -> None:
        self._canvas.hide_progress()
        self._canvas.show_hint("已取消排布；再次选择这条产业链可重新排布")
        self._show_facts(None)

    def _gone(self, error: DomainError) -> None:
        """The chain was removed, here or by a colleague: look at the first one that there is."""
        if not isinstance(error, NotFound):
            self.jobs.refused.emit(error)  # its server is away: the chain may well be there
            return
        with self.desk.workspace.read() as reader:
            codes = reader.chain_codes()
        self.place.go_to_chain(next(iter(codes), ""))

    def _show_none(self) -> None:
        self._canvas.show_hint("还没有产业链：Ctrl+Shift+N 新建一条，或从“产业链”菜单导入")
        self._show_facts(None)

    def _show_facts(self, facts: MapFacts | None) -> None:
        self.facts = facts
        self.changed.emit()

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if any(changes.touches(kind) for kind in SHOWN):
            self.refresh()

    @Slot(object)
    def _select(self, ref: SegmentRef | None) -> None:
        """Mark the segment's box; several that are marked stay so while it is one of them."""
        if ref is not None and ref.chain != self.place.chain:
            return
        code, marked = self.shown_code(ref.segment) if ref is not None else "", self._canvas.selection()
        if code not in marked and (code or len(marked) == 1):
            self._canvas.select(code)

    @Slot(object)
    def _point(self, ref: SegmentRef) -> None:
        """Bring the box to the middle and say where it is: now, or when its chain is shown."""
        facts = self.facts
        is_shown = facts is not None and facts.state.chain.code == ref.chain == self.place.chain
        self._pointed = None if is_shown else ref
        if is_shown:
            self._canvas.point_at(self.shown_code(ref.segment))

    @Slot(object, object)
    def _place_companies(self, ref: SegmentRef, companies: tuple[int, ...]) -> None:
        """Companies dropped on a box are placed as suppliers, all in one entry."""
        commands = tuple(PlaceCompany(ref, company) for company in companies)
        if len(commands) == 1:
            self.desk.submit(commands[0])
        elif commands:
            self.desk.submit(Composite("place", f"{len(commands)} 家企业", commands))
        self.place.go_to_segment(ref)


def _same_drawing(one: Chain, other: Chain) -> bool:
    """Whether both chains are drawn alike: the same boxes with the same names, in the same places."""
    if one.code != other.code or one.stages != other.stages or one.links != other.links:
        return False
    return [(part.code, part.name, part.stage, part.parent) for part in one.segments] == [
        (part.code, part.name, part.stage, part.parent) for part in other.segments
    ]
