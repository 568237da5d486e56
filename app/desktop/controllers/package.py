"""一图N清单 in the window: what goes out is asked, written off this thread, and can be stopped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app import messages
from app.desktop.jobs import Job, Jobs
from app.desktop.package import PackageChoice, PackageWritten, Part, write_package
from app.desktop.settings import first_folder
from app.exchange.safe_write import safe_file_name
from app.preset_transfers import all_presets
from app.services.workspace import today
from chains.kinds import EntityKind
from chains.list_presets import SHANDONG, RemovePreset, SavePreset
from widgets.dialogs.ask import AskDialog, Question
from widgets.dialogs.message import MessageDialog
from widgets.dialogs.package import PackageAsked, PackageDialog
from widgets.panels.bars import MessageKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.errors import DomainError
    from chains.events import ChangeSet
    from chains.list_presets import ListPreset

EVERY = ""


class PackageController(QObject):
    """`said` carries what was written."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._window = desk, jobs, place, window
        self._dialog: PackageDialog | None = None
        self._naming: AskDialog | None = None
        self._draft: ListPreset = SHANDONG
        self._current = SHANDONG.name
        self._folder = first_folder()
        self._drawn_by = ""
        desk.changed.connect(self._look)
        desk.refused.connect(self._refused)

    def dialog(self) -> PackageDialog | None:
        """The dialog that is open."""
        return self._dialog

    def naming(self) -> AskDialog | None:
        """The question for a name that is open."""
        return self._naming

    @Slot()
    def ask(self) -> None:
        """Ask what goes out."""
        with self._desk.workspace.read() as reader:
            names = {code: some[0] for code, some in reader.chain_names().items()}
        scopes = [(EVERY, f"全部 {len(names)} 条产业链，每条一个文件夹")] if names else []
        chain = self._place.chain
        if chain in names:
            scopes.insert(0, (chain, f"{names[chain]}产业链"))
        folder = self._folder / safe_file_name(f"一图N清单-{today():%Y%m%d}")
        self._dialog = PackageDialog(scopes, str(folder), self._drawn_by, self._window)
        self._dialog.export_asked.connect(self.write)
        self._dialog.editor.save_asked.connect(self._ask_name)
        self._dialog.editor.forget_asked.connect(self._forget_preset)
        self._dialog.destroyed.connect(self._forget)
        self._show_presets()
        self._dialog.open()

    @Slot(object)
    def write(self, asked: PackageAsked) -> None:
        """Write it, off this thread."""
        workspace, folder = self._desk.workspace, Path(asked.folder)
        self._folder, self._drawn_by = folder.parent, asked.drawn_by
        self._current = asked.preset.name
        choice = PackageChoice(
            chain=asked.chain,
            preset=asked.preset,
            parts=frozenset(map(Part, asked.parts)),
            drawn_by=asked.drawn_by,
            page=asked.page,
        )

        def work(ticket: Ticket) -> PackageWritten:
            return write_package(workspace, folder, choice, ticket)

        self._jobs.read(Job("package", work, self._tell, shown=f"正在导出 {folder.name}"))

    def _show_presets(self) -> None:
        if self._dialog is not None:
            self._dialog.editor.show_presets(all_presets(self._desk.workspace), self._current)

    @Slot(object)
    def _ask_name(self, draft: ListPreset) -> None:
        self._draft = draft
        taken = tuple(one.name for one in all_presets(self._desk.workspace) if one.id)
        question = Question(
            "保存清单方案", "方案名称", draft.name if draft.id else f"{draft.name}（自定）", "保存",
            taken=taken, taken_note="已有同名的自定方案，保存后替换它",
        )  # fmt: skip
        self._naming = AskDialog(question, self._dialog or self._window)
        self._naming.answered.connect(self._save)
        self._naming.finished.connect(self._end_naming)
        self._naming.open()

    @Slot(object)
    def _save(self, name: str) -> None:
        self._current = name
        self._desk.submit(SavePreset(name, self._draft.lists, self._draft.maps))

    @Slot()
    def _end_naming(self) -> None:
        self._naming = None

    @Slot(object)
    def _forget_preset(self, preset: ListPreset) -> None:
        self._current = SHANDONG.name
        self._desk.submit(RemovePreset(preset.id))

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if changes.touches(EntityKind.WORKSPACE):
            self._show_presets()

    @Slot(object, object)
    def _refused(self, error: DomainError, command: object) -> None:
        if self._dialog is not None and isinstance(command, SavePreset | RemovePreset):
            MessageDialog(messages.tell(error), MessageKind.ERROR, parent=self._dialog).open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    def _tell(self, written: PackageWritten) -> None:
        missing = f"；{len(written.notes)} 张图没有内容，未导出" if written.notes else ""
        self.said.emit(f"已导出 {written.files} 个文件到 {written.folder}{missing}")
