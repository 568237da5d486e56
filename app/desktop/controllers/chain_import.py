"""Brings in chains: read, preview, write. Nothing is written before the preview was agreed to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.chain_imports import ChainImport, export_unplaced, plan_of_chains
from app.chain_workbook_imports import WorkbookImport
from app.desktop.backing_up import BackingUp
from app.desktop.jobs import Job, Jobs
from app.services.keeping import things_in
from widgets.dialogs.chain_import import ChainChangesDialog, ChainTableDialog

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.services.jobs import Ticket

_FILES = "产业链表格或数据（*.xlsx *.xlsm *.xls *.csv *.txt）(*.xlsx *.xlsm *.xls *.csv *.txt);;所有文件 (*)"


class ChainImportController(QObject):
    """`said` carries what was brought in."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._waiting: ChainImport | WorkbookImport | None = None
        self._dialog: ChainTableDialog | ChainChangesDialog | None = None
        self.backing_up = BackingUp(desk, window)
        self.backing_up.said.connect(self.said)
        self.backing_up.refused.connect(jobs.refused)

    def dialog(self) -> ChainTableDialog | ChainChangesDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot()
    def choose_file(self) -> None:
        """Ask which file, then read it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "导入产业链", "", _FILES)
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Read a file off this thread and show what importing it would do."""
        workspace = self._desk.workspace

        def work(ticket: Ticket) -> ChainImport | WorkbookImport:
            return plan_of_chains(workspace, path, ticket.step)

        self._jobs.read(Job("chain-import", work, self._preview, shown=f"正在读取 {path.name}"))

    def _preview(self, found: ChainImport | WorkbookImport) -> None:
        self._waiting = found
        if isinstance(found, WorkbookImport):
            self._dialog = ChainChangesDialog(found.plan, self._window)
        else:
            table = ChainTableDialog(found.plan, self._window)
            table.unplaced_asked.connect(self._keep_unplaced)
            self._dialog = table
        self._dialog.import_asked.connect(self._write)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot(object)
    def _write(self, ticked: object) -> None:
        found, self._waiting = self._waiting, None
        if found is None:
            return
        command = found.command(ticked)  # type: ignore[arg-type]
        if command is None:
            return

        def go() -> None:
            self._desk.submit(command)
            self.said.emit(f"{found.plan.file_name}：{_told(found)}")

        self.backing_up.before(things_in([command]), go)

    @Slot()
    def _keep_unplaced(self) -> None:
        if not isinstance(self._waiting, ChainImport):
            return
        plan = self._waiting.plan
        suggested = f"{Path(plan.file_name).stem}-未标注的企业.xlsx"
        name, _ = QFileDialog.getSaveFileName(self._window, "导出未标注的企业", suggested, "Excel (*.xlsx)")
        if not name:
            return
        path = Path(name)

        def work(_ticket: Ticket) -> int:
            return export_unplaced(plan, path)

        def tell(count: int) -> None:
            self.said.emit(f"已导出 {count:,} 家未标注的企业到 {path.name}。")

        self._jobs.read(Job("unplaced", work, tell, shown=f"正在导出 {path.name}"))


def _told(found: ChainImport | WorkbookImport) -> str:
    if isinstance(found, WorkbookImport):
        return f"已导入 {found.plan.chain_name} 的改动。"
    plan = found.plan
    return (
        f"新增环节 {sum(len(one.added) for one in plan.chains):,}，"
        f"标注 {sum(one.placed for one in plan.chains):,}（待复核），未标注 {len(plan.unplaced):,}。"
    )
