"""The company table of any size: pages, order, filter in words, selection by key, copies, columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from chains.registry import (
    ALL_COMPANIES,
    BEST_FIRST,
    CompanyFilter,
    CompanyList,
    CompanySort,
    Count,
    SortColumn,
)
from tests.widgets.builders import HOSTILE, LEFT, Heard, a_company_row, click_cell, opened_table
from widgets.tables.company import CompanyTable
from widgets.tables.dragging import company_mime
from widgets.tables.paged import MOST_WAITING, PAGE, PagedModel

CONTROL = Qt.KeyboardModifier.ControlModifier
LISTS = (
    CompanyList(1, "威海高企", CompanyFilter(regions=("371000",)), BEST_FIRST, "王五", datetime.now(UTC)),
    CompanyList(2, HOSTILE, CompanyFilter(text="轮胎"), BEST_FIRST, "王五", datetime.now(UTC)),
)


@pytest.fixture
def companies(qtbot: QtBot) -> CompanyTable:
    return opened_table(qtbot, CompanyTable())


def fill(table: CompanyTable, *ids: int) -> None:
    table.show_count(Count(len(ids)))
    table.show_page(0, [a_company_row(number) for number in ids])


def shown_ids(table: CompanyTable) -> list[object]:
    rows = [table.model.row(number) for number in range(table.model.rowCount())]
    return [row.key for row in rows if row is not None]


def test_a_million_companies_ask_only_for_the_page_in_view(qtbot: QtBot, companies: CompanyTable) -> None:
    heard = Heard(companies.page_asked)
    companies.show_count(Count(1_024_316))
    qtbot.waitUntil(lambda: bool(heard.said))
    assert heard.said == [(0, PAGE)]

    companies.show_page(0, [a_company_row(number) for number in range(1, PAGE + 1)])
    companies.view.scrollToBottom()

    qtbot.waitUntil(lambda: len(heard.said) > 1)
    assert heard.last[0] >= 1_024_000


def test_pages_that_a_quick_scroll_passed_are_never_read(qtbot: QtBot, companies: CompanyTable) -> None:
    companies.show_count(Count(1_000_000))
    qtbot.wait(1)
    heard = Heard(companies.page_asked)
    for page in range(100, 160):
        companies.model.index(page * PAGE, 0).data()
    qtbot.waitUntil(lambda: bool(heard.said))
    for _ in range(20):
        for offset, _limit in list(heard.said):
            companies.show_page(offset, [])
        qtbot.wait(1)

    offsets = [offset for offset, _ in heard.said]
    assert 159 * PAGE in offsets
    assert len({offset for offset in offsets if offset}) <= MOST_WAITING


def test_a_page_that_failed_is_asked_for_again(qtbot: QtBot, companies: CompanyTable) -> None:
    heard = Heard(companies.page_asked)
    companies.show_count(Count(10))
    qtbot.waitUntil(lambda: len(heard.said) == 1)
    companies.model.drop_page(0)
    companies.view.viewport().update()
    qtbot.waitUntil(lambda: len(heard.said) == 2)


def test_a_model_of_pages_is_what_views_expect(qapp: object) -> None:
    model = PagedModel(CompanyTable().model._columns)
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for count in (0, 5, 1000, 3, 700):
        model.set_count(count)
        model.set_page(0, [])
        model.forget()
    assert model.rowCount() == 700


def test_a_row_on_its_way_is_shown_as_dots(companies: CompanyTable) -> None:
    companies.show_count(Count(10))
    assert companies.model.index(3, 0).data() == "…"
    companies.show_page(0, [a_company_row(number) for number in range(10)])
    assert companies.model.index(3, 0).data() == "示例企业3"


def test_a_refresh_keeps_old_rows_in_view_until_new_ones_come(qtbot: QtBot, companies: CompanyTable) -> None:
    fill(companies, 1, 2)
    heard = Heard(companies.page_asked)

    companies.expect_newer()

    assert companies.model.index(0, 0).data() == "示例企业1"
    qtbot.waitUntil(lambda: (0, PAGE) in heard.said)


def test_typing_searches_after_each_key(qtbot: QtBot, companies: CompanyTable) -> None:
    heard = Heard(companies.filter_changed)
    qtbot.keyClicks(companies.search, "lt")
    assert [one.text for one in heard.said] == ["l", "lt"]


@pytest.mark.parametrize("typed", ['"', "*", "-", "%", " OR ", "NEAR(a b)", "<b>&"])
def test_what_is_typed_is_text(qtbot: QtBot, companies: CompanyTable, typed: str) -> None:
    heard = Heard(companies.filter_changed)
    qtbot.keyClicks(companies.search, typed)
    assert heard.last.text == typed.strip()


def test_a_double_click_and_enter_open_the_company(qtbot: QtBot, companies: CompanyTable) -> None:
    fill(companies, 7, 8)
    heard = Heard(companies.activated)
    click_cell(qtbot, companies, 1, 0, twice=True)
    qtbot.keyClick(companies.view, Qt.Key.Key_Return)
    assert heard.said == [8, 8]


def click_heading(qtbot: QtBot, table: CompanyTable, column: int) -> None:
    head = table.view.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(column) + 20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), LEFT, pos=place)


def test_clicks_on_a_heading_sort_up_down_and_no_more(qtbot: QtBot, companies: CompanyTable) -> None:
    fill(companies, 1, 2)
    heard = Heard(companies.sort_changed)
    for _ in range(3):
        click_heading(qtbot, companies, 5)
    assert heard.said == [
        CompanySort(SortColumn.CAPITAL),
        CompanySort(SortColumn.CAPITAL, descending=True),
        BEST_FIRST,
    ]


def test_the_count_says_when_it_is_not_exact(companies: CompanyTable) -> None:
    companies.show_filter(CompanyFilter(text="有限公司"))
    companies.show_count(Count(10_000, exact=False), 10_000)
    assert companies.bar.count.whole_text() == "10,000+ 家，列前 10,000"
    companies.show_filter(ALL_COMPANIES)
    companies.show_count(Count(1_024_316))
    assert companies.bar.count.whole_text() == "共 1,024,316 家"


def test_each_demand_is_a_chip_in_words_that_takes_it_away(qtbot: QtBot, companies: CompanyTable) -> None:
    wanted = CompanyFilter(
        text="轮胎",
        regions=("371000",),
        honours=("高新技术企业",),
        capital_from=Decimal(1000),
        chains=("tyre",),
    )
    companies.show_filter(wanted, {"tyre": "轮胎"})
    heard = Heard(companies.filter_changed)
    words = [chip.text().removesuffix(" ✕") for chip in companies.chips.chips()]
    assert words == [
        "区域：威海市", "资质（今日有效）：高新技术企业", "注册资本不低于 1,000 万元", "在产业链：轮胎",
    ]  # fmt: skip

    qtbot.mouseClick(companies.chips.chips()[2], LEFT)
    assert heard.said == [replace(wanted, capital_from=None)]


def test_selected_companies_stay_selected_in_another_order(companies: CompanyTable, qtbot: QtBot) -> None:
    fill(companies, 7, 8, 9)
    click_cell(qtbot, companies, 0)
    index = companies.model.index(2, 1)
    qtbot.mouseClick(companies.view.viewport(), LEFT, CONTROL, companies.view.visualRect(index).center())
    assert companies.selected_companies() == (7, 9)

    companies.expect_others()
    assert companies.selected_companies() == (7, 9)
    companies.show_page(0, [a_company_row(number) for number in (9, 8, 7)])

    assert companies.keeper.ranges() == ((0, 0), (2, 2))
    assert set(companies.selected_companies()) == {7, 9}


def test_a_new_click_forgets_what_was_waited_for(companies: CompanyTable, qtbot: QtBot) -> None:
    fill(companies, 7, 8, 9)
    click_cell(qtbot, companies, 0)
    companies.expect_others()
    companies.show_page(0, [a_company_row(number) for number in (1, 2, 3)])
    click_cell(qtbot, companies, 1)
    assert companies.selected_companies() == (2,)


def test_all_of_a_million_are_selected_at_once_and_asked_for_to_copy(
    qtbot: QtBot, companies: CompanyTable
) -> None:
    companies.show_count(Count(1_000_000))
    companies.show_page(0, [a_company_row(number) for number in range(PAGE)])
    heard = Heard(companies.rows_asked)
    companies.view.setFocus()
    qtbot.keyClick(companies.view, Qt.Key.Key_A, CONTROL)
    assert "选中 1,000,000 家" in companies.bar.count.whole_text()
    qtbot.keyClick(companies.view, Qt.Key.Key_C, CONTROL)
    assert heard.said == [((0, 999_999),)]


def test_loaded_rows_are_copied_as_text_for_a_spreadsheet(qtbot: QtBot, companies: CompanyTable) -> None:
    companies.show_count(Count(2))
    companies.show_page(0, [a_company_row(1, "甲\n厂\t一"), a_company_row(2, "=1+1")])
    companies.view.setFocus()
    qtbot.keyClick(companies.view, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(companies.view, Qt.Key.Key_C, CONTROL)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert [line[0] for line in lines] == ["甲 厂 一", "'=1+1"]
    assert len({len(line) for line in lines}) == 1


def test_hidden_and_moved_columns_are_copied_as_shown(companies: CompanyTable) -> None:
    head = companies.view.horizontalHeader()
    companies.view.setColumnHidden(1, True)
    head.moveSection(head.visualIndex(2), 0)
    companies.copy([a_company_row(1, "甲厂")])
    assert QGuiApplication.clipboard().text().split("\t")[:2] == ["山东 威海", "甲厂"]


def test_columns_are_chosen_and_kept(qtbot: QtBot, companies: CompanyTable) -> None:
    menu = companies.columns.menu()
    lines = {action.text(): action for action in menu.actions()}
    assert not lines["所属行业"].isChecked()
    lines["所属行业"].trigger()
    companies.view.setColumnWidth(1, 99)
    kept = companies.columns.save()

    other = opened_table(qtbot, CompanyTable())
    assert other.columns.restore(kept)
    assert not other.view.isColumnHidden(10)
    assert other.view.columnWidth(1) == 99
    assert not other.columns.restore(b"")
    other.columns.reset()
    assert other.view.isColumnHidden(10)


def test_lists_are_offered_by_name_and_chosen(companies: CompanyTable) -> None:
    heard = Heard(companies.bar.list_chosen)
    companies.show_lists(LISTS, LISTS[0])
    actions = companies.bar.list_menu().actions()
    assert actions[1].text() == HOSTILE.replace("&", "&&")
    assert actions[0].isChecked()
    actions[1].trigger()
    assert heard.said == [LISTS[1]]


def test_selected_companies_are_dragged_as_their_ids() -> None:
    data = company_mime([7, 9])
    assert bytes(data.data(data.formats()[0]).data()) == b"[7, 9]"


def test_an_empty_store_says_how_to_fill_it(qtbot: QtBot, companies: CompanyTable) -> None:
    assert "导入企业" in companies._empty.text()
    heard = Heard(companies.import_asked, companies.new_asked)
    qtbot.mouseClick(companies._import, LEFT)
    qtbot.mouseClick(companies._new, LEFT)
    assert heard.said == [(), ()]


def test_nothing_found_offers_to_drop_the_demands(qtbot: QtBot, companies: CompanyTable) -> None:
    companies.show_filter(CompanyFilter(text="没有"))
    companies.show_count(Count(0))
    heard = Heard(companies.filter_changed)
    qtbot.mouseClick(companies._clear, LEFT)
    assert heard.said == [ALL_COMPANIES]


def test_the_keyboard_goes_from_the_search_to_a_company_and_back(
    qtbot: QtBot, companies: CompanyTable
) -> None:
    fill(companies, 7, 8)
    heard = Heard(companies.activated)
    companies.start_search()
    qtbot.keyClicks(companies.search, "w")
    fill(companies, 7, 8)
    qtbot.keyClick(companies.search, Qt.Key.Key_Down)
    assert companies.view.hasFocus()
    qtbot.keyClick(companies.view, Qt.Key.Key_Down)
    qtbot.keyClick(companies.view, Qt.Key.Key_Return)
    assert heard.said == [8]
    qtbot.keyClick(companies.view, Qt.Key.Key_Up)
    assert companies.view.hasFocus()
    qtbot.keyClick(companies.view, Qt.Key.Key_Up)
    assert companies.search.hasFocus()
    assert companies.search.selectedText() == "w"
