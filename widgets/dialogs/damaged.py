"""A workspace is damaged: put the newest backup back, or save what can be read?"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.dialogs.frame import FramedDialog
from widgets.panels.labels import WrappedLabel, card
from widgets.style.text import cut


class WayOut(StrEnum):
    """What was decided."""

    RESTORE = "restore"
    RESCUE = "rescue"


class DamagedDialog(FramedDialog):
    """`chosen` carries a WayOut; nothing on 取消. `backup` says of when the newest backup is, "" for none."""

    chosen = Signal(object)

    def __init__(self, file: str, backup: str, parent: QWidget | None = None) -> None:
        super().__init__("工作区已损坏", "工作区已损坏", parent)
        frame = card("error")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(
            WrappedLabel(f"“{cut(file, 200)}”已损坏，为免再受损没有打开。损坏的文件会原样留着。")
        )
        self.body.addWidget(frame)
        newest = f"最近的备份：{backup}" if backup else "没有找到备份。"
        self.body.addWidget(WrappedLabel(newest, "strong"))
        self.body.addWidget(
            WrappedLabel("也可以把还能读出的内容另存为新的工作区，读不出的逐表列出。", "faint")
        )
        self.body.addStretch(1)
        self.cancel = self.add_button("取消")
        self.rescue = self.add_button("另存能读出的内容", primary=not backup)
        self.restore = self.add_button("用最近的备份恢复", primary=bool(backup))
        self.restore.setEnabled(bool(backup))
        self.cancel.clicked.connect(self.reject)
        self.rescue.clicked.connect(self._rescue)
        self.restore.clicked.connect(self._restore)
        self.setMinimumWidth(520)

    @Slot()
    def _rescue(self) -> None:
        self.chosen.emit(WayOut.RESCUE)
        self.accept()

    @Slot()
    def _restore(self) -> None:
        self.chosen.emit(WayOut.RESTORE)
        self.accept()
