"""The overview on screen: hover, tips, pan and zoom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from chains.kinds import Coverage
from chains.overview import overview_of_all
from chains.overview_layout import lay_out_overview
from tests.builders import a_chain, a_state
from widgets.map.overview import OverviewCanvas
from widgets.map.overview_painter import CHAIN_BOX, OverviewPicture, link_path
from widgets.style.roles import DARK, LIGHT


def _picture() -> OverviewPicture:
    states = (
        a_state(a_chain("rubber>tyre", code="t"), tyre=Coverage.STRONG, rubber=Coverage.STRONG),
        a_state(a_chain("tyre>car", code="c"), tyre=Coverage.MISSING),
        a_state(a_chain("copper>motor", code="m")),
        a_state(a_chain("steel>ship", code="s")),
    )
    overview = overview_of_all(states)
    return OverviewPicture(overview, lay_out_overview(overview, CHAIN_BOX))


@pytest.fixture
def canvas(qtbot: QtBot) -> OverviewCanvas:
    made = OverviewCanvas()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.show_picture(_picture())
    return made


def _on_link(canvas: OverviewCanvas) -> QPointF:
    """A place on the only link, off its ends."""
    picture = canvas.picture()
    assert picture is not None
    box, area = picture.layout.boxes["t"], canvas.screen_box("t")
    zoom = area.width() / box.width
    at = link_path(picture.overview.links[0], picture.layout).pointAtPercent(0.5)
    return area.topLeft() + QPointF(at.x() - box.x, at.y() - box.y) * zoom


def test_all_of_it_is_in_view(canvas: OverviewCanvas) -> None:
    assert all(canvas.rect().contains(canvas.screen_box(code).toAlignedRect()) for code in "tcms")


def test_a_chain_below_the_mouse_stands_out_with_its_figures(canvas: OverviewCanvas, qtbot: QtBot) -> None:
    at = canvas.screen_box("t").center()
    qtbot.mouseMove(canvas, at.toPoint())

    assert canvas.light().chain == "t"
    assert "本地配套率 100%（按环节）" in canvas.tip_at(at)


def test_markup_in_a_name_is_text_in_the_tooltip(canvas: OverviewCanvas) -> None:
    overview = overview_of_all((a_state(replace(a_chain("a>b", code="t"), name="<img src=x>")),))
    canvas.show_picture(OverviewPicture(overview, lay_out_overview(overview, CHAIN_BOX)))

    assert "&lt;img src=x&gt;" in canvas.tip_at(canvas.screen_box("t").center())


def test_a_link_says_what_is_shared_and_who_could_make_it(canvas: OverviewCanvas) -> None:
    tip = canvas.tip_at(_on_link(canvas))

    assert "链t ↔ 链c：共享 1 个产品" in tip
    assert "tyre（链间配套：链c缺，链t本地有）" in tip


def test_a_click_on_a_link_picks_it(canvas: OverviewCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.link_picked) as picked:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=_on_link(canvas).toPoint())

    assert (picked.args[0].one, picked.args[0].other) == ("t", "c")


def test_dragging_moves_the_view_and_picks_nothing(canvas: OverviewCanvas, qtbot: QtBot) -> None:
    start = canvas.screen_box("t").center().toPoint()
    before = canvas.screen_box("t").topLeft()
    picked: list[object] = []
    canvas.chain_picked.connect(picked.append)

    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, start + QPoint(40, 30))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 30))

    assert picked == []
    assert canvas.screen_box("t").topLeft() != before


def test_a_plus_makes_it_larger_and_f_shows_all_again(canvas: OverviewCanvas, qtbot: QtBot) -> None:
    whole = canvas.screen_box("t")
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.screen_box("t").width() > whole.width()

    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.screen_box("t") == whole


def test_a_gap_that_another_chain_could_fill_is_counted(canvas: OverviewCanvas) -> None:
    assert _picture().matched_gaps() == {"c": 1}


def test_both_themes_paint_it(canvas: OverviewCanvas) -> None:
    canvas.set_roles(LIGHT)
    light = canvas.grab().toImage()
    canvas.set_roles(DARK)

    assert canvas.grab().toImage() != light


def test_no_chain_says_so(qtbot: QtBot) -> None:
    empty = OverviewCanvas()
    qtbot.addWidget(empty)
    overview = overview_of_all(())
    empty.show_picture(OverviewPicture(overview, lay_out_overview(overview, CHAIN_BOX)))
    empty.show()

    assert empty.tip_at(QPointF(10, 10)) == ""
    assert not empty.grab().isNull()
