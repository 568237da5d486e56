"""The change log (变更记录): what is asked of it, its pages, into a file, whether it is as it was sealed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from app.change_exports import export_changes
from app.desktop.controllers.change_details import ChangeDetails
from app.desktop.controllers.log_filter import LogFilter
from app.desktop.jobs import Job, Jobs
from app.desktop.settings import first_folder
from app.desktop.when_seen import WhenSeen
from app.exchange.safe_write import safe_file_name
from app.services.change_log import filter_names
from app.services.workspace import today
from chains.change_filter import EVERY_CHANGE, ChangeFilter
from chains.commands import RevertChange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.errors import DomainError
    from chains.events import ChangeSet
    from chains.rows import ChangeRow
    from widgets.tables.log import LogTable
    from widgets.window import MainWindow

TOUCHED = "变更记录在程序之外被改动过，或缺了记录。用“文件 → 完整检查工作区”看是哪几条，与以前的备份核对。"

WHOLE = "变更记录完好：每一条都与当时写下的一致，没有缺少。"
WHOLE_AS_SEEN = "变更记录的条目完好，没有缺少。您的角色是“查看”，明细未能核对：请编辑或管理核对。"


@dataclass(frozen=True, slots=True)
class _Found:
    """What the filter lets through behind `after`, and what its demands are called."""

    after: int
    numbers: Sequence[int]
    authors: tuple[str, ...]
    names: Mapping[str, str]


class LogController(QObject):
    """`said` carries what there is to tell, `warned` what is wrong with the log."""

    said = Signal(str)
    warned = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, table: LogTable, window: MainWindow) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place = desk, jobs, place
        self._table, self._window = table, window
        self.wanted = EVERY_CHANGE
        self._numbers: Sequence[int] = ()
        self._authors: tuple[str, ...] = ()
        self._asked = 0
        self._folder = first_folder()
        self.details = ChangeDetails(desk, jobs, window)
        self.filter = LogFilter(desk, jobs, window)
        self._seen = WhenSeen([table], self._read, self)
        self._acts: dict[str, Callable[[], None]] = {
            "log": self.show,
            "chain_log": self._show_chain,
            "segment_log": self._show_segment,
        }
        table.filter_changed.connect(self.apply)
        table.page_asked.connect(self._read_page)
        table.opened.connect(self.details.open)
        table.revert_asked.connect(self._revert)
        table.filter_asked.connect(self._ask_filter)
        table.export_asked.connect(self.ask_export)
        table.check_asked.connect(self.check)
        self.filter.chosen.connect(self.apply)
        desk.changed.connect(self._look)

    def refresh(self) -> None:
        """Read which entries there are, now or when the list is seen."""
        self._seen.ask()

    def act(self, action: str) -> bool:
        """Do an action of the log; says whether it is one."""
        if action not in self._acts:
            return False
        self._acts[action]()
        return True

    def show(self) -> None:
        """Bring the log to sight, its search line ready."""
        self._window.show_panel("log")
        self._table.start_search()

    @Slot(object)
    def show_company(self, company: int) -> None:
        """Show what was changed of one company."""
        self._show_only(ChangeFilter(company=company))

    @Slot(object)
    def apply(self, wanted: ChangeFilter) -> None:
        """Ask for other entries."""
        if wanted != self.wanted:
            self._asked += 1
            self.wanted = wanted
            self._numbers, self._authors = (), ()
            self._table.show_filter(wanted, {})
            self._read()

    @Slot()
    def ask_export(self) -> None:
        """Ask where to, then write what the filter lets through."""
        suggested = str(self._folder / safe_file_name(f"变更记录-{today():%Y%m%d}.xlsx"))
        title = f"导出变更记录（{len(self._numbers):,} 条）"
        kinds = "Excel 工作簿 (*.xlsx);;CSV 文件 (*.csv)"
        name, kind = QFileDialog.getSaveFileName(self._window, title, suggested, kinds)
        if name:
            path = Path(name)
            self.write(path if path.suffix else path.with_suffix(".csv" if "csv" in kind else ".xlsx"))

    def write(self, path: Path) -> None:
        """Write it off this thread, with progress; it can be cancelled."""
        self._folder = path.parent
        workspace, wanted = self._desk.workspace, self.wanted

        def work(ticket: Ticket) -> int:
            return export_changes(workspace, path, wanted, ticket.step)

        def tell(count: int) -> None:
            self.said.emit(f"已导出 {count:,} 条变更记录到 {path}")

        self._jobs.read(Job("export-log", work, tell, shown=f"正在导出 {path.name}"))

    @Slot()
    def check(self) -> None:
        """Look whether every entry is as it was sealed; it can be cancelled."""
        workspace = self._desk.workspace

        def work(ticket: Ticket) -> tuple[bool, bool]:
            with workspace.read() as reader:
                log = reader.changes
                return log.is_whole(lambda at: ticket.step(at, 0, "正在核对变更记录")), log.sees_all()

        def tell(found: tuple[bool, bool]) -> None:
            is_whole, sees_all = found
            if is_whole:
                self.said.emit(WHOLE if sees_all else WHOLE_AS_SEEN)
            else:
                self.warned.emit(TOUCHED)

        self._jobs.read(Job("check-log", work, tell, shown="正在核对变更记录"))

    def _show_only(self, wanted: ChangeFilter) -> None:
        self._window.show_panel("log")
        self.apply(wanted)
        self._table.view.setFocus()

    def _show_chain(self) -> None:
        if self._place.chain:
            self._show_only(ChangeFilter(chain=self._place.chain))

    def _show_segment(self) -> None:
        if self._place.segment is not None:
            self._show_only(ChangeFilter(segment=self._place.segment))

    def _read(self) -> None:
        """Entries only ever come: what is known need not be read again."""
        asked, wanted, workspace = self._asked, self.wanted, self._desk.workspace
        after = self._numbers[0] if self._numbers else 0

        def work(_ticket: Ticket) -> _Found:
            with workspace.read() as reader:
                log = reader.changes
                names = filter_names(reader, wanted)
                return _Found(after, log.numbers(wanted, after), log.authors(after), names)

        def show(found: _Found) -> None:
            newest = self._numbers[0] if self._numbers else 0
            if asked == self._asked and found.after == newest:
                self._show(found)

        self._jobs.read(Job("log", work, show))

    def _show(self, found: _Found) -> None:
        self._numbers = [*found.numbers, *self._numbers]
        self._authors = tuple(dict.fromkeys((*found.authors, *self._authors)))
        self._table.bar.show_authors(self._authors)
        self._table.show_filter(self.wanted, found.names)
        self._table.show_numbers(self._numbers)

    @Slot(object, object)
    def _read_page(self, offset: int, limit: int) -> None:
        asked, workspace = self._asked, self._desk.workspace
        numbers = self._numbers[offset : offset + limit]

        def work(_ticket: Ticket) -> tuple[ChangeRow, ...]:
            with workspace.read() as reader:
                return reader.changes.entries(numbers)

        def show(rows: tuple[ChangeRow, ...]) -> None:
            # Entries that came meanwhile have moved the page: the rows are asked for again where they are.
            if asked == self._asked and numbers == self._numbers[offset : offset + limit]:
                self._table.show_page(offset, rows)
            else:
                self._table.model.drop_page(offset)

        def fail(error: DomainError) -> None:
            self._table.model.drop_page(offset)
            self._jobs.refused.emit(error)

        self._jobs.read(Job(f"log-page-{offset}", work, show, fail))

    @Slot()
    def _ask_filter(self) -> None:
        self.filter.ask(self.wanted)

    @Slot(object)
    def _look(self, _changes: ChangeSet) -> None:
        self.refresh()

    @Slot(object)
    def _revert(self, number: int) -> None:
        self._desk.submit(RevertChange(number))
