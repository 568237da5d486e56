"""Several picked segments: the inspector speaks of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from widgets.panels.several import SeveralView

if TYPE_CHECKING:
    from app.desktop.controllers.segment import SegmentController
    from app.desktop.picked import Picked
    from widgets.panels.segment import SegmentPanel


class SeveralController(QObject):
    """Puts the panel of several segments in front while more than one is picked."""

    def __init__(self, picked: Picked, segment: SegmentController, panel: SegmentPanel) -> None:
        super().__init__(picked)
        self._picked, self._segment, self._panel = picked, segment, panel
        picked.changed.connect(self._show)

    @Slot()
    def _show(self) -> None:
        state, segments = self._picked.state, self._picked.segments
        if state is None or len(segments) < 2:
            self._segment.come_back()
            return
        self._segment.step_aside()
        assessments = {one.code: state.assessment(one.code) for one in segments}
        self._panel.show_several(SeveralView(state.chain.name, segments, assessments))
