"""The import of a company file: looked into, shown step by step, written at the end."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app import messages
from app.desktop.backing_up import BackingUp
from app.desktop.jobs import Job, Jobs
from app.desktop.leftovers import clear_leftovers
from app.desktop.pace import Pace
from app.exchange.headings import FIELD_WORDS
from app.exchange.table import cell_text
from app.exchange.text_shape import ENCODINGS
from app.imports import (
    FileLook,
    PreparedImport,
    SheetChoice,
    SheetLook,
    best_sheet,
    choice_of,
    export_rejects,
    look_into,
    prepare,
    with_header,
    write,
)
from app.mapping_book import MappingBook, remember, remembered_forms
from chains.errors import CUT_OFF, DomainError, NotBackedUp, WorkspaceRefused
from widgets.dialogs.import_file import dropped_file
from widgets.dialogs.import_views import ChoiceView, FileView, SheetView
from widgets.dialogs.import_wizard import ImportWizard

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from app.services.workspace import Workspace
    from chains.events import Outcome
    from chains.rows import ImportPlan, TwinPair

log = logging.getLogger(__name__)

_OTHER_ENCODING = {"encoding": "utf-16-le", "broken_text": "utf-8-replace", "not_table": "utf-16-le"}
"""By the reason of a refusal, the encoding that is tried next: what was found was not right."""

CUT_OFF_TEXT = (
    "与服务器的连接中断，还不能确定这份名单是否已写入。读好、核对好的内容都留在这里，不必重新选择："
    "连接恢复后点“继续导入”，会先向服务器查证，没有写入的才写入，不会重复。"
)
BACK_TEXT = "与服务器的连接已恢复，点“继续导入”。写入前会先向服务器查证，不会重复。"


class ImportController(QObject):
    """Answers the wizard. What was prepared waits on disk until it is written or the wizard is closed."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget, book: MappingBook | None = None) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._book = book or MappingBook()
        self._wizard: ImportWizard | None = None
        self._path = Path()
        self._look: FileLook | None = None
        self._choice: SheetChoice | None = None
        self._forms: dict[str, tuple[str, ...]] = {}
        self._keeps_fields = False
        self._prepared: PreparedImport | None = None
        self._job, self._pace, self._in_use = 0, Pace(), 0
        self._apart = 0
        self._cut_off: WorkspaceRefused | None = None
        self.backing_up = BackingUp(desk, window)
        desk.reached.connect(self._tell_reached)
        jobs.progressed.connect(self._show_progress)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @Slot()
    def choose_file(self) -> None:
        """Open the wizard; it asks which file."""
        if self._wizard is None:
            self._open()

    def read_file(self, path: Path) -> None:
        """Open the wizard on a file."""
        self.choose_file()
        self._pick_file(path)

    def dialog(self) -> ImportWizard | None:
        """The wizard that is open."""
        return self._wizard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A file dropped on the window opens the wizard on it."""
        if isinstance(event, QDropEvent) and self._wizard is None:
            path = dropped_file(event)
            if path is not None:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.Drop:
                    self.read_file(path)
                return True
        return super().eventFilter(watched, event)

    def _open(self) -> None:
        wizard = ImportWizard(FIELD_WORDS, ENCODINGS, self._window)
        self._wizard = wizard
        wizard.file.file_picked.connect(self._pick_file)
        wizard.file.encoding_picked.connect(self._pick_encoding)
        wizard.header.encoding_picked.connect(self._pick_encoding)
        wizard.header.sheet_picked.connect(self._pick_sheet)
        wizard.header.header_picked.connect(self._pick_header)
        wizard.plan_asked.connect(self._prepare)
        wizard.write_asked.connect(self._write)
        wizard.plan.rejects_asked.connect(self._keep_rejects)
        wizard.stop_asked.connect(self._stop)
        wizard.finished.connect(self._forget)
        wizard.open()

    @Slot()
    def _forget(self) -> None:
        self._wizard = None
        self._drop_prepared()
        self._look = self._choice = None

    @Slot()
    def _stop(self) -> None:
        self._jobs.cancel(self._job)

    def _drop_prepared(self) -> None:
        """Let go of what waits on disk, unless a job still reads it: then its end does."""
        self._cut_off = None
        if self._prepared is not None and not self._in_use:
            self._prepared.close()
            self._prepared = None

    def _release(self) -> None:
        self._in_use -= 1
        if self._wizard is None:
            self._drop_prepared()

    @Slot(object)
    def _pick_file(self, path: Path) -> None:
        self._path = path
        self._look_into("")

    @Slot(str)
    def _pick_encoding(self, encoding: str) -> None:
        self._look_into(encoding)

    def _look_into(self, encoding: str) -> None:
        path, workspace, book = self._path, self._desk.workspace, self._book
        if self._wizard is None:
            return
        self._wizard.file.show_file(path.name)

        def work(ticket: Ticket) -> tuple[FileLook, dict[str, tuple[str, ...]]]:
            return look_into(path, ticket.step, encoding), remembered_forms(workspace, book)

        self._begin(Job("import", work, self._show_look, self._refuse, stopped=self._stopped), "检查文件")

    def _show_look(self, found: tuple[FileLook, dict[str, tuple[str, ...]]]) -> None:
        self._look, self._forms = found
        self._choose(choice_of(best_sheet(self._look), self._forms))

    def _choose(self, choice: SheetChoice) -> None:
        self._choice, self._keeps_fields = choice, False
        if self._wizard is not None and self._look is not None:
            self._wizard.show_file(_file_view(self._look), _choice_view(self._look, choice))

    @Slot(int)
    def _pick_sheet(self, place: int) -> None:
        if self._look is not None:
            self._choose(choice_of(self._look.sheets[place], self._forms))

    @Slot(object)
    def _pick_header(self, row: int | None) -> None:
        if self._look is not None and self._choice is not None:
            self._choose(with_header(_sheet_of(self._look, self._choice), row, self._forms))

    @Slot(object)
    def _prepare(self, fields: tuple[str, ...]) -> None:
        if self._look is None or self._choice is None or self._wizard is None:
            return
        is_chosen = fields != self._choice.fields or self._choice.remembered or self._keeps_fields
        self._keeps_fields = is_chosen and self._wizard.columns.remember.isChecked()
        self._choice = replace(self._choice, fields=fields)
        self._drop_prepared()
        workspace, look, choice = self._desk.workspace, self._look, self._choice

        def work(ticket: Ticket) -> tuple[PreparedImport, ImportPlan]:
            prepared = prepare(workspace, look, choice, ticket.step)
            return prepared, prepared.plan()

        self._begin(Job("import", work, self._show_plan, self._refuse, stopped=self._stopped), "读取并比对")

    def _show_plan(self, found: tuple[PreparedImport, ImportPlan]) -> None:
        prepared, plan = found
        if self._wizard is None:
            prepared.close()
            return
        self._prepared = prepared
        self._wizard.show_plan(plan)

    @Slot(object)
    def _write(self, twins: tuple[TwinPair, ...]) -> None:
        self._begin_writing(twins, backs_up=True)

    def _write_without_backup(self) -> None:
        """There can be none, and a person said to go on; the pairs were joined before."""
        self._begin_writing((), backs_up=False)

    def _begin_writing(self, twins: tuple[TwinPair, ...], *, backs_up: bool) -> None:
        if self._prepared is None or self._wizard is None:
            return
        prepared, workspace = self._prepared, self._desk.workspace
        kept = self._choice if self._keeps_fields else None
        cut_off, self._cut_off = self._cut_off, None

        def work(ticket: Ticket) -> Outcome | None:
            if cut_off is None and backs_up:  # else the pairs were joined before
                self._apart = sum(not prepared.join(pair) for pair in twins)
            outcome = write(workspace, prepared, ticket.step, cut_off, backs_up=backs_up)
            if kept is not None:
                _keep_columns(workspace, kept, prepared.file_name)
            return outcome

        self._pace = Pace()
        self._in_use += 1
        self._wizard.show_work("写入")
        self._job = self._desk.perform(work, self._written, self._refuse_writing, self._gave_up_writing)

    def _written(self, _outcome: Outcome | None) -> None:
        if self._prepared is not None:
            plan = self._prepared.plan()
            self.said.emit(
                f"{plan.file_name}：新增 {plan.added:,}，更新 {plan.updated:,}，不变 {plan.unchanged:,}，"
                f"拒绝 {plan.rejected_count:,}。{_said_of_apart(self._apart)}"
            )
        self._release()
        # Updates that were left when somebody pressed 停止 or closed the window go on behind it.
        clear_leftovers(self._desk, self._jobs)
        if self._wizard is not None:
            self._wizard.accept()

    @Slot(object)
    def _tell_reached(self, reached: bool) -> None:
        if reached and self._cut_off is not None and self._wizard is not None:
            self._wizard.show_cut_off(BACK_TEXT)

    def _begin(self, job: Job, text: str) -> None:
        self._pace = Pace()
        if self._wizard is not None:
            self._wizard.show_work(text)
        self._job = self._jobs.read(job)

    @Slot(object, object, object, object)
    def _show_progress(self, job: int, done: int, total: int, text: str) -> None:
        if job == self._job and self._wizard is not None:
            self._wizard.show_progress(self._pace.text(text, done, total), done, total)

    def _stopped(self) -> None:
        if self._wizard is not None:
            self._wizard.end_work()

    def _gave_up_writing(self) -> None:
        self._release()
        self._stopped()

    def _refuse(self, error: DomainError) -> None:
        if self._wizard is not None:
            reason = str(error.facts.get("reason", ""))
            self._wizard.show_error(messages.tell(error), _OTHER_ENCODING.get(reason, ""))

    def _refuse_writing(self, error: DomainError) -> None:
        """Somebody changed the companies meanwhile: what was compared no longer holds.

        After a lost connection it does: what was read waits, to be written as it is.
        """
        self._release()
        if isinstance(error, WorkspaceRefused) and error.facts["reason"] in CUT_OFF:
            self._cut_off = error
            if self._wizard is not None:
                self._wizard.show_cut_off(CUT_OFF_TEXT)
        elif isinstance(error, NotBackedUp):
            if self._wizard is not None:
                self._wizard.end_work()
                self.backing_up.ask(error, self._write_without_backup, self._wizard)
        elif self._wizard is not None:
            self._wizard.show_error(f"没有写入：{messages.tell(error)}请点“下一步”重新核对。")

    @Slot()
    def _keep_rejects(self) -> None:
        prepared = self._prepared
        if prepared is None:
            return
        suggested = f"{Path(prepared.file_name).stem}-未导入的行.xlsx"
        name, _ = QFileDialog.getSaveFileName(self._window, "另存未导入的行", suggested, "Excel (*.xlsx)")
        if name:
            self.keep_rejects(Path(name))

    def keep_rejects(self, path: Path) -> None:
        """Write the rows that are not taken to a workbook."""
        prepared = self._prepared
        if prepared is None:
            return

        def work(_ticket: Ticket) -> int:
            return export_rejects(prepared, path)

        def tell(count: int) -> None:
            self._release()
            self.said.emit(f"已把 {count:,} 行另存到 {path.name}，改正后可直接导入。")

        def refuse(error: DomainError) -> None:
            self._release()
            self._jobs.refused.emit(error)

        self._in_use += 1
        self._jobs.read(Job("rejects", work, tell, refuse, stopped=self._release))


def _keep_columns(workspace: Workspace, choice: SheetChoice, file_name: str) -> None:
    """The companies are in already: that their columns could not be kept as well does not undo that."""
    try:
        remember(workspace, choice, file_name)
    except DomainError as error:
        log.warning("columns of an imported file not remembered: %s", type(error).__name__)


def _said_of_apart(apart: int) -> str:
    """Of pairs that were called one company and could not be."""
    return f"{apart:,} 对代码不同，未合并。" if apart else ""


def _sheet_of(look: FileLook, choice: SheetChoice) -> SheetLook:
    return next(sheet for sheet in look.sheets if sheet.name == choice.sheet)


def _file_view(look: FileLook) -> FileView:
    sheets = tuple(
        SheetView(
            sheet.name,
            tuple((row.number, tuple(map(cell_text, row.cells))) for row in sheet.rows),
            sheet.total,
        )
        for sheet in look.sheets
    )
    return FileView(look.path.name, sheets, look.notes, look.kind == "text", look.encoding)


def _choice_view(look: FileLook, choice: SheetChoice) -> ChoiceView:
    place = next(at for at, sheet in enumerate(look.sheets) if sheet.name == choice.sheet)
    return ChoiceView(
        place, choice.header_row, choice.header, choice.fields, choice.profile, choice.remembered
    )
