"""Lists keep what the user chose, ask for what they need, and say what was edited."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from chains.chain import SegmentRef
from chains.kinds import Coverage
from chains.rows import RegionCell
from tests.widgets.builders import (
    HOSTILE,
    LEFT,
    MOULD,
    Heard,
    a_change,
    a_gap,
    click_cell,
    opened_table,
)
from widgets.tables.cells import Cell, Column, Row
from widgets.tables.gap import GapTable
from widgets.tables.keyed import KeyedModel
from widgets.tables.log import LogTable
from widgets.tables.regions import RegionTable


def rows(*keys: int) -> list[Row]:
    return [Row(key, (Cell(f"{key}", order=key),)) for key in keys]


@pytest.fixture
def keyed() -> KeyedModel:
    model = KeyedModel((Column("名称", 100),))
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(rows(1, 2, 3, 4, 5))
    return model


def shown(model: KeyedModel) -> list[object]:
    return [model.row(number).key for number in range(model.rowCount())]


@pytest.mark.parametrize(
    "wanted", [(), (3,), (5, 4, 3, 2, 1), (9, 1, 8, 3, 7), (1, 2, 3, 4, 5, 6), (6, 5, 1), (2, 4, 1, 3)]
)
def test_any_rows_become_any_other_rows(qapp: object, keyed: KeyedModel, wanted: tuple[int, ...]) -> None:
    keyed.set_rows(rows(*wanted))
    assert shown(keyed) == list(wanted)


def test_the_place_of_a_row_is_followed_through_changes(qapp: object, keyed: KeyedModel) -> None:
    from PySide6.QtCore import QPersistentModelIndex

    third = QPersistentModelIndex(keyed.index(2, 0))
    keyed.set_rows(rows(9, 5, 3, 1))
    assert third.row() == 2
    keyed.set_rows(rows(1, 3))
    assert third.row() == 1
    keyed.set_rows(rows(1))
    assert not third.isValid()


def test_only_rows_that_differ_are_told_as_changed(qapp: object, keyed: KeyedModel) -> None:
    heard = Heard(keyed.dataChanged)
    changed = rows(1, 2, 3, 4, 5)
    changed[3] = Row(4, (Cell("四"),))
    keyed.set_rows(changed)
    assert [first.row() for first, *_ in heard.said] == [3]


def test_a_sorted_table_stays_sorted_when_rows_come(qapp: object, keyed: KeyedModel) -> None:
    keyed.sort(0, Qt.SortOrder.DescendingOrder)
    keyed.set_rows(rows(2, 7, 1))
    assert shown(keyed) == [7, 2, 1]
    keyed.sort(-1)
    assert shown(keyed) == [2, 7, 1]


def test_two_rows_of_one_key_are_an_error(qapp: object, keyed: KeyedModel) -> None:
    with pytest.raises(ValueError, match="one key"):
        keyed.set_rows(rows(1, 1))


@pytest.fixture
def gaps(qtbot: QtBot) -> GapTable:
    table = GapTable()
    table.show_gaps(
        (a_gap(), a_gap("carbon", "炭黑", 0.74), a_gap("weak", "航空胎", 0.41, coverage=Coverage.WEAK))
    )
    return opened_table(qtbot, table)


def test_a_click_on_a_gap_picks_its_segment(qtbot: QtBot, gaps: GapTable) -> None:
    heard = Heard(gaps.picked)
    click_cell(qtbot, gaps, 1, 2)
    assert heard.said == [SegmentRef("tyre", "carbon")]


def test_arrows_and_enter_pick_a_gap(qtbot: QtBot, gaps: GapTable) -> None:
    heard = Heard(gaps.picked)
    gaps.set_current(MOULD)
    qtbot.keyClick(gaps.view, Qt.Key.Key_Down)
    qtbot.keyClick(gaps.view, Qt.Key.Key_Return)
    assert heard.said == [SegmentRef("tyre", "carbon")]


def test_marking_the_open_segment_picks_nothing(gaps: GapTable) -> None:
    heard = Heard(gaps.picked)
    gaps.set_current(MOULD)
    assert gaps.view.current_key() == MOULD
    assert heard.said == []


def test_the_current_gap_stays_current_when_gaps_change(gaps: GapTable) -> None:
    gaps.set_current(SegmentRef("tyre", "carbon"))
    gaps.show_gaps((a_gap("carbon", "炭黑", 0.9), a_gap()))
    assert gaps.view.current_key() == SegmentRef("tyre", "carbon")


def test_the_chain_is_named_only_over_all_chains(qtbot: QtBot, gaps: GapTable) -> None:
    assert gaps.view.isColumnHidden(1)
    heard = Heard(gaps.scope_changed)
    qtbot.mouseClick(gaps.scope.button(value=True), LEFT)
    assert heard.said == [True]
    gaps.show_gaps((a_gap(),), all_chains=True)
    assert not gaps.view.isColumnHidden(1)


def test_gaps_are_sorted_by_a_click_on_a_heading(qtbot: QtBot, gaps: GapTable) -> None:
    head = gaps.view.horizontalHeader()
    place = head.sectionViewportPosition(7) + 20
    from PySide6.QtCore import QPoint

    qtbot.mouseClick(head.viewport(), LEFT, pos=QPoint(place, 10))
    first = gaps.model.index(0, 7).data()
    qtbot.mouseClick(head.viewport(), LEFT, pos=QPoint(place, 10))
    assert {first, gaps.model.index(0, 7).data()} == {"0.41", "0.86"}


def test_a_chain_without_gaps_says_so(gaps: GapTable) -> None:
    gaps.show_gaps(())
    assert gaps.view.isHidden()
    assert not gaps._empty.isHidden()


def test_selected_rows_are_copied_as_a_spreadsheet_takes_them(qtbot: QtBot, gaps: GapTable) -> None:
    gaps.set_current(MOULD)
    qtbot.keyClick(gaps.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\t")[:2] == ["1", "轮胎模具"]


@pytest.fixture
def regions(qtbot: QtBot) -> RegionTable:
    table = RegionTable()
    carbon = SegmentRef("tyre", "carbon")
    cells = (
        RegionCell(MOULD, "轮胎模具", "371002", "环翠区", ("甲", "乙")),
        RegionCell(MOULD, "轮胎模具", "440300", "深圳", ("丙",)),
        RegionCell(MOULD, "轮胎模具", "", "", (HOSTILE,)),
    )
    table.show_cells(
        cells, (("371002", "环翠区"), ("371003", "文登区")), ((MOULD, "轮胎模具"), (carbon, "炭黑"))
    )
    return opened_table(qtbot, table)


def test_suppliers_are_counted_by_district_outside_and_in_all(regions: RegionTable) -> None:
    headings = [regions.model.headerData(number, Qt.Orientation.Horizontal) for number in range(5)]
    assert headings == ["环节", "环翠区", "文登区", "市外", "合计"]
    assert [regions.model.index(0, number).data() for number in range(5)] == ["轮胎模具", "2", "·", "2", "4"]
    assert regions.model.index(1, 4).data() == "·"


def test_company_names_in_a_tooltip_stay_text(regions: RegionTable) -> None:
    assert "<img" not in regions.model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole)


def test_a_click_in_the_matrix_picks_the_segment(qtbot: QtBot, regions: RegionTable) -> None:
    heard = Heard(regions.picked)
    click_cell(qtbot, regions, 1, 2)
    assert heard.said == [SegmentRef("tyre", "carbon")]


@pytest.fixture
def log(qtbot: QtBot) -> LogTable:
    table = LogTable()
    table.show_numbers((2, 1))
    table.show_page(0, (a_change(2), a_change(1, undone_by=3)))
    return opened_table(qtbot, table)


def test_a_change_is_told_in_words_with_before_and_after(log: LogTable) -> None:
    assert log.model.index(0, 3).data() == "评估 轮胎模具"
    assert log.model.index(0, 4).data() == "本地供给 具备 → 缺失"


def test_a_change_is_taken_back(qtbot: QtBot, log: LogTable) -> None:
    heard = Heard(log.revert_asked)
    click_cell(qtbot, log, 0)
    qtbot.mouseClick(log.revert, LEFT)
    assert heard.said == [2]


def test_what_was_taken_back_says_so_and_is_not_taken_back_again(qtbot: QtBot, log: LogTable) -> None:
    assert log.model.index(1, 5).data() == "已撤销"
    click_cell(qtbot, log, 1)
    assert not log.revert.isEnabled()


def test_times_are_those_of_this_place(log: LogTable) -> None:
    assert log.model.index(0, 1).data() == f"{a_change().at.astimezone():%Y-%m-%d %H:%M:%S}"


def test_data_outside_the_table_is_nothing(qapp: object, keyed: KeyedModel) -> None:
    assert keyed.data(QModelIndex()) is None
