"""The panel of one segment (环节): everything known of it, and everything that can be said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from chains import words
from chains.commands import AssessSegment, Composite, PlaceCompany
from widgets.panels.assessing import COVERAGES, AssessingSection
from widgets.panels.candidates import CandidatesSection
from widgets.panels.labels import ElidedLabel, PlainLabel, WrappedLabel, card, rule, set_look
from widgets.panels.links import LinksSection
from widgets.panels.placing import PlacingSection
from widgets.panels.scrolled import scrolled
from widgets.panels.several import SeveralPanel, SeveralView
from widgets.panels.suppliers import SuppliersSection
from widgets.style.text import cut, on_button, tip
from widgets.tables.dragging import COMPANY_MIME

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QKeyEvent,
        QMouseEvent,
    )

    from chains.rows import CompanyRow
    from widgets.panels.segment_view import SegmentView

MOST_DROPPED = 200


class SegmentPanel(QWidget):
    """Shows a SegmentView.

    `asked` carries commands, `picked` a company id to look at, `company_typed` what is searched for 标注,
    `match_details_asked` a company id, `link_edit_asked` (source, target), `segment_picked` a segment's code,
    `product_picked` a product's.
    """

    asked = Signal(object)
    picked = Signal(object)
    company_typed = Signal(object)
    match_details_asked = Signal(object)
    figure_asked = Signal(object)
    link_edit_asked = Signal(object)
    segment_picked = Signal(object)
    product_picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: SegmentView | None = None
        self.setAcceptDrops(True)
        # Not by click: a press on one of its buttons would then end the evidence that is being written.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("环节")
        self.assessing = AssessingSection()
        self.suppliers = SuppliersSection()
        self.placing = PlacingSection()
        self.candidates = CandidatesSection()
        self.links = LinksSection()
        self.several = SeveralPanel()
        self._trail = ElidedLabel("", "faint")
        self._name = WrappedLabel("", "title")
        self._place = WrappedLabel("", "faint")
        self.product = QPushButton()
        self.product.setProperty("small", "true")
        self.product.setToolTip(tip("在各条产业链中标出这一产品"))
        self._notes = card("warning")
        self._notes_text = WrappedLabel("")
        self._gap_heading = PlainLabel("", "heading")
        self.how = QPushButton("怎么算的")
        self.how.setProperty("small", "true")
        self.how.clicked.connect(self._ask_figure)
        self._gap = card()
        self._gap_text = WrappedLabel("", "soft")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing())
        self._stack.addWidget(self._everything())
        self._stack.addWidget(scrolled(self.several))
        self._tie()

    def show_segment(self, view: SegmentView) -> None:
        """Show the segment. Unsaved evidence of another one is asked to be kept first."""
        other = self._view is None or self._view.ref != view.ref
        if other:
            self._keep_unsaved()
        self._view = view
        self._trail.show_text(f"{view.chain_name} › {words.TIER[view.tier]} · {view.stage_name}")
        self._name.setText(view.segment.name[:80])
        self._place.setText(_place_text(view))
        self._place.setVisible(bool(self._place.text()))
        shared = f" · {view.sharing} 条产业链共有" if view.sharing > 1 else " · 仅本链"
        self.product.setText(on_button(f"产品 {cut(view.product_name, 24)}{shared}"))
        self.assessing.show_view(view)
        self._show_notes(view)
        self._show_gap(view)
        self.suppliers.show_view(view)
        self.placing.show_view(view)
        self.candidates.show_view(view)
        if view.links is not None:
            self.links.show_view(view.links)
        self._stack.setCurrentIndex(1)
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    @Slot()
    def show_nothing(self) -> None:
        """No segment is chosen."""
        self._keep_unsaved()
        self._view = None
        self._stack.setCurrentIndex(0)

    def show_several(self, view: SeveralView) -> None:
        """Several segments are picked: what is said now is said of all of them."""
        self._keep_unsaved()
        self._view = None
        self.several.show_view(view)
        self._stack.setCurrentIndex(2)

    def show_company_hits(self, companies: tuple[CompanyRow, ...]) -> None:
        """Show what was found for 标注企业."""
        self.placing.show_hits(companies)

    def view(self) -> SegmentView | None:
        """What is shown, None for nothing."""
        return self._view

    def has_unsaved(self) -> bool:
        """Whether evidence is written that is not kept yet."""
        return self._view is not None and self.assessing.evidence.unsaved() is not None

    @Slot()
    def keep_unsaved(self) -> None:
        """Ask to keep evidence that is written but not saved: before the window closes."""
        self._keep_unsaved()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1–5 say 本地供给, wherever in the panel the keyboard is, but not in a text."""
        number = event.key() - Qt.Key.Key_1.value
        if self._view is not None and 0 <= number < len(COVERAGES) and not _with_modifier(event):
            if self._view.assessment.coverage is not COVERAGES[number]:
                self.assessing.coverage.show_value(COVERAGES[number])
                self._assess("coverage", COVERAGES[number])
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on its ground gives it the keyboard."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Companies of the company table may be dropped."""
        if self._view is not None and event.mimeData().hasFormat(COMPANY_MIME):
            set_look(self._body, "card", "drop")
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere on the panel."""
        if event.mimeData().hasFormat(COMPANY_MIME):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        set_look(self._body, "card", "")

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the companies on the segment: one entry in the log, however many."""
        set_look(self._body, "card", "")
        view, companies = self._view, dropped_companies(event.mimeData())
        if view is None or not companies:
            return
        event.acceptProposedAction()
        if len(companies) == 1:
            self.asked.emit(PlaceCompany(view.ref, companies[0], expected_version=view.version))
        else:
            commands = tuple(PlaceCompany(view.ref, company) for company in companies)
            self.asked.emit(Composite("place", f"{len(companies)} 家企业 → {view.segment.name}", commands))

    @Slot(object, object)
    def _assess(self, field: str, value: object) -> None:
        """Ask with what was said, and with the evidence that is being written: one command, one version."""
        if self._view is None:
            return
        said: dict[str, object] = {field: value}
        written = self.assessing.evidence.take_unsaved()
        if written is not None and field != "evidence":
            said["evidence"] = written
        command = AssessSegment(self._view.ref, expected_version=self._view.version)
        self.asked.emit(replace(command, **said))  # type: ignore[arg-type]

    @Slot()
    def _pick_product(self) -> None:
        if self._view is not None:
            self.product_picked.emit(self._view.segment.product)

    def _keep_unsaved(self) -> None:
        if self._view is None:
            return
        written = self.assessing.evidence.take_unsaved()
        if written is not None:
            self.asked.emit(
                AssessSegment(self._view.ref, evidence=written, expected_version=self._view.version)
            )

    @Slot()
    def _ask_figure(self) -> None:
        if self._view is not None:
            self.figure_asked.emit((self._view.ref, "gap_index"))

    def _show_notes(self, view: SegmentView) -> None:
        notes = [f"标注冲突：{view.contradiction}"] if view.contradiction else []
        if view.stale and view.assessment.review_on is not None:
            notes.append(f"待复核：复核日期 {view.assessment.review_on:%Y-%m-%d} 已过")
        elif view.stale:
            notes.append("待复核：复核日期已过")
        self._notes_text.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))

    def _show_gap(self, view: SegmentView) -> None:
        index = "" if view.gap is None else f"   缺口指数 {words.index_text(view.gap.gap_index)}"
        self._gap_heading.setText(f"影响{index}")
        self._gap_text.setText("\n".join(view.effect))
        shown = bool(view.effect) or view.gap is not None
        self._gap_heading.setVisible(shown)
        self._gap.setVisible(bool(view.effect))
        self.how.setVisible(view.gap is not None)

    def _tie(self) -> None:
        self.assessing.said.connect(self._assess)
        self.suppliers.asked.connect(self.asked)
        self.suppliers.picked.connect(self.picked)
        self.placing.asked.connect(self.asked)
        self.placing.typed.connect(self.company_typed)
        self.candidates.asked.connect(self.asked)
        self.candidates.picked.connect(self.picked)
        self.candidates.details_asked.connect(self.match_details_asked)
        self.links.asked.connect(self.asked)
        self.links.edit_asked.connect(self.link_edit_asked)
        self.links.picked.connect(self.segment_picked)
        self.product.clicked.connect(self._pick_product)
        self.several.asked.connect(self.asked)

    def _nothing(self) -> QWidget:
        page = QWidget()
        page.setProperty("surface", "panel")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(PlainLabel("尚未选择环节", "strong"), 0, Qt.AlignmentFlag.AlignHCenter)
        hint = WrappedLabel(
            "在图谱、缺口清单或搜索框中选择一个环节，即可评估本地供给、标注企业、查看匹配的目标企业", "faint"
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(hint)
        column.addStretch(2)
        return page

    def _everything(self) -> QWidget:
        self._body = QFrame()
        self._body.setProperty("surface", "panel")
        column = QVBoxLayout(self._body)
        column.setContentsMargins(16, 10, 14, 16)
        column.setSpacing(6)
        for frame, text in ((self._notes, self._notes_text), (self._gap, self._gap_text)):
            inside = QVBoxLayout(frame)
            inside.setContentsMargins(10, 7, 10, 7)
            inside.addWidget(text)
            if frame is self._gap:
                inside.addWidget(self.how, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (
            self._trail, self._name, self._place, self._notes, self.assessing, self._gap_heading, self._gap,
            rule(), self.suppliers, self.placing, rule(), self.candidates, rule(), self.links,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        column.insertWidget(3, self.product, 0, Qt.AlignmentFlag.AlignLeft)
        self._scroll = scrolled(self._body)
        return self._scroll


def dropped_companies(data: QMimeData) -> tuple[int, ...]:
    """The company ids that a drag from the company table carries; none when it carries anything else."""
    try:
        found = json.loads(bytes(data.data(COMPANY_MIME).data()))
    except (ValueError, RecursionError):
        return ()
    if not isinstance(found, list) or not all(type(one) is int for one in found):
        return ()
    return tuple(dict.fromkeys(found))[:MOST_DROPPED]


def _place_text(view: SegmentView) -> str:
    if view.segment.general:
        return "规划未提及，为使链条完整而列"
    return f"规划出处：{view.segment.place}" if view.segment.place else ""


def _with_modifier(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return held != Qt.KeyboardModifier.NoModifier
