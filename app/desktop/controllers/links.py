"""Supply links: drawn on the map or named in the inspector, with their group and share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.desktop.controllers.link_views import link_view
from chains.structure import AddLink
from widgets.dialogs.link import LinkDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.desktop.picked import Picked
    from widgets.map.canvas import MapCanvas
    from widgets.panels.segment import SegmentPanel


class LinksController(QObject):
    """Adds links and shows their dialog."""

    def __init__(
        self, desk: Desk, picked: Picked, canvas: MapCanvas, panel: SegmentPanel, window: QWidget
    ) -> None:
        super().__init__(desk)
        self._desk, self._picked, self._canvas, self._window = desk, picked, canvas, window
        canvas.link_drawn.connect(self._add)
        canvas.link_activated.connect(self._ask)
        panel.link_edit_asked.connect(self._ask)

    def begin(self) -> None:
        """Draw a link from the picked segment with the keys."""
        if self._picked.segment is not None:
            self._canvas.begin_link(self._picked.segment.code)

    def ask_picked(self) -> None:
        """Show the picked link's group and share."""
        if self._picked.link is not None:
            self._ask(self._picked.link)

    @Slot(str, str)
    def _add(self, source: str, target: str) -> None:
        chain = self._picked.chain
        if chain is not None:
            self._desk.submit(AddLink(chain.code, source, target, expected_version=chain.version))

    @Slot(object)
    def _ask(self, ends: tuple[str, str]) -> None:
        chain = self._picked.chain
        view = None if chain is None else link_view(chain, *ends)
        if view is not None:
            dialog = LinkDialog(view, self._window)
            dialog.asked.connect(self._desk.submit)
            dialog.open()
