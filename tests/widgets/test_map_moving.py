"""What moves on the map by itself or helps to move over it: changes, pulse, minimap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from chains.layout import Box, Layout, lay_out
from tests.builders import a_chain
from tests.widgets.builders import Heard
from widgets.map.minimap import Minimap
from widgets.map.pulse import Pulse
from widgets.map.scene import box_sizes
from widgets.map.transition import MOST_BOXES, LayoutBlend, Transition
from widgets.style.roles import DARK, LIGHT, Roles

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT = Qt.MouseButton.LeftButton
WIDE = Layout((), (), {"甲": Box(0, 0, 8, 8)}, (), 1_000, 500)


def _layout(*links: str) -> Layout:
    chain = a_chain(*links)
    return lay_out(chain, box_sizes(chain))


@pytest.fixture
def minimap(qtbot: QtBot) -> Iterator[Minimap]:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(1_000, 800)
    made = Minimap(canvas)
    whole = QPixmap(200, 100)
    whole.fill(QColor("#123456"))
    made.show_whole(whole, QSizeF(1_000, 500), LIGHT, QSizeF(canvas.size()))
    made.show()
    canvas.show()
    yield made
    canvas.close()


def test_a_blend_begins_at_the_old_places_and_ends_at_the_new(qapp: object) -> None:
    one, two = _layout("甲>乙", "乙>丙"), _layout("甲>乙", "乙>丙", "甲>丁", "丁>丙")

    blend = LayoutBlend(one, two, QPointF(30, 0))

    assert blend.at(0.0).boxes["甲"].x == one.boxes["甲"].x + 30
    assert blend.at(0.0).boxes["丁"] == two.boxes["丁"]
    assert blend.at(1.0).boxes == two.boxes
    ends = [(route.points[0], route.points[-1]) for route in blend.at(1.0).routes]
    assert ends == [(route.points[0], route.points[-1]) for route in two.routes]


def test_half_way_a_box_is_in_the_middle(qapp: object) -> None:
    there = replace(WIDE, boxes={"甲": Box(100, 40, 8, 8)})

    assert LayoutBlend(WIDE, there, QPointF()).at(0.5).boxes["甲"] == Box(50, 20, 8, 8)


def test_a_transition_ends_by_itself(qtbot: QtBot) -> None:
    transition = Transition()
    moved = Heard(transition.moved)

    transition.start(WIDE, replace(WIDE, boxes={"甲": Box(100, 40, 8, 8)}), QPointF())

    assert transition.layout is not None
    qtbot.waitUntil(lambda: transition.layout is None)
    assert moved.said


def test_nothing_moves_where_all_boxes_stay(qapp: object) -> None:
    transition = Transition()

    transition.start(WIDE, replace(WIDE, width=1_200), QPointF())

    assert transition.layout is None


def test_a_big_drawing_changes_at_once(qapp: object) -> None:
    boxes = {f"n{at}": Box(at * 10.0, 0, 8, 8) for at in range(MOST_BOXES + 1)}
    old = Layout((), (), boxes, (), 10_000, 100)
    transition = Transition()

    transition.start(old, replace(old, boxes={**boxes, "n0": Box(0, 50, 8, 8)}), QPointF())

    assert transition.layout is None


def test_the_pulse_ends(qtbot: QtBot) -> None:
    pulse = Pulse()

    pulse.start("甲", still=False)

    assert pulse.code == "甲"
    qtbot.waitUntil(lambda: pulse.code == "")


@pytest.mark.parametrize("still", [True, False])
def test_what_is_pointed_at_has_a_ring(still: bool, qapp: object) -> None:
    pulse, image = Pulse(), QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    pulse.start("甲", still=still)

    painter = QPainter(image)
    pulse.paint(painter, QRectF(60, 60, 80, 80), "#0000ff")
    painter.end()

    ring = [QColor(image.pixel(100, y)).name() for y in range(60)]
    assert any(colour != "#ffffff" for colour in ring)
    assert QColor(image.pixel(100, 100)).name() == "#ffffff"
    pulse.stop()


def test_the_minimap_keeps_the_shape_of_the_drawing(minimap: Minimap) -> None:
    area = minimap._map_area()

    assert area.width() == pytest.approx(2 * area.height())
    assert minimap.width() < 300


@pytest.mark.parametrize("roles", [LIGHT, DARK])
def test_the_minimap_frames_what_is_seen(roles: Roles, minimap: Minimap) -> None:
    minimap.show_whole(minimap._whole or QPixmap(), QSizeF(1_000, 500), roles, QSizeF(1_000, 800))
    minimap.show_seen(QRectF(0, 0, 100, 100))
    before = minimap.grab().toImage()

    minimap.show_seen(QRectF(500, 200, 300, 200))

    assert minimap.grab().toImage() != before


def test_a_click_on_the_minimap_asks_for_that_place(minimap: Minimap, qtbot: QtBot) -> None:
    asked = Heard(minimap.place_asked)

    qtbot.mouseClick(minimap, LEFT, pos=minimap.rect().center())

    point = asked.last
    assert isinstance(point, QPointF)
    assert point.x() == pytest.approx(500, abs=8)
    assert point.y() == pytest.approx(250, abs=8)


def test_a_drag_beyond_the_minimap_asks_for_the_edge(minimap: Minimap, qtbot: QtBot) -> None:
    asked = Heard(minimap.place_asked)

    qtbot.mousePress(minimap, LEFT, pos=QPoint(10, 10))
    qtbot.mouseMove(minimap, QPoint(900, 700))
    qtbot.mouseRelease(minimap, LEFT, pos=QPoint(900, 700))

    assert asked.last == QPointF(1_000, 500)
