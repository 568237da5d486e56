"""Drags the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from widgets.map.gestures.gesture import Gesture

if TYPE_CHECKING:
    from widgets.map.camera import Camera


class Pan(Gesture):
    """The drawing sticks to the hand."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, camera: Camera, begun: QPointF) -> None:
        self._camera, self.begun, self.at = camera, begun, begun

    def drag(self, at: QPointF) -> None:
        """Move the view along."""
        way, self.at = at - self.at, at
        self._camera.pan(way)
