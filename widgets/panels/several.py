"""The panel of several picked segments: what is said here is said of all of them, as one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from chains import words
from chains.commands import AssessSegment, Composite
from chains.kinds import Coverage, Degree, Source
from widgets.panels.countries_field import CountriesField
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.panels.segmented import SegmentedButtons
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent

    from chains.chain import Segment
    from chains.marking import Assessment

COVERAGES = tuple(Coverage)
MOST_NAMED = 12
_MIXED = object()


@dataclass(frozen=True, slots=True)
class SeveralView:
    """Segments of one chain with what holds of each, by code."""

    chain_name: str
    segments: tuple[Segment, ...]
    assessments: Mapping[str, Assessment]


class SeveralPanel(QFrame):
    """`asked` carries a Composite of AssessSegment; a fact in which the segments differ shows no choice."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("所选环节")
        self._view: SeveralView | None = None
        self._trail = PlainLabel("", "faint")
        self._title = PlainLabel("", "title")
        self._names = WrappedLabel("", "soft")
        self.coverage = SegmentedButtons("本地供给", [(one, words.COVERAGE[one]) for one in COVERAGES])
        self.source = SegmentedButtons("当前来源", [(one, words.SOURCE[one]) for one in Source])
        degrees: list[tuple[object, str]] = [(one, words.DEGREE[one]) for one in Degree]
        self.degree = SegmentedButtons("来源程度", [*degrees, (None, "不填")])
        self.countries = CountriesField()
        self.chokepoint = SegmentedButtons("卡脖子", [(True, "卡脖子"), (False, "不是")])
        self.evidence = QPlainTextEdit()
        self.evidence.setTabChangesFocus(True)
        self.evidence.setFixedHeight(62)
        self.evidence.setAccessibleName("依据")
        self.evidence.setPlaceholderText("写入所选全部环节的依据；不写则各自保留")
        self.keep_evidence = QPushButton("写入依据")
        self.keep_evidence.setProperty("small", "true")
        self._lay_out()
        for field, buttons in self._choices().items():
            buttons.chosen.connect(self._chosen)
            buttons.setObjectName(field)
        self.countries.changed.connect(self._say_countries)
        self.evidence.textChanged.connect(self._check)
        self.keep_evidence.clicked.connect(self._keep_evidence)
        self._check()

    def show_view(self, view: SeveralView) -> None:
        """Show the segments; evidence that is being written stays."""
        self._view = view
        self._trail.setText(cut(view.chain_name))
        self._title.setText(f"已选 {len(view.segments)} 个环节")
        names = [cut(one.name, 40) for one in view.segments[:MOST_NAMED]]
        more = len(view.segments) - len(names)
        self._names.setText("、".join(names) + (f" 等（另 {more} 个）" if more else ""))
        self.coverage.show_value(self._common(_coverage))
        self.source.show_value(self._common(_source))
        self.degree.show_value(self._common(_degree))
        self.chokepoint.show_value(self._common(_chokepoint))
        countries = self._common(_countries)
        refs = tuple(one.ref for one in view.segments)
        self.countries.show_countries(refs, countries if isinstance(countries, tuple) else None)
        self.countries.setVisible(self._common(_source) is Source.ABROAD)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1–5 say 本地供给 of all."""
        number = event.key() - Qt.Key.Key_1.value
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if 0 <= number < len(COVERAGES) and held == Qt.KeyboardModifier.NoModifier:
            self.mark(COVERAGES[number])
        else:
            super().keyPressEvent(event)

    def mark(self, coverage: Coverage) -> None:
        """Say 本地供给 of all."""
        self._say(coverage=coverage)

    def _choices(self) -> dict[str, SegmentedButtons]:
        return {
            "coverage": self.coverage,
            "source": self.source,
            "degree": self.degree,
            "chokepoint": self.chokepoint,
        }

    def _common(self, fact: Callable[[Assessment], object]) -> object:
        if self._view is None:
            return _MIXED
        said = {fact(one) for one in self._view.assessments.values()}
        return said.pop() if len(said) == 1 else _MIXED

    def _say(self, **said: Any) -> None:  # noqa: ANN401 - fields of AssessSegment
        if self._view is None:
            return
        written = self.evidence.toPlainText().strip()
        if written:
            said.setdefault("evidence", written)
        commands = tuple(
            AssessSegment(one.ref, expected_version=one.version, **said) for one in self._view.segments
        )
        self.asked.emit(Composite("assess", f"{len(commands)} 个环节", commands))
        self.evidence.clear()

    @Slot(object)
    def _chosen(self, value: object) -> None:
        sender = self.sender()
        if isinstance(sender, SegmentedButtons):
            self._say(**{sender.objectName(): value})

    @Slot(object)
    def _say_countries(self, value: object) -> None:
        self._say(countries=value)

    @Slot()
    def _keep_evidence(self) -> None:
        self._say()

    @Slot()
    def _check(self) -> None:
        self.keep_evidence.setEnabled(bool(self.evidence.toPlainText().strip()))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 14, 16)
        column.setSpacing(6)
        for widget in (self._trail, self._title, self._names):
            column.addWidget(widget)
        for word, buttons in (
            ("本地供给", self.coverage),
            ("当前来源 · 程度", self.source),
            ("", self.degree),
            ("", self.countries),
            ("卡脖子", self.chokepoint),
        ):
            if word:
                column.addWidget(PlainLabel(word, "heading"))
            column.addWidget(buttons)
        column.addWidget(PlainLabel("依据", "heading"))
        column.addWidget(self.evidence)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.keep_evidence)
        column.addLayout(row)
        column.addWidget(WrappedLabel("所说的写入全部所选环节，算作一步，可一次撤销", "faint"))
        column.addStretch(1)


def _coverage(assessment: Assessment) -> object:
    return assessment.coverage


def _source(assessment: Assessment) -> object:
    return assessment.source


def _degree(assessment: Assessment) -> object:
    return assessment.degree


def _countries(assessment: Assessment) -> object:
    return assessment.countries


def _chokepoint(assessment: Assessment) -> object:
    return assessment.chokepoint
