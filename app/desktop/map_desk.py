"""Everything that is done on the map: its controllers, built and tied together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.desktop.controllers.chain_editing import ChainEditingController
from app.desktop.controllers.clipboard import ClipboardController
from app.desktop.controllers.editing import EditingController
from app.desktop.controllers.links import LinksController
from app.desktop.controllers.map_exports import MapExportController
from app.desktop.controllers.removing import RemovingController
from app.desktop.controllers.several import SeveralController
from app.desktop.controllers.stages import StagesController
from app.desktop.map_actions import MapActions
from app.desktop.map_menu import MapMenu
from app.desktop.picked import Picked
from app.desktop.travel import Travel

if TYPE_CHECKING:
    from app.desktop.controllers.map import MapController
    from app.desktop.controllers.segment import SegmentController
    from widgets.map.canvas import MapCanvas
    from widgets.panels.segment import SegmentPanel
    from widgets.window import MainWindow


class MapDesk(QObject):
    """`said` carries what there is to tell of copies and exports."""

    said = Signal(str)

    def __init__(
        self,
        maps: MapController,
        segment: SegmentController,
        canvas: MapCanvas,
        panel: SegmentPanel,
        window: MainWindow,
    ) -> None:
        super().__init__(maps)
        desk, jobs, place = maps.desk, maps.jobs, maps.place
        self._window = window
        self.picked = picked = Picked(maps, canvas)
        self.travel = Travel(place, canvas)
        self.exports = MapExportController(desk, jobs, picked, canvas, window)
        self.several = SeveralController(picked, segment, panel)
        self.clipboard = ClipboardController(desk, picked, canvas)
        self.chains = ChainEditingController(desk, place, picked, window)
        self.editing = EditingController(desk, picked, canvas, window)
        self.removing = RemovingController(desk, picked, window)
        self.links = LinksController(desk, picked, canvas, panel, window)
        self.stages = StagesController(desk, picked, canvas, window)
        self.menu = MapMenu(picked, self.editing, canvas, window)
        self.actions = MapActions(picked, window, canvas)
        self.actions.serve(self.editing, self.removing, self.links, self.stages)
        self.actions.serve_whole(self.chains, self.clipboard, self.exports, self.travel)
        for speaker in (self.exports, self.clipboard):
            speaker.said.connect(self.said)
        self.travel.moved.connect(self._show_travel)
        self._show_travel()

    def does(self, action: str) -> bool:
        """Do the action; False when it is none of the map's."""
        return self.actions.does(action)

    @Slot()
    def _show_travel(self) -> None:
        self._window.set_action("back", enabled=self.travel.can_go_back)
        self._window.set_action("forward", enabled=self.travel.can_go_forward)
