"""快照比较: reads two states, shows what is different in tables and on the map, writes it into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from app.comparison_words import comparison_basis, comparison_line, moment_text
from app.desktop.jobs import Job, Jobs
from app.desktop.settings import first_folder
from app.desktop.when_seen import WhenSeen
from app.exchange.safe_write import safe_file_name
from app.services.comparing import NOW, Compared, find_comparison
from app.services.workspace import today
from app.transfers_comparing import export_comparison
from chains.commands import RemoveSnapshot
from chains.comparison import TURN_WORD, Comparison
from chains.kinds import EntityKind
from widgets.dialogs.figure import FigureDialog, FigureView

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.chain import SegmentRef
    from chains.events import ChangeSet
    from chains.snapshot import Snapshot
    from widgets.panels.comparing import ComparingPanel

KINDS = (EntityKind.SEGMENT, EntityKind.CHAIN, EntityKind.COMPANY, EntityKind.WORKSPACE)


class ComparingController(QObject):
    """`comparison_shown` carries the Compared that the map shall show, None for none.

    `said` carries what was written; `take_asked` says that a snapshot is wanted.
    """

    comparison_shown = Signal(object)
    take_asked = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, panel: ComparingPanel) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._panel = desk, jobs, place, panel
        self._snapshots: tuple[Snapshot, ...] = ()
        self._compared: Compared | None = None
        self._there: frozenset[SegmentRef] = frozenset()
        self._folder = first_folder()
        panel.chosen.connect(self._compare)
        panel.take_asked.connect(self.take_asked)
        panel.forget_asked.connect(self._forget)
        panel.basis_asked.connect(self._explain)
        panel.export_asked.connect(self._ask_file)
        panel.map_switched.connect(self._show_on_map)
        panel.chains.picked.connect(self._go_to_chain)
        panel.segments.picked.connect(self._go_to_segment)
        panel.companies.picked.connect(self._go_to_move)
        self._seen = WhenSeen([panel], self.refresh, self)
        desk.changed.connect(self._look)

    def compared(self) -> Compared | None:
        """What is shown."""
        return self._compared

    @Slot()
    def refresh(self) -> None:
        """Read which snapshots there are, then compare."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[Snapshot, ...]:
            with workspace.read() as reader:
                return reader.snapshots()

        self._jobs.read(Job("compared-snapshots", work, self._know))

    def refresh_when_seen(self) -> None:
        """Refresh now, or when the panel comes into sight."""
        self._seen.ask()

    def write(self, path: Path) -> None:
        """Write what is shown, off this thread."""
        path = path if path.suffix else path.with_suffix(".xlsx")
        self._folder = path.parent
        workspace, compared = self._desk.workspace, self._compared
        if compared is None:
            return

        def work(_ticket: Ticket) -> Path:
            export_comparison(workspace, path, compared)
            return path

        self._jobs.read(Job("export-comparison", work, self._tell, shown=f"正在导出 {path.name}"))

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if any(changes.touches(kind) for kind in KINDS):
            self._seen.ask()

    def _know(self, snapshots: tuple[Snapshot, ...]) -> None:
        names = [one.name for one in snapshots]
        pair = self._panel.pair()
        one, other = pair if pair is not None else ("", NOW)
        self._snapshots = snapshots
        held = one if one in names else next(iter(names), "")
        self._panel.show_snapshots(names, (held, other if other in names else NOW), NOW)
        self._compare()

    @Slot()
    def _compare(self) -> None:
        workspace, pair = self._desk.workspace, self._panel.pair()
        if pair is None or not self._snapshots:
            self._compared = None
            self._panel.show_comparison(Comparison())
            self._show_on_map(False)
            return

        def work(ticket: Ticket) -> tuple[Compared, frozenset[SegmentRef]]:
            compared = find_comparison(workspace, *pair, ticket)
            with workspace.read() as reader:
                states = reader.chain_states()
            return compared, frozenset(one.ref for state in states for one in state.chain.segments)

        self._jobs.read(Job("compare", work, self._show))

    def _show(self, found: tuple[Compared, frozenset[SegmentRef]]) -> None:
        compared, self._there = found
        self._compared = compared
        self._panel.show_comparison(compared.found)
        self._show_on_map(self._panel.on_map.isChecked())

    @Slot(bool)
    def _show_on_map(self, shown: bool) -> None:
        self.comparison_shown.emit(self._compared if shown else None)

    @Slot(object)
    def _go_to_chain(self, code: str) -> None:
        """What is gone since has no map to go to."""
        if any(ref.chain == code for ref in self._there):
            self._place.go_to_chain(code)

    @Slot(object)
    def _go_to_segment(self, ref: SegmentRef) -> None:
        if ref in self._there:
            self._place.go_to_segment(ref)
        else:
            self._go_to_chain(ref.chain)

    @Slot(object)
    def _go_to_move(self, key: tuple[SegmentRef, int]) -> None:
        self._go_to_segment(key[0])

    @Slot()
    def _forget(self) -> None:
        pair = self._panel.pair()
        found = next((one for one in self._snapshots if pair and one.name == pair[0]), None)
        if found is not None:
            self._desk.submit(RemoveSnapshot(found.id))

    @Slot()
    def _explain(self) -> None:
        compared = self._compared
        if compared is None:
            return
        view = FigureView(
            f"{moment_text(compared.before)} 至 {moment_text(compared.after)}",
            f"{len(compared.found.segments)} 个环节，{len(compared.found.companies)} 家次企业",
            "".join((f"{comparison_line(compared.found)}。", *comparison_basis(compared))),
            ("产业链", "环节", "变化", "前后"),
            tuple(
                (one.chain_name, one.name, TURN_WORD[one.turn], one.detail) for one in compared.found.segments
            ),
            today(),
        )
        FigureDialog(view, self._panel.window()).open()

    @Slot()
    def _ask_file(self) -> None:
        suggested = str(self._folder / safe_file_name(f"产业链变化-{today():%Y%m%d}.xlsx"))
        name, _ = QFileDialog.getSaveFileName(
            self._panel.window(), "导出快照比较", suggested, "Excel 文件 (*.xlsx)"
        )
        if name:
            self.write(Path(name))

    def _tell(self, path: Path) -> None:
        self.said.emit(f"已导出到 {path}")
