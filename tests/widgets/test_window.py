"""The window: places, actions, search, messages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from chains.kinds import EntityKind
from chains.search_hit import SearchHit
from tests.widgets.builders import HOSTILE, TODAY, Heard, an_overview
from widgets.actions import ActionSpec, BarPlace
from widgets.panels.bars import MessageKind
from widgets.window import BOTTOM, LEFT, RIGHT, MainWindow

ACTIONS = (
    ActionSpec("open", "打开…", "文件(&F)", "Ctrl+O"),
    ActionSpec("undo", "撤销", "编辑(&E)", "Ctrl+Z", tool_bar=True, place=BarPlace.START),
    ActionSpec("dark", "深色主题", "视图(&V)", checkable=True),
    ActionSpec("export", "导出", "清单与导出(&L)", "Ctrl+E", tool_bar=True, place=BarPlace.END, primary=True),
)
HITS = (
    SearchHit(EntityKind.CHAIN, "tyre", "轮胎", "先进装备与智能制造"),
    SearchHit(EntityKind.SEGMENT, "tyre/mould", "轮胎模具", "轮胎"),
    SearchHit(EntityKind.SEGMENT, "tyre/carbon", "炭黑", "轮胎"),
)


class Content(QWidget):
    """A panel or map of any size."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    made.set_bar(ACTIONS)
    made.fill_menus(ACTIONS)
    made.set_centre(Content())
    for key, title, area in (
        ("chains", "产业链", LEFT),
        ("segment", "环节", RIGHT),
        ("gaps", "缺口清单", BOTTOM),
        ("log", "变更记录", BOTTOM),
    ):
        made.add_panel(key, title, Content(), area)
    return made


def shown(qtbot: QtBot, window: MainWindow, width: int = 1680, height: int = 1020) -> MainWindow:
    window.resize(width, height)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: window._docks["segment"][0].width() == 380)
    return window


def test_a_key_of_the_table_tells_the_action(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    heard = Heard(window.triggered)

    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)

    assert heard.said == ["open"]


def test_menus_stand_in_the_order_of_the_table(window: MainWindow) -> None:
    assert [one.text() for one in window.menuBar().actions()] == [
        "文件(&F)",
        "编辑(&E)",
        "视图(&V)",
        "清单与导出(&L)",
    ]


def test_the_view_menu_shows_and_hides_every_panel(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    view, panels = window._menus["视图(&V)"], window._menus["视图(&V)/显示面板"]
    assert [one.text() for one in view.actions()] == ["深色主题", "显示面板"]
    assert [one.text() for one in panels.actions()] == ["产业链", "环节", "缺口清单", "变更记录"]

    panels.actions()[-1].trigger()

    assert window._docks["log"][0].isHidden()


def test_a_disabled_action_does_nothing(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    heard = Heard(window.triggered)
    window.set_action("undo", enabled=False)

    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert heard.said == []


def test_a_word_from_data_keeps_its_ampersand(window: MainWindow) -> None:
    window.set_action("undo", word="撤销 标注 A&B")
    assert window.action("undo").text() == "撤销 标注 A&&B"
    assert window.action("undo").iconText() == "撤销"


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1680, 1020), (1920, 1080)])
def test_the_map_has_room_on_every_usual_screen(
    qtbot: QtBot, window: MainWindow, width: int, height: int
) -> None:
    window.header.show_overview(an_overview(), TODAY)
    shown(qtbot, window, width, height)
    assert (window.width(), window.height()) == (width, height)
    assert window._centre.width() >= 700
    assert window._centre.height() >= 330


