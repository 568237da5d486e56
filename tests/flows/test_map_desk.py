"""Going about on the map and taking it out: back and forward, products, files, menus."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.desktop.actions_map import BOX_MENU, CANVAS_MENU, LINK_MENU, STAGE_MENU, TO_STAGE
from chains.chain import SegmentRef
from tests.flows.conftest import DesktopProbe
from widgets.dialogs.export_map import MapExportDialog

MOULD = SegmentRef("tyre", "mould")


def _act(desktop: DesktopProbe, action: str) -> None:
    desktop.session.window.action(action).trigger()
    desktop.settle()


def _look_at(desktop: DesktopProbe, ref: SegmentRef) -> None:
    desktop.session.place.point_at(ref)
    desktop.settle()


def _export_dialog() -> MapExportDialog:
    found = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, MapExportDialog) and one.isVisible()
    ]
    assert len(found) == 1
    return found[0]


def test_back_and_forward_go_through_what_was_looked_at(desktop: DesktopProbe) -> None:
    session = desktop.session
    _look_at(desktop, MOULD)
    with session.workspace.read() as reader:
        other = reader.chain_state("ship").chain.segments[3].ref
    _look_at(desktop, other)
    second = session.place.segment

    _act(desktop, "back")
    assert session.place.segment == MOULD
    assert session.canvas.selection() == ("mould",)

    _act(desktop, "forward")
    assert session.place.segment == second
    assert not session.window.action("forward").isEnabled()


def test_the_picked_segments_are_brought_close_with_the_keys(desktop: DesktopProbe) -> None:
    canvas = desktop.session.canvas
    assert not desktop.session.window.action("zoom_picked").isEnabled()
    _look_at(desktop, MOULD)
    before = canvas.screen_box("mould").width()

    desktop.qtbot.keyClick(canvas, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    desktop.settle()

    assert canvas.screen_box("mould").width() > before
    assert canvas.rect().toRectF().contains(canvas.screen_box("mould"))


def test_a_product_is_shown_in_every_chain_that_has_it(desktop: DesktopProbe) -> None:
    session = desktop.session
    _look_at(desktop, MOULD)
    desktop.qtbot.mouseClick(session.panel.product, Qt.MouseButton.LeftButton)
    desktop.settle()

    assert session.page.found.isVisible()
    assert SegmentRef("tyre", "mould") in {one.key for one in session.page.found.places()}


def test_the_map_goes_out_as_it_is_seen(desktop: DesktopProbe, tmp_path: Path) -> None:
    session = desktop.session
    for kind in ("pdf", "png", "svg"):
        _act(desktop, "export_map")
        dialog = _export_dialog()
        dialog.path.setText(str(tmp_path / f"图谱.{kind}"))
        dialog.kind.button(next(one for one in ("pdf", "png", "svg") if one == kind)).click()
        desktop.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
        desktop.settle()
        desktop.qtbot.waitUntil(lambda kind=kind: (tmp_path / f"图谱.{kind}").is_file())
    _act(desktop, "copy_picture")
    desktop.settle()
    whole = QGuiApplication.clipboard().image()
    assert whole.width() > 400
    session.canvas.zoom_in()
    session.canvas.zoom_in()
    _act(desktop, "copy_visible")
    assert QGuiApplication.clipboard().image().height() < whole.height()
    session.map_desk.exports.write_chain_file(tmp_path / "链.graphml")
    desktop.settle()
    assert (tmp_path / "链.graphml").is_file()


def test_who_draws_is_asked_once_and_a_title_stays_with_its_chain(
    desktop: DesktopProbe, tmp_path: Path
) -> None:
    _act(desktop, "export_map")
    dialog = _export_dialog()
    assert dialog.drawn_by.text() == ""
    dialog.drawn_by.setText("市工信局")
    dialog.title.setText("轮胎图谱")
    dialog.path.setText(str(tmp_path / "图谱.png"))
    desktop.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    desktop.settle()

    _act(desktop, "export_map")
    again = _export_dialog()
    assert (again.drawn_by.text(), again.title.text()) == ("市工信局", "轮胎图谱")
    again.reject()
    desktop.session.place.go_to_chain("ship")
    desktop.settle()
    _act(desktop, "export_map")
    other = _export_dialog()
    assert (other.drawn_by.text(), other.title.text()) == ("市工信局", "")


@pytest.mark.parametrize("menu", [BOX_MENU, CANVAS_MENU, LINK_MENU, STAGE_MENU])
def test_every_entry_of_a_context_menu_is_an_action(desktop: DesktopProbe, menu: tuple[str, ...]) -> None:
    for entry in menu:
        if entry == TO_STAGE:
            continue
        if "/" in entry:
            assert desktop.session.window.menu(entry).actions()
        elif entry:
            assert desktop.session.window.action(entry).text()


def test_a_better_drawing_comes_while_the_user_looks_and_keeps_the_boxes(desktop: DesktopProbe) -> None:
    session = desktop.session
    session.place.go_to_chain("ship")
    desktop.settle()
    picture = session.canvas.picture()
    assert picture is not None
    first = picture.layout

    session.map.improve()
    desktop.settle()

    after = session.canvas.picture()
    assert after is not None
    assert after.layout.crossings <= first.crossings
    assert after.layout.boxes.keys() == first.boxes.keys()


def test_a_better_drawing_is_looked_for_when_the_map_is_left_alone(desktop: DesktopProbe) -> None:
    controller = desktop.session.map
    controller._rest.setInterval(1)

    desktop.session.place.go_to_chain("ship")

    desktop.qtbot.waitUntil(lambda: (look := controller.look()) is not None and look.is_best)
