"""The lists below the map: gaps, targets, districts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.services.districts import Districts, chain_districts
from app.services.workspace import today
from chains.kinds import EntityKind

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.chain import SegmentRef
    from chains.events import ChangeSet
    from chains.rows import GapRow, TargetRow
    from widgets.tables.gap import GapTable
    from widgets.tables.regions import RegionTable
    from widgets.tables.target import TargetTable

GAP_KINDS = (EntityKind.SEGMENT, EntityKind.COMPANY, EntityKind.TARGET, EntityKind.WORKSPACE)
"""What the gap list is made of; the workspace keeps the weights."""


class GapController(QObject):
    """Keeps the gap list of the current chain, or of all chains, in step."""

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, table: GapTable) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._table = desk, jobs, place, table
        self._all_chains = False
        self._candidates: dict[SegmentRef, int] = {}
        table.picked.connect(place.go_to_segment)
        table.scope_changed.connect(self._widen)
        place.chain_changed.connect(self.refresh)
        place.segment_changed.connect(table.set_current)
        desk.changed.connect(self._look)

    @Slot()
    def refresh(self) -> None:
        """Read the gaps, then count who could fill them: that takes longer."""
        chain, workspace = None if self._all_chains else self._place.chain, self._desk.workspace

        def work(_ticket: Ticket) -> tuple[GapRow, ...]:
            return workspace.gaps(chain)

        def count(ticket: Ticket) -> tuple[GapRow, ...]:
            return workspace.gaps(chain, with_candidates=True, step=ticket.step)

        self._jobs.read(Job("gaps", work, self._show))
        self._jobs.read(Job("gap-candidates", count, self._show_counted))

    @Slot(object)
    def _widen(self, all_chains: bool) -> None:
        self._all_chains = all_chains
        self.refresh()

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if changes.touches(EntityKind.COMPANY):
            self._candidates = {}
        if any(changes.touches(kind) for kind in GAP_KINDS):
            self.refresh()

    def _show(self, rows: tuple[GapRow, ...]) -> None:
        known = tuple(replace(row, candidates=self._candidates.get(row.ref)) for row in rows)
        self._table.show_gaps(known, all_chains=self._all_chains)
        self._table.set_current(self._place.segment)

    def _show_counted(self, rows: tuple[GapRow, ...]) -> None:
        self._candidates.update({row.ref: row.candidates for row in rows if row.candidates is not None})
        self._show(rows)


class TargetController(QObject):
    """Keeps the targets of all chains in step, and hands their changes on."""

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, table: TargetTable) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._table = desk, jobs, table
        table.asked.connect(desk.submit)
        table.picked.connect(place.go_to_segment)
        desk.changed.connect(self._look)

    def refresh(self) -> None:
        """Read the targets."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> tuple[tuple[TargetRow, ...], dict[SegmentRef, float]]:
            with workspace.read() as reader:
                rows = reader.targets()
            return rows, {row.ref: row.gap_index for row in workspace.gaps()} if rows else {}

        self._jobs.read(Job("targets", work, self._show))

    def _show(self, found: tuple[tuple[TargetRow, ...], dict[SegmentRef, float]]) -> None:
        self._table.show_targets(found[0], today(), found[1])

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        kinds = (EntityKind.TARGET, EntityKind.FOLLOW_UP, EntityKind.COMPANY, EntityKind.ASSESSMENT)
        if any(changes.touches(kind) for kind in kinds):
            self.refresh()


class DistrictController(QObject):
    """Keeps the matrix of segments and districts of the current chain in step."""

    def __init__(self, desk: Desk, jobs: Jobs, place: Place, table: RegionTable) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._place, self._table = desk, jobs, place, table
        table.picked.connect(place.go_to_segment)
        place.chain_changed.connect(self.refresh)
        place.segment_changed.connect(table.set_current)
        desk.changed.connect(self._look)

    @Slot()
    def refresh(self) -> None:
        """Read where the suppliers of the current chain are."""
        code, workspace = self._place.chain, self._desk.workspace
        if not code:
            return

        def work(_ticket: Ticket) -> Districts:
            return chain_districts(workspace, code)

        self._jobs.read(Job("districts", work, self._show))

    def _show(self, found: Districts) -> None:
        self._table.show_cells(found.cells, found.districts, found.segments)

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if changes.touches(EntityKind.PLACEMENT) or changes.touches(EntityKind.COMPANY):
            self.refresh()
