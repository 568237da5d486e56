"""Strike a company that the match offers (剔除): the reason, of those at hand or in other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from chains.judging import STRIKE_REASONS, JudgeMatch
from chains.kinds import Decision
from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from chains.chain import SegmentRef

MOST_LETTERS = 200


class StrikeDialog(FramedDialog):
    """`asked` carries JudgeMatch."""

    asked = Signal(object)

    def __init__(
        self, ref: SegmentRef, company_id: int, name: str, version: int, parent: QWidget | None = None
    ) -> None:
        super().__init__("剔除", name, parent)
        self._ref, self._company_id, self._version = ref, company_id, version
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems(STRIKE_REASONS)
        line = self.reason.lineEdit()
        if line is not None:
            line.setMaxLength(MOST_LETTERS)
        self.add_field("剔除原因", self.reason, "可选常用原因，也可直接填写")
        about = f"此后不再向本环节推荐{cut(name, 60)}，再次导入企业后也是如此；可在“已剔除”中恢复，也可撤销"
        self.body.addWidget(WrappedLabel(about, "faint"))
        self.strike = self.add_choice("剔除")
        self.strike.clicked.connect(self._ask)
        self.reason.editTextChanged.connect(self._check)
        self.setMinimumWidth(440)
        self.reason.setFocus()

    @Slot()
    def _check(self) -> None:
        self.strike.setEnabled(bool(self.reason.currentText().strip()))

    @Slot()
    def _ask(self) -> None:
        reason = self.reason.currentText().strip()
        if reason:
            self.asked.emit(JudgeMatch(self._ref, self._company_id, Decision.REJECTED, reason, self._version))
            self.accept()
