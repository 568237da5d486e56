"""The chain list and the header over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.jobs import Job, Jobs
from app.services.workspace import Workspace, today
from chains.kinds import EntityKind

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.place import Place
    from app.services.jobs import Ticket
    from chains.events import ChangeSet
    from chains.rows import ChainOverview
    from widgets.panels.chain_header import ChainHeader
    from widgets.panels.chain_list import ChainListPanel

COUNTED = (EntityKind.SEGMENT, EntityKind.CHAIN, EntityKind.COMPANY, EntityKind.WORKSPACE)
"""What the figures of a chain are made of."""


class ChainsController(QObject):
    """Keeps the list's figures and the header in step with the workspace."""

    def __init__(
        self, desk: Desk, jobs: Jobs, place: Place, panel: ChainListPanel, header: ChainHeader
    ) -> None:
        super().__init__(desk)
        self._workspace: Workspace = desk.workspace
        self._jobs, self._place, self._panel, self._header = jobs, place, panel, header
        self._overviews: dict[str, ChainOverview] = {}
        self._is_read = False
        panel.picked.connect(place.go_to_chain)
        place.chain_changed.connect(self._mark)
        desk.changed.connect(self._look)

    def refresh(self) -> None:
        """Read every chain's figures."""
        workspace = self._workspace

        def work(_ticket: Ticket) -> tuple[ChainOverview, ...]:
            return workspace.overviews()

        self._jobs.read(Job("overviews", work, self._show))

    @Slot(object)
    def _look(self, changes: ChangeSet) -> None:
        if any(changes.touches(kind) for kind in COUNTED):
            self.refresh()

    def _show(self, overviews: tuple[ChainOverview, ...]) -> None:
        self._overviews = {overview.code: overview for overview in overviews}
        self._is_read = True
        self._panel.show_overviews(overviews)
        self._mark(self._place.chain)

    @Slot(str)
    def _mark(self, code: str) -> None:
        self._panel.set_current(code)
        overview = self._overviews.get(code)
        if overview is not None:
            self._header.show_overview(overview, today())
        elif self._is_read:
            self._header.show_nothing()
