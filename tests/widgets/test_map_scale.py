"""Big maps: what lies where, and what is painted from afar."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from chains.kinds import Coverage
from chains.layout import Box, Layout, Point, Route
from tests.builders import a_chain, a_state
from tests.widgets.laid_out import a_picture
from widgets.map.far_scene import FarScene
from widgets.map.painter import Light, MapPainter
from widgets.map.scene import MapPicture
from widgets.map.scene_arrays import SceneArrays
from widgets.map.scene_index import MOST_PLAIN, SceneIndex
from widgets.style.roles import DARK, LIGHT, Roles


def _picture(*links: str, **coverages: Coverage) -> MapPicture:
    return a_picture(a_state(a_chain(*links), **coverages))


def _many(boxes: int = 200) -> MapPicture:
    return _picture(*(f"a{at}>b{(at * 7) % (boxes // 2)}" for at in range(boxes // 2)))


def _painted(picture: MapPicture, zoom: float, roles: Roles = LIGHT, light: Light | None = None) -> QImage:
    index, far = SceneIndex(picture.layout), FarScene(picture)
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(roles.canvas))
    painter = QPainter(image)
    painter.scale(zoom, zoom)
    visible = QRectF(0, 0, 300 / zoom, 300 / zoom)
    MapPainter(picture, roles, light, index).paint_far(painter, far, visible, zoom)
    painter.end()
    return image


def _colours(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(0, image.height(), 2)
    }


def _routes(*ways: tuple[tuple[float, float], ...]) -> Layout:
    routes = tuple(
        Route(f"a{at}", f"b{at}", tuple(Point(*point) for point in way)) for at, way in enumerate(ways)
    )
    return Layout((), (), {}, routes, 1_000, 1_000)


def test_the_nearest_link_is_found_wherever_it_is_touched(qapp: object) -> None:
    chance = random.Random(7)
    ways = tuple(
        tuple((chance.uniform(-900, 900), chance.uniform(-900, 900)) for _ in range(chance.randint(2, 9)))
        for _ in range(60)
    )
    index = SceneIndex(_routes(*ways))
    for number, way in enumerate(ways):
        (x, y), (right, bottom) = way[-2], way[-1]
        part = chance.random()
        point = QPointF(x + (right - x) * part, y + (bottom - y) * part)

        found = index.link_at(point, 1e-6)

        assert found == (f"a{number}", f"b{number}")


def test_a_small_map_is_looked_through_as_a_big_one_is(qapp: object) -> None:
    chance = random.Random(11)

    def place() -> tuple[float, float]:
        return chance.uniform(0, 900), chance.uniform(0, 900)

    ways = tuple(tuple(place() for _ in range(chance.randint(2, 7))) for _ in range(80))
    boxes = {f"a{at}": Box(*place(), 60, 40) for at in range(80)}
    layout = replace(_routes(*ways), boxes=boxes)
    plain, arrays = SceneIndex(layout), SceneArrays(layout)

    assert len(ways) + len(boxes) <= MOST_PLAIN
    for _ in range(200):
        view, point = QRectF(*place(), chance.uniform(0, 400), 300), QPointF(*place())
        near = chance.uniform(0, 60)
        number = arrays.nearest_link(point, near)
        assert plain.codes_in(view) == arrays.codes_in(view)
        assert plain.code_at(point) == arrays.code_at(point)
        assert plain.count_links(view) == len(arrays.runs_in(view))
        assert [route.source for route, _ in plain.links_in(view)] == [
            layout.routes[at].source for at, _, _ in arrays.runs_in(view)
        ]
        assert plain.link_at(point, near) == (None if number is None else (f"a{number}", f"b{number}"))


def test_a_big_map_is_asked_through_arrays(qapp: object) -> None:
    boxes = {f"a{at}": Box(at * 100.0, 0, 60, 40) for at in range(MOST_PLAIN + 1)}
    layout = Layout((), (), boxes, (Route("a0", "a1", (Point(60, 20), Point(100, 20))),), 1, 1)
    index = SceneIndex(layout)

    assert index.code_at(QPointF(130, 20)) == "a1"
    assert index.codes_in(QRectF(0, 0, 99, 10)) == ["a0"]
    assert index.link_at(QPointF(80, 21), 3) == ("a0", "a1")
    assert index.count_links(QRectF(0, 0, 99, 99)) == 1


def test_a_link_is_found_within_the_tolerance_and_not_beyond(qapp: object) -> None:
    index = SceneIndex(_routes(((0, 0), (1_000, 0))))

    assert index.link_at(QPointF(500, 5.9), 6) == ("a0", "b0")
    assert index.link_at(QPointF(500, 6.1), 6) is None
    assert index.link_at(QPointF(1_005, 0), 6) == ("a0", "b0")
    assert index.link_at(QPointF(1_007, 0), 6) is None


def test_of_two_links_the_nearer_is_found(qapp: object) -> None:
    index = SceneIndex(_routes(((0, 0), (400, 0)), ((0, 10), (400, 10))))

    assert index.link_at(QPointF(200, 4), 30) == ("a0", "b0")
    assert index.link_at(QPointF(200, 6), 30) == ("a1", "b1")


def test_a_map_without_links_has_none_to_find(qapp: object) -> None:
    layout = Layout((), (), {"甲": Box(0, 0, 10, 10)}, (), 10, 10)
    index = SceneIndex(layout)

    assert index.link_at(QPointF(5, 5), 100) is None
    assert index.links_in(QRectF(0, 0, 10, 10)) == []
    assert index.code_at(QPointF(5, 5)) == "甲"


@pytest.mark.parametrize("roles", [LIGHT, DARK])
@pytest.mark.parametrize("zoom", [0.02, 0.1, 0.3])
def test_boxes_are_seen_from_afar_at_every_zoom(zoom: float, roles: Roles, qapp: object) -> None:
    assert len(_colours(_painted(_many(), zoom, roles))) > 3


def test_shading_keeps_the_colour_of_what_is_missing(qapp: object) -> None:
    plain = _picture(*(f"a{at}>b{at}" for at in range(40)))
    red = _picture(*(f"a{at}>b{at}" for at in range(40)), **{f"a{at}": Coverage.MISSING for at in range(40)})

    def redness(picture: MapPicture) -> int:
        image = _painted(picture, 0.03)
        pixels = [QColor(image.pixel(x, y)) for x in range(60) for y in range(150)]
        return sum(max(0, one.red() - one.blue()) for one in pixels)

    assert redness(red) > 2 * redness(plain)


def test_links_thin_out_the_smaller_the_map_is(qapp: object) -> None:
    chance = random.Random(3)
    ways = tuple(((0, chance.uniform(0, 9_000)), (9_000, chance.uniform(0, 9_000))) for _ in range(9_000))
    picture = MapPicture(a_state(a_chain("甲>乙")), _routes_of(ways))
    far, index = FarScene(picture), SceneIndex(picture.layout)
    whole = QRectF(0, 0, 9_000, 9_000)

    small, large = (set(map(id, far.links(index, whole, zoom, ()).common)) for zoom in (0.05, 0.11))

    assert 2_000 <= len(small) < len(large) < 9_000
    assert small <= large


def _routes_of(ways: tuple[tuple[tuple[float, float], ...], ...]) -> Layout:
    routes = tuple(Route("甲", "乙", tuple(Point(*point) for point in way)) for way in ways)
    boxes = {"甲": Box(0, 0, 100, 70), "乙": Box(9_000, 0, 100, 70)}
    return Layout((), (), boxes, routes, 9_100, 9_000)


def test_the_way_of_what_is_hovered_is_lit_from_afar(qapp: object) -> None:
    picture = _picture("甲>乙", "乙>丙", "丁>丙")

    lit = _painted(picture, 0.3, light=Light(hovered="甲", path=frozenset("甲乙丙")))

    assert QColor(LIGHT.link_lit).name() in _colours(lit)
    assert QColor(LIGHT.link_lit).name() not in _colours(_painted(picture, 0.3))


def test_only_the_part_of_a_long_way_that_is_near_is_painted(qapp: object) -> None:
    way = tuple((at * 100.0, 0.0) for at in range(100))
    index = SceneIndex(_routes(way, ((0, 5_000), (100, 5_000))))

    links = index.links_in(QRectF(4_010, -10, 50, 20))

    assert [route.source for route, _ in links] == ["a0"]
    assert links[0][1].way.boundingRect().width() <= 100
    assert links[0][1].head is None


def test_a_way_that_is_seen_whole_is_painted_whole(qapp: object) -> None:
    index = SceneIndex(_routes(((0, 0), (100, 0), (100, 80), (200, 80))))

    ((_, shape),) = index.links_in(QRectF(-10, -10, 500, 500))

    assert shape.head is not None
    assert shape.head.boundingRect().right() == 200
    assert shape.way.boundingRect().left() == 0


def test_the_end_of_a_way_has_its_head(qapp: object) -> None:
    index = SceneIndex(_routes(((0, 0), (1_000, 0), (1_000, 80), (2_000, 80))))

    ((_, shape),) = index.links_in(QRectF(1_900, 0, 200, 200))

    assert shape.head is not None
    assert shape.way.boundingRect().left() >= 1_000 - 1
