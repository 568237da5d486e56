"""What floats over the map and how it changes: minimap, transition, progress, beginnings, labels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from chains.chain import Chain, Stage
from chains.kinds import Tier
from chains.layout import Wishes, lay_out
from chains.state import ChainState
from tests.builders import TODAY, a_chain, a_state
from tests.widgets.builders import Heard
from tests.widgets.laid_out import a_built_in, a_picture
from tests.widgets.map_canvas_builders import LEFT, a_canvas
from widgets.map.canvas import MapCanvas
from widgets.map.far_scene import FarScene
from widgets.map.link_texts import label_sizes, link_texts
from widgets.map.painter import Light, MapPainter
from widgets.map.picture import MapDrawing
from widgets.map.scene import MapPicture, box_sizes
from widgets.map.sheet import Sheet
from widgets.map.tips import link_tip
from widgets.map.title_block import PictureHead
from widgets.style.roles import DARK, LIGHT, Roles


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    return a_canvas(qtbot)


def _painted(picture: MapPicture, roles: Roles = LIGHT) -> QImage:
    size = QSizeF(picture.layout.width, picture.layout.height).toSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(roles.canvas))
    painter = QPainter(image)
    MapPainter(picture, roles).paint(painter, QRectF(image.rect()), 1.0)
    painter.end()
    return image


def test_the_small_map_is_shown_while_the_whole_does_not_fit(canvas: MapCanvas, qtbot: QtBot) -> None:
    small = canvas._minimap.map
    canvas.fit()
    assert small.isHidden()

    for _ in range(4):
        canvas.zoom_in()
    qtbot.waitUntil(small.isVisible)

    canvas.set_minimap(False)
    assert small.isHidden()


def test_the_small_map_moves_the_view(canvas: MapCanvas, qtbot: QtBot) -> None:
    for _ in range(4):
        canvas.zoom_in()
    small = canvas._minimap.map
    qtbot.waitUntil(small.isVisible)

    qtbot.mouseClick(small, LEFT, pos=small.rect().center())

    layout, middle = canvas._picture.layout, canvas.place().centre
    assert middle.x() == pytest.approx(layout.width / 2, rel=0.03)
    assert middle.y() == pytest.approx(layout.height / 2, rel=0.03)


def test_the_small_map_steps_aside_for_the_selected_box(canvas: MapCanvas, qtbot: QtBot) -> None:
    for _ in range(4):
        canvas.zoom_in()
    small = canvas._minimap.map
    qtbot.waitUntil(small.isVisible)
    canvas.select("mould")
    corner = QPointF(canvas.width() - 60, canvas.height() - 60)

    canvas.camera.pan(corner - canvas.screen_box("mould").center())

    assert not small.geometry().intersects(canvas.screen_box("mould").toAlignedRect())


def test_a_selected_box_keeps_its_place_when_others_come(qtbot: QtBot) -> None:
    canvas = a_canvas(qtbot, a_picture(a_state(a_chain("甲>乙", "乙>丙"))))
    canvas.select("丙")
    before = canvas.screen_box("丙").topLeft()

    canvas.show_map(a_picture(a_state(a_chain("零>一", "一>甲", "甲>乙", "乙>丙"))))

    after = canvas.screen_box("丙").topLeft()
    assert (after - before).manhattanLength() < 0.01


def test_boxes_glide_to_their_new_places(qtbot: QtBot) -> None:
    canvas = a_canvas(qtbot, a_picture(a_state(a_chain("甲>乙", "乙>丙"))))
    canvas.set_motion(True)
    picture = a_picture(a_state(a_chain("零>一", "一>甲", "甲>乙", "乙>丙")))

    canvas.show_map(picture)

    assert canvas._transition.layout is not None
    assert canvas._picture.layout is picture.layout
    qtbot.waitUntil(lambda: canvas._transition.layout is None)


def test_without_motion_boxes_are_there_at_once(qtbot: QtBot) -> None:
    canvas = a_canvas(qtbot, a_picture(a_state(a_chain("甲>乙", "乙>丙"))))

    canvas.show_map(a_picture(a_state(a_chain("零>一", "一>甲", "甲>乙", "乙>丙"))))

    assert canvas._transition.layout is None


def test_progress_can_be_seen_and_stopped(canvas: MapCanvas, qtbot: QtBot) -> None:
    asked = Heard(canvas.cancel_asked)
    canvas.show_progress("正在排布 <b>12000</b> 个环节…", 0.25)

    card = canvas._progress
    assert card is not None
    assert card.isVisible()
    assert card._bar.value() * 4 == card._bar.maximum()
    qtbot.mouseClick(card.findChild(QPushButton), LEFT)
    canvas.hide_progress()

    assert asked.said == [()]
    assert card.isHidden()


@pytest.mark.parametrize("stages", [(), (Stage("s", "原料", Tier.UPSTREAM),)])
def test_an_empty_chain_says_how_to_begin(stages: tuple[Stage, ...], canvas: MapCanvas) -> None:
    canvas.show_hint("")
    blank = canvas.grab().toImage()

    canvas.show_map(a_picture(ChainState(Chain("leer", "空链", stages=stages))))

    assert canvas.grab().toImage() != blank


def test_a_name_can_be_typed_in_an_empty_stage(canvas: MapCanvas, qtbot: QtBot) -> None:
    chain = Chain("leer", "空链", stages=(Stage("s", "原料", Tier.UPSTREAM),))
    canvas.show_map(a_picture(ChainState(chain)))
    heard = Heard(canvas.named_new)

    canvas.begin_new("s")
    qtbot.keyClicks(canvas.editor.line, "A")
    qtbot.keyClick(canvas.editor.line, Qt.Key.Key_Return)

    assert heard.said == [("s", None, "A")]


@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_the_wheel_keeps_what_is_below_the_cursor(keys: Qt.KeyboardModifier, canvas: MapCanvas) -> None:
    at = QPointF(300, 200)
    before, zoom = canvas.camera.drawn_at(at), canvas.camera.zoom
    event = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    QApplication.sendEvent(canvas, event)

    assert canvas.camera.zoom > zoom
    assert (canvas.camera.drawn_at(at) - before).manhattanLength() < 1e-6


def test_the_chains_own_names_of_tiers_are_painted(qapp: object) -> None:
    state = a_built_in()
    named = replace(state, chain=replace(state.chain, tier_names=((Tier.UPSTREAM, "源头"),)))

    assert _painted(a_picture(state)) != _painted(a_picture(named))


@pytest.mark.parametrize("roles", [LIGHT, DARK])
def test_links_that_cover_a_part_of_the_need_say_so(roles: Roles, qapp: object) -> None:
    state = a_built_in()
    wishes = Wishes(labels=label_sizes(state.chain))
    layout = lay_out(state.chain, box_sizes(state.chain), wishes=wishes)
    picture = MapPicture.of(state, layout, {}, TODAY)

    assert set(layout.labels) == set(link_texts(state.chain))
    assert _painted(picture, roles) != _painted(replace(picture, layout=replace(layout, labels={})), roles)


def test_unfolded_parents_have_frames(qapp: object) -> None:
    picture = a_picture(a_built_in("carbon_fibre"))

    assert picture.layout.frames
    assert _painted(picture) != _painted(replace(picture, layout=replace(picture.layout, frames=())))


def _sheet(picture: MapPicture) -> QImage:
    drawing = MapDrawing(picture, PictureHead("轮胎", "", ""))
    sheet = Sheet.drawn(drawing.picture, drawing.area, drawing.head)
    image = QImage(sheet.size.toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sheet.paint(painter)
    painter.end()
    return image


def test_printed_maps_show_what_is_folded_but_no_pins(qapp: object) -> None:
    plain = a_picture(a_built_in())
    parents = frozenset({"mould"})

    assert _sheet(plain) == _sheet(replace(plain, pins=parents, parents=parents))
    assert _sheet(plain) != _sheet(replace(plain, parents=parents, hidden={"mould": 3}))


def test_names_with_markup_are_text_in_a_links_tooltip(qapp: object) -> None:
    picture = a_picture(a_state(a_chain("<b>甲>乙".replace("b>", "b＞"))))
    (route,) = picture.layout.routes

    assert "<b" not in link_tip(picture, (route.source, route.target))


def test_a_links_tooltip_names_its_group_in_words(qapp: object) -> None:
    told = link_tip(a_picture(a_built_in()), ("inner_tube", "tyre"))

    assert "投入组：内胎" in told and "inner_tube" not in told


def test_a_view_with_very_many_links_is_painted_with_plain_lines(canvas: MapCanvas) -> None:
    links = [f"a{one}>b{two}" for one in range(40) for two in range(40)]
    canvas.show_map(a_picture(a_state(a_chain(*links))))
    canvas.camera.zoom_about(0.4, QPointF())

    canvas._moving.stop()
    image = canvas.grab().toImage()

    assert canvas._far is not None
    assert QColor(LIGHT.link).name() in {
        image.pixelColor(x, y).name() for x in range(0, 700, 3) for y in range(0, 700, 3)
    }


def test_one_link_among_very_many_is_lit(qapp: object) -> None:
    links = [f"a{one}>b{two}" for one in range(6) for two in range(6)]
    picture = a_picture(a_state(a_chain(*links)))

    def painted(light: Light) -> QImage:
        image = QImage(700, 700, QImage.Format.Format_RGB32)
        image.fill(QColor(LIGHT.canvas))
        painter = QPainter(image)
        MapPainter(picture, LIGHT, light).paint(painter, QRectF(image.rect()), 1.0, FarScene(picture))
        painter.end()
        return image

    assert painted(Light(links=frozenset({("a1", "b4")}))) != painted(Light())


def test_a_larger_window_brings_in_what_was_cut_off(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.resize(900, 300)
    lowest = max(canvas.picture().layout.boxes.items(), key=lambda item: item[1].bottom)[0]  # type: ignore[union-attr]
    canvas.select(lowest)
    highest = min(canvas.picture().layout.boxes.items(), key=lambda item: item[1].y)[0]  # type: ignore[union-attr]
    assert canvas.screen_box(highest).top() < 0
    zoom = canvas.camera.zoom

    canvas.resize(1_400, 1_200)

    assert canvas.camera.zoom == zoom
    for code in canvas.picture().layout.boxes:  # type: ignore[union-attr]
        assert canvas.rect().toRectF().contains(canvas.screen_box(code))


def test_a_larger_window_moves_nothing_where_both_sides_are_cut_off(canvas: MapCanvas) -> None:
    canvas.resize(300, 200)
    canvas.camera.centre_on(QPointF(500, 300), canvas.size(), 1.0)
    origin = QPointF(canvas.camera.origin)

    canvas.resize(320, 220)

    assert canvas.camera.origin == origin
