"""Dialogs of chains and forms: what is ticked is what is asked for, and names are text."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from chains.chain_import import ChainLine, ChainTablePlan, UnplacedCompany, WorkbookChange, WorkbookPlan
from chains.form_plan import FormChange, FormDecisions, FormLine, FormsPlan
from tests.widgets.builders import HOSTILE, Heard
from widgets.dialogs.chain_import import ChainChangesDialog, ChainTableDialog
from widgets.dialogs.form_export import FormExportDialog
from widgets.dialogs.form_import import FormImportDialog

LEFT = Qt.MouseButton.LeftButton
TABLE = ChainTablePlan(
    HOSTILE, 9,
    (
        ChainLine("a", HOSTILE, True, 1, ("甲", "乙"), 0, 3, 0, 1),
        ChainLine("b", "不变的链", False, 0, (), 4, 0, 2, 0),
        ChainLine("c", "旧链", False, 0, ("丙",), 4, 0, 2, 0),
    ),
    (UnplacedCompany(2, "链", "环节", HOSTILE, "企业库中没有"),), ((3, HOSTILE),), {"环节": "环节"},
    (HOSTILE,),
)  # fmt: skip
WORKBOOK = WorkbookPlan(
    HOSTILE, "tyre", "轮胎", False, 7,
    (
        WorkbookChange("改名", "环节", HOSTILE, "环节名称", "甲", "乙"),
        WorkbookChange("评估", "环节", "轮胎", "本地供给", "缺失", "具备", "薄弱"),
        WorkbookChange("删除", "环节", "模具", "", "", "", None, 2),
    ),
    (("环节", 4, HOSTILE),),
)  # fmt: skip
FORMS = FormsPlan(
    (
        FormLine("a.xlsx", "环翠区", 5, "2026-11-27", 2, 1, (HOSTILE,), (("企业标注", 9, HOSTILE),)),
        FormLine("b.xlsx", "文登区", 5, "2026-11-27", 1, 1, (), ()),
    ),
    (
        FormChange(0, "轮胎/轮胎", "", "本地供给", "未评估", "优势", "未评估", False),
        FormChange(0, "轮胎/模具", HOSTILE, "角色", "候选", "链主", "供应商", True, "王五", "2026-11-26"),
        FormChange(1, "轮胎/模具", HOSTILE, "角色", "候选", "供应商", "链主", True, "环翠区", "本次导入"),
    ),
    (("c.xlsx", HOSTILE),),
)
CHAINS = (("tyre", "轮胎"), ("cf", HOSTILE))
DISTRICTS = (("371002", "环翠区"), ("371003", HOSTILE))


def every_dialog() -> list[QDialog]:
    return [
        ChainTableDialog(TABLE),
        ChainChangesDialog(WORKBOOK),
        FormImportDialog(FORMS),
        FormExportDialog(DISTRICTS, CHAINS, {"share": "份额"}, "某处"),
    ]


def opened(qtbot: QtBot, dialog: QDialog) -> QDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_names_stay_text_words_are_chinese_and_esc_closes(qtbot: QtBot) -> None:
    for dialog in every_dialog():
        opened(qtbot, dialog)
        labels = dialog.findChildren(QLabel)
        assert all(one.textFormat() == Qt.TextFormat.PlainText for one in labels), type(dialog).__name__
        assert dialog.width() <= 1366 and dialog.height() <= 700
        words = [one.text() for one in dialog.findChildren(QPushButton) if one.text()]
        assert not [word for word in words if word.isascii()]
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isHidden(), type(dialog).__name__


def test_only_ticked_chains_are_imported_and_unchanged_ones_are_not_offered(qtbot: QtBot) -> None:
    dialog = ChainTableDialog(TABLE)
    opened(qtbot, dialog)
    heard = Heard(dialog.import_asked)
    assert dialog.chains.model.rowCount() == 2 and dialog.take.text() == "导入 2 条产业链"

    dialog.chains.view.setCurrentIndex(dialog.chains.model.index(0, 1))
    qtbot.keyClick(dialog.chains.view, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.take, LEFT)

    assert heard.said == [frozenset({"c"})]


def test_changes_that_undo_others_work_or_take_companies_along_are_not_ticked(qtbot: QtBot) -> None:
    dialog = ChainChangesDialog(WORKBOOK)
    opened(qtbot, dialog)
    heard = Heard(dialog.import_asked)
    assert dialog.changes.model.ticked == (0,)

    qtbot.mouseClick(dialog.changes.all, LEFT)
    qtbot.mouseClick(dialog.take, LEFT)

    assert heard.said == [(0, 1, 2)]


def test_nothing_ticked_is_nothing_to_import(qtbot: QtBot) -> None:
    dialog = ChainChangesDialog(WORKBOOK)
    opened(qtbot, dialog)
    qtbot.mouseClick(dialog.changes.none, LEFT)

    assert not dialog.take.isEnabled()


def test_collisions_keep_our_value_unless_ticked(qtbot: QtBot) -> None:
    dialog = FormImportDialog(FORMS)
    opened(qtbot, dialog)
    heard = Heard(dialog.import_asked)
    assert dialog.take.text() == "导入 1 处改动"
    assert [dialog.tabs.tabText(at) for at in range(dialog.tabs.count())] == [
        "冲突，逐格决定（2）", "没有冲突的改动（1）", "填报表（2）", "问题（1）", "拒绝的文件（1）",
    ]  # fmt: skip

    dialog.decisions.model.tick([1], on=True)
    assert dialog.take.text() == "导入 2 处改动"
    qtbot.mouseClick(dialog.take, LEFT)

    assert heard.said == [FormDecisions(theirs=frozenset({2}))]


def test_a_form_is_asked_for_with_chains_columns_and_a_file_of_the_districts_name(qtbot: QtBot) -> None:
    dialog = FormExportDialog(DISTRICTS, CHAINS, {"share": "份额", "local": "本地供货"}, "某处")
    opened(qtbot, dialog)
    heard = Heard(dialog.export_asked)
    dialog.chains.item("tyre").setCheckState(Qt.CheckState.Checked)
    dialog.fields["local"].setChecked(False)
    dialog.return_by.show_date(date(2026, 12, 31))
    qtbot.mouseClick(dialog.export, LEFT)

    (choice,) = heard.said
    assert (choice.district, choice.unit, choice.chains) == ("371002", "", ("tyre",))
    assert choice.fields == {"share"} and choice.return_by == date(2026, 12, 31)
    assert choice.path == "某处/环翠区产业链填报表.xlsx"


def test_a_department_must_be_named(qtbot: QtBot) -> None:
    dialog = FormExportDialog(DISTRICTS, CHAINS, {}, "某处")
    opened(qtbot, dialog)
    dialog.district.setCurrentIndex(2)
    assert not dialog.export.isEnabled()

    dialog.unit.setText("工信局/科室")

    assert dialog.export.isEnabled() and dialog.path.text() == "某处/工信局_科室产业链填报表.xlsx"
