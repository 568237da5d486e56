"""Snapshots: names given to the state as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.services.comparing import suggested_name
from app.services.workspace import today
from chains.commands import TakeSnapshot
from widgets.dialogs.ask import AskDialog, Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk


class SnapshotController(QObject):
    """Asks for a name and has the snapshot taken."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, window
        self._dialog: AskDialog | None = None

    @Slot()
    def ask(self) -> None:
        """Ask what the state as it is now shall be called."""
        with self._desk.workspace.read() as reader:
            taken = tuple(one.name for one in reader.snapshots())
        question = Question(
            "生成快照", "快照名称", suggested_name(today(), list(taken)), "生成",
            "记下各链现在的状态，以后可与它比较，也可按“较快照的变化”着色。",
            taken, "已有同名快照，请换一个名称", may_replace=False,
        )  # fmt: skip
        self._dialog = AskDialog(question, self._window)
        self._dialog.answered.connect(self._take)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    def dialog(self) -> AskDialog | None:
        """The question that is open."""
        return self._dialog

    @Slot(object)
    def _take(self, name: str) -> None:
        self._desk.submit(TakeSnapshot(name))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
