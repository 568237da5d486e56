"""Answers "how is that counted": figures with their parts, a match with its words, what a document says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.services.workspace import ChainMeasures, measure_settings, today
from app.wording import completeness_basis, match_basis, rate_basis
from chains import words
from chains.kinds import Coverage
from chains.match_weighing import match_weights
from widgets.dialogs.chain_notes import ChainNotesDialog
from widgets.dialogs.figure import FigureDialog, FigureView
from widgets.dialogs.match_details import MatchDetails, MatchDetailsDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.measures import Figure
    from chains.rows import Candidate
    from chains.state import ChainState

_PARTS = {
    "segments": ("环节", None),
    "missing": ("缺失环节", Coverage.MISSING),
    "weak": ("薄弱环节", Coverage.WEAK),
}


class ExplainController(QObject):
    """Opens the dialogs that explain."""

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._window = desk, jobs, place, window

    @Slot(object)
    def show_figure(self, name: str) -> None:
        """A figure of the header was clicked."""
        if name in {"local_supply_rate", "completeness"}:
            self._show_measure(name)
        elif name != "to_check" and self._place.chain:
            self._show_segments(name)

    @Slot()
    def show_rate(self) -> None:
        """Show how 本地配套率 of the current chain is made up."""
        if self._place.chain:
            self._show_measure("local_supply_rate")

    @Slot()
    def show_notes(self) -> None:
        """Show what the document says of the current chain as a whole."""
        if not self._place.chain:
            return
        with self._desk.workspace.read() as reader:
            chain = reader.chain_state(self._place.chain).chain
        ChainNotesDialog(chain.name, chain.notes, chain.document, self._window).open()

    @Slot(object)
    def show_match(self, candidate: Candidate) -> None:
        """Show why a company fits."""
        ref = self._place.segment
        if ref is None:
            return
        with self._desk.workspace.read() as reader:
            segment = reader.chain_state(ref.chain).chain.segment(ref.segment)
            settings = measure_settings(reader)
        weights = tuple(match_weights(settings).items())
        MatchDetailsDialog(
            MatchDetails(candidate, segment.name, weights, match_basis(settings)), self._window
        ).open()

    def _show_measure(self, name: str) -> None:
        workspace, chain = self._desk.workspace, self._place.chain

        def work(_ticket: Ticket) -> ChainMeasures:
            return workspace.measures(chain)[0]

        def show(found: ChainMeasures) -> None:
            rate = name == "local_supply_rate"
            view = _figure_view(
                f"{found.overview.name}链 {'本地配套率' if rate else '链条完整度'}",
                found.local_supply_rate if rate else found.completeness,
                rate_basis(found.settings) if rate else completeness_basis(),
            )
            FigureDialog(view, self._window).open()

        self._jobs.read(Job("figure", work, show))

    def _show_segments(self, name: str) -> None:
        workspace, chain = self._desk.workspace, self._place.chain

        def work(_ticket: Ticket) -> ChainState:
            with workspace.read() as reader:
                return reader.chain_state(chain)

        def show(state: ChainState) -> None:
            FigureDialog(_segments_view(state, name), self._window).open()

        self._jobs.read(Job("figure", work, show))


def _figure_view(name: str, figure: Figure | None, basis: str) -> FigureView:
    parts = () if figure is None else figure.parts
    rows = tuple(
        (part.name, f"{part.value:g}", f"{part.weight:g}", words.COVERAGE.get(part.note, part.note))  # type: ignore[call-overload]
        for part in parts
    )
    return FigureView(
        name, words.rate_text(None if figure is None else figure.value), basis, parts=rows, as_of=today()
    )


def _segments_view(state: ChainState, name: str) -> FigureView:
    """The segments that a count of the header counts."""
    title, coverage = _PARTS.get(name, ("卡脖子环节", None))
    rows = []
    for segment in state.chain.segments:
        mark = state.assessment(segment.code)
        counts = mark.chokepoint if name == "chokepoints" else coverage is None or mark.coverage is coverage
        if counts:
            source = words.source_text(mark.source, mark.degree, mark.countries)
            rows.append((segment.name, words.COVERAGE[mark.coverage], source, mark.evidence))
    basis = "按最新评估逐个环节计数。"
    headings = ("环节", "本地供给", "当前来源", "依据")
    return FigureView(f"{state.chain.name}链 {title}", str(len(rows)), basis, headings, tuple(rows), today())
