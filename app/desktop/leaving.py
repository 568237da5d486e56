"""Before a workspace is left: changes that could not be written yet are not lost without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from widgets.dialogs.message import MessageDialog
from widgets.panels.bars import MessageKind

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.jobs import Jobs
    from widgets.panels.segment import SegmentPanel
    from widgets.window import MainWindow

GIVE_UP = "放弃更改并关闭"
_OF_SERVER = (
    "与服务器的连接中断，还有 {} 项更改没有保存。\n请等连接恢复，窗口会自动保存；现在关闭，这些更改就丢失了。"
)
_OF_FILE = (
    "工作区文件暂时写不进去，还有 {} 项更改没有保存。\n"
    "请清出磁盘空间、接回移动盘或关闭占用它的程序，窗口会自动保存；现在关闭，这些更改就丢失了。"
)
_OF_BACKUP = "正在备份工作区，备份好之后才写入导入的内容。\n请等它写完；现在关闭，这次导入的内容就没有写入。"
LEAVING = frozenset({"new", "open", "open_shared", "sample", "remove_sample"})
"""Actions after which another workspace is open."""


class Leaving(QObject):
    """Holds the window open while changes wait; the user may wait with them, or give them up."""

    def __init__(self, desk: Desk, jobs: Jobs, panel: SegmentPanel, window: MainWindow) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._panel, self._window = desk, jobs, panel, window
        self._given_up = False
        self.question: MessageDialog | None = None
        window.held_open = self.holds

    def holds(self) -> bool:
        """Whether the window must stay; then the user is asked."""
        if self._given_up:
            return False
        if self._panel.has_unsaved():
            self._panel.keep_unsaved()
            self._jobs.finish_writes()
        text = self._what_waits()
        if not text:
            return False
        self.question = MessageDialog(text, MessageKind.WARNING, action=GIVE_UP, parent=self._window)
        # Enter keeps what was typed.
        self.question.act.setDefault(False)
        self.question.close_button.setFocus()
        self.question.agreed.connect(self._give_up)
        self.question.open()
        return True

    def _what_waits(self) -> str:
        """What would be lost, and why it is not written yet; "" for nothing."""
        waiting = self._desk.unsaved
        if waiting:
            return (_OF_SERVER if self._desk.workspace.database.is_shared else _OF_FILE).format(waiting)
        return _OF_BACKUP if self._desk.awaiting_backup else ""

    @Slot()
    def _give_up(self) -> None:
        self._given_up = True
        self._window.close()
