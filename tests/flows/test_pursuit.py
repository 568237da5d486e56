"""The pursuit in the window: board, list settings and templates, history, the sheet for a visit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent

from chains.chain import SegmentRef
from chains.commands import UpdateTarget
from chains.kinds import Phase
from chains.target_lists import TEMPLATE_PREFIX, TargetColumn, templates_from_settings
from tests.flows.conftest import DesktopProbe
from widgets.dialogs.export import ExportChoice, ExportKind
from widgets.dialogs.follow_up import FollowUpDialog
from widgets.tables.target_cards import TARGET_MIME

MOULD = SegmentRef("tyre", "mould")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pursued(desktop: DesktopProbe) -> DesktopProbe:
    workspace = desktop.session.workspace
    for company in (1, 2):
        target = workspace.execute(workspace.target_command(MOULD, company)).created
        workspace.execute(UpdateTarget(target, next_on=date(2026, 1, 1), next_step="拜访"))
    desktop.session.targets.refresh()
    desktop.settle()
    return desktop


def test_a_dragged_card_changes_its_phase_in_the_workspace_and_back_by_undo(pursued: DesktopProbe) -> None:
    table = pursued.session.target_table
    pursued.qtbot.mouseClick(table.mode.button(True), LEFT)
    card = table.board.columns[Phase.LEAD].cards()[0]
    data = QMimeData()
    data.setData(TARGET_MIME, str(card.id).encode())
    drop = QDropEvent(QPointF(3, 3), Qt.DropAction.MoveAction, data, LEFT, Qt.KeyboardModifier.NoModifier)

    table.board.columns[Phase.SIGNED].dropEvent(drop)
    pursued.settle()

    assert [one.id for one in table.board.columns[Phase.SIGNED].cards()] == [card.id]
    assert table.board.headings[Phase.SIGNED].text() == "签约 1（逾期 1）"
    pursued.session.desk.undo()
    pursued.settle()
    assert len(table.board.columns[Phase.LEAD].cards()) == 2


def test_a_list_is_set_kept_as_template_and_offered_for_export(pursued: DesktopProbe, tmp_path: Path) -> None:
    session = pursued.session
    session.target_table.setting.click()
    dialog = session.pursuit.targets.dialog()
    assert dialog is not None
    dialog.text.setText("甲模具")
    for row in range(dialog.columns.count()):
        item = dialog.columns.item(row)
        wanted = item.data(Qt.ItemDataRole.UserRole) in {TargetColumn.COMPANY, TargetColumn.NEXT_ON}
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    dialog._save("甲")
    pursued.settle()
    dialog._apply()

    assert session.target_table.model.rowCount() == 1
    assert session.target_table.how()[1] == "甲"
    with session.workspace.read() as reader:
        kept = templates_from_settings(reader.settings_under(TEMPLATE_PREFIX))
    assert set(kept["甲"].columns) == {TargetColumn.COMPANY, TargetColumn.NEXT_ON}
    session.exports.ask_targets()
    export = session.exports.dialog()
    assert export is not None
    export.path.setText(str(tmp_path / "a.xlsx"))
    export.export.click()
    pursued.settle()
    assert (tmp_path / "a.xlsx").exists()


def test_a_taken_template_shows_what_it_keeps(pursued: DesktopProbe) -> None:
    session = pursued.session
    session.pursuit.targets.ask_list()
    dialog = session.pursuit.targets.dialog()
    assert dialog is not None
    dialog.overdue.setChecked(True)
    dialog._save("逾期")
    pursued.settle()
    dialog.overdue.setChecked(False)
    dialog.template.setCurrentIndex(dialog.template.findData("逾期"))
    dialog.template.activated.emit(dialog.template.currentIndex())
    assert dialog.overdue.isChecked()
    dialog.forget.click()
    pursued.settle()
    assert dialog.template.findData("逾期") == -1
    dialog.reject()


def test_the_history_of_a_target_shows_a_new_follow_up_at_once(pursued: DesktopProbe) -> None:
    session = pursued.session
    session.target_table.view.selectRow(0)
    session.target_table.history.click()
    pursued.settle()
    dialog = session.pursuit.targets.history()
    assert dialog is not None
    assert dialog.tabs.tabText(0) == "跟进（0）"
    dialog.follow_up.click()
    form = dialog.findChildren(FollowUpDialog)[0]
    form.text.setPlainText("电话联系")
    form.save.click()
    pursued.settle()
    assert dialog.tabs.tabText(0) == "跟进（1）"
    assert dialog.tabs.tabText(1) == "变更（3）"
    dialog.reject()


def test_the_sheet_for_a_visit_is_written(pursued: DesktopProbe, tmp_path: Path) -> None:
    session = pursued.session
    session.target_table.view.selectRow(0)
    session.target_table.sheet.click()
    dialog = session.pursuit.visits.dialog()
    assert dialog is not None
    assert not dialog.contacts.isChecked()
    session.pursuit.visits.write(ExportChoice(ExportKind.VISIT, "", str(tmp_path / "a.docx")))
    pursued.settle()
    assert (tmp_path / "a.docx").read_bytes()[:2] == b"PK"
    dialog.reject()
