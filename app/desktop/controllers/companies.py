"""The import of a company file: read, preview, write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desktop.jobs import Job, Jobs
from app.transfers import export_rejected, plan_company_import
from widgets.dialogs.import_preview import ImportPreviewDialog

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.commands import ImportCompanies
    from chains.rows import ImportPlan

_FILES = "企业名单（*.xlsx *.xlsm *.xls *.csv *.txt）(*.xlsx *.xlsm *.xls *.csv *.txt);;所有文件 (*)"


class ImportController(QObject):
    """Brings in a company file: read, preview, write. Nothing is written before the preview was agreed to."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._waiting: tuple[ImportPlan, ImportCompanies] | None = None
        self._dialog: ImportPreviewDialog | None = None

    @Slot()
    def choose_file(self) -> None:
        """Ask which file, then read it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "导入企业", "", _FILES)
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Read the file off this thread and show what importing it would do."""
        workspace = self._desk.workspace

        def work(ticket: Ticket) -> tuple[ImportPlan, ImportCompanies]:
            return plan_company_import(workspace, path, ticket.step)

        self._jobs.read(Job("import", work, self._preview, shown=f"正在读取 {path.name}"))

    def dialog(self) -> ImportPreviewDialog | None:
        """The preview that is open."""
        return self._dialog

    def _preview(self, found: tuple[ImportPlan, ImportCompanies]) -> None:
        self._waiting = found
        self._dialog = ImportPreviewDialog(found[0], self._window)
        self._dialog.import_asked.connect(self._write)
        self._dialog.rejects_asked.connect(self._keep_rejects)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot()
    def _write(self) -> None:
        if self._waiting is None:
            return
        (plan, command), self._waiting = self._waiting, None
        if plan.added or plan.updated:
            self._desk.submit(command)
        self.said.emit(
            f"{plan.file_name}：新增 {plan.added:,}，更新 {plan.updated:,}，不变 {plan.unchanged:,}，"
            f"拒绝 {len(plan.rejected):,}。"
        )

    @Slot()
    def _keep_rejects(self) -> None:
        if self._waiting is None:
            return
        plan = self._waiting[0]
        suggested = f"{Path(plan.file_name).stem}-未导入的行.xlsx"
        name, _ = QFileDialog.getSaveFileName(self._window, "导出问题行", suggested, "Excel (*.xlsx)")
        if not name:
            return
        path = Path(name)

        def work(_ticket: Ticket) -> int:
            return export_rejected(plan, path)

        def tell(count: int) -> None:
            self.said.emit(f"已导出 {count:,} 行到 {path.name}。")

        self._jobs.read(Job("rejects", work, tell))
