"""Lists into files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.desktop.settings import first_folder
from app.exchange.safe_write import safe_file_name
from app.services.workspace import today
from app.transfers import WHOLE_LIST, export_gaps, export_targets
from chains.free_path import free_path
from chains.target_lists import arranged
from widgets.dialogs.export import ExportChoice, ExportDialog, ExportKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.target_lists import TargetList

ALL = ""
SHOWN = "="
"""The list as the target panel shows it; no chain has such a code."""


class ExportController(QObject):
    """Asks what and where to, writes off this thread; `said` carries what was written."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._window = desk, jobs, place, window
        self._folder = first_folder()
        self._dialog: ExportDialog | None = None
        self._shown, self._shown_name = WHOLE_LIST, ""

    def show_list(self, how: TargetList, name: str) -> None:
        """The target panel shows this list: it is offered for export, first of all."""
        self._shown, self._shown_name = how, name

    def dialog(self) -> ExportDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot()
    def ask_targets(self) -> None:
        """Ask how the 招商目标企业清单 is to be written."""
        self._ask(ExportKind.TARGETS, "招商目标企业清单")

    @Slot()
    def ask_gaps(self) -> None:
        """Ask how the 缺口清单 is to be written."""
        self._ask(ExportKind.GAPS, "缺口清单")

    def write(self, choice: ExportChoice) -> None:
        """Write a list."""
        path, workspace = Path(choice.path), self._desk.workspace
        path = path if path.suffix else path.with_suffix(".xlsx")
        chain = choice.scope or None
        self._folder = path.parent

        def work(ticket: Ticket) -> Path:
            if choice.kind is ExportKind.TARGETS:
                how = self._shown if choice.scope == SHOWN else WHOLE_LIST
                chain_code = None if choice.scope == SHOWN else chain
                export_targets(workspace, path, chain_code, choice.purpose if choice.contacts else "", how)
            else:
                export_gaps(workspace, path, chain, ticket.step)
            return path

        self._jobs.read(Job("export", work, self._tell, shown=f"正在导出 {path.name}"))

    def _ask(self, kind: ExportKind, title: str) -> None:
        with self._desk.workspace.read() as reader:
            names = reader.chain_names()
            targets = reader.targets()
        gaps = self._desk.workspace.gaps()
        rows = [row.ref.chain for row in (targets if kind is ExportKind.TARGETS else gaps)]
        scopes = [(ALL, "全部产业链", len(rows))]
        if kind is ExportKind.TARGETS and self._shown != WHOLE_LIST:
            kept = arranged(targets, self._shown, today(), {})
            word = f"模板“{self._shown_name}”" if self._shown_name else "面板当前的筛选、次序和列"
            scopes.insert(0, (SHOWN, word, len(kept)))
        if self._place.chain:
            count = sum(code == self._place.chain for code in rows)
            scopes.append((self._place.chain, f"{names[self._place.chain][0]}产业链", count))
        suggested = str(free_path(self._folder, safe_file_name(f"{title}-{today():%Y%m%d}.xlsx")))
        self._dialog = ExportDialog(kind, scopes, suggested, self._window)
        self._dialog.export_asked.connect(self._chosen)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.open()

    @Slot(object)
    def _chosen(self, choice: ExportChoice) -> None:
        self.write(choice)

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    def _tell(self, path: Path) -> None:
        self.said.emit(f"已导出到 {path}")
