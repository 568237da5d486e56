"""Before a workspace is left: changes that still wait for its server are not lost without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from widgets.dialogs.message import MessageDialog
from widgets.panels.bars import MessageKind

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from widgets.window import MainWindow

GIVE_UP = "放弃更改并关闭"
LEAVING = frozenset({"new", "open", "open_shared", "sample", "remove_sample"})
"""Actions after which another workspace is open."""


class Leaving(QObject):
    """Holds the window open while changes wait; the user may wait with them, or give them up."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, window
        self._given_up = False
        self.question: MessageDialog | None = None
        window.held_open = self.holds

    def holds(self) -> bool:
        """Whether the window must stay; then the user is asked."""
        waiting = self._desk.unsaved
        if not waiting or self._given_up:
            return False
        text = (
            f"与服务器的连接中断，还有 {waiting} 项更改没有保存。\n"
            "请等连接恢复，窗口会自动保存；现在关闭，这些更改就丢失了。"
        )
        self.question = MessageDialog(text, MessageKind.WARNING, action=GIVE_UP, parent=self._window)
        # Enter keeps what was typed.
        self.question.act.setDefault(False)
        self.question.close_button.setFocus()
        self.question.agreed.connect(self._give_up)
        self.question.open()
        return True

    @Slot()
    def _give_up(self) -> None:
        self._given_up = True
        self._window.close()
