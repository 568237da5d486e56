"""What an import of list records will do, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from widgets.dialogs.chain_import import add_facts, add_notes, figures_row
from widgets.dialogs.frame import FramedDialog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class RecordImportDialog(FramedDialog):
    """`import_asked`: write it; `rejected_asked`: the rows not taken as a file.

    `added` are (name, chain), `changed` (name, field, before, after), `rejected` (row number, reason).
    """

    import_asked = Signal()
    rejected_asked = Signal()

    def __init__(
        self,
        title: str,
        added: Sequence[tuple[str, str]],
        changed: Sequence[tuple[str, str, str, str]],
        rejected: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("导入清单资料", title, parent)
        updated = len({name for name, *_ in changed})
        self._count = len(added) + updated
        figures = (("新增", len(added)), ("更新", updated), ("拒绝的行", len(rejected)))
        self.body.addLayout(figures_row(figures, bad="拒绝的行"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        add_facts(self.tabs, "新增", ("名称", "产业链"), added)
        add_facts(self.tabs, "更新", ("名称", "栏目", "原值", "新值"), changed)
        add_facts(self.tabs, "拒绝的行", ("行号", "原因"), rejected)
        self.body.addWidget(self.tabs, 1)
        self.keep_rejected = self.add_button("另存拒绝的行…", left=True)
        self.keep_rejected.setVisible(bool(rejected))
        self.take = self.add_choice(f"导入 {self._count} 条" if self._count else "没有要导入的内容")
        self.take.setEnabled(bool(self._count))
        self.take.clicked.connect(self._import)
        self.keep_rejected.clicked.connect(self.rejected_asked)
        self.resize(820, 520)

    def show_more(self, columns: Mapping[str, str], unchanged: int, notes: Sequence[str]) -> None:
        """Say which of the file's columns become which field, and what else there is to know."""
        told = [*notes]
        if unchanged:
            told.append(f"{unchanged} 条与现有内容相同，不改动。")
        add_notes(self.body, told)
        pairs = [(theirs, ours or "（不导入）") for theirs, ours in columns.items()]
        add_facts(self.tabs, "列的对应", ("文件中的列", "导入为"), pairs)

    @Slot()
    def _import(self) -> None:
        self.import_asked.emit()
        self.accept()
