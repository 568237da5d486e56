"""The chain list, and small parts that panels are made of."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.builders import HOSTILE, Heard, a_candidate, a_match, a_view, an_overview
from widgets.panels.chain_header import ChainHeader
from widgets.panels.chain_list import ChainListPanel
from widgets.panels.date_field import date_typed
from widgets.panels.labels import ElidedLabel, PlainLabel
from widgets.panels.row_list import ListRow, RowList
from widgets.panels.segment import SegmentPanel
from widgets.tables.gap import GapTable
from widgets.tables.log import LogTable
from widgets.tables.regions import RegionTable
from widgets.window import MainWindow

CHAINS = (
    an_overview("tyre", "轮胎"),
    an_overview("motor", "电机", missing=0, weak=3),
    an_overview("ship", "船舶与海工装备", cluster="海洋", local_supply_rate=None, missing=0, weak=0),
)


@pytest.fixture
def chains(qtbot: QtBot) -> ChainListPanel:
    made = ChainListPanel()
    qtbot.addWidget(made)
    made.resize(225, 600)
    with qtbot.waitExposed(made):
        made.show()
    made.show_overviews(CHAINS)
    return made


def row_of(chains: ChainListPanel, name: str) -> object:
    model = chains.view.model()
    rows = (model.index(row, 0) for row in range(model.rowCount()))
    return next(index for index in rows if index.data() == name)


def test_a_click_picks_the_chain(qtbot: QtBot, chains: ChainListPanel) -> None:
    heard = Heard(chains.picked)
    place = chains.view.visualRect(row_of(chains, "电机")).center()
    qtbot.mouseClick(chains.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.said == ["motor"]


def test_a_click_on_a_cluster_picks_nothing(qtbot: QtBot, chains: ChainListPanel) -> None:
    heard = Heard(chains.picked)
    place = chains.view.visualRect(row_of(chains, "海洋")).center()
    qtbot.mouseClick(chains.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.said == []


def test_arrows_pass_over_clusters_and_enter_picks(qtbot: QtBot, chains: ChainListPanel) -> None:
    heard = Heard(chains.picked)
    chains.set_current("motor")
    qtbot.keyClick(chains.view, Qt.Key.Key_Down)
    qtbot.keyClick(chains.view, Qt.Key.Key_Return)
    assert heard.said == ["ship"]


def test_the_filter_takes_pinyin_initials(qtbot: QtBot, chains: ChainListPanel) -> None:
    qtbot.keyClicks(chains.filter, "dj")
    assert chains.shown_codes() == ("motor",)


def test_enter_in_the_filter_picks_the_first(qtbot: QtBot, chains: ChainListPanel) -> None:
    heard = Heard(chains.picked)
    qtbot.keyClicks(chains.filter, "dj")
    qtbot.keyClick(chains.filter, Qt.Key.Key_Return)
    assert heard.said == ["motor"]


def test_the_current_chain_stays_marked_when_figures_change(chains: ChainListPanel) -> None:
    heard = Heard(chains.picked)
    chains.set_current("motor")
    chains.show_overviews((*CHAINS[:2], an_overview("ship", "船舶与海工装备", cluster="海洋")))
    assert chains.view.currentIndex().data() == "电机"
    assert heard.said == []


def test_a_chain_says_its_figures_to_a_screen_reader(chains: ChainListPanel) -> None:
    said = row_of(chains, "船舶与海工装备").data(Qt.ItemDataRole.AccessibleTextRole)
    assert "本地配套率 —" in said


@pytest.mark.parametrize("typed", ["2027-02-12", "2027/2/12", "20270212", "2027年2月12日", " 2027.2.12 "])
def test_dates_are_read_as_people_write_them(typed: str) -> None:
    assert date_typed(typed) == date(2027, 2, 12)


@pytest.mark.parametrize("typed", ["", "2027-13-01", "明天", "2027-02-30", "12"])
def test_what_is_no_date_is_none(typed: str) -> None:
    assert date_typed(typed) is None


def test_an_elided_label_keeps_its_whole_text(qtbot: QtBot) -> None:
    label = ElidedLabel("很长很长很长很长的企业名称" * 5)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.whole_text() == "很长很长很长很长的企业名称" * 5


def test_a_label_takes_markup_as_text(qtbot: QtBot) -> None:
    label = PlainLabel(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_no_label_guesses_whether_its_text_is_markup(qtbot: QtBot) -> None:
    window, panel = MainWindow(), SegmentPanel()
    qtbot.addWidget(window)
    window.set_centre(QWidget())
    window.add_panel("chains", "产业链", ChainListPanel(), Qt.DockWidgetArea.LeftDockWidgetArea)
    window.add_panel("segment", "环节", panel, Qt.DockWidgetArea.RightDockWidgetArea)
    panel.show_segment(a_view(match=a_match(a_candidate(name=HOSTILE)), contradiction=HOSTILE))
    labels = window.findChildren(QLabel)
    assert len(labels) > 20
    assert [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText] == []


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot) -> None:
    panel = SegmentPanel()
    qtbot.addWidget(panel)
    panel.show_segment(a_view(match=a_match(a_candidate())))
    nameless = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.accessibleName()
        and not (hasattr(widget, "text") and widget.text())
    ]
    assert nameless == []


def test_tab_goes_from_field_to_field(qtbot: QtBot) -> None:
    panel = SegmentPanel()
    qtbot.addWidget(panel)
    panel.resize(380, 1200)
    panel.show_segment(a_view(match=a_match(a_candidate())))
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.assessing.evidence.box.setFocus()
    qtbot.keyClick(panel.assessing.evidence.box, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel.assessing.review.edit


@pytest.mark.parametrize("panel", [GapTable, RegionTable, LogTable, ChainListPanel, ChainHeader])
def test_before_anything_is_read_nothing_is_said_to_be_missing(qtbot: QtBot, panel: type[QWidget]) -> None:
    shown = panel()
    qtbot.addWidget(shown)
    shown.resize(900, 300)
    shown.show()

    said = [label.text() for label in shown.findChildren(QLabel) if label.isVisible()]

    assert not [text for text in said if "没有" in text or "尚无" in text or "请" in text]


def test_markup_in_a_row_is_text_in_its_tooltip(qtbot: QtBot) -> None:
    rows = RowList("企业")
    qtbot.addWidget(rows)

    rows.show_rows((ListRow(1, HOSTILE), ListRow(2, "甲", tip=f"<b>{HOSTILE}</b>")))

    for row in range(2):
        told = rows.model().index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
        assert "<img" not in told and "<b>" not in told
        assert "&lt;" in told
