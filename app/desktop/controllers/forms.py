"""填报 in the window: forms out to districts, returned forms in after a look at what they change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desktop.backing_up import BackingUp
from app.desktop.jobs import Job, Jobs
from app.desktop.settings import first_folder
from app.exchange.form_layout import OPTIONAL
from app.form_exports import FormCounts, FormRequest, export_form
from app.form_files import form_files
from app.form_imports import FormsImport, plan_form_import
from app.services.keeping import things_in
from chains.merging import Side
from chains.regions import districts_of
from widgets.dialogs.form_export import FormChoice, FormExportDialog
from widgets.dialogs.form_import import FormImportDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from chains.form_plan import FormDecisions, FormsPlan

_FILES = "填报表（*.xlsx *.xlsm *.xls）(*.xlsx *.xlsm *.xls);;所有文件 (*)"


class FormsController(QObject):
    """`said` carries what was written."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._folder = first_folder()
        self.backing_up = BackingUp(desk, window)
        self.backing_up.said.connect(self.said)
        self.backing_up.refused.connect(jobs.refused)
        self._waiting: FormsImport | None = None
        self._dialog: FormExportDialog | FormImportDialog | None = None

    def dialog(self) -> FormExportDialog | FormImportDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot()
    def ask_export(self) -> None:
        """Ask whose form, with what in it."""
        with self._desk.workspace.read() as reader:
            districts = districts_of(reader.home_region())
            chains = [(code, names[0]) for code, names in reader.chain_names().items()]
        dialog = FormExportDialog(districts, chains, OPTIONAL, str(self._folder), self._window)
        dialog.export_asked.connect(self.write)
        self._open(dialog)

    @Slot(object)
    def write(self, choice: FormChoice) -> None:
        """Write the form, off this thread."""
        path, workspace = Path(choice.path), self._desk.workspace
        path = path if path.suffix else path.with_suffix(".xlsx")
        self._folder = path.parent
        request = FormRequest(
            choice.district, choice.unit, choice.chains, choice.fields, choice.return_by, choice.purpose
        )

        def work(ticket: Ticket) -> FormCounts:
            return export_form(workspace, request, path, ticket.step)

        def tell(counts: FormCounts) -> None:
            self.said.emit(f"已导出 {counts.unit} 的填报表到 {path}：{counts.sentence()}")

        self._jobs.read(Job("export-form", work, tell, shown=f"正在导出 {path.name}"))

    @Slot()
    def choose_files(self) -> None:
        """Ask which returned forms, then read them."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "导入填报表（可多选）", str(self._folder), _FILES
        )
        if names:
            self.read_files([Path(name) for name in names])

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a folder of returned forms, then read them."""
        name = QFileDialog.getExistingDirectory(self._window, "导入文件夹中的填报表", str(self._folder))
        if name:
            self.read_files([Path(name)])

    def read_files(self, named: Sequence[Path]) -> None:
        """Read forms off this thread and show what they would change."""
        paths, workspace = form_files(named), self._desk.workspace
        if not paths:
            self.said.emit("所选文件夹里没有填报表（.xlsx）。")
            return
        self._folder = paths[0].parent

        def work(ticket: Ticket) -> FormsImport:
            return plan_form_import(workspace, paths, ticket.step)

        self._jobs.read(Job("form-import", work, self._preview, shown=f"正在读取 {len(paths)} 份填报表"))

    def _preview(self, found: FormsImport) -> None:
        self._waiting = found
        dialog = FormImportDialog(found.plan, self._window)
        dialog.import_asked.connect(self._take_in)
        self._open(dialog)

    def _open(self, dialog: FormExportDialog | FormImportDialog) -> None:
        self._dialog = dialog
        dialog.destroyed.connect(self._forget)
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot(object)
    def _take_in(self, decided: FormDecisions) -> None:
        found, self._waiting = self._waiting, None
        if found is None:
            return
        theirs = dict.fromkeys(decided.theirs, Side.THEIRS)
        commands = found.commands(theirs, rejected=decided.rejected)

        def go() -> None:
            for author, command in commands:
                self._desk.submit_as(command, author)
            self.said.emit(f"已导入 {len(commands)} 份填报表{_told_of_kept(found.plan, decided)}。")

        self.backing_up.before(things_in(command for _author, command in commands), go)


def _told_of_kept(plan: FormsPlan, decided: FormDecisions) -> str:
    kept, left = len(plan.collisions) - len(set(decided.theirs)), len(plan.deleted) - len(decided.rejected)
    told = f"，{kept} 处冲突保留我方" if kept else ""
    return told + (f"，{left} 行被删去的企业标注保持不变" if left else "")
