"""备份与恢复: which backups there are, what is in one, and putting it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from widgets.dialogs.frame import FramedDialog, facts_table
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.style.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QTableWidget

HEADINGS = ("时间", "种类", "大小", "备份前最后一次更改")


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup as the dialog shows it; `file` is what the signals carry."""

    file: str
    cells: tuple[str, str, str, str]


class BackupsDialog(FramedDialog):
    """`look_asked` and `restore_asked` carry a backup's file; `backup_asked` and `check_asked` nothing."""

    look_asked = Signal(object)
    restore_asked = Signal(object)
    backup_asked = Signal()
    check_asked = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__("备份与恢复", "备份与恢复", parent)
        self._lines: tuple[BackupLine, ...] = ()
        self._table: QTableWidget | None = None
        self.body.addWidget(
            WrappedLabel(
                "有更改时每小时自动备份：两天内全部保留，更早的每天、每周、每月各留一份。"
                f"每份写完即核对。存放在：{cut(folder, 200)}",
                "faint",
            )
        )
        self._place = QVBoxLayout()
        self.body.addLayout(self._place, 3)
        self.body.addWidget(PlainLabel("选中的备份里有", "heading"))
        self.inside = QPlainTextEdit()
        self.inside.setReadOnly(True)
        self.inside.setTabChangesFocus(True)
        self.inside.setAccessibleName("选中的备份里有")
        self.body.addWidget(self.inside, 2)
        self.take = self.add_button("立即备份", left=True)
        self.check = self.add_button("完整检查", left=True)
        self.close_button = self.add_button("关闭")
        self.restore = self.add_button("恢复到选中的备份…")
        self.take.clicked.connect(self.backup_asked)
        self.check.clicked.connect(self.check_asked)
        self.close_button.clicked.connect(self.reject)
        self.restore.clicked.connect(self._ask)
        self.resize(780, 560)
        self.show_backups(())

    def show_backups(self, lines: Sequence[BackupLine]) -> None:
        """Show these, newest first, and look into the first."""
        self._lines = tuple(lines)
        if self._table is not None:
            self._place.removeWidget(self._table)
            self._table.hide()
            self._table.deleteLater()
        self._table = facts_table(HEADINGS, [line.cells for line in lines])
        self._table.setAccessibleName("备份")
        self._table.currentCellChanged.connect(self._look)
        self._place.addWidget(self._table)
        self.restore.setEnabled(False)
        self.inside.setPlainText("" if lines else "还没有备份。按“立即备份”生成第一份。")
        if lines:
            self._table.setCurrentCell(0, 0)
        (self._table if lines else self.take).setFocus()

    def show_inside(self, file: str, text: str) -> None:
        """What the backup holds; dropped when another one was picked meanwhile."""
        line = self.current()
        if line is not None and line.file == file:
            self.inside.setPlainText(text)
            self.restore.setEnabled(True)

    def current(self) -> BackupLine | None:
        """The backup that is picked."""
        row = -1 if self._table is None else self._table.currentRow()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    @Slot()
    def _look(self) -> None:
        line = self.current()
        self.restore.setEnabled(False)
        if line is not None:
            self.inside.setPlainText("正在查看…")
            self.look_asked.emit(line.file)

    @Slot()
    def _ask(self) -> None:
        line = self.current()
        if line is not None:
            self.restore_asked.emit(line.file)
