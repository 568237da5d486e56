"""The companies that the table shows, all of them, into a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.company_exports import export_companies
from app.desktop.jobs import Job, Jobs
from app.desktop.settings import first_folder
from app.exchange.safe_write import safe_file_name
from app.services.workspace import today

if TYPE_CHECKING:
    from app.desktop.controllers.registry import CompanyController
    from app.desktop.desk import Desk
    from app.services.jobs import Ticket


class CompanyExportController(QObject):
    """`said` carries what there is to tell."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, companies: CompanyController, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._companies, self._window = desk, jobs, companies, window
        self._folder = first_folder()

    @Slot()
    def ask(self) -> None:
        """Ask where to, then write."""
        suggested = str(self._folder / safe_file_name(f"企业名单-{today():%Y%m%d}.xlsx"))
        title = f"导出企业名单（{self._companies.count.text} 家）"
        name, _ = QFileDialog.getSaveFileName(self._window, title, suggested, "Excel 工作簿 (*.xlsx)")
        if name:
            path = Path(name)
            self.write(path if path.suffix else path.with_suffix(".xlsx"))

    def write(self, path: Path) -> None:
        """Write all companies of the filter, off this thread, with progress; it can be cancelled."""
        self._folder = path.parent
        workspace, wanted, sort = self._desk.workspace, self._companies.wanted, self._companies.sort

        def work(ticket: Ticket) -> int:
            return export_companies(workspace, path, wanted, sort, ticket.step)

        def tell(count: int) -> None:
            self.said.emit(f"已导出 {count:,} 家企业到 {path}")

        self._jobs.read(Job("export-companies", work, tell, shown=f"正在导出 {path.name}"))
