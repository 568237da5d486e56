"""Snapshots: names given to the state as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QInputDialog, QWidget

from app.services.comparing import suggested_name
from app.services.workspace import today
from chains.commands import TakeSnapshot

if TYPE_CHECKING:
    from app.desktop.desk import Desk


class SnapshotController(QObject):
    """Asks for a name and has the snapshot taken."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, window
        self._dialog: QInputDialog | None = None

    @Slot()
    def ask(self) -> None:
        """Ask what the state as it is now shall be called."""
        self._dialog = QInputDialog(self._window)
        self._dialog.setWindowTitle("生成快照")
        self._dialog.setLabelText("给现在的状态起个名字，以后可与它比较：")
        with self._desk.workspace.read() as reader:
            taken = [one.name for one in reader.snapshots()]
        self._dialog.setTextValue(suggested_name(today(), taken))
        self._dialog.setOkButtonText("生成")
        self._dialog.textValueSelected.connect(self._take)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    def dialog(self) -> QInputDialog | None:
        """The question that is open."""
        return self._dialog

    @Slot(str)
    def _take(self, name: str) -> None:
        if name.strip():
            self._desk.submit(TakeSnapshot(name.strip()))

    @Slot()
    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
