"""Strike a company that the match offers (剔除): the reason, and a word that is to be passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from chains.commands import Composite
from chains.judging import STRIKE_REASONS, JudgeMatch
from chains.kinds import Decision
from chains.product_reading import Standing
from chains.structure import EditSegment
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut, on_button

if TYPE_CHECKING:
    from chains.chain import Segment
    from chains.commands import Command
    from chains.rows import Candidate

MOST_LETTERS = 200
MOST_WORD_LETTERS = 20


class StrikeDialog(FramedDialog):
    """`asked` carries JudgeMatch, or a Composite of it and the word that the segment shall pass over."""

    asked = Signal(object)

    def __init__(self, segment: Segment, candidate: Candidate, parent: QWidget | None = None) -> None:
        super().__init__("剔除", candidate.company_name, parent)
        self._segment, self._candidate = segment, candidate
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems(STRIKE_REASONS)
        line = self.reason.lineEdit()
        if line is not None:
            line.setMaxLength(MOST_LETTERS)
        self.add_field("剔除原因", self.reason, "可选常用原因，也可直接填写")
        self._word = word_to_exclude(segment, candidate)
        self.exclude = QCheckBox(
            on_button(f"今后含“{cut(self._word, 20)}”的产品都不算命中“{cut(segment.name, 20)}”")
        )
        self.exclude.setVisible(bool(self._word))
        self.body.addWidget(self.exclude)
        name = cut(candidate.company_name, 60)
        about = f"此后不再向本环节推荐{name}，再次导入企业后也是如此；可在“已剔除”中恢复，也可撤销"
        self.body.addWidget(WrappedLabel(about, "faint"))
        self.strike = self.add_choice("剔除")
        self.strike.clicked.connect(self._ask)
        self.reason.editTextChanged.connect(self._check)
        self.setMinimumWidth(460)
        self.reason.setFocus()

    @Slot()
    def _check(self) -> None:
        self.strike.setEnabled(bool(self.reason.currentText().strip()))

    @Slot()
    def _ask(self) -> None:
        reason = self.reason.currentText().strip()
        if reason:
            self.asked.emit(self._command(reason))
            self.accept()

    def _command(self, reason: str) -> Command:
        segment, company = self._segment, self._candidate
        verdict = JudgeMatch(segment.ref, company.company_id, Decision.REJECTED, reason, segment.version)
        if not self._word or not self.exclude.isChecked():
            return verdict
        words = (*segment.exclude, self._word)
        passing_over = EditSegment(segment.ref, exclude=words, expected_version=segment.version)
        return Composite("strike_match", f"{company.company_name} → {segment.name}", (verdict, passing_over))


def word_to_exclude(segment: Segment, candidate: Candidate) -> str:
    """The product that hit best, to be passed over from now on; "" where it is what is wanted."""
    hit = next(iter(candidate.why), None)
    if hit is None or hit.standing is Standing.WHOLE or len(hit.text) > MOST_WORD_LETTERS:
        return ""
    return "" if hit.text in {segment.name, *segment.aliases, *segment.exclude} else hit.text
