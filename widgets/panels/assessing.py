"""What staff say of a segment: three facts, their evidence, and when to look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chains import words
from chains.kinds import Coverage, Degree, Source
from widgets.panels.countries_field import CountriesField
from widgets.panels.date_field import DateField
from widgets.panels.evidence import EvidenceSection
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.panels.segmented import SegmentedButtons

if TYPE_CHECKING:
    from datetime import date

    from chains.marking import Assessment
    from widgets.panels.segment_view import SegmentView

COVERAGES = tuple(Coverage)


class AssessingSection(QWidget):
    """`said` carries the name of a field of AssessSegment and its new value."""

    said = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history_rows: tuple[Assessment, ...] = ()
        self.coverage = SegmentedButtons("本地供给", [(one, words.COVERAGE[one]) for one in COVERAGES])
        self.source = SegmentedButtons("当前来源", [(one, words.SOURCE[one]) for one in Source])
        degrees: list[tuple[object, str]] = [(one, words.DEGREE[one]) for one in Degree]
        self.degree = SegmentedButtons("来源程度", [*degrees, (None, "不填")])
        self.countries = CountriesField()
        self.chokepoint = QPushButton("卡脖子")
        self.chokepoint.setCheckable(True)
        self.chokepoint.setProperty("tone", "chokepoint")
        self.chokepoint.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.chokepoint.setMinimumWidth(92)
        self.evidence = EvidenceSection()
        self.review = DateField("下次复核")
        self._signed = WrappedLabel("", "faint")
        self._history = QPushButton()
        self._history.setProperty("flat", "true")
        self._history.setCheckable(True)
        self._history_text = WrappedLabel("", "faint")
        self._lay_out()
        self.coverage.chosen.connect(self._say_coverage)
        self.source.chosen.connect(self._say_source)
        self.degree.chosen.connect(self._say_degree)
        self.countries.changed.connect(self._say_countries)
        self.chokepoint.clicked.connect(self._say_chokepoint)
        self.evidence.saved.connect(self._say_evidence)
        self.review.changed.connect(self._say_review)
        self._history.toggled.connect(self._show_history)

    def show_view(self, view: SegmentView) -> None:
        """Show the assessment that holds, and its history."""
        now = view.assessment
        self.coverage.show_value(now.coverage)
        self.source.show_value(now.source)
        self.degree.show_value(now.degree)
        self.degree.setEnabled(now.source is not Source.UNKNOWN)
        self.countries.show_countries(view.ref, now.countries)
        self.countries.setVisible(now.source is Source.ABROAD)
        self._show_chokepoint(on=now.chokepoint)
        self.evidence.show_evidence(view.ref, now.evidence)
        self.review.show_date(now.review_on)
        self._signed.setText(signed_text(now))
        self._history_rows = view.history
        self._history.setVisible(bool(view.history))
        self._show_history()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(PlainLabel("本地供给", "heading"))
        column.addWidget(self.coverage)
        column.addWidget(PlainLabel("当前来源 · 程度", "heading"))
        column.addWidget(self.source)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.degree, 1)
        row.addWidget(self.chokepoint)
        column.addLayout(row)
        column.addWidget(self.countries)
        column.addWidget(PlainLabel("依据", "heading"))
        column.addWidget(self.evidence)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel("下次复核", "faint"))
        row.addWidget(self.review, 1)
        column.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(self._signed, 1)
        row.addWidget(self._history)
        column.addLayout(row)
        column.addWidget(self._history_text)

    def _show_chokepoint(self, *, on: bool) -> None:
        self.chokepoint.setChecked(on)
        self.chokepoint.setText("✓ 卡脖子" if on else "卡脖子")
        self.chokepoint.setAccessibleName("卡脖子：是" if on else "卡脖子：否")

    @Slot(object)
    def _say_coverage(self, value: object) -> None:
        self.said.emit("coverage", value)

    @Slot(object)
    def _say_source(self, value: object) -> None:
        self.said.emit("source", value)

    @Slot(object)
    def _say_degree(self, value: object) -> None:
        self.said.emit("degree", value)

    @Slot(object)
    def _say_countries(self, value: object) -> None:
        self.said.emit("countries", value)

    @Slot(bool)
    def _say_chokepoint(self, on: bool) -> None:
        self._show_chokepoint(on=on)
        self.said.emit("chokepoint", on)

    @Slot(object)
    def _say_evidence(self, text: str) -> None:
        self.said.emit("evidence", text)

    @Slot(object)
    def _say_review(self, value: date | None) -> None:
        self.said.emit("review_on", value)

    @Slot()
    def _show_history(self) -> None:
        opened = self._history.isChecked() and bool(self._history_rows)
        self._history.setText(f"历次评估 {len(self._history_rows)} {'▴' if opened else '▾'}")
        self._history_text.setVisible(opened)
        self._history_text.setText("\n".join(history_line(one) for one in self._history_rows[:50]))


def signed_text(assessment: Assessment) -> str:
    """Who assessed and when."""
    if assessment.assessed_on is None:
        return assessment.assessor or "尚未评估"
    return f"{assessment.assessor or '（未署名）'} 于 {assessment.assessed_on:%Y-%m-%d} 评估"


def history_line(assessment: Assessment) -> str:
    """One older assessment on one line."""
    when = f"{assessment.assessed_on:%Y-%m-%d}" if assessment.assessed_on else "日期不详"
    facts = [
        words.COVERAGE[assessment.coverage],
        words.source_text(assessment.source, assessment.degree, assessment.countries),
    ]
    if assessment.chokepoint:
        facts.append(words.CHOKEPOINT)
    return f"{when} {assessment.assessor} {' · '.join(facts)}"
