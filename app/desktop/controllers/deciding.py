"""补链优先级 and 链间配套: read over all chains, kept in step, written into files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.deciding_words import best_text, priority_basis
from app.desktop.jobs import Job, Jobs
from app.desktop.settings import first_folder
from app.desktop.when_seen import WhenSeen
from app.exchange.safe_write import safe_file_name
from app.services.deciding import Priorities, find_cross_matches, find_priorities
from app.services.workspace import today
from app.transfers_deciding import export_matches, export_priorities
from chains import words
from chains.kinds import EntityKind
from widgets.dialogs.figure import FigureDialog, FigureView

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.chain import SegmentRef
    from chains.cross_matches import CrossMatch
    from chains.events import ChangeSet
    from widgets.tables.priority import MatchTable, PriorityTable

KINDS = (EntityKind.SEGMENT, EntityKind.CHAIN, EntityKind.COMPANY, EntityKind.WORKSPACE)


class PriorityController(QObject):
    """Keeps both tables in step; `said` carries what was written."""

    said = Signal(str)

    def __init__(
        self, desk: Desk, jobs: Jobs, place: Place, table: PriorityTable, matches: MatchTable
    ) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place = desk, jobs, place
        self._table, self._matches = table, matches
        self._found: Priorities | None = None
        self._folder = first_folder()
        table.picked.connect(place.go_to_segment)
        table.most_chosen.connect(self._choose_most)
        table.basis_asked.connect(self._explain)
        table.export_asked.connect(self._ask_priorities)
        matches.picked.connect(self._go)
        matches.export_asked.connect(self._ask_matches)
        self._seen = WhenSeen([table, matches], self.refresh, self)
        desk.changed.connect(self._look)

    @Slot()
    def refresh(self) -> None:
        """Rank all gaps and look for matches."""
        workspace, most = self._desk.workspace, self._table.most.value()

        def work(_ticket: Ticket) -> tuple[Priorities, tuple[CrossMatch, ...]]:
            return find_priorities(workspace, most), find_cross_matches(workspace)

        self._jobs.read(Job("priorities", work, self._show))

    def write(self, path: Path, *, matches: bool = False) -> None:
        """Write one of the lists, off this thread."""
        path = path if path.suffix else path.with_suffix(".xlsx")
        self._folder = path.parent
        workspace, most = self._desk.workspace, self._table.most.value()

        def work(_ticket: Ticket) -> Path:
            if matches:
                export_matches(workspace, path)
            else:
                export_priorities(workspace, path, most)
            return path

        self._jobs.read(Job("export-priorities", work, self._tell, shown=f"正在导出 {path.name}"))

    def refresh_when_seen(self) -> None:
        """Refresh now, or when the panel comes into sight."""
        self._seen.ask()

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if any(changes.touches(kind) for kind in KINDS):
            self._seen.ask()

    @Slot(object)
    def _choose_most(self, _most: int) -> None:
        self.refresh()

    def _show(self, found: tuple[Priorities, tuple[CrossMatch, ...]]) -> None:
        self._found, matches = found
        line = best_text(self._found.best) if self._found.found else ""
        self._table.show_priorities(self._found.found, self._found.best, line)
        self._matches.show_matches(matches)

    @Slot()
    def _explain(self) -> None:
        if self._found is None:
            return
        best = self._found.best
        rows = tuple(
            (one.name, gain.chain_name, words.rate_text(gain.before), words.rate_text(gain.after),
             words.points_text(gain.before, gain.after))
            for one in best.chosen
            for gain in one.gains
        )  # fmt: skip
        FigureDialog(
            FigureView(
                "补链优先级",
                best_text(best),
                priority_basis(self._found.settings),
                ("缺口产品", "产业链", "现在", "补上后", "提升"),
                rows,
                today(),
            ),
            self._window(),
        ).open()

    @Slot(object)
    def _go(self, pair: tuple[SegmentRef, SegmentRef]) -> None:
        self._place.go_to_segment(pair[0])

    @Slot()
    def _ask_priorities(self) -> None:
        path = self._ask("补链优先级")
        if path is not None:
            self.write(path)

    @Slot()
    def _ask_matches(self) -> None:
        path = self._ask("链间配套清单")
        if path is not None:
            self.write(path, matches=True)

    def _ask(self, title: str) -> Path | None:
        suggested = str(self._folder / safe_file_name(f"{title}-{today():%Y%m%d}.xlsx"))
        name, _ = QFileDialog.getSaveFileName(
            self._window(), f"导出{title}", suggested, "Excel 文件 (*.xlsx)"
        )
        return Path(name) if name else None

    def _window(self) -> QWidget:
        return self._table.window()

    def _tell(self, path: Path) -> None:
        self.said.emit(f"已导出到 {path}")
