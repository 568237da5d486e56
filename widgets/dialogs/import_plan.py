"""The wizard's last page: what the import will do, each list to be looked into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from widgets.dialogs.frame import facts_table, more_note
from widgets.dialogs.import_twins import ImportTwins
from widgets.panels.labels import PlainLabel, WrappedLabel, card, clear_layout
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chains.rows import FieldChange, ImportPlan


_NOTES_ABOVE = 5


class _Lists(QTabWidget):
    """As high as the highest list needs, whichever is seen: else the wizard grew while one looks around."""

    def hasHeightForWidth(self) -> bool:
        """No: Qt asks the list alone that is seen."""
        return False


class ImportPlanPage(QWidget):
    """`rejects_asked`: 导出问题行 was pressed. The answers to likely twins are `twins.answers()`."""

    rejects_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(26)
        self._notes = card("warning")
        self._note_text = WrappedLabel("")
        inner = QVBoxLayout(self._notes)
        inner.setContentsMargins(10, 7, 10, 7)
        inner.addWidget(self._note_text)
        self.tabs = _Lists()
        self.tabs.setDocumentMode(True)
        self.twins = ImportTwins()
        self.keep_rejects = QPushButton("把拒绝的行另存为工作簿…")
        self.keep_rejects.clicked.connect(self.rejects_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._figures)
        column.addWidget(self._notes)
        column.addWidget(self.tabs, 1)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the plan; nothing is written yet."""
        self._show_figures(plan)
        self._note_text.setText(_first_notes(plan.notes))
        self._notes.setVisible(bool(plan.notes))
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if page is not self.twins and page is not None:
                self.keep_rejects.setParent(None)
                page.deleteLater()
        self._fill(plan)

    def _fill(self, plan: ImportPlan) -> None:
        # Always: what was ticked in an earlier plan must not hold for this one.
        self.twins.show_pairs(plan.twins, plan.twin_count)
        if plan.twins:
            in_file = f"，本文件内 {plan.told_twin_count:,}" if plan.told_twin_count else ""
            self.tabs.addTab(self.twins, f"可能是同一家（{plan.twin_count:,}{in_file}）")
        if plan.rejected_count:
            rows = [(f"第 {number} 行", reason) for number, reason in plan.rejected]
            page = self._add(f"拒绝（{plan.rejected_count:,}）", ("位置", "原因"), rows, plan.rejected_count)
            layout = page.layout()
            if layout is not None:
                layout.addWidget(self.keep_rejects)
                layout.setAlignment(self.keep_rejects, Qt.AlignmentFlag.AlignLeft)
                self.keep_rejects.show()
        if plan.kept:
            kept = [(name, one.field, one.before, one.after) for name, fields in plan.kept for one in fields]
            heads = ("企业", "项目", "人工填写（保留）", "文件中的值（不采用）")
            self._add(f"保留人工填写（{plan.kept_count:,}）", heads, kept, plan.kept_count)
        if plan.changes:
            self._add(
                f"更新（{plan.updated:,}）",
                ("企业", "项目", "原值", "新值"),
                _changed(plan.changes),
                plan.updated,
            )
        if plan.new:
            new = [(f"第 {row} 行", name, code) for row, name, code in plan.new]
            self._add(f"新增（{plan.added:,}）", ("位置", "企业", "代码"), new, plan.added, stretch=1)
        if len(plan.notes) > _NOTES_ABOVE:
            self._add(f"提示（{len(plan.notes):,}）", ("提示",), [(one,) for one in plan.notes], 0)
        if plan.same:
            self._add(
                f"不变（{plan.unchanged:,}）", ("企业",), [(name,) for name in plan.same], plan.unchanged
            )

    def _add(
        self,
        name: str,
        headings: Sequence[str],
        rows: Sequence[tuple[str, ...]],
        count: int,
        stretch: int = -1,
    ) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(facts_table(headings, rows, stretch), 1)
        column.addWidget(more_note(count))
        self.tabs.addTab(page, name)
        return page

    def _show_figures(self, plan: ImportPlan) -> None:
        clear_layout(self._figures)
        figures = (
            ("读到", plan.read, ""),
            ("新增", plan.added, ""),
            ("更新", plan.updated, ""),
            ("不变", plan.unchanged, ""),
            ("拒绝", plan.rejected_count, "bad"),
            ("可能是同一家", plan.twin_count, "bad"),
            ("保留人工填写", plan.kept_count, ""),
        )
        for word, count, kind in figures:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(PlainLabel(word, "faint"))
            column.addWidget(PlainLabel(f"{count:,}", "bad_title" if kind and count else "title"))
            self._figures.addWidget(box)
        self._figures.addWidget(QWidget(), 1)


def _first_notes(notes: Sequence[str]) -> str:
    """The first few, so that the lists below keep their room; the rest has a list of its own."""
    if len(notes) <= _NOTES_ABOVE:
        return "\n".join(map(cut, notes))
    above = [cut(note) for note in notes[: _NOTES_ABOVE - 1]]
    return "\n".join((*above, f"另有 {len(notes) - len(above):,} 条，见下面的“提示”。"))


def _changed(changes: Sequence[tuple[str, tuple[FieldChange, ...]]]) -> list[tuple[str, ...]]:
    return [
        (name, one.field, one.before or "（空）", one.after) for name, fields in changes for one in fields
    ]
