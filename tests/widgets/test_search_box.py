"""Hits below the search box: groups, what hit, how many, and the way to all of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from chains.kinds import EntityKind
from chains.registry import Count
from chains.search_hit import SearchHit
from tests.widgets.builders import HOSTILE, LEFT, Heard
from widgets.panels.hit_role import HIT
from widgets.window import MainWindow

HITS = (
    SearchHit(EntityKind.CHAIN, "tyre", "轮胎", "先进装备"),
    SearchHit(EntityKind.SEGMENT, "tyre/mould", "轮胎模具", "轮胎", "轮胎模具"),
    SearchHit(EntityKind.SEGMENT, "fibre/prepreg", "中间材料", "碳纤维", "预浸料"),
    SearchHit(EntityKind.COMPANY, "7", HOSTILE, "山东威海", "主营产品 轮胎模具"),
)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.search.start_search()
    qtbot.keyClicks(window.search, "lt")
    window.search.show_hits(HITS)
    return window


def lines(window: MainWindow) -> list[str]:
    rows = window.search._popup.list
    return [rows.item(row).text() for row in range(rows.count())]


def test_hits_are_grouped_and_a_segment_found_by_its_product_stands_with_the_products(
    window: MainWindow,
) -> None:
    assert lines(window) == [
        "产业链", "轮胎", "环节", "轮胎模具", "产品", "预浸料", "企业", HOSTILE,
        "在企业库中查看全部企业（Ctrl+Enter）",
    ]  # fmt: skip
    rows = window.search._popup.list
    assert rows.item(5).data(HIT).where == "碳纤维 · 中间材料"
    assert "主营产品 轮胎模具" in rows.item(7).data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_count_comes_later_and_leaves_the_choice(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    window.search.show_count(Count(10_000, exact=False))
    assert "企业  共 10,000+ 家" in lines(window)
    heard = Heard(window.search.picked)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert heard.said == [HITS[1]]


@pytest.mark.parametrize("way", ["keys", "line"])
def test_all_companies_are_asked_for(qtbot: QtBot, window: MainWindow, way: str) -> None:
    heard = Heard(window.search.all_asked)
    if way == "keys":
        qtbot.keyClick(window.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    else:
        rows = window.search._popup.list
        rows.scrollToBottom()
        qtbot.mouseClick(rows.viewport(), LEFT, pos=rows.visualItemRect(rows.item(8)).center())
    assert heard.said == ["lt"]
    assert not window.search.hits_shown()


def test_the_list_fits_into_its_window(window: MainWindow) -> None:
    window.resize(1366, 400)
    many = tuple(SearchHit(EntityKind.COMPANY, str(one), f"企业{one}", "") for one in range(40))
    window.search.show_hits(many)
    popup = window.search._popup
    assert popup.geometry().bottom() <= window.height()
    assert popup.list.currentRow() == 1


def test_every_group_is_seen_though_one_has_very_many(window: MainWindow) -> None:
    segments = tuple(
        SearchHit(EntityKind.SEGMENT, f"motor/{one}", f"电机{one}", "电机", f"电机{one}") for one in range(24)
    )
    window.search.show_hits((HITS[0], *segments, HITS[3]))
    shown = lines(window)
    assert HOSTILE in shown
    assert "环节  前 10 个，共 24 个" in shown
    assert window.search._popup.list.item(3).data(Qt.ItemDataRole.AccessibleTextRole) == "电机0 电机"
    assert not window.search._popup.list.verticalScrollBar().isVisible()


def test_old_hits_are_never_opened_for_a_new_text(qtbot: QtBot, window: MainWindow) -> None:
    heard = Heard(window.search.picked)
    qtbot.keyClicks(window.search, "m")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert heard.said == []
    qtbot.waitUntil(lambda: window.search._popup.none.text() == "正在查找…")
    assert lines(window) == []

    window.search.show_hits(HITS[3:])
    assert heard.said == [HITS[3]]


def test_typing_on_takes_the_enter_back(qtbot: QtBot, window: MainWindow) -> None:
    heard = Heard(window.search.picked)
    qtbot.keyClicks(window.search, "m")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    qtbot.keyClicks(window.search, "j")
    window.search.show_hits(HITS)
    assert heard.said == []
    assert window.search.hits_shown()
