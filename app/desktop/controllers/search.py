"""Ctrl+K: finds chains, segments, products and companies, and goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from chains.chain import SegmentRef
from chains.kinds import EntityKind

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.rows import SearchHit
    from widgets.panels.search_box import SearchBox

HITS = 24


class SearchController(QObject):
    """`company_picked` carries the id of a company that was found."""

    company_picked = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, box: SearchBox) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._box = desk, jobs, place, box
        box.typed.connect(self._search)
        box.picked.connect(self._go)

    @Slot(object)
    def _search(self, text: str) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[SearchHit, ...]:
            with workspace.read() as reader:
                return reader.search(text, HITS)

        self._jobs.read(Job("search", work, self._box.show_hits))

    @Slot(object)
    def _go(self, hit: SearchHit) -> None:
        if hit.kind is EntityKind.CHAIN:
            self._place.go_to_chain(hit.key)
        elif hit.kind is EntityKind.SEGMENT:
            self._place.go_to_segment(SegmentRef(*hit.key.split("/", 1)))
        else:
            self.company_picked.emit(int(hit.key))
