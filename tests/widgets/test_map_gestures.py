"""Boxes dragged, links drawn, stages moved, segments folded: with a real mouse and real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.widgets.builders import Heard
from tests.widgets.laid_out import a_built_in, a_picture
from tests.widgets.map_canvas_builders import (
    LEFT,
    a_canvas,
    carry,
    drag,
    empty_place,
    heading,
    left_side,
    middle,
    right_side,
)
from widgets.map.canvas import MapCanvas
from widgets.map.marks import fold_mark
from widgets.map.scene import rect


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    return a_canvas(qtbot)


def _stage(code: str) -> str:
    return a_built_in().chain.segment(code).stage


def test_a_box_dragged_in_its_stage_is_moved(canvas: MapCanvas, qtbot: QtBot) -> None:
    moved, dropped = Heard(canvas.boxes_moved), Heard(canvas.boxes_dropped)
    box, start = canvas._picture.layout.boxes["mould"], middle(canvas, "mould")

    drag(qtbot, canvas, start, start + QPoint(0, 40))

    ((code, x, y),) = moved.last
    assert code == "mould"
    assert x == pytest.approx(box.x)
    assert y == pytest.approx(box.y + 40 / canvas.camera.zoom)
    assert dropped.said == []


def test_a_small_shake_moves_nothing(canvas: MapCanvas, qtbot: QtBot) -> None:
    moved, start = Heard(canvas.boxes_moved), middle(canvas, "mould")

    drag(qtbot, canvas, start, start + QPoint(1, 2))

    assert moved.said == []
    assert canvas.selected() == "mould"


def test_escape_gives_a_drag_up(canvas: MapCanvas, qtbot: QtBot) -> None:
    moved, start = Heard(canvas.boxes_moved), middle(canvas, "mould")
    carry(qtbot, canvas, start, start + QPoint(0, 60))

    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, pos=start + QPoint(0, 60))

    assert moved.said == []


def test_a_box_on_its_way_is_seen(canvas: MapCanvas, qtbot: QtBot) -> None:
    start = middle(canvas, "mould")
    canvas.select("mould")
    before = canvas.grab().toImage()

    carry(qtbot, canvas, start, start + QPoint(0, 60))

    assert canvas.grab().toImage() != before
    qtbot.mouseRelease(canvas, LEFT, pos=start)


def test_a_box_dropped_on_another_stage_says_before_which_box(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, boxes = Heard(canvas.boxes_dropped), canvas._picture.layout.boxes
    others = sorted((code for code in boxes if _stage(code) == "materials"), key=lambda code: boxes[code].y)
    target = canvas.screen_box(others[1])

    drag(qtbot, canvas, middle(canvas, "mould"), target.center().toPoint() - QPoint(0, 12))

    assert heard.last == (("mould",), "materials", others[1])


def test_a_box_dropped_at_the_foot_of_a_stage_is_its_last(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, boxes = Heard(canvas.boxes_dropped), canvas._picture.layout.boxes
    last = max((code for code in boxes if _stage(code) == "materials"), key=lambda code: boxes[code].y)

    drag(qtbot, canvas, middle(canvas, "mould"), middle(canvas, last) + QPoint(0, 15))

    assert heard.last == (("mould",), "materials", None)


def test_all_selected_boxes_are_dragged_together(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.select_many(("mould", "natural_rubber"))
    heard, start = Heard(canvas.boxes_moved), middle(canvas, "mould")

    drag(qtbot, canvas, start, start + QPoint(0, 30))

    assert [code for code, _, _ in heard.last] == ["natural_rubber", "mould"]


def test_a_link_is_drawn_from_the_right_handle(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard = Heard(canvas.link_drawn)
    qtbot.mouseMove(canvas, middle(canvas, "mould"))

    drag(qtbot, canvas, right_side(canvas, "mould"), middle(canvas, "natural_rubber"))

    assert heard.said == [("mould", "natural_rubber")]


def test_a_link_drawn_from_the_left_handle_goes_the_other_way(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard = Heard(canvas.link_drawn)
    qtbot.mouseMove(canvas, middle(canvas, "mould"))

    drag(qtbot, canvas, left_side(canvas, "mould"), middle(canvas, "natural_rubber"))

    assert heard.said == [("natural_rubber", "mould")]


def test_a_link_dropped_on_nothing_is_none(canvas: MapCanvas, qtbot: QtBot) -> None:
    drawn, moved = Heard(canvas.link_drawn), Heard(canvas.boxes_moved)
    qtbot.mouseMove(canvas, middle(canvas, "mould"))

    drag(qtbot, canvas, right_side(canvas, "mould"), empty_place(canvas))

    assert drawn.said == moved.said == []


def test_a_link_is_drawn_by_keys(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard = Heard(canvas.link_drawn)
    canvas.begin_link("natural_rubber")

    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)

    source, target = heard.last
    assert source == "natural_rubber"
    assert _stage(target) == "reinforcement"


def test_escape_gives_a_link_by_keys_up(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard = Heard(canvas.link_drawn)
    canvas.begin_link("natural_rubber")
    qtbot.keyClick(canvas, Qt.Key.Key_Right)

    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)

    assert heard.said == []


def test_a_click_ends_a_link_by_keys(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard = Heard(canvas.link_drawn)
    canvas.begin_link("natural_rubber")

    qtbot.mouseClick(canvas, LEFT, pos=middle(canvas, "mould"))

    assert heard.said == [("natural_rubber", "mould")]


def test_a_stage_dragged_sideways_gets_another_place(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, stages = Heard(canvas.stage_moved), [one.code for one in a_built_in().chain.stages]
    first, third = heading(canvas, stages[0]), heading(canvas, stages[2])

    drag(qtbot, canvas, first, third + QPoint(30, 0))

    assert heard.said == [(stages[0], 2)]


def test_a_stage_dropped_where_it_was_stays(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard, stages = Heard(canvas.stage_moved), [one.code for one in a_built_in().chain.stages]
    at = heading(canvas, stages[1])

    drag(qtbot, canvas, at, at + QPoint(30, 0))

    assert heard.said == []


def test_a_double_click_on_a_heading_opens_the_stage(canvas: MapCanvas, qtbot: QtBot) -> None:
    heard = Heard(canvas.stage_activated)

    qtbot.mouseDClick(canvas, LEFT, pos=heading(canvas, "materials"))

    assert heard.said == ["materials"]


@pytest.mark.parametrize(("hidden", "folds"), [({}, True), ({"mould": 3}, False)])
def test_the_mark_of_a_parent_folds_and_unfolds(
    hidden: dict[str, int], folds: bool, canvas: MapCanvas, qtbot: QtBot
) -> None:
    canvas.show_map(a_picture(a_built_in(), parents=frozenset({"mould"}), hidden=hidden))
    heard, moved = Heard(canvas.fold_asked), Heard(canvas.picked)
    mark = fold_mark(rect(canvas._picture.layout.boxes["mould"]), hidden.get("mould", 0))
    at: QPointF = canvas.camera.to_screen(mark).center()

    qtbot.mouseClick(canvas, LEFT, pos=at.toPoint())

    assert heard.said == [("mould", folds)]
    assert moved.said == []


def test_pins_and_fold_marks_are_painted(canvas: MapCanvas) -> None:
    plain = canvas.grab().toImage()
    canvas.show_map(a_picture(a_built_in(), pins=frozenset({"mould"})))
    pinned = canvas.grab().toImage()
    canvas.show_map(a_picture(a_built_in(), parents=frozenset({"mould"}), hidden={"mould": 3}))
    folded = canvas.grab().toImage()

    assert len({bytes(image.constBits()) for image in (plain, pinned, folded)}) == 3
