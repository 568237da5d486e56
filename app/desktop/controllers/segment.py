"""The inspector: gathers what is known of the picked segment, and hands its commands on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.controllers.link_views import links_view
from app.desktop.jobs import Job, Jobs
from app.services.segment_facts import SegmentFacts, segment_facts
from chains import words
from chains.errors import NotFound
from chains.kinds import Coverage, EntityKind
from widgets.panels.segment_view import SegmentView

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.chain import SegmentRef
    from chains.errors import DomainError
    from chains.events import ChangeSet
    from chains.rows import Candidate, CompanyRow, MatchResult
    from widgets.panels.segment import SegmentPanel

COMPANY_HITS = 30


class SegmentController(QObject):
    """Shows the picked segment; `details_asked` carries a Candidate whose match is to be explained."""

    details_asked = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, panel: SegmentPanel) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._panel = desk, jobs, place, panel
        self._match: MatchResult | None = None
        self._is_aside = False
        panel.asked.connect(desk.submit)
        panel.company_typed.connect(self._search)
        panel.match_details_asked.connect(self._explain)
        place.segment_changed.connect(self._go)
        desk.changed.connect(self._look)

    def step_aside(self) -> None:
        """Several segments are picked: the panel is theirs until `come_back`."""
        self._is_aside = True

    def come_back(self) -> None:
        """One segment or none is picked again."""
        if self._is_aside:
            self._is_aside = False
            self._go(self._place.segment)

    @Slot(object)
    def _go(self, ref: SegmentRef | None) -> None:
        self._match = None
        if self._is_aside:
            return
        if ref is None:
            self._panel.show_nothing()
        else:
            self._gather(ref)
            self._find_companies(ref)

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        ref = self._place.segment
        if ref is None or self._is_aside:
            return
        keys = {one.key for one in changes.refs if one.kind is EntityKind.SEGMENT}
        others = (EntityKind.TARGET, EntityKind.COMPANY, EntityKind.CHAIN, EntityKind.WORKSPACE)
        if str(ref) in keys or any(changes.touches(kind) for kind in others):
            self._gather(ref)
        matched = (EntityKind.TARGET, EntityKind.COMPANY, EntityKind.WORKSPACE)
        if str(ref) in keys or any(changes.touches(kind) for kind in matched):
            self._find_companies(ref)

    def show_again(self) -> None:
        """Read the segment afresh: a command on it was refused, so what is shown may be old."""
        if self._place.segment is not None and not self._is_aside:
            self._gather(self._place.segment)

    def _gather(self, ref: SegmentRef) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> SegmentFacts:
            return segment_facts(workspace, ref)

        self._jobs.read(Job("segment", work, self._show, self._gone))

    def _show(self, facts: SegmentFacts) -> None:
        if facts.segment.ref == self._place.segment and not self._is_aside:
            self._panel.show_segment(view_of(facts, self._match))

    def _gone(self, error: DomainError) -> None:
        """The segment was taken away, here or by a colleague."""
        if isinstance(error, NotFound):
            self._place.go_to_segment(None)
        else:
            self._jobs.refused.emit(error)

    def _find_companies(self, ref: SegmentRef) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> MatchResult:
            return workspace.match(ref)

        self._jobs.read(Job("match", work, self._show_match, self._gone))

    def _show_match(self, match: MatchResult) -> None:
        if match.ref != self._place.segment:
            return
        self._match = match
        shown = self._panel.view()
        if shown is not None and shown.ref == match.ref:
            self._panel.show_segment(replace(shown, match=match))

    @Slot(object)
    def _search(self, text: str) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[CompanyRow, ...]:
            with workspace.read() as reader:
                return tuple(reader.company_page(text, 0, COMPANY_HITS))

        self._jobs.read(Job("placing", work, self._panel.show_company_hits))

    @Slot(object)
    def _explain(self, company_id: int) -> None:
        found = () if self._match is None else (*self._match.targets, *self._match.local)
        candidate: Candidate | None = next((one for one in found if one.company_id == company_id), None)
        if candidate is not None:
            self.details_asked.emit(candidate)


def view_of(facts: SegmentFacts, match: MatchResult | None) -> SegmentView:
    """What the panel shows of the facts."""
    return SegmentView(
        segment=facts.segment,
        chain_name=facts.chain_name,
        stage_name=facts.stage.name,
        tier=facts.stage.tier,
        assessment=facts.assessment,
        history=facts.history,
        suppliers=facts.suppliers,
        gap=facts.gap,
        effect=effect_lines(facts),
        match=match,
        targets=facts.targets,
        contradiction=_contradiction(facts),
        stale=facts.stale,
        links=links_view(facts.state, facts.segment.code),
        product_name=facts.product_name,
        sharing=facts.sharing,
    )


def effect_lines(facts: SegmentFacts) -> tuple[str, ...]:
    """What stands still without the segment, and what filling its gap would bring."""
    lines = []
    if facts.affected:
        parts = "、".join(f"{words.TIER[tier]} {count} 个环节" for tier, count in facts.affected.items())
        lines.append(f"断供将影响{parts}。")
    if facts.rates:
        changes = "，".join(
            f"{one.chain_name}链 {words.rate_text(one.now)} → {words.rate_text(one.filled)}"
            for one in facts.rates
        )
        lines.append(f"补上后本地配套率：{changes}。")
    return tuple(lines)


def _contradiction(facts: SegmentFacts) -> str:
    if facts.contradiction is Coverage.MISSING:
        return "评估为缺失，但已有确认的本地供应商，请核对。"
    if facts.contradiction is Coverage.STRONG:
        return "评估为优势，但没有确认的本地供应商，请核对。"
    return ""
