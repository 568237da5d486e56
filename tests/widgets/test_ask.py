"""One question, one line: what may be answered, and what is said of answers that may not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from widgets.dialogs.ask import AskDialog, Choices, Question

NAME = Question("生成快照", "快照名称", "年初", "生成", taken=("上月",), taken_note="已有同名快照")


def _shown(qtbot: QtBot, dialog: AskDialog) -> AskDialog:
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_enter_gives_the_answer_without_spaces_around_it(qtbot: QtBot) -> None:
    dialog = _shown(qtbot, AskDialog(NAME))
    dialog.put("  年  末 ")

    with qtbot.waitSignal(dialog.answered) as answered:
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)

    assert answered.args == ["年 末"]
    assert not dialog.isVisible()


def test_nothing_is_no_answer(qtbot: QtBot) -> None:
    dialog = _shown(qtbot, AskDialog(NAME))

    dialog.put("   ")

    assert not dialog.agree.isEnabled()


@pytest.mark.parametrize("may_replace", [True, False])
def test_a_taken_name_is_told_and_given_only_where_it_replaces(qtbot: QtBot, may_replace: bool) -> None:
    question = Question(
        "保存", "名称", "上月", "保存", taken=("上月",), taken_note="已有同名", may_replace=may_replace
    )

    dialog = _shown(qtbot, AskDialog(question))

    assert dialog.note.isVisible()
    assert dialog.note.text() == "已有同名"
    assert dialog.agree.isEnabled() is may_replace


def test_what_is_not_among_the_choices_is_told_and_refused(qtbot: QtBot) -> None:
    asked = Question("企业退出", "哪家企业退出", "", "加入")
    dialog = _shown(qtbot, AskDialog(asked, choices=Choices(("甲公司", "乙公司"), "请从列表中选择")))

    assert dialog.answer() == ""
    dialog.put("丙公司")
    assert dialog.note.text() == "请从列表中选择"
    assert not dialog.agree.isEnabled()
    dialog.put("乙公司")
    assert dialog.agree.isEnabled()
    assert not dialog.note.isVisible()


def test_where_there_is_nothing_to_choose_it_says_so(qtbot: QtBot) -> None:
    asked = Question("企业退出", "哪家企业退出", "", "加入")

    dialog = _shown(qtbot, AskDialog(asked, choices=Choices((), "请从列表中选择", "还没有供应商")))

    assert dialog.note.text() == "还没有供应商"
    assert not dialog.agree.isEnabled()
