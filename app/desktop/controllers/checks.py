"""待核对: read for one chain or all, kept in step, settled by commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.jobs import Job, Jobs
from app.desktop.when_seen import WhenSeen
from app.services.checking import find_checks
from app.services.workspace import today
from chains.kinds import EntityKind

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.chain import SegmentRef
    from chains.checks import Check, CheckRow
    from chains.events import ChangeSet
    from widgets.tables.checks import CheckTable

KINDS = (EntityKind.SEGMENT, EntityKind.CHAIN, EntityKind.COMPANY)


class CheckController(QObject):
    """`marks_asked` says that the panel of the picked segment is wanted."""

    marks_asked = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, table: CheckTable) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._table = desk, jobs, place, table
        self._all_chains = True
        table.asked.connect(desk.submit)
        table.picked.connect(self._go)
        table.marks_asked.connect(self._look_at_marks)
        table.scope_changed.connect(self.widen)
        place.chain_changed.connect(self._change_chain)
        self._seen = WhenSeen([table], self.refresh, self)
        desk.changed.connect(self._look)

    @Slot()
    def refresh(self) -> None:
        """Read what is to be looked at again."""
        workspace, chain = self._desk.workspace, None if self._all_chains else self._place.chain

        def work(_ticket: Ticket) -> tuple[CheckRow, ...]:
            return find_checks(workspace, chain or None)

        self._jobs.read(Job("checks", work, self._show))

    @Slot(object)
    def widen(self, all_chains: bool) -> None:
        """Show all chains, or the current one alone."""
        self._all_chains = all_chains
        self.refresh()

    def _show(self, rows: tuple[CheckRow, ...]) -> None:
        self._table.show_checks(rows, today(), all_chains=self._all_chains)

    @Slot(str)
    def _change_chain(self, _code: str) -> None:
        if not self._all_chains:
            self.refresh()

    @Slot(object)
    def _go(self, key: tuple[SegmentRef, Check]) -> None:
        self._place.go_to_segment(key[0])

    @Slot(object)
    def _look_at_marks(self, ref: SegmentRef) -> None:
        self._place.go_to_segment(ref)
        self.marks_asked.emit()

    def refresh_when_seen(self) -> None:
        """Refresh now, or when the panel comes into sight."""
        self._seen.ask()

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if any(changes.touches(kind) for kind in KINDS):
            self._seen.ask()
