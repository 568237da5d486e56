"""What staff said of the matches of a segment: how many fit, and those struck, which can be brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from chains import words
from chains.judging import JudgeMatch, Verdicts, count_verdicts
from chains.kinds import Decision
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.panels.row_list import ListRow, RowList
from widgets.style.drawing import Chip
from widgets.style.shades import Shade

if TYPE_CHECKING:
    from chains.rows import SupplierRow
    from widgets.panels.segment_view import SegmentView


class JudgedSection(QWidget):
    """`asked` carries JudgeMatch, `picked` a company id. Hidden while nothing was judged."""

    asked = Signal(object)
    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: SegmentView | None = None
        self.summary = WrappedLabel("", "faint")
        self._heading = PlainLabel("", "heading")
        self.struck = RowList("已剔除的企业", 5)
        self.restore = QPushButton("恢复推荐")
        self.restore.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        buttons = QHBoxLayout()
        buttons.addWidget(self.restore)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.summary, self._heading, self.struck):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.restore.clicked.connect(self._ask)
        self.struck.moved.connect(self._show_button)
        self.struck.chosen.connect(self.picked)

    def show_view(self, view: SegmentView) -> None:
        """Show what was judged."""
        self._view = view
        struck = [row for row in view.suppliers if row.is_verdict and row.decision is Decision.REJECTED]
        said = verdicts_of(view)
        self.summary.setText(verdict_text(said))
        self._heading.setText(f"已剔除（{len(struck)}）")
        self.struck.show_rows(tuple(_row(one) for one in struck))
        for widget in (self._heading, self.struck, self.restore):
            widget.setVisible(bool(struck))
        self.setVisible(said.share is not None)
        self._show_button()

    @Slot()
    def _show_button(self) -> None:
        self.restore.setEnabled(self.struck.current_key() is not None)

    @Slot()
    def _ask(self) -> None:
        company = self.struck.current_key()
        if self._view is not None and isinstance(company, int):
            self.asked.emit(JudgeMatch(self._view.ref, company, None, expected_version=self._view.version))


def verdicts_of(view: SegmentView) -> Verdicts:
    """The verdicts on the segment's matches; a company wanted as a target counts as confirmed."""
    said = {row.company_id: row.decision for row in view.suppliers if row.is_verdict}
    return count_verdicts(said, (one.company_id for one in view.targets))


def verdict_text(said: Verdicts) -> str:
    """How many were confirmed and struck, and the share of the first."""
    share = "" if said.share is None else f"，推荐准确率 {words.rate_text(said.share)}"
    return f"人工判断：确认或列入目标 {said.confirmed} 家，剔除 {said.struck} 家{share}"


def _row(row: SupplierRow) -> ListRow:
    when = f"{row.placed_by} 于 {row.placed_on:%Y-%m-%d} 剔除" if row.placed_on else row.placed_by
    return ListRow(
        row.company_id,
        row.company_name,
        (Chip(words.DECISION[Decision.REJECTED], Shade.MISSING),),
        note=row.evidence,
        tip=f"{row.company_name}\n原因：{row.evidence}\n{when}",
        faded=True,
    )
