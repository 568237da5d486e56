"""Dialogs show one value, answer by signal, and take names as text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from chains.chain import ChainNote
from chains.commands import AddFollowUp
from chains.company import Company, Qualification
from chains.company_record import CompanyRecord, FactOrigin, PlacementLine, TargetLine
from chains.kinds import Decision, NoteKind, Phase, Role
from tests.widgets.builders import HOSTILE, MOULD, TODAY, Heard, a_candidate, a_change
from widgets.dialogs.about import AboutDialog
from widgets.dialogs.chain_notes import ChainNotesDialog
from widgets.dialogs.company import CompanyDialog, CompanyView
from widgets.dialogs.company_form import CompanyFormDialog
from widgets.dialogs.conflict import ConflictDialog, ConflictView, Ruling
from widgets.dialogs.export import ExportChoice, ExportDialog, ExportKind
from widgets.dialogs.figure import FigureDialog, FigureView
from widgets.dialogs.follow_up import FollowUpDialog
from widgets.dialogs.frame import FramedDialog
from widgets.dialogs.honour_form import HonourFormDialog
from widgets.dialogs.import_views import ChoiceView, FileView, SheetView
from widgets.dialogs.import_wizard import ImportWizard
from widgets.dialogs.list_name import ListNameDialog
from widgets.dialogs.match_details import MatchDetails, MatchDetailsDialog
from widgets.dialogs.message import MessageDialog
from widgets.dialogs.new_workspace import NewWorkspace, NewWorkspaceDialog
from widgets.panels.bars import MessageKind
from widgets.panels.labels import WrappedLabel
from widgets.panels.segmented import SegmentedButtons

LEFT = Qt.MouseButton.LeftButton
COMPANY = Company(
    5, HOSTILE, "9137", products=("轮胎",), qualifications=(Qualification("单项冠军", valid_until=TODAY),)
)
RECORD = CompanyRecord(
    COMPANY,
    (
        PlacementLine(
            MOULD, HOSTILE, HOSTILE, Role.LEAD, Decision.CONFIRMED, HOSTILE, HOSTILE, HOSTILE, TODAY
        ),
    ),
    (TargetLine(1, MOULD, HOSTILE, HOSTILE, Phase.LEAD, HOSTILE, HOSTILE, HOSTILE, TODAY),),
    {"name": FactOrigin(1, datetime(2026, 11, 24, tzinfo=UTC), HOSTILE, "import_companies", HOSTILE)},
    (a_change(),),
)
CONFLICT = ConflictView("轮胎模具", "本地供给", "薄弱", HOSTILE, "产业科", "10:32")
REGIONS = (("371000", "山东 威海"), ("370200", "山东 青岛"))


def an_import_wizard() -> ImportWizard:
    wizard = ImportWizard({"name": "企业名称"}, {"utf-8": "UTF-8"})
    wizard.show_file(
        FileView(HOSTILE, (SheetView(HOSTILE, ((1, ("企业名称",)), (2, (HOSTILE,))), 2),), (HOSTILE,)),
        ChoiceView(0, 1, ("企业名称",), ("name",), HOSTILE),
    )
    return wizard


def opened(qtbot: QtBot, dialog: QDialog) -> QDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def press(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, LEFT)


def every_dialog() -> list[QDialog]:
    return [
        an_import_wizard(),
        ExportDialog(ExportKind.TARGETS, [("all", HOSTILE, 3)], "a.xlsx"),
        ConflictDialog(CONFLICT),
        FigureDialog(FigureView(HOSTILE, "57%", HOSTILE, parts=((HOSTILE, "1", "1", ""),), as_of=TODAY)),
        CompanyDialog(CompanyView(RECORD, TODAY)),
        CompanyFormDialog(COMPANY, TODAY),
        HonourFormDialog(COMPANY, (HOSTILE,)),
        ListNameDialog(HOSTILE, HOSTILE, HOSTILE, (), replaces=True),
        MatchDetailsDialog(MatchDetails(a_candidate(name=HOSTILE), HOSTILE)),
        NewWorkspaceDialog(REGIONS, "a.lianpu"),
        MessageDialog(HOSTILE, MessageKind.ERROR, HOSTILE, "重试"),
        AboutDialog("0.1.0", (("Qt", "6.9"),)),
        ChainNotesDialog(HOSTILE, (ChainNote(NoteKind.ISSUE, HOSTILE, HOSTILE),), HOSTILE),
        FollowUpDialog(1, HOSTILE),
    ]


def test_no_dialog_takes_a_name_as_markup(qtbot: QtBot) -> None:
    for dialog in every_dialog():
        opened(qtbot, dialog)
        guessing = [
            one.text() for one in dialog.findChildren(QLabel) if one.textFormat() != Qt.TextFormat.PlainText
        ]
        assert guessing == [], type(dialog).__name__
        dialog.close()


def test_every_dialog_is_closed_by_esc(qtbot: QtBot) -> None:
    for dialog in every_dialog():
        opened(qtbot, dialog)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isHidden(), type(dialog).__name__


def test_no_dialog_says_anything_in_english_on_its_buttons(qtbot: QtBot) -> None:
    for dialog in every_dialog():
        qtbot.addWidget(dialog)
        words = [one.text() for one in dialog.findChildren(QPushButton)]
        assert words
        assert not [word for word in words if word.isascii()], type(dialog).__name__


def test_contacts_leave_only_with_a_purpose(qtbot: QtBot) -> None:
    dialog = opened(qtbot, ExportDialog(ExportKind.TARGETS, [("all", "全部", 3)], "a.xlsx"))
    heard = Heard(dialog.export_asked)
    assert not dialog.contacts.isChecked()
    dialog.contacts.setChecked(True)
    assert not dialog.export.isEnabled()
    qtbot.keyClicks(dialog.purpose, "visit")
    press(qtbot, dialog.export)
    assert heard.said == [ExportChoice(ExportKind.TARGETS, "all", "a.xlsx", contacts=True, purpose="visit")]


def test_a_purpose_without_contacts_is_not_kept(qtbot: QtBot) -> None:
    dialog = opened(qtbot, ExportDialog(ExportKind.TARGETS, [("all", "全部", 3)], "a.xlsx"))
    heard = Heard(dialog.export_asked)
    dialog.contacts.setChecked(True)
    qtbot.keyClicks(dialog.purpose, "visit")
    dialog.contacts.setChecked(False)
    press(qtbot, dialog.export)
    assert heard.said == [ExportChoice(ExportKind.TARGETS, "all", "a.xlsx")]


def test_a_list_of_gaps_has_no_contacts(qtbot: QtBot) -> None:
    dialog = opened(qtbot, ExportDialog(ExportKind.GAPS, [("chain", "本链", 3)], "a.xlsx"))
    assert dialog.contacts.isHidden()


def test_a_list_without_targets_says_so_before_it_goes_out(qtbot: QtBot, tmp_path: Path) -> None:
    path = str(tmp_path / "清单.xlsx")
    empty = opened(qtbot, ExportDialog(ExportKind.TARGETS, [("", "全部产业链", 0)], path))
    held = opened(qtbot, ExportDialog(ExportKind.TARGETS, [("", "全部产业链", 2)], path))

    assert empty.none.isVisible()
    assert not held.none.isVisible()


def test_the_scope_that_was_chosen_goes_out(qtbot: QtBot) -> None:
    scopes = [("chain", "本链", 3), ("all", "全部", 9)]
    dialog = opened(qtbot, ExportDialog(ExportKind.GAPS, scopes, "a.xlsx"))
    heard = Heard(dialog.export_asked)
    dialog._group.button(1).click()
    press(qtbot, dialog.export)
    assert heard.last.scope == "all"


@pytest.mark.parametrize(("name", "ruling"), [("theirs", Ruling.THEIRS), ("ours", Ruling.OURS)])
def test_a_conflict_is_ruled(qtbot: QtBot, name: str, ruling: Ruling) -> None:
    dialog = opened(qtbot, ConflictDialog(CONFLICT))
    heard = Heard(dialog.ruled)
    press(qtbot, getattr(dialog, name))
    assert heard.said == [ruling]


def test_enter_pressed_at_once_overwrites_nobody(qtbot: QtBot) -> None:
    dialog = opened(qtbot, ConflictDialog(CONFLICT))
    heard = Heard(dialog.ruled)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert heard.said == []


def test_a_figure_is_copied_with_its_parts(qtbot: QtBot) -> None:
    view = FigureView("本地配套率", "57%", "按环节", parts=(("轮胎模具", "0", "1", "缺失"),), as_of=TODAY)
    dialog = opened(qtbot, FigureDialog(view))
    press(qtbot, dialog.copy)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "本地配套率\t57%",
        "口径\t按环节",
        "截至\t2026-11-24",
        "环节\t计入\t权重\t说明",
        "轮胎模具\t0\t1\t缺失",
    ]


def test_a_workspace_needs_file_city_and_author(qtbot: QtBot, tmp_path: Path) -> None:
    path = str(tmp_path / "新.lianpu")
    dialog = opened(qtbot, NewWorkspaceDialog(REGIONS, path))
    heard = Heard(dialog.create_asked)
    assert not dialog.create_button.isEnabled()
    qtbot.keyClicks(dialog.author, "wang")
    dialog.region.setEditText("没有这座城市")
    assert not dialog.create_button.isEnabled()
    dialog.region.setEditText("山东 青岛")
    press(qtbot, dialog.create_button)
    assert heard.said == [NewWorkspace(path, "370200", "wang")]


def test_a_message_is_copied_as_it_stands(qtbot: QtBot) -> None:
    dialog = opened(qtbot, MessageDialog(HOSTILE, MessageKind.ERROR, "details"))
    press(qtbot, dialog.copy)
    assert QGuiApplication.clipboard().text() == f"{HOSTILE}\n\ndetails"


def test_the_action_of_a_message_is_agreed_to(qtbot: QtBot) -> None:
    dialog = opened(qtbot, MessageDialog("磁盘已满", MessageKind.ERROR, action="重试"))
    heard = Heard(dialog.agreed)
    press(qtbot, dialog.act)
    assert heard.said == [()]


def test_a_follow_up_needs_a_text_and_a_date(qtbot: QtBot) -> None:
    dialog = opened(qtbot, FollowUpDialog(9, "示例"))
    heard = Heard(dialog.asked)
    assert not dialog.save.isEnabled()
    qtbot.keyClicks(dialog.text, "met")
    dialog.on.show_date(date(2026, 11, 20))
    press(qtbot, dialog.save)
    assert heard.said == [AddFollowUp(9, date(2026, 11, 20), "met")]


def test_a_dialog_is_as_high_as_its_words_need(qtbot: QtBot) -> None:
    dialog = FramedDialog("标题", "标题")
    said = WrappedLabel("")
    dialog.body.addWidget(WrappedLabel("几个人同时编辑的数据库，由管理员设置，填法请问管理员。" * 2))
    dialog.body.addWidget(said)
    dialog.add_closing()
    dialog.setMinimumWidth(480)
    qtbot.addWidget(dialog)
    dialog.show()
    needed = dialog.layout().totalHeightForWidth(dialog.width())
    assert dialog.height() == needed

    said.setText("连不上服务器：主机名、端口不对，或服务器没有开机、网络不通。" * 4)

    qtbot.waitUntil(lambda: dialog.height() > needed)
    assert said.height() >= said.heightForWidth(said.width())
    dialog.close()


def test_no_dialog_is_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = FramedDialog("很长", "很长")
    for number in range(80):
        dialog.body.addWidget(WrappedLabel(f"第 {number} 行"))
    dialog.add_closing()
    dialog.resize(4_000, 3_000)

    opened(qtbot, dialog)

    room = dialog.screen().availableSize()
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()


def test_enter_pressed_at_once_neither_agrees_nor_copies(qtbot: QtBot) -> None:
    dialog = opened(qtbot, MessageDialog("换回备份", MessageKind.WARNING, action="恢复"))
    QGuiApplication.clipboard().setText("before")
    agreed = Heard(dialog.agreed)

    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    assert agreed.said == []
    assert QGuiApplication.clipboard().text() == "before"
    assert not dialog.isVisible()


def test_enter_on_a_choice_does_what_the_dialog_is_for(qtbot: QtBot) -> None:
    dialog = FramedDialog("导出")
    kinds = SegmentedButtons("文件类型", [("pdf", "PDF"), ("png", "PNG")])
    dialog.body.addWidget(kinds)
    done = dialog.add_choice("导出")
    done.clicked.connect(dialog.accept)
    opened(qtbot, dialog)
    kinds.button("png").setFocus()

    qtbot.keyClick(kinds.button("png"), Qt.Key.Key_Return)

    assert dialog.result() == QDialog.DialogCode.Accepted
    assert kinds.value() != "png"


def test_a_new_company_begins_with_its_name(qtbot: QtBot) -> None:
    dialog = opened(qtbot, CompanyFormDialog(None, TODAY))

    assert dialog.focusWidget() is dialog.name
