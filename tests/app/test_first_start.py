"""The first start: whose city, which chains, whose name; then a look around."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.bootstrap import Desktop
from app.desktop.settings import UserSettings
from chains.catalogue_reader import built_in_catalogue
from widgets.dialogs.welcome import WelcomeDialog
from widgets.tour import Tour

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desktop(whole_desktop: Desktop) -> Desktop:
    return whole_desktop


def _settle(desktop: Desktop, qtbot: QtBot) -> None:
    session = desktop.session
    assert session is not None
    qtbot.waitUntil(lambda: not session.jobs.busy)


def _welcome(desktop: Desktop, qtbot: QtBot) -> WelcomeDialog:
    assert desktop.start(None)
    _settle(desktop, qtbot)
    assert desktop.first is not None and desktop.first.dialog is not None
    return desktop.first.dialog


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_another_city_with_fewer_chains_gets_a_workspace_of_its_own(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = _welcome(desktop, qtbot)
    assert dialog.choices().region == "371000"
    assert len(dialog.choices().chains) == len(built_in_catalogue().chains)

    dialog.region.setCurrentText("山东省烟台市")
    dialog.chains.show_chosen(["tyre", "carbon_fibre"])
    dialog.author.setText("王五")
    qtbot.mouseClick(dialog.begin, LEFT)
    _settle(desktop, qtbot)

    assert desktop.session is not None
    with desktop.session.workspace.read() as reader:
        assert reader.home_region() == "370600"
    assert desktop.session.workspace.author == "王五"
    assert "tyre" in desktop.session.chain_list.shown_codes()
    assert _files(tmp_path / "文档") == ["烟台市产业链.lianpu"]


def test_what_is_offered_can_be_taken_or_put_off(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = _welcome(desktop, qtbot)
    qtbot.keyPress(dialog, Qt.Key.Key_Escape)
    _settle(desktop, qtbot)

    assert desktop.session is not None
    assert len(desktop.session.chain_list.shown_codes()) == 28
    assert _files(tmp_path / "文档") == ["威海市产业链.lianpu"]
    assert desktop.session.window.findChild(Tour) is None


def test_nothing_begins_without_a_city_a_name_and_a_chain(desktop: Desktop, qtbot: QtBot) -> None:
    dialog = _welcome(desktop, qtbot)
    assert dialog.begin.isEnabled()
    dialog.author.clear()
    assert not dialog.begin.isEnabled()
    dialog.author.setText("王五")
    dialog.region.setEditText("哪里也不是")
    assert not dialog.begin.isEnabled()
    dialog.region.setCurrentText("山东省威海市")
    assert dialog.begin.isEnabled()


def test_the_second_start_asks_nothing(
    desktop: Desktop, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    dialog = _welcome(desktop, qtbot)
    qtbot.mouseClick(dialog.begin, LEFT)
    _settle(desktop, qtbot)
    desktop._settings.save()

    again = Desktop(qapp, UserSettings(tmp_path / "设置.ini"))
    assert again.start(None)
    _settle(again, qtbot)
    assert again.first is None
    assert again.session is not None
    again.session.window.close()
    again.close()


def test_the_tour_walks_five_stops_with_keys_and_clicks(desktop: Desktop, qtbot: QtBot) -> None:
    dialog = _welcome(desktop, qtbot)
    qtbot.mouseClick(dialog.begin, LEFT)
    _settle(desktop, qtbot)
    assert desktop.session is not None
    window = desktop.session.window
    window.resize(1366, 768)
    tour = window.findChild(Tour)
    assert tour is not None
    seen = [tour.title.text()]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Down):
        qtbot.keyClick(tour, key)
        seen.append(tour.title.text())
    qtbot.mouseClick(tour.forward, LEFT)
    seen.append(tour.title.text())
    assert seen == ["产业链", "图谱", "环节", "清单", "导入与导出"]
    assert tour.rect().contains(tour.card.geometry())
    qtbot.keyClick(tour, Qt.Key.Key_Left)
    assert tour.at == 3
    with qtbot.waitSignal(tour.ended):
        qtbot.keyPress(tour, Qt.Key.Key_Escape)
    desktop.session.window.action("tour").trigger()
    assert len([one for one in window.findChildren(Tour) if one.isVisible()]) == 1


def test_the_sample_is_looked_at_first_and_taken_away_again(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = _welcome(desktop, qtbot)
    qtbot.mouseClick(dialog.sample, LEFT)
    _settle(desktop, qtbot)
    qtbot.waitUntil(lambda: "示例工作区" in desktop.session.window.windowTitle())
    _settle(desktop, qtbot)

    session = desktop.session
    assert session is not None
    assert "都是虚构的" in session.window.messages.text()
    assert session.place.chain == "carbon_fibre"
    with session.workspace.read() as reader:
        assert len(reader.company_page("", 0, 100)) == 30
    assert _files(tmp_path / "文档") == ["威海市产业链.lianpu", "示例工作区.lianpu"]

    session.window.action("remove_sample").trigger()
    _settle(desktop, qtbot)

    assert desktop.session is not None and desktop.session is not session
    assert desktop.session.window.messages.text() == "示例工作区已删除"
    assert _files(tmp_path / "文档") == ["威海市产业链.lianpu"]
    with desktop.session.workspace.read() as reader:
        assert reader.company_page("", 0, 100) == ()
