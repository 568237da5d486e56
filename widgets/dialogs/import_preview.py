"""What an import will do, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from widgets.dialogs.frame import FramedDialog, facts_table, more_note
from widgets.panels.labels import PlainLabel, WrappedLabel, card
from widgets.style.text import cut
from widgets.tables.log import field_text

if TYPE_CHECKING:
    from chains.rows import ImportPlan


class ImportPreviewDialog(FramedDialog):
    """Shows an ImportPlan. `import_asked`: 导入 was pressed; `rejects_asked`: 导出问题行 was."""

    import_asked = Signal()
    rejects_asked = Signal()

    def __init__(self, plan: ImportPlan, parent: QWidget | None = None) -> None:
        super().__init__("导入企业", f"导入 {plan.file_name}", parent)
        self.body.addLayout(_counts(plan))
        if plan.notes:
            self.body.addWidget(_notes(plan))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._fill(plan)
        self.body.addWidget(self.tabs, 1)
        new = plan.added + plan.updated
        self.keep_rejects = self.add_button("导出问题行…", left=True)
        self.keep_rejects.setVisible(bool(plan.rejected))
        self.cancel = self.add_button("取消")
        self.take = self.add_button(f"导入 {new:,} 家" if new else "没有可导入的企业", primary=True)
        self.take.setEnabled(new > 0)
        self.cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self._import)
        self.keep_rejects.clicked.connect(self.rejects_asked)
        self.resize(860, 560)

    def _fill(self, plan: ImportPlan) -> None:
        columns = [(theirs, ours or "（不导入）") for theirs, ours in plan.columns.items()]
        self._add("列的对应", ("文件中的列", "导入为"), columns, len(columns))
        if plan.preview:
            width = len(plan.preview[0])
            headings = list(plan.columns)[:width]
            headings += [f"第 {number} 列" for number in range(len(headings) + 1, width + 1)]
            self._add("数据预览", headings, plan.preview, len(plan.preview))
        changes = [(name, "；".join(map(field_text, fields))) for name, fields in plan.changes]
        if changes:
            self._add(f"更新内容（{len(changes)}）", ("企业", "原值 → 新值"), changes, len(changes))
        rejected = [(str(number), reason) for number, reason in plan.rejected]
        if rejected:
            self._add(f"拒绝的行（{len(rejected)}）", ("行号", "原因"), rejected, len(rejected))

    def _add(self, name: str, headings: tuple[str, ...] | list[str], rows: object, count: int) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(facts_table(headings, list(rows)))  # type: ignore[call-overload]
        column.addWidget(more_note(count))
        self.tabs.addTab(page, name)

    @Slot()
    def _import(self) -> None:
        self.import_asked.emit()
        self.accept()


def _counts(plan: ImportPlan) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(28)
    figures = (
        ("读到", plan.read),
        ("新增", plan.added),
        ("更新", plan.updated),
        ("不变", plan.unchanged),
        ("拒绝", len(plan.rejected)),
    )
    for word, count in figures:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(PlainLabel(word, "faint"))
        column.addWidget(PlainLabel(f"{count:,}", "bad" if word == "拒绝" and count else "title"))
        row.addLayout(column)
    row.addStretch(1)
    return row


def _notes(plan: ImportPlan) -> QWidget:
    frame = card("warning")
    column = QVBoxLayout(frame)
    column.setContentsMargins(10, 7, 10, 7)
    column.addWidget(WrappedLabel("\n".join(cut(note) for note in plan.notes[:8])))
    return frame
