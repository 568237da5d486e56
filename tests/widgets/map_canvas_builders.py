"""A map on screen, and a hand to work on it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.laid_out import a_built_in, a_picture
from widgets.map.canvas import MapCanvas
from widgets.map.scene import MapPicture

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def a_canvas(qtbot: QtBot, picture: MapPicture | None = None) -> MapCanvas:
    """A canvas that shows 轮胎, or another map, with the keyboard."""
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(1_400, 800)
    canvas.set_motion(False)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.activateWindow()
    qtbot.waitUntil(canvas.isActiveWindow)
    canvas.setFocus()
    canvas.show_map(picture or a_picture(a_built_in()))
    return canvas


def middle(canvas: MapCanvas, code: str) -> QPoint:
    """Of a box, on the widget."""
    return canvas.screen_box(code).center().toPoint()


def right_side(canvas: MapCanvas, code: str) -> QPoint:
    """Where the handle is from which a box supplies."""
    box = canvas.screen_box(code)
    return QPointF(box.right(), box.center().y()).toPoint()


def left_side(canvas: MapCanvas, code: str) -> QPoint:
    """Where the handle is from which a box is supplied."""
    box = canvas.screen_box(code)
    return QPointF(box.left(), box.center().y()).toPoint()


def heading(canvas: MapCanvas, stage: str) -> QPoint:
    """A place on a stage's heading."""
    column = next(one for one in canvas._picture.layout.columns if one.stage == stage)
    box = column.box
    return QPointF(
        canvas.camera.origin + QPointF(box.x + box.width / 2, box.y + 12) * canvas.camera.zoom
    ).toPoint()


def empty_place(canvas: MapCanvas) -> QPoint:
    """A place where nothing is."""
    return QPoint(3, canvas.height() - 5)


def drag(qtbot: QtBot, canvas: QWidget, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    """Press, move in steps, let go."""
    carry(qtbot, canvas, start, end, keys)
    qtbot.mouseRelease(canvas, LEFT, keys, end)


def carry(
    qtbot: QtBot, canvas: QWidget, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE
) -> None:
    """Press and move, and hold."""
    qtbot.mouseMove(canvas, start)
    qtbot.mousePress(canvas, LEFT, keys, start)
    for part in range(1, 5):
        qtbot.mouseMove(canvas, start + (end - start) * part / 4)
