"""The pursuit as a board: cards by 招商阶段, moved by drag, keys and menu."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from chains.commands import UpdateTarget
from chains.kinds import Phase
from tests.widgets.builders import LEFT, TODAY, Heard, a_target, opened_table
from widgets.tables.target import TargetTable
from widgets.tables.target_board import TargetBoard
from widgets.tables.target_cards import TARGET_MIME


@pytest.fixture
def table(qtbot: QtBot) -> TargetTable:
    made = TargetTable()
    made.show_targets(
        (
            a_target(1, phase=Phase.LEAD),
            a_target(2, phase=Phase.LEAD, next_on=date(2026, 11, 1), version=5, next_step="登门拜访"),
            a_target(3, phase=Phase.TALKING),
        ),
        TODAY,
    )
    opened_table(qtbot, made, 1400)
    qtbot.mouseClick(made.mode.button(True), LEFT)
    return made


def ids(board: TargetBoard, phase: Phase) -> list[int]:
    return [card.id for card in board.columns[phase].cards()]


def pick(board: TargetBoard, phase: Phase, target_id: int) -> None:
    assert board.columns[phase].set_current(target_id)


def drop(board: TargetBoard, phase: Phase, data: QMimeData) -> None:
    actions, none = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    board.columns[phase].dropEvent(QDropEvent(QPointF(5, 5), actions, data, LEFT, none))


def test_cards_stand_in_the_column_of_their_phase_overdue_first(table: TargetTable) -> None:
    assert ids(table.board, Phase.LEAD) == [2, 1]
    assert ids(table.board, Phase.TALKING) == [3]
    assert ids(table.board, Phase.SIGNED) == []


def test_a_column_counts_its_cards_and_those_overdue(table: TargetTable) -> None:
    assert table.board.headings[Phase.LEAD].text() == "线索 2（逾期 1）"
    assert table.board.headings[Phase.SIGNED].text() == "签约 0"


def test_a_card_says_what_is_next_and_that_it_is_overdue(table: TargetTable) -> None:
    card = table.board.columns[Phase.LEAD].cards()[0]
    assert card.late
    assert card.next_step == "11-01 逾期 登门拜访"


def test_a_card_dropped_in_another_column_asks_for_that_phase(table: TargetTable) -> None:
    heard = Heard(table.asked)
    data = (
        table.board.columns[Phase.LEAD]
        .model()
        .mimeData([table.board.columns[Phase.LEAD].model().index(0, 0)])
    )
    drop(table.board, Phase.SIGNED, data)
    assert heard.said == [UpdateTarget(2, phase=Phase.SIGNED, expected_version=5)]
    assert ids(table.board, Phase.SIGNED) == []


def test_a_drop_where_it_stands_or_of_something_else_asks_nothing(table: TargetTable) -> None:
    heard = Heard(table.asked)
    same, other = QMimeData(), QMimeData()
    same.setData(TARGET_MIME, b"3")
    other.setData(TARGET_MIME, b"99; drop")
    drop(table.board, Phase.TALKING, same)
    drop(table.board, Phase.SIGNED, other)
    assert heard.said == []


def test_keys_move_the_current_card_to_the_phase_beside(qtbot: QtBot, table: TargetTable) -> None:
    heard = Heard(table.asked)
    pick(table.board, Phase.TALKING, 3)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(table.board.columns[Phase.TALKING], key, Qt.KeyboardModifier.ControlModifier)
    assert [command.phase for command in heard.said] == [Phase.SIGNED, Phase.TO_CONTACT]


def test_the_first_phase_has_none_before_it(qtbot: QtBot, table: TargetTable) -> None:
    heard = Heard(table.asked)
    pick(table.board, Phase.LEAD, 1)
    qtbot.keyClick(table.board.columns[Phase.LEAD], Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert heard.said == []


def test_the_menu_moves_a_card_and_offers_not_where_it_is(table: TargetTable) -> None:
    heard = Heard(table.asked)
    pick(table.board, Phase.TALKING, 3)
    menu = table.board.menu()
    phases = menu.findChildren(QMenu)[0]
    actions = {action.text(): action for action in phases.actions()}
    assert not actions["洽谈"].isEnabled()
    actions["流失"].trigger()
    assert [command.phase for command in heard.said] == [Phase.LOST]
    menu.deleteLater()


def test_the_current_card_stays_current_when_it_changed_its_column(table: TargetTable) -> None:
    pick(table.board, Phase.TALKING, 3)
    table.show_targets((a_target(3, phase=Phase.SIGNED),), TODAY)
    assert table.board.columns[Phase.SIGNED].current_id() == 3
    assert table.current_target() is not None


def test_the_chosen_target_is_kept_between_table_and_board(qtbot: QtBot, table: TargetTable) -> None:
    pick(table.board, Phase.TALKING, 3)
    qtbot.mouseClick(table.mode.button(False), LEFT)
    assert table.view.current_key() == 3


def test_arrows_go_to_the_nearest_column_with_cards(qtbot: QtBot, table: TargetTable) -> None:
    pick(table.board, Phase.LEAD, 1)
    qtbot.keyClick(table.board.columns[Phase.LEAD], Qt.Key.Key_Right)
    assert table.board.current_id() == 3
    qtbot.keyClick(table.board.columns[Phase.TALKING], Qt.Key.Key_Right)
    assert table.board.current_id() == 3
    qtbot.keyClick(table.board.columns[Phase.TALKING], Qt.Key.Key_Left)
    assert table.board.current_id() == 2
