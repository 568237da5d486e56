"""The map on screen and in files."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QImage
from pytestqt.qtbot import QtBot

from chains.catalogue_reader import built_in_catalogue
from chains.chain import Chain, SegmentRef
from chains.kinds import Coverage
from chains.state import ChainState
from tests.builders import a_chain, a_state
from tests.widgets.laid_out import a_built_in, a_picture
from widgets.map.canvas import COMPANIES_MIME, MapCanvas
from widgets.map.tips import box_tip
from widgets.map.walking import neighbour
from widgets.style.roles import DARK, LIGHT


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.show_map(a_picture(a_built_in()))
    return made


def _middle(canvas: MapCanvas, code: str) -> QPoint:
    return canvas.screen_box(code).center().toPoint()


def test_a_click_picks_the_box_below(canvas: MapCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=_middle(canvas, "mould"))

    assert picked.args == [SegmentRef("tyre", "mould")]
    assert canvas.selected() == "mould"


def test_a_click_on_the_empty_canvas_picks_nothing(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.select("mould")

    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(4, 690))

    assert picked.args == [None]


def test_arrow_keys_walk_from_box_to_box(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.select("natural_rubber")

    qtbot.keyClick(canvas, Qt.Key.Key_Right)

    stage = built_in_catalogue().chain("tyre").chain.segment(canvas.selected()).stage
    assert stage == "reinforcement"
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert built_in_catalogue().chain("tyre").chain.segment(canvas.selected()).stage == "materials"


def test_every_box_can_be_reached_with_the_keys(qapp: object) -> None:
    boxes = a_picture(a_built_in()).layout.boxes
    reached, waiting = {"natural_rubber"}, ["natural_rubber"]
    while waiting:
        here = waiting.pop()
        for direction in ("left", "right", "up", "down"):
            there = neighbour(boxes, here, direction)
            if there not in reached:
                reached.add(there)
                waiting.append(there)

    assert reached == set(boxes)


def test_enter_opens_and_escape_lets_go(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.select("mould")

    with qtbot.waitSignal(canvas.activated) as opened:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)

    assert opened.args == [SegmentRef("tyre", "mould")]
    assert canvas.selected() == ""


def test_companies_dropped_on_a_box_are_handed_on(canvas: MapCanvas, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setData(COMPANIES_MIME, json.dumps([3, 7]).encode())
    event = QDropEvent(
        QPointF(_middle(canvas, "mould")),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    with qtbot.waitSignal(canvas.dropped) as dropped:
        canvas.dropEvent(event)

    assert dropped.args == [SegmentRef("tyre", "mould"), (3, 7)]


def test_new_marks_keep_view_and_selection(canvas: MapCanvas) -> None:
    canvas.select("mould")
    canvas.zoom_in()
    before = canvas.screen_box("mould")

    canvas.show_map(a_picture(a_state(a_built_in().chain, mould=Coverage.ADEQUATE)))

    assert canvas.state_of("mould") is Coverage.ADEQUATE
    assert canvas.selected() == "mould"
    assert canvas.screen_box("mould") == before


def test_zooming_keeps_the_point_below_the_cursor(canvas: MapCanvas) -> None:
    centre = QPointF(canvas.rect().center())
    before = canvas.screen_box("mould").center()

    canvas.zoom_in()

    after = canvas.screen_box("mould").center()
    assert (after - centre).x() == pytest.approx((before - centre).x() * 1.2, abs=0.01)


def test_an_empty_chain_says_so_and_is_painted(canvas: MapCanvas) -> None:
    canvas.show_map(a_picture(ChainState(Chain("leer", "空链"))))

    assert not canvas.grab().toImage().isNull()


def test_names_with_markup_are_text_in_the_tooltip(canvas: MapCanvas) -> None:
    picture = a_picture(a_state(a_chain("<img src=x>甲>乙".replace(">甲", "＞甲"))))

    assert "<img" not in box_tip(picture, "<img src=x＞甲")


@pytest.mark.parametrize("roles", [LIGHT, DARK])
def test_coverages_differ_without_colour(roles: object, canvas: MapCanvas) -> None:
    canvas.set_roles(roles)  # type: ignore[arg-type]
    chain = a_chain("甲>丙", "乙>丙")
    pictures = []
    for coverage in (Coverage.MISSING, Coverage.STRONG):
        canvas.show_map(a_picture(a_state(chain, 甲=coverage)))
        grey = canvas.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pictures.append(bytes(grey.constBits()))

    assert pictures[0] != pictures[1]


def test_a_segment_of_another_chain_is_not_marked_and_the_map_is_painted(canvas: MapCanvas) -> None:
    canvas.select("no_such_segment")

    assert canvas.selected() == ""
    assert not canvas.grab().toImage().isNull()


def test_the_last_picture_follows_the_hand_and_a_crisp_one_comes_after(
    canvas: MapCanvas, qtbot: QtBot
) -> None:
    canvas.repaint()

    canvas.zoom_in()

    assert canvas._moving.is_on
    qtbot.waitUntil(lambda: not canvas._moving.is_on)


def test_a_map_of_thousands_is_drawn_from_afar_and_still_picked(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.show_map(a_picture(a_state(a_chain(*(f"a{at}>b{at}" for at in range(1_200))))))
    canvas.fit()

    assert not canvas.grab().toImage().isNull()
    with qtbot.waitSignal(canvas.picked) as picked:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=_middle(canvas, "a7"))
    assert picked.args is not None
