"""The filter of the company table: trees with ticks for everything inside, ranges, words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from chains.kinds import RegistrationState
from chains.registry import ALL_COMPANIES, CompanyFilter, Placed
from tests.widgets.builders import HOSTILE, LEFT, Heard
from widgets.dialogs.company_filter import CompanyFilterWindow
from widgets.panels.check_tree import CHECKED, PARTLY, UNCHECKED, CheckTree, TreeNode
from widgets.panels.company_filter import PAGES, CompanyFilterPanel, FilterOffers
from widgets.panels.filter_parts import NumberRange, number_typed

TREE = (
    TreeNode(
        "370000",
        "山东省",
        (
            TreeNode("371000", "威海市", (TreeNode("371002", "环翠区"), TreeNode("371082", "荣成市"))),
            TreeNode("370200", "青岛市"),
        ),
    ),
    TreeNode("110000", "北京市"),
)
OFFERS = FilterOffers(
    TREE,
    (TreeNode("C", "C 制造业"),),
    (TreeNode(HOSTILE, HOSTILE, note="3 家"),),
    (TreeNode("tyre", "轮胎"),),
)


@pytest.fixture
def tree(qtbot: QtBot) -> CheckTree:
    tree = CheckTree("区域", "查找")
    qtbot.addWidget(tree)
    tree.show_tree(TREE)
    tree.resize(300, 400)
    tree.show()
    return tree


def click_box(qtbot: QtBot, tree: CheckTree, code: str) -> None:
    """Click the tick of a line."""
    index = tree.item(code).index()
    tree.view.expandAll()
    tree.view.scrollTo(index)
    area = tree.view.visualRect(index)
    place = area.center()
    place.setX(area.left() + 9)
    qtbot.mouseClick(tree.view.viewport(), LEFT, pos=place)


def states(tree: CheckTree, *codes: str) -> list[Qt.CheckState]:
    return [tree.item(code).checkState() for code in codes]


def test_a_tick_holds_for_everything_inside_and_shows_above(qtbot: QtBot, tree: CheckTree) -> None:
    heard = Heard(tree.changed)
    click_box(qtbot, tree, "371000")
    assert heard.said == [("371000",)]
    assert states(tree, "370000", "371000", "371002", "370200") == [PARTLY, CHECKED, CHECKED, UNCHECKED]

    click_box(qtbot, tree, "371002")
    assert heard.last == ("371082",)
    assert states(tree, "370000", "371000") == [PARTLY, PARTLY]


def test_all_parts_ticked_are_the_whole(qtbot: QtBot, tree: CheckTree) -> None:
    heard = Heard(tree.changed)
    for code in ("371082", "371002", "370200"):
        click_box(qtbot, tree, code)
    assert heard.last == ("370000",)


def test_showing_ticks_tells_nobody(tree: CheckTree) -> None:
    heard = Heard(tree.changed)
    tree.show_chosen(("371000", "no such code"))
    assert tree.chosen() == ("371000",)
    tree.show_chosen(())
    assert tree.chosen() == ()
    assert heard.said == []


def test_another_tree_keeps_the_ticks_that_are_still_there(tree: CheckTree) -> None:
    tree.show_chosen(("371000", "110000"))
    tree.show_tree(TREE[:1])
    assert tree.chosen() == ("371000",)


@pytest.mark.parametrize("typed", ["荣成", "rcs", "rongcheng"])
def test_a_line_is_found_by_signs_and_pinyin_below_what_it_lies_in(
    qtbot: QtBot, tree: CheckTree, typed: str
) -> None:
    tree.search.setText(typed)
    hidden = {
        code: tree.view.isRowHidden(tree.item(code).row(), tree.item(code).index().parent())
        for code in ("370000", "371000", "371082", "371002", "110000")
    }
    assert hidden == {"370000": False, "371000": False, "371082": False, "371002": True, "110000": True}
    assert tree.view.isExpanded(tree.item("371000").index())
    tree.search.clear()
    assert not tree.view.isRowHidden(tree.item("110000").row(), tree.item("110000").index().parent())


def test_what_is_ticked_outside_of_the_search_stays_ticked(qtbot: QtBot, tree: CheckTree) -> None:
    tree.show_chosen(("110000",))
    tree.search.setText("荣成")
    heard = Heard(tree.changed)
    click_box(qtbot, tree, "371082")
    assert heard.said == [("371082", "110000")]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,000", 1000),
        ("2万", 20_000),
        ("0.5", "0.5"),
        ("-1", None),
        ("abc", None),
        ("", None),
        ("1e400", None),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: object) -> None:
    assert number_typed(typed) == (None if number is None else Decimal(number))


def test_a_range_says_what_is_no_number(qtbot: QtBot) -> None:
    field = NumberRange("参保人数", "人")
    qtbot.addWidget(field)
    heard = Heard(field.changed)
    qtbot.keyClicks(field.low, "1x")
    assert heard.last == (None, None)
    assert "数字" in field._wrong.text()
    field.low.setText("9")
    qtbot.keyClicks(field.high, "3")
    assert "下限大于上限" in field._wrong.text()


@pytest.fixture
def panel(qtbot: QtBot) -> CompanyFilterPanel:
    panel = CompanyFilterPanel()
    qtbot.addWidget(panel)
    panel.show_offers(OFFERS)
    panel.resize(700, 450)
    panel.show()
    return panel


def test_everything_that_is_ticked_and_typed_makes_one_filter(
    qtbot: QtBot, panel: CompanyFilterPanel
) -> None:
    heard = Heard(panel.changed)
    panel.show_page("区域")
    click_box(qtbot, panel.regions, "371082")
    panel.show_page("登记状态")
    qtbot.mouseClick(panel.states.boxes["active"], LEFT)
    panel.show_page("规模与成立")
    qtbot.keyClicks(panel.capital.low, "1000")
    qtbot.keyClicks(panel.insured.high, "50")
    qtbot.keyClicks(panel.founded.first.edit, "2020-01-01")
    qtbot.keyClick(panel.founded.first.edit, Qt.Key.Key_Return)
    panel.show_page("标注")
    click_box(qtbot, panel.chains, "tyre")

    assert heard.last == CompanyFilter(
        regions=("371082",),
        states=(RegistrationState.ACTIVE,),
        capital_from=Decimal(1000),
        insured_to=50,
        founded_from=date(2020, 1, 1),
        chains=("tyre",),
    )
    assert [panel.pages.item(row).text() for row in range(len(PAGES))] == [
        "区域  1", "行业", "资质", "登记状态  1", "规模与成立  3", "标注  1",
    ]  # fmt: skip


def test_not_placed_asks_for_no_chain(qtbot: QtBot, panel: CompanyFilterPanel) -> None:
    panel.show_filter(CompanyFilter(chains=("tyre",)))
    heard = Heard(panel.changed)
    panel.show_page("标注")
    qtbot.mouseClick(panel.placed.button(2), LEFT)
    assert heard.said == [replace(ALL_COMPANIES, placed=Placed.NOT_PLACED)]
    assert panel.chains.chosen() == ()


def test_a_filter_is_shown_back_and_forth(panel: CompanyFilterPanel) -> None:
    wanted = CompanyFilter(
        regions=("371000",), honours=(HOSTILE,), only_valid=False, insured_from=3, placed=Placed.PLACED
    )
    heard = Heard(panel.changed)
    panel.show_filter(wanted)
    assert panel.regions.chosen() == ("371000",)
    assert panel.honours.chosen() == (HOSTILE,)
    assert not panel.valid.isChecked()
    assert panel.insured.value() == (Decimal(3), None)
    assert heard.said == []


def test_the_window_fits_a_small_screen_and_says_what_is_asked(qtbot: QtBot) -> None:
    window = CompanyFilterWindow()
    qtbot.addWidget(window)
    window.show_offers(OFFERS)
    window.show()
    assert window.height() <= 600
    assert window.width() <= 1000
    window.show_filter(CompanyFilter(regions=("371000",)), "区域：威海市")
    window.show_count("10,000+")
    assert (window.words.whole_text(), window.count.text()) == ("区域：威海市", "符合 10,000+ 家")
    heard = Heard(window.changed)
    qtbot.mouseClick(window.clear, LEFT)
    assert heard.said == [ALL_COMPANIES]
