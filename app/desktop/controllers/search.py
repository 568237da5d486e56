"""Ctrl+K: finds chains, segments, products and companies, and goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.services.searching import search_everything
from chains.chain import SegmentRef
from chains.errors import Cancelled
from chains.kinds import EntityKind
from chains.names import pinyin_initials
from chains.registry import CompanyFilter, Count

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.search_hit import SearchHit
    from widgets.panels.search_box import SearchBox

HITS = 24


class SearchController(QObject):
    """`company_picked` carries the id of a company that was found.

    Each key starts a read of its own; answers to what is no longer typed are dropped, and reads of it that
    have not begun are left out.
    """

    company_picked = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, box: SearchBox) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._box = desk, jobs, place, box
        self._text = ""
        self._is_warm = False
        box.entered.connect(self._warm_up)
        box.typed.connect(self._search)
        box.picked.connect(self._go)

    @Slot()
    def _warm_up(self) -> None:
        """The tables of pinyin take half a second to load: sooner than the first key needs them."""
        if not self._is_warm:
            self._is_warm = True
            self._jobs.read(Job("pinyin", lambda _ticket: pinyin_initials("威"), _nothing))

    @Slot(object)
    def _search(self, text: str) -> None:
        self._text = text
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[SearchHit, ...]:
            self._drop_if_late(text)
            with workspace.read() as reader:
                return search_everything(reader, text, HITS)

        self._jobs.read(Job("search", work, self._show))

    def _show(self, hits: tuple[SearchHit, ...]) -> None:
        self._box.show_hits(hits)
        if any(hit.kind is EntityKind.COMPANY for hit in hits):
            self._count()

    def _count(self) -> None:
        """How many companies there are in all: asked for behind the hits, which shall not wait for it."""
        text, workspace = self._text, self._desk.workspace

        def work(_ticket: Ticket) -> Count:
            self._drop_if_late(text)
            with workspace.read() as reader:
                return reader.count_companies(CompanyFilter(text=text))

        def show(count: Count) -> None:
            if text == self._text:
                self._box.show_count(count)

        self._jobs.read(Job("search-count", work, show))

    def _drop_if_late(self, text: str) -> None:
        if text != self._text:
            raise Cancelled

    @Slot(object)
    def _go(self, hit: SearchHit) -> None:
        if hit.kind is EntityKind.CHAIN:
            self._place.go_to_chain(hit.key)
        elif hit.kind is EntityKind.SEGMENT:
            self._place.point_at(SegmentRef(*hit.key.split("/", 1)))
        else:
            self.company_picked.emit(int(hit.key))


def _nothing(_found: object) -> None:
    """There is nothing to show."""
