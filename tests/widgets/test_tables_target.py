"""The target list: what is edited in its cells, what is overdue, what is taken out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from chains.commands import RemoveTarget, UpdateTarget
from chains.kinds import Phase
from chains.target_lists import TargetColumn, TargetFilter, TargetList
from tests.widgets.builders import LEFT, MOULD, TODAY, Heard, a_target, click_cell, opened_table
from widgets.tables.target import COLUMNS, TargetTable


def column_of(heading: str) -> int:
    return next(number for number, column in enumerate(COLUMNS) if column.heading == heading)


@pytest.fixture
def targets(qtbot: QtBot) -> TargetTable:
    table = TargetTable()
    table.show_targets((a_target(1), a_target(2, next_on=date(2026, 11, 1), version=5)), TODAY)
    return opened_table(qtbot, table, 2600)


def edit(qtbot: QtBot, table: TargetTable, row: int, heading: str, kind: type[QWidget]) -> QWidget:
    click_cell(qtbot, table, row, column_of(heading), twice=True)
    qtbot.waitUntil(lambda: bool(table.view.viewport().findChildren(kind)))
    return table.view.viewport().findChildren(kind)[0]


def test_a_phase_is_chosen_in_its_cell(qtbot: QtBot, targets: TargetTable) -> None:
    heard = Heard(targets.asked)
    combo = edit(qtbot, targets, 0, "招商阶段", QComboBox)
    combo.setCurrentIndex(list(Phase).index(Phase.SIGNED))
    combo.activated.emit(combo.currentIndex())
    assert heard.said == [UpdateTarget(2, phase=Phase.SIGNED, expected_version=5)]


def leave(qtbot: QtBot, table: TargetTable, line: QWidget) -> None:
    """Enter in an editor: Qt hands over its text once the key is done."""
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.view.state() != QAbstractItemView.State.EditingState)


@pytest.mark.parametrize(
    ("heading", "typed", "field", "value"),
    [
        ("责任单位", "gxj", "responsible_unit", "gxj"),
        ("下一步日期", "2026/12/1", "next_on", date(2026, 12, 1)),
        ("意向投资(亿元)", "1,200.5", "investment_yi", Decimal("1200.5")),
        ("备注", "a  b", "remark", "a b"),
    ],
)
def test_a_cell_is_edited(
    qtbot: QtBot, targets: TargetTable, heading: str, typed: str, field: str, value: object
) -> None:
    heard = Heard(targets.asked)
    line = edit(qtbot, targets, 1, heading, QLineEdit)
    qtbot.keyClicks(line, typed)
    leave(qtbot, targets, line)
    assert heard.said == [UpdateTarget(1, **{field: value}, expected_version=3)]


@pytest.mark.parametrize(
    ("heading", "typed"), [("下一步日期", "soon"), ("意向投资(亿元)", "-1"), ("意向投资(亿元)", "nan")]
)
def test_what_a_cell_cannot_hold_is_dropped(
    qtbot: QtBot, targets: TargetTable, heading: str, typed: str
) -> None:
    heard = Heard(targets.asked)
    line = edit(qtbot, targets, 1, heading, QLineEdit)
    qtbot.keyClicks(line, typed)
    leave(qtbot, targets, line)
    assert heard.said == []


def test_a_date_is_cleared_in_its_cell(qtbot: QtBot, targets: TargetTable) -> None:
    heard = Heard(targets.asked)
    line = edit(qtbot, targets, 0, "下一步日期", QLineEdit)
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    leave(qtbot, targets, line)
    assert heard.said == [UpdateTarget(2, next_on=None, expected_version=5)]


def test_an_edit_that_changes_nothing_asks_nothing(qtbot: QtBot, targets: TargetTable) -> None:
    heard = Heard(targets.asked)
    line = edit(qtbot, targets, 1, "备注", QLineEdit)
    leave(qtbot, targets, line)
    assert heard.said == []


def test_a_cell_that_is_no_part_of_the_pursuit_cannot_be_edited(qtbot: QtBot, targets: TargetTable) -> None:
    heard = Heard(targets.activated)
    click_cell(qtbot, targets, 1, 0, twice=True)
    assert heard.said == [21]
    assert not targets.view.viewport().findChildren(QLineEdit)


def test_a_passed_date_is_called_overdue_in_words(targets: TargetTable) -> None:
    column = column_of("下一步日期")
    assert targets.model.index(0, column).data() == "2026-11-01 逾期"
    assert targets.model.index(1, column).data() == "—"
    assert "1 家逾期" in targets._count.text()


def test_a_target_that_landed_is_not_overdue(targets: TargetTable) -> None:
    targets.show_targets((a_target(2, next_on=date(2026, 11, 1), phase=Phase.LANDED),), TODAY)
    assert "逾期" not in targets._count.text()


def test_a_target_is_removed_with_the_version_that_is_seen(qtbot: QtBot, targets: TargetTable) -> None:
    assert not targets.remove.isEnabled()
    heard = Heard(targets.asked)
    click_cell(qtbot, targets, 0, 0)
    qtbot.mouseClick(targets.remove, LEFT)
    assert heard.said == [RemoveTarget(2, 5)]


def test_the_menu_of_a_row_does_what_the_buttons_do(qtbot: QtBot, targets: TargetTable) -> None:
    heard = Heard(targets.history_asked)
    assert not any(one.isEnabled() for one in targets.menu().actions()[:6])

    click_cell(qtbot, targets, 0)
    menu = targets.menu()
    next(one for one in menu.actions() if one.text() == "历史…").trigger()

    target = targets.current_target()
    assert target is not None
    assert heard.last == target.id


def test_the_segment_of_a_target_is_picked(qtbot: QtBot, targets: TargetTable) -> None:
    heard = Heard(targets.picked)
    click_cell(qtbot, targets, 1, 0)
    qtbot.mouseClick(targets.show_segment, LEFT)
    assert heard.said == [MOULD]


def test_what_is_overdue_stands_first(targets: TargetTable) -> None:
    assert [targets.model.row(number).key for number in (0, 1)] == [2, 1]


def test_a_list_shows_its_columns_in_its_order_and_leaves_targets_out(targets: TargetTable) -> None:
    columns = (TargetColumn.PHASE, TargetColumn.COMPANY)
    targets.show_list(TargetList(TargetFilter(overdue=True), columns=columns), "本周")

    head = targets.view.horizontalHeader()
    shown = [head.logicalIndex(place) for place in range(len(COLUMNS))]
    shown = [COLUMNS[column].heading for column in shown if not targets.view.isColumnHidden(column)]
    assert shown == ["招商阶段", "目标企业"]
    assert targets.model.rowCount() == 1
    assert "另有 1 家" in targets._count.text()
    assert "本周" in targets.setting.text()
