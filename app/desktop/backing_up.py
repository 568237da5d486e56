"""The backup before much is changed at once, in the window: behind the work, asked about where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.messages import tell
from app.services.keeping import back_up_before, is_much
from chains.errors import NotBackedUp
from widgets.dialogs.message import MessageDialog
from widgets.panels.bars import MessageKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.errors import DomainError

GO_ON = "不备份，继续"
STOPPED = "已取消备份，没有写入任何内容。"
_ALONE = "\n不备份也可以继续，但写入之后出了差错只能靠撤销。"


class BackingUp(QObject):
    """`said` tells that somebody stopped it; `refused` carries what forbids the change itself."""

    said = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, window
        self.question: MessageDialog | None = None

    def before(self, count: int, go: Callable[[], None]) -> None:
        """Do it at once where so many things are not much, else after a backup."""
        if not is_much(count):
            go()
            return
        desk, workspace = self._desk, self._desk.workspace
        desk.awaiting_backup += 1

        def work(ticket: Ticket) -> None:
            back_up_before(workspace, count, ticket.step)

        def finished(_nothing: object) -> None:
            desk.awaiting_backup -= 1
            go()

        def refused(error: DomainError) -> None:
            desk.awaiting_backup -= 1
            if isinstance(error, NotBackedUp):
                self.ask(error, go, self._window)
            else:
                self.refused.emit(error)

        def stopped() -> None:
            desk.awaiting_backup -= 1
            self.said.emit(STOPPED)

        desk.perform(work, finished, refused, stopped, "写入之前备份工作区")

    def ask(self, error: NotBackedUp, go: Callable[[], None], above: QWidget) -> None:
        """Say why there is no backup; whoever wants to goes on without."""
        question = MessageDialog(tell(error) + _ALONE, MessageKind.WARNING, action=GO_ON, parent=above)
        # Enter leaves everything as it is.
        question.act.setDefault(False)
        question.close_button.setFocus()
        question.agreed.connect(go)
        self.question = question
        question.open()
