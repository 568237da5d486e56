"""Answers "how is that counted" for a gap: 缺口指数, 严重度, 断供影响 and 跨链影响."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.services.explaining import GapExplained, explain_gap
from app.services.workspace import today
from app.wording import cross_basis, gap_basis, impact_basis, severity_basis
from chains import words
from widgets.dialogs.figure import FigureDialog, FigureView

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.chain import SegmentRef

_HEADINGS = ("组成", "数值", "系数", "说明")


class GapExplainController(QObject):
    """Opens the dialog of one figure of one gap."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window

    @Slot(object)
    def show_figure(self, asked: tuple[SegmentRef, str]) -> None:
        """(segment, figure): gap_index, severity, impact or cross."""
        ref, figure = asked
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> GapExplained:
            return explain_gap(workspace, ref)

        def show(found: GapExplained) -> None:
            FigureDialog(VIEWS[figure](found), self._window).open()

        self._jobs.read(Job("explain-gap", work, show))


def index_view(found: GapExplained) -> FigureView:
    """缺口指数 with its parts."""
    row, settings = found.row, found.settings
    parts: tuple[tuple[str, ...], ...] = (
        ("严重度", f"{row.severity:.3f}", "×", _marks(found)),
        ("基数", "1", f"{settings.index_base:g}", ""),
        _part("断供影响", row.impact, settings.index_impact, f"影响 {row.affected} 个环节"),
        _part("跨链影响", row.cross, settings.index_cross, f"同一产品在其他链的 {len(found.cross)} 个环节"),
    )
    parts += tuple(_lost(found))
    return _view(found, "缺口指数", words.index_text(row.gap_index), gap_basis(settings), parts)


def severity_view(found: GapExplained) -> FigureView:
    """严重度 with d and r."""
    row, settings = found.row, found.settings
    depth = settings.depth(row.coverage) or 0.0
    risk = settings.risk(row.source, chokepoint=row.chokepoint)
    parts = (
        ("d", f"{depth:g}", "", words.COVERAGE[row.coverage]),
        ("r", f"{risk:g}", "0.5", _source(found)),
        ("0.5 + 0.5 × r", f"{0.5 + 0.5 * risk:.3f}", "", ""),
        ("评估", "", "", f"{row.assessor} {row.assessed_on or ''} {row.evidence}".strip()),
    )
    return _view(found, "严重度", words.index_text(row.severity), severity_basis(settings), parts)


def impact_view(found: GapExplained) -> FigureView:
    """断供影响 with every segment that loses something."""
    value = None if found.impact is None else found.impact.value
    return _view(found, "断供影响", words.rate_text(value), impact_basis(), tuple(_lost(found)))


def cross_view(found: GapExplained) -> FigureView:
    """跨链影响 with the same product elsewhere."""
    parts = tuple((one.chain_name, f"{one.impact:.3f}", "", one.name) for one in found.cross)
    return _view(found, "跨链影响", words.index_text(found.row.cross), cross_basis(), parts)


VIEWS: dict[str, Callable[[GapExplained], FigureView]] = {
    "gap_index": index_view,
    "severity": severity_view,
    "impact": impact_view,
    "cross": cross_view,
}
"""What each figure of a gap is shown by."""


def _view(
    found: GapExplained, name: str, value: str, basis: str, parts: tuple[tuple[str, ...], ...]
) -> FigureView:
    title = f"{found.row.name} {name}"
    return FigureView(title, value, basis, _HEADINGS, parts, today())


def _part(name: str, value: float | None, weight: float, note: str) -> tuple[str, ...]:
    return (name, "—" if value is None else f"{value:.3f}", f"{weight:g}", note)


def _lost(found: GapExplained) -> list[tuple[str, ...]]:
    parts = () if found.impact is None else found.impact.parts
    return [
        (
            f"断供影响 · {found.names[part.code]}",
            f"{part.value:.3f}",
            f"{part.weight:g}",
            "停摆程度 · 环节权重",
        )
        for part in parts
    ]


def _marks(found: GapExplained) -> str:
    return f"{words.COVERAGE[found.row.coverage]}，{_source(found)}"


def _source(found: GapExplained) -> str:
    row = found.row
    choke = f"，{words.CHOKEPOINT}" if row.chokepoint else ""
    return f"{words.source_text(row.source, row.degree, row.countries)}{choke}"
