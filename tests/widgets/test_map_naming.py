"""Names typed on the map itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import a_chain, a_state
from tests.widgets.builders import Heard
from tests.widgets.laid_out import a_picture
from tests.widgets.map_canvas_builders import LEFT, a_canvas, empty_place
from widgets.map.canvas import MapCanvas
from widgets.map.inline_editor import LEAST_PIXELS


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    return a_canvas(qtbot)


def test_a_name_is_typed_over_its_box(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, line = Heard(canvas.renamed), canvas.editor.line
    canvas.begin_rename("mould")

    assert line.text() == "轮胎模具"
    assert line.geometry().contains(canvas.screen_box("mould").center().toPoint())
    qtbot.keyClicks(line, "Mould")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert heard.said == [("mould", "Mould")]
    assert line.isHidden()
    assert canvas.hasFocus()


def test_an_input_method_can_type_a_name(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, line = Heard(canvas.renamed), canvas.editor.line
    canvas.begin_rename("mould")

    event = QInputMethodEvent()
    event.setCommitString("精密模具")
    QApplication.sendEvent(line, event)
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert heard.said == [("mould", "精密模具")]


def test_escape_keeps_the_name(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, line = Heard(canvas.renamed), canvas.editor.line
    canvas.begin_rename("mould")
    qtbot.keyClicks(line, "X")

    qtbot.keyClick(line, Qt.Key.Key_Escape)

    assert heard.said == []
    assert line.isHidden()


def test_a_click_elsewhere_takes_the_name(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, line = Heard(canvas.renamed), canvas.editor.line
    canvas.begin_rename("mould")
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "X")

    qtbot.mouseClick(canvas, LEFT, pos=empty_place(canvas))

    assert heard.said == [("mould", "X")]


@pytest.mark.parametrize("typed", ["", "  ", "轮胎模具"])
def test_no_name_or_the_same_one_changes_nothing(typed: str, canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, line = Heard(canvas.renamed), canvas.editor.line
    canvas.begin_rename("mould")
    line.setText(typed)

    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert heard.said == []


def test_the_line_follows_the_view_and_stays_readable(canvas: MapCanvas) -> None:
    canvas.begin_rename("mould")
    before = canvas.editor.line.pos()

    for _ in range(5):
        canvas.zoom_out()

    assert canvas.editor.line.pos() != before
    assert canvas.editor.line.font().pixelSize() == LEAST_PIXELS


def test_names_are_typed_one_after_another(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, line = Heard(canvas.named_new), canvas.editor.line
    canvas.begin_new("materials")

    for name in ("A", "B"):
        qtbot.keyClicks(line, name)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert heard.said == [("materials", None, "A"), ("materials", None, "B")]
    assert line.isHidden()


def test_names_typed_below_a_box_stand_in_the_order_they_were_typed(qtbot: QtBot) -> None:
    canvas = a_canvas(qtbot, a_picture(a_state(a_chain("甲>乙"))))
    stage = canvas._picture.segments["甲"].stage
    heard, line = Heard(canvas.named_new), canvas.editor.line
    canvas.begin_new(stage, "甲")
    qtbot.keyClicks(line, "n")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    canvas.show_map(a_picture(a_state(a_chain("甲>乙", "n>乙"))))
    qtbot.keyClicks(line, "m")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert heard.said == [(stage, "甲", "n"), (stage, "n", "m")]


def test_the_line_closes_when_its_box_is_gone(qtbot: QtBot) -> None:
    canvas = a_canvas(qtbot, a_picture(a_state(a_chain("甲>乙", "乙>丙"))))
    heard = Heard(canvas.renamed)
    canvas.begin_rename("丙")

    canvas.show_map(a_picture(a_state(a_chain("甲>乙"))))

    assert canvas.editor.line.isHidden()
    assert heard.said == []


def test_a_new_name_for_an_unknown_stage_opens_nothing(canvas: MapCanvas) -> None:
    canvas.begin_new("no such stage")

    assert not canvas.editor.is_open
    assert canvas.editor.line.isHidden()
