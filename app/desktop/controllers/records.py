"""清单资料 in the window: listed, edited, brought in, written out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app import messages
from app.desktop.backing_up import BackingUp
from app.desktop.jobs import Job, Jobs
from app.desktop.settings import first_folder
from app.exchange.safe_write import safe_file_name
from app.record_transfers import (
    RecordImport,
    export_records,
    export_rejected_records,
    plan_record_import,
)
from app.services.keeping import things_in
from app.services.workspace import today
from chains.kinds import EntityKind
from chains.list_records import BringInRecords, RemoveRecord, SaveRecord
from chains.record_shapes import ALL_CHAINS, FIELDS, RECORD_WORD, RecordKind
from widgets.dialogs.message import MessageDialog
from widgets.dialogs.record_form import RecordFormDialog
from widgets.dialogs.record_import import RecordImportDialog
from widgets.dialogs.records import RecordsDialog
from widgets.panels.bars import MessageKind

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.errors import DomainError
    from chains.events import ChangeSet, Outcome
    from chains.list_records import ListRecord

    Found = tuple[dict[RecordKind, tuple[ListRecord, ...]], dict[str, str]]

_TABLES = "表格（*.xlsx *.xlsm *.xls *.csv *.txt）(*.xlsx *.xlsm *.xls *.csv *.txt);;所有文件 (*)"


class RecordsController(QObject):
    """`said` carries what was written or brought in."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._window = desk, jobs, place, window
        self._dialog: RecordsDialog | None = None
        self._form: RecordFormDialog | None = None
        self._waiting: RecordImport | None = None
        self._preview: RecordImportDialog | None = None
        self._found: Found = ({}, {})
        self._folder = first_folder()
        self.backing_up = BackingUp(desk, window)
        self.backing_up.said.connect(self.said)
        self.backing_up.refused.connect(jobs.refused)
        desk.changed.connect(self._look)
        desk.done.connect(self._kept)
        desk.refused.connect(self._refused)

    def dialog(self) -> RecordsDialog | None:
        """The list that is open."""
        return self._dialog

    def form(self) -> RecordFormDialog | None:
        """The form that is open."""
        return self._form

    def preview(self) -> RecordImportDialog | None:
        """The preview of an import that is open."""
        return self._preview

    @Slot()
    def ask(self) -> None:
        """Open the list."""
        self._dialog = RecordsDialog(parent=self._window)
        self._dialog.edit_asked.connect(self._edit)
        self._dialog.remove_asked.connect(self._remove)
        self._dialog.import_asked.connect(self._choose_file)
        self._dialog.export_asked.connect(self._choose_target)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.open()
        self._read()

    def read_file(self, kind: RecordKind, path: Path) -> None:
        """Read a file off this thread and show what importing it would do."""
        workspace = self._desk.workspace

        def work(ticket: Ticket) -> RecordImport:
            return plan_record_import(workspace, kind, path, ticket.step)

        self._jobs.read(Job("record-import", work, self._show_plan, self._tell, f"正在读取 {path.name}"))

    def write(self, kind: RecordKind, path: Path) -> None:
        """Write the records of a kind, off this thread."""
        workspace, path = self._desk.workspace, path if path.suffix else path.with_suffix(".xlsx")
        self._folder = path.parent

        def work(_ticket: Ticket) -> str:
            return f"已导出 {export_records(workspace, kind, path)} 条{RECORD_WORD[kind]}到 {path}"

        self._jobs.read(Job("export-records", work, self._tell_done, self._tell, f"正在导出 {path.name}"))

    def _read(self) -> None:
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> Found:
            with workspace.read() as reader:
                records = {kind: reader.records(kind) for kind in RecordKind}
                return records, {code: names[0] for code, names in reader.chain_names().items()}

        self._jobs.read(Job("records", work, self._show))

    def _show(self, found: Found) -> None:
        self._found = found
        if self._dialog is not None:
            self._dialog.show_records(*found)

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if self._dialog is not None and (
            changes.touches(EntityKind.RECORD) or changes.touches(EntityKind.CHAIN)
        ):
            self._read()

    @Slot(object)
    def _edit(self, key: tuple[RecordKind, int]) -> None:
        kind, number = key
        records, chains = self._found
        record = next((one for one in records.get(kind, ()) if one.id == number), None)
        if number and record is None:
            return
        form = RecordFormDialog(kind, record, chains, self._place.chain, self._dialog or self._window)
        form.asked.connect(self._desk.submit)
        form.destroyed.connect(self._forget_form)
        self._form = form
        form.open()

    @Slot(object)
    def _kept(self, outcome: Outcome) -> None:
        if self._form is not None and outcome.action in {"add_record", "edit_record"}:
            self._form.accept()

    @Slot(object, object)
    def _refused(self, error: DomainError, command: object) -> None:
        if self._form is not None and isinstance(command, SaveRecord):
            self._form.show_problem(messages.tell(error))
        elif isinstance(command, RemoveRecord | BringInRecords):
            self._tell(error)

    @Slot(object)
    def _remove(self, key: tuple[RecordKind, int]) -> None:
        kind, number = key
        record = next((one for one in self._found[0].get(kind, ()) if one.id == number), None)
        if record is not None:
            self._desk.submit(RemoveRecord(kind, number, record.version))

    @Slot(object)
    def _choose_file(self, kind: RecordKind) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._dialog, f"导入{RECORD_WORD[kind]}", str(self._folder), _TABLES
        )
        if name:
            self._folder = Path(name).parent
            self.read_file(kind, Path(name))

    @Slot(object)
    def _choose_target(self, kind: RecordKind) -> None:
        suggested = str(self._folder / safe_file_name(f"{RECORD_WORD[kind]}清单-{today():%Y%m%d}.xlsx"))
        name, _ = QFileDialog.getSaveFileName(
            self._dialog, f"导出{RECORD_WORD[kind]}", suggested, "Excel 文件 (*.xlsx)"
        )
        if name:
            self.write(kind, Path(name))

    def _tell(self, error: DomainError) -> None:
        """The window's own line of messages lies behind the dialog."""
        MessageDialog(messages.tell(error), MessageKind.ERROR, parent=self._dialog or self._window).open()

    def _tell_done(self, text: str) -> None:
        self.said.emit(text)
        if self._dialog is not None:
            self._dialog.say(text)

    def _show_plan(self, plan: RecordImport) -> None:
        self._waiting = plan
        chains = self._found[1]
        preview = RecordImportDialog(
            f"{RECORD_WORD[plan.kind]}：导入 {plan.file_name}",
            [(one.name, chains.get(one.chain, one.chain) or ALL_CHAINS) for one in plan.added],
            [change for old, new in plan.updated for change in _changes(old, new)],
            [(str(one.number), one.reason) for one in plan.rejected],
            self._dialog or self._window,
        )
        preview.show_more(plan.columns, plan.unchanged, plan.notes)
        preview.import_asked.connect(self._bring_in)
        preview.rejected_asked.connect(self._keep_rejected)
        preview.destroyed.connect(self._forget_preview)
        self._preview = preview
        preview.open()

    @Slot()
    def _bring_in(self) -> None:
        plan, self._waiting = self._waiting, None
        command = None if plan is None else plan.command
        if plan is None or command is None:
            return

        def go() -> None:
            self._desk.submit(command)
            self._tell_done(
                f"{plan.file_name}：新增 {len(plan.added)} 条，更新 {len(plan.updated)} 条，"
                f"拒绝 {len(plan.rejected)} 行。"
            )

        self.backing_up.before(things_in([command]), go)

    @Slot()
    def _keep_rejected(self) -> None:
        plan = self._waiting
        if plan is None:
            return
        suggested = str(self._folder / f"{Path(plan.file_name).stem}-未导入.xlsx")
        name, _ = QFileDialog.getSaveFileName(self._preview, "另存拒绝的行", suggested, "Excel 文件 (*.xlsx)")
        if not name:
            return
        path = Path(name)

        def work(_ticket: Ticket) -> str:
            return f"已将 {export_rejected_records(plan, path)} 行另存到 {path}"

        self._jobs.read(Job("rejected-records", work, self._tell_done, self._tell, f"正在写入 {path.name}"))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot()
    def _forget_form(self) -> None:
        self._form = None

    @Slot()
    def _forget_preview(self) -> None:
        self._preview = None


def _changes(old: ListRecord, new: ListRecord) -> list[tuple[str, str, str, str]]:
    return [
        (new.name, one.word, _shown(old.value(one.key)), _shown(new.value(one.key)))
        for one in FIELDS[new.kind]
        if old.value(one.key) != new.value(one.key)
    ]


def _shown(value: object) -> str:
    return "（无）" if value in {None, ""} else str(value)
