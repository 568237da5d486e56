"""Which boxes and links are selected, by mouse and keys."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from chains.chain import SegmentRef
from tests.builders import a_chain, a_state
from tests.widgets.builders import Heard
from tests.widgets.laid_out import a_built_in, a_picture
from tests.widgets.map_canvas_builders import (
    CONTROL,
    LEFT,
    SHIFT,
    a_canvas,
    drag,
    empty_place,
    heading,
    middle,
)
from widgets.map.canvas import MapCanvas


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    return a_canvas(qtbot)


def _some_link(canvas: MapCanvas) -> tuple[tuple[str, str], QPoint]:
    """A link, and a place where it passes alone."""
    for route in canvas._picture.layout.routes:
        ends = route.source, route.target
        for one, two in pairwise(route.points):
            point = QPointF((one.x + two.x) / 2, (one.y + two.y) / 2)
            at = (canvas.camera.origin + point * canvas.camera.zoom).toPoint()
            if canvas.rect().contains(at) and canvas._hand.ground.hit(QPointF(at)).link == ends:
                return ends, at
    raise AssertionError("no link can be hit")


@pytest.mark.parametrize("key", [CONTROL, SHIFT])
def test_a_click_with_a_key_adds_and_takes_away(
    key: Qt.KeyboardModifier, canvas: MapCanvas, qtbot: QtBot
) -> None:
    heard = Heard(canvas.selection_changed)
    qtbot.mouseClick(canvas, LEFT, pos=middle(canvas, "mould"))
    qtbot.mouseClick(canvas, LEFT, key, middle(canvas, "natural_rubber"))

    assert heard.said == [("mould",), ("natural_rubber", "mould")]
    assert canvas.selection() == ("natural_rubber", "mould")

    qtbot.mouseClick(canvas, LEFT, key, middle(canvas, "mould"))

    assert canvas.selection() == ("natural_rubber",)


def test_a_click_among_several_picks_that_one(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.select_all()

    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, LEFT, pos=middle(canvas, "mould"))

    assert picked.args == [SegmentRef("tyre", "mould")]
    assert canvas.selection() == ("mould",)


def test_all_are_selected_by_key_in_drawing_order(canvas: MapCanvas, qtbot: QtBot) -> None:
    qtbot.keyClick(canvas, Qt.Key.Key_A, CONTROL)

    assert canvas.selection() == tuple(one.code for one in a_built_in().chain.segments)


def test_a_band_selects_what_lies_within(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.camera.pan(QPointF(60, 0))
    box = canvas.screen_box("natural_rubber")
    start = box.topLeft().toPoint() - QPoint(50, 6)

    drag(qtbot, canvas, start, box.bottomRight().toPoint() + QPoint(4, 4), SHIFT)

    assert canvas.selection() == ("natural_rubber",)


def test_a_drag_on_the_empty_canvas_moves_the_view(canvas: MapCanvas, qtbot: QtBot) -> None:
    before = canvas.screen_box("mould").topLeft()

    drag(qtbot, canvas, empty_place(canvas), empty_place(canvas) + QPoint(60, -40))

    assert canvas.screen_box("mould").topLeft() - before == QPointF(60, -40)
    assert canvas.selection() == ()


def test_shift_and_an_arrow_select_one_more(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.select("natural_rubber")

    qtbot.keyClick(canvas, Qt.Key.Key_Right, SHIFT)

    assert len(canvas.selection()) == 2
    assert canvas.selected() != "natural_rubber"


def test_a_heading_selects_its_stage(canvas: MapCanvas, qtbot: QtBot) -> None:
    qtbot.mouseClick(canvas, LEFT, pos=heading(canvas, "materials"))

    stages = {a_built_in().chain.segment(code).stage for code in canvas.selection()}
    assert stages == {"materials"}
    assert len(canvas.selection()) > 1


def test_what_is_gone_is_selected_no_longer(canvas: MapCanvas) -> None:
    canvas.show_map(a_picture(a_state(a_chain("甲>乙", "乙>丙"))))
    canvas.select_many(("甲", "丙"))
    heard = Heard(canvas.selection_changed)

    canvas.show_map(a_picture(a_state(a_chain("甲>乙"))))

    assert heard.said == [("甲",)]


def test_a_link_is_picked_by_click_and_let_go(canvas: MapCanvas, qtbot: QtBot) -> None:
    (link, at), heard = _some_link(canvas), Heard(canvas.link_picked)

    qtbot.mouseClick(canvas, LEFT, pos=at)
    qtbot.mouseClick(canvas, LEFT, pos=empty_place(canvas))

    assert heard.said == [link, None]


def test_a_double_click_on_a_link_opens_it(canvas: MapCanvas, qtbot: QtBot) -> None:
    (link, at), heard = _some_link(canvas), Heard(canvas.link_activated)

    qtbot.mouseDClick(canvas, LEFT, pos=at)

    assert heard.said == [link]


def test_a_hovered_link_is_lit(canvas: MapCanvas, qtbot: QtBot) -> None:
    link, at = _some_link(canvas)
    qtbot.mouseMove(canvas, empty_place(canvas))
    before = canvas.grab().toImage()

    qtbot.mouseMove(canvas, at)

    assert canvas._light().links == {link}
    assert canvas.grab().toImage() != before


def test_brackets_go_through_the_links_of_a_box(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.select("mould")
    heard = Heard(canvas.link_picked)

    qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)

    assert "mould" in heard.last
    with qtbot.waitSignal(canvas.link_activated) as opened:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert opened.args == [heard.last]


def _ask_menu(canvas: MapCanvas, at: QPoint) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at))
    QApplication.sendEvent(canvas, event)


def test_a_menu_is_asked_for_what_is_below(canvas: MapCanvas) -> None:
    boxes, stages = Heard(canvas.context_asked), Heard(canvas.stage_context_asked)
    grounds, picked = Heard(canvas.canvas_context_asked), Heard(canvas.picked)

    for at in (middle(canvas, "mould"), heading(canvas, "materials"), empty_place(canvas)):
        _ask_menu(canvas, at)

    assert boxes.said[0][0] == SegmentRef("tyre", "mould")
    assert picked.said == [SegmentRef("tyre", "mould")]
    assert stages.said[0][0] == "materials"
    assert grounds.said[0][0] is None


def test_a_menu_on_one_of_several_keeps_them_all(canvas: MapCanvas) -> None:
    canvas.select_all()

    _ask_menu(canvas, middle(canvas, "mould"))

    assert len(canvas.selection()) > 10


def test_the_selected_box_is_told_to_screen_readers(canvas: MapCanvas) -> None:
    canvas.select("mould")

    assert canvas.accessibleDescription().startswith("轮胎模具")


def test_going_back_to_a_place_shows_the_same(canvas: MapCanvas) -> None:
    canvas.select("mould")
    canvas.zoom_in()
    place, before = canvas.place(), canvas.screen_box("mould")

    canvas.select("natural_rubber")
    canvas.fit()
    canvas.go_to_place(place)

    assert canvas.selected() == "mould"
    assert canvas.screen_box("mould").center().x() == pytest.approx(before.center().x(), abs=0.01)
    assert canvas.screen_box("mould").width() == pytest.approx(before.width())


def test_what_is_pointed_at_comes_to_the_middle(canvas: MapCanvas) -> None:
    canvas.point_at("mould")

    centre = canvas.screen_box("mould").center()
    assert (centre - QPointF(canvas.rect().center())).manhattanLength() < 3
    assert canvas.selection() == ("mould",)
    assert canvas._pulse.code == "mould"


def test_the_selection_is_shown_as_large_as_it_fits(canvas: MapCanvas) -> None:
    canvas.select_many(("mould", "natural_rubber"))

    canvas.zoom_to_selection()

    for code in canvas.selection():
        assert canvas.rect().contains(canvas.screen_box(code).toAlignedRect())


def test_the_view_says_when_it_rests(canvas: MapCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.viewed):
        canvas.zoom_in()
