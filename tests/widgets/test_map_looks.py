"""Classes of every mode can be told apart: by the colour-blind, on a grey printer, in both themes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from chains.chain import Chain
from chains.kinds import Coverage
from chains.shade_classes import Mode, ShadeClass, classes_of
from chains.shading import by_coverage, by_source
from tests.builders import a_chain, a_state
from tests.widgets.laid_out import a_built_in, a_picture
from widgets.map.far_scene import FarScene
from widgets.map.legend import entry_width, legend_height, legend_of, legend_places, paint_legend
from widgets.map.looks import class_look, looks_of
from widgets.map.painter import MapPainter
from widgets.map.scene import MapPicture
from widgets.style.looks import contrast
from widgets.style.roles import DARK, LIGHT, Roles

pytestmark = pytest.mark.usefixtures("qapp")

THEMES = pytest.mark.parametrize("roles", [LIGHT, DARK], ids=["light", "dark"])
MODES = pytest.mark.parametrize("mode", list(Mode))

SEEN_AS: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    # Machado, Oliveira, Fernandes 2009, severity 1.0
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
LEAST_DISTANCE = 9.0
"""CIE76: about 2.3 can just be told apart side by side."""


def _lab(colour: str, eyes: str) -> tuple[float, float, float]:
    parts = [value / 255 for value in QColor(colour).getRgb()[:3]]
    light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in SEEN_AS[eyes]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _distance(one: str, other: str, eyes: str) -> float:
    pairs = zip(_lab(one, eyes), _lab(other, eyes), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def test_red_and_green_come_together_for_the_colour_blind() -> None:
    assert _distance("#c00000", "#5b6b00", "normal") > 60
    assert _distance("#c00000", "#5b6b00", "deuteranopia") < 30


@THEMES
@MODES
@pytest.mark.parametrize("eyes", SEEN_AS)
def test_classes_of_a_mode_differ_in_colour(mode: Mode, roles: Roles, eyes: str) -> None:
    near = {
        (one, two): round(_distance(roles.shades[one].edge, roles.shades[two].edge, eyes), 1)
        for one, two in combinations(classes_of(mode), 2)
        if _distance(roles.shades[one].edge, roles.shades[two].edge, eyes) < LEAST_DISTANCE
    }

    assert near == {}


@MODES
def test_classes_of_a_mode_differ_without_colour(mode: Mode) -> None:
    lines = [
        (look.width, look.dash, look.stripe, look.level)
        for look in (class_look(shade) for shade in classes_of(mode))
    ]

    assert len(set(lines)) == len(lines)


@THEMES
@pytest.mark.parametrize("shade", list(ShadeClass))
def test_words_and_outlines_can_be_seen(roles: Roles, shade: ShadeClass) -> None:
    look = roles.shades[shade]

    assert contrast(look.on_edge, look.edge) >= 4.5
    assert contrast(roles.ink, look.tint) >= 4.5
    assert contrast(roles.muted, look.tint) >= 4.5
    assert contrast(look.border, roles.column) >= 2.9


def _painted(picture: MapPicture, roles: Roles = LIGHT) -> QImage:
    image = QImage(
        round(picture.layout.width) + 1, round(picture.layout.height) + 1, QImage.Format.Format_RGB32
    )
    image.fill(QColor(roles.canvas))
    painter = QPainter(image)
    MapPainter(picture, roles).paint(painter, QRectF(image.rect()), 1.0)
    painter.end()
    return image


def test_a_map_without_looks_is_coloured_by_coverage() -> None:
    picture = a_picture(a_built_in())

    chosen = replace(picture, looks=looks_of(by_coverage(picture.state)))

    assert _painted(picture) == _painted(chosen)


@THEMES
def test_another_mode_paints_another_map(roles: Roles) -> None:
    picture = a_picture(a_built_in())

    assert _painted(picture, roles) != _painted(
        replace(picture, looks=looks_of(by_source(picture.state))), roles
    )


def test_a_faded_box_steps_back_and_keeps_its_place() -> None:
    picture = a_picture(a_built_in())
    looks = looks_of(by_coverage(picture.state), faded=frozenset({"mould"}))
    box = picture.layout.boxes["mould"]

    before = _painted(picture).pixelColor(round(box.x) + 2, round(box.y + box.height / 2))
    after = _painted(replace(picture, looks=looks)).pixelColor(
        round(box.x) + 2, round(box.y + box.height / 2)
    )

    assert after.lightness() > before.lightness()
    assert after.lightness() < 255


def test_a_marked_box_has_a_ring() -> None:
    picture = a_picture(a_built_in())
    looks = looks_of(by_coverage(picture.state), marked=frozenset({"mould"}))
    box = picture.layout.boxes["mould"]

    image = _painted(replace(picture, looks=looks))

    assert image.pixelColor(round(box.x + box.width / 2), round(box.y) - 4) == QColor(LIGHT.mark)


def test_from_afar_faded_boxes_lie_apart() -> None:
    picture = a_picture(a_built_in())
    looks = looks_of(by_coverage(picture.state), faded=frozenset({"mould"}))

    far = FarScene(replace(picture, looks=looks))

    assert sum(len(boxes) for (_, faded), boxes in far.boxes.items() if faded) == 1
    assert sum(len(boxes) for boxes in far.boxes.values()) == len(picture.layout.boxes)


def test_the_legend_counts_the_boxes_of_each_class() -> None:
    chain: Chain = a_chain("a>b", "b>c")
    state = a_state(chain, a=Coverage.MISSING, b=Coverage.MISSING)

    texts = [entry.text for entry in legend_of(a_picture(state))]

    assert texts[:5] == ["优势 0", "具备 0", "薄弱 0", "缺失 2", "未评估 1"]


def test_the_legend_is_that_of_the_mode() -> None:
    picture = a_picture(a_built_in())

    entries = legend_of(replace(picture, looks=looks_of(by_source(picture.state))))

    assert [entry.word for entry in entries][:5] == ["市内", "省内", "国内", "国外", "不详"]


def test_a_narrow_legend_takes_more_lines_and_stays_within_its_width(qtbot: QtBot) -> None:
    entries = legend_of(a_picture(a_built_in()))

    places = legend_places(entries, 240)

    assert legend_height(entries, 240) > legend_height(entries, 2_000)
    assert all(
        place.x() == 0 or place.x() + entry_width(entry) <= 260
        for place, entry in zip(places, entries, strict=True)
    )


def test_painting_a_legend_takes_the_width_it_says() -> None:
    entries = legend_of(a_picture(a_built_in()))
    image = QImage(2_000, 30, QImage.Format.Format_RGB32)
    painter = QPainter(image)

    width = paint_legend(painter, entries, QPointF(0, 0), LIGHT)
    painter.end()

    assert width == pytest.approx(sum(entry_width(entry) for entry in entries))
