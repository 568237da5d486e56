"""What all gestures with a pressed button have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from widgets.map.ground import Ground


class Gesture:
    """Begins where the button was pressed, follows the hand, and is dropped or given up."""

    cursor = Qt.CursorShape.ArrowCursor
    scrolls = False
    """Whether the view moves along when the hand comes to its edge."""

    def __init__(self, ground: Ground, begun: QPointF) -> None:
        self.ground, self.begun, self.at = ground, begun, begun

    def drag(self, at: QPointF) -> None:
        """The hand moved here."""
        self.at = at

    def drop(self) -> None:
        """The button was let go."""

    def paint(self, painter: QPainter) -> None:
        """Paint what shows it, in pixels of the widget, over the map."""