def test_panels_have_their_default_sizes(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    assert window._docks["chains"][0].width() == 225
    assert window._docks["segment"][0].width() == 380


def test_bottom_panels_lie_behind_one_another_with_the_first_in_front(
    qtbot: QtBot, window: MainWindow
) -> None:
    shown(qtbot, window)
    assert window.panel_is_visible("gaps")
    assert not window.panel_is_visible("log")

    window.show_panel("log")

    qtbot.waitUntil(lambda: window.panel_is_visible("log"))
    assert not window.panel_is_visible("gaps")


def test_places_of_panels_come_back(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    window._docks["segment"][0].hide()
    kept = window.save_places()
    window._docks["segment"][0].show()

    assert window.restore_places(kept)

    assert window._docks["segment"][0].isHidden()


@pytest.mark.parametrize("broken", [b"", b"\0\0\0\4abcd", b"nonsense", b"\xff" * 40])
def test_places_that_do_not_fit_move_nothing(window: MainWindow, broken: bytes) -> None:
    assert not window.restore_places(broken)
    assert not window._docks["segment"][0].isHidden()


def test_places_can_be_reset(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    window._docks["segment"][0].hide()
    window._docks["chains"][0].setFloating(True)

    window.reset_places()

    assert not window._docks["segment"][0].isHidden()
    assert not window._docks["chains"][0].isFloating()


def test_closing_asks_nothing_and_tells(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    heard = Heard(window.closed)
    assert window.close()
    assert heard.said == [()]


def test_status_names_file_state_and_count(qtbot: QtBot, window: MainWindow) -> None:
    window.show_status("威海市产业链.lianpu", "已保存", 1_024_316)
    assert [label.text() for label in window._fields] == [
        "威海市产业链.lianpu",
        "已保存",
        "企业库 1,024,316 家",
        "就绪",
    ]


def test_ctrl_k_begins_a_search_and_typing_tells_it(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    heard = Heard(window.search.typed)

    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.search, "lt")

    assert window.search.hasFocus()
    assert heard.said == ["l", "lt"]


def test_hits_are_chosen_with_the_keyboard_while_typing_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    window.search.start_search()
    qtbot.keyClicks(window.search, "lt")
    heard = Heard(window.search.picked)
    window.search.show_hits(HITS)
    assert window.search.hits_shown()
    assert window.search.hasFocus()

    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    qtbot.keyClick(window.search, Qt.Key.Key_Up)
    qtbot.keyClicks(window.search, "m")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert heard.said == []
    window.search.show_hits(HITS[1:])

    assert heard.said == [HITS[1]]
    assert window.search.text() == "ltm"
    assert not window.search.hits_shown()


def test_a_hit_is_chosen_with_the_mouse(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    window.search.start_search()
    qtbot.keyClicks(window.search, "t")
    heard = Heard(window.search.picked)
    window.search.show_hits(HITS)
    hits = window.search._popup.list

    place = hits.visualItemRect(hits.item(3)).center()
    qtbot.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert heard.said == [HITS[1]]


def test_esc_closes_the_hits_and_then_clears_the_text(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    window.search.start_search()
    qtbot.keyClicks(window.search, "t")
    window.search.show_hits(HITS)

    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert not window.search.hits_shown()
    assert window.search.text() == "t"

    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.text() == ""


def test_hits_that_come_late_are_not_shown(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    window.search.start_search()
    qtbot.keyClicks(window.search, "t")
    window._centre.setFocus()

    window.search.show_hits(HITS)

    assert not window.search.hits_shown()


def test_a_figure_is_clicked(qtbot: QtBot, window: MainWindow) -> None:
    window.header.show_overview(an_overview(), TODAY)
    shown(qtbot, window)
    heard = Heard(window.header.figure_picked)

    qtbot.mouseClick(window.header.button("missing"), Qt.MouseButton.LeftButton)

    assert heard.said == ["missing"]
    assert window.header.button("local_supply_rate").text() == "本地配套率 57%"


def test_a_figure_without_data_is_a_dash(qtbot: QtBot, window: MainWindow) -> None:
    window.header.show_overview(an_overview(local_supply_rate=None))
    assert window.header.button("local_supply_rate").text() == "本地配套率 —"


def test_a_long_job_is_shown_and_can_be_cancelled(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    heard = Heard(window.busy.cancel_asked)
    window.busy.show_job(7, "正在导入")
    window.busy.show_progress(7, 2**33, 2**34)
    assert not window.busy.isHidden()

    qtbot.mouseClick(window.busy._cancel, Qt.MouseButton.LeftButton)
    assert heard.said == [7]

    window.busy.show_progress(7, 5, 10, "正在清除")
    assert window.busy._cancel.isEnabled()
    window.busy.show_progress(7, 10, 10, "正在保存，不能再取消")
    assert not window.busy._cancel.isEnabled()
    window.busy.end_job(7)
    assert window.busy.isHidden()


def test_a_message_has_an_action_and_can_be_closed(qtbot: QtBot, window: MainWindow) -> None:
    shown(qtbot, window)
    heard = Heard(window.messages.action_asked)
    window.messages.show_message(HOSTILE, MessageKind.WARNING, "重试")
    assert window.messages.text() == HOSTILE

    qtbot.mouseClick(window.messages._action, Qt.MouseButton.LeftButton)

    assert heard.said == [()]
    assert window.messages.text() == ""
