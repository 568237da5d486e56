"""拜访一页纸: asks where to, writes off this thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.desktop.settings import first_folder
from app.exchange.safe_write import safe_file_name
from app.services.workspace import today
from app.visit_sheet import export_visit_sheet
from chains.free_path import free_path
from widgets.dialogs.export import ExportChoice, ExportDialog, ExportKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.rows import TargetRow
    from widgets.tables.target import TargetTable


class VisitController(QObject):
    """`said` carries what was written."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, table: TargetTable, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._table, self._window = desk, jobs, table, window
        self._folder = first_folder()
        self._dialog: ExportDialog | None = None
        self._target: TargetRow | None = None
        table.sheet_asked.connect(self._ask)

    def dialog(self) -> ExportDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot(object)
    def _ask(self, target_id: int) -> None:
        self._target = next((one for one in self._table.rows() if one.id == target_id), None)
        if self._target is None:
            return
        one = self._target
        name = safe_file_name(f"{one.company_name}拜访一页纸-{today():%Y%m%d}.docx")
        path = str(free_path(self._folder, name))
        scopes = [("", f"{one.company_name} → {one.chain_name} · {one.segment_name}", 1)]
        self._dialog = ExportDialog(ExportKind.VISIT, scopes, path, self._window)
        self._dialog.export_asked.connect(self.write)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    @Slot(object)
    def write(self, choice: ExportChoice) -> None:
        """Write the sheet on the target that was asked for."""
        target, workspace = self._target, self._desk.workspace
        if target is None:
            return
        path = Path(choice.path)
        path = path if path.suffix else path.with_suffix(".docx")
        self._folder = path.parent

        def work(_ticket: Ticket) -> Path:
            purpose = choice.purpose if choice.contacts else ""
            export_visit_sheet(workspace, path, target.ref, target.company_id, purpose)
            return path

        self._jobs.read(Job("visit-sheet", work, self._tell, shown=f"正在写入 {path.name}"))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    def _tell(self, path: Path) -> None:
        self.said.emit(f"已导出到 {path}")
