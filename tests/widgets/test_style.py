"""Both themes are readable, and text from files stays text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from chains.kinds import Coverage
from widgets.map.scene import name_font, name_lines
from widgets.panels.calendar import calendar_at
from widgets.panels.labels import PlainLabel
from widgets.style.drawing import draw_elided
from widgets.style.palette import DARK, LIGHT, qt_palette
from widgets.style.shades import TEXT_PAIRS, Shade
from widgets.style.sheet import FONT_FAMILIES, sheet
from widgets.style.text import cut, on_button, tip


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_states() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(theme: Mapping[Shade, str]) -> None:
    poor = {
        (text, ground): round(contrast(theme[text], theme[ground]), 2)
        for text, ground in TEXT_PAIRS
        if contrast(theme[text], theme[ground]) < 4.5
    }
    assert not poor


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_role_has_a_colour_in_every_theme(theme: Mapping[Shade, str]) -> None:
    assert set(theme) == set(Shade)
    assert "${" not in sheet(theme)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_ticked_box_is_seen_on_its_ground_and_its_tick_on_the_box(
    qtbot: QtBot, theme: Mapping[Shade, str]
) -> None:
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setStyleSheet(f"QCheckBox {{ background: {theme[Shade.PANEL]}; }} {sheet(theme)}")
    box.setChecked(True)
    box.resize(box.sizeHint())

    picture = box.grab().toImage()

    middle = range(box.height() // 2 - 6, box.height() // 2 + 7)
    seen = {picture.pixelColor(x, y).name() for x in range(1, 14) for y in middle}
    assert theme[Shade.ACCENT] in seen
    assert contrast(theme[Shade.ACCENT], theme[Shade.PANEL]) >= 3
    assert max(contrast(one, theme[Shade.ACCENT]) for one in seen) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_days_off_can_be_read_in_the_calendar(qapp: QApplication, dark: bool) -> None:
    theme, before = (DARK if dark else LIGHT), qapp.palette()
    qapp.setPalette(qt_palette(theme))

    sunday = calendar_at(date(2026, 11, 27)).weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color()
    qapp.setPalette(before)

    assert contrast(sunday.name(), theme[Shade.PANEL]) >= 4.5


def test_coverages_have_colours_that_differ() -> None:
    for theme in (LIGHT, DARK):
        assert len({theme[Shade(coverage.value)] for coverage in Coverage}) == len(Coverage)


def test_a_tooltip_takes_markup_in_a_name_as_text() -> None:
    assert "<img" not in tip("<img src=x>有限公司")
    assert "&lt;img" in tip("<img src=x>有限公司")


def test_an_ampersand_on_a_button_is_no_shortcut() -> None:
    assert on_button("A&B") == "A&&B"


def test_a_name_of_a_million_signs_is_cut_for_display() -> None:
    assert len(cut("企" * 1_000_000)) == 200
    assert len(tip("企" * 1_000_000)) < 5_000


def test_the_first_font_is_one_that_the_field_has() -> None:
    assert FONT_FAMILIES[0] == "Microsoft YaHei"
    assert "Noto Sans CJK SC" in FONT_FAMILIES


RTL, ZERO_WIDTH = "\u202e司公甲\u202c.xlsx", "甲\u200b公司\ufeff"


@pytest.mark.parametrize("shown", [cut, tip, on_button, lambda text: PlainLabel(text).text()])
def test_unseen_signs_of_direction_and_width_are_shown_and_not_obeyed(
    shown: Callable[[str], str], qapp: QApplication
) -> None:
    assert "‹U+202E›司公甲‹U+202C›.xlsx" in shown(RTL)
    assert "甲‹U+200B›公司‹U+FEFF›" in shown(ZERO_WIDTH)
    assert "👨\u200d👩" in shown("👨\u200d👩")


def test_a_table_paints_unseen_signs_too(qapp: QApplication) -> None:
    def painted(text: str) -> QImage:
        image = QImage(240, 24, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        painter = QPainter(image)
        draw_elided(painter, QRectF(0, 0, 240, 24), text, Qt.AlignmentFlag.AlignLeft)
        painter.end()
        return image

    assert painted("\u202e123甲") == painted("‹U+202E›123甲")


def test_the_map_names_boxes_with_their_unseen_signs(qapp: QApplication) -> None:
    assert "".join(name_lines(RTL, QFontMetricsF(name_font()))).startswith("‹U+202E›司公甲")
