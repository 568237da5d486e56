"""变更记录 in the whole window: who did what, filtered, opened, put back, into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox

from app.desktop.controllers.log import TOUCHED
from app.desktop.copying import copy_to_file
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.change_filter import ChangeFilter, ChangeTopic
from chains.commands import AssessSegment, PlaceCompany
from chains.kinds import Coverage
from db.workspace_file import open_workspace
from tests.widgets.builders import click_cell

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QMenu, QWidget

    from tests.flows.conftest import DesktopProbe
    from widgets.dialogs.change import ChangeDialog
    from widgets.dialogs.log_filter import LogFilterDialog

LEFT = Qt.MouseButton.LeftButton
MOULD = SegmentRef("tyre", "mould")
RUBBER = SegmentRef("tyre", "natural_rubber")


@pytest.fixture
def worked(desktop: DesktopProbe) -> DesktopProbe:
    """Two people worked: four entries behind the first two."""
    workspace = desktop.session.workspace
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.ADEQUATE))
    workspace.execute_as(AssessSegment(RUBBER, coverage=Coverage.STRONG), "李四")
    workspace.execute(PlaceCompany(MOULD, 1))
    workspace.execute(AssessSegment(MOULD, coverage=Coverage.WEAK))
    desktop.session.window.activateWindow()
    desktop.qtbot.keyClick(desktop.session.window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    desktop.session.log.refresh()
    desktop.settle()
    return desktop


def _said(desktop: DesktopProbe) -> list[str]:
    """What the list says that was done, from top to bottom."""
    model = desktop.session.log_table.model
    return [str(model.index(row, 3).data()) for row in range(model.rowCount())]


def _press(desktop: DesktopProbe, widget: QWidget) -> None:
    desktop.qtbot.mouseClick(widget, LEFT)
    desktop.settle()


def _type(desktop: DesktopProbe, edit: QWidget, text: str) -> None:
    written = QInputMethodEvent()
    written.setCommitString(text)
    QApplication.sendEvent(edit, written)
    desktop.settle()


def _choose(desktop: DesktopProbe, box: QComboBox, word: str) -> None:
    place = box.findText(word)
    assert place >= 0, [box.itemText(one) for one in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)
    desktop.settle()


def _opened(desktop: DesktopProbe, row: int) -> ChangeDialog:
    click_cell(desktop.qtbot, desktop.session.log_table, row, 3, twice=True)
    desktop.settle()
    dialog = desktop.session.log.details.dialog()
    assert dialog is not None
    return dialog


def _pick_fact(desktop: DesktopProbe, dialog: ChangeDialog, row: int) -> None:
    at = dialog.view.visualRect(dialog.model.index(row, 1)).center()
    desktop.qtbot.mouseClick(dialog.view.viewport(), LEFT, pos=at)
    desktop.settle()


def _coverage(desktop: DesktopProbe) -> Coverage:
    with desktop.session.workspace.read() as reader:
        return reader.chain_state("tyre").assessment("mould").coverage


def _filter_dialog(desktop: DesktopProbe) -> LogFilterDialog:
    _press(desktop, desktop.session.log_table.bar.filter)
    dialog = desktop.session.log.filter.dialog()
    assert dialog is not None
    return dialog


def test_ctrl_h_shows_who_did_what_newest_first(worked: DesktopProbe) -> None:
    assert worked.session.window.panel_is_visible("log")
    said = _said(worked)
    assert said[0] == "评估 轮胎模具"
    assert said[1].startswith("标注 甲模具")
    assert said[2] == "评估 天然橡胶"
    assert len(said) == 6
    model = worked.session.log_table.model
    assert model.index(2, 2).data() == "李四"
    assert "本地供给 具备 → 薄弱" in str(model.index(0, 4).data())


def test_down_leads_from_the_search_into_the_list_and_enter_opens(worked: DesktopProbe) -> None:
    table = worked.session.log_table
    assert table.bar.search.hasFocus()
    worked.qtbot.keyClick(table.bar.search, Qt.Key.Key_Down)
    assert table.view.hasFocus()
    worked.qtbot.keyClick(table.view, Qt.Key.Key_Return)
    worked.settle()
    dialog = worked.session.log.details.dialog()
    assert dialog is not None
    assert "第 6 条" in dialog.windowTitle()
    dialog.reject()


def test_words_kind_and_person_narrow_the_list(worked: DesktopProbe) -> None:
    bar = worked.session.log_table.bar
    _type(worked, bar.search, "轮胎")
    assert _said(worked) == [
        "评估 轮胎模具", "标注 甲模具股份有限公司 → 轮胎模具", "评估 轮胎模具",
    ]  # fmt: skip
    _choose(worked, bar.topics, "评估")
    assert _said(worked) == ["评估 轮胎模具", "评估 轮胎模具"]
    assert bar.count.whole_text() == "找到 2 条"
    bar.search.clear()
    _choose(worked, bar.who, "李四")
    assert _said(worked) == ["评估 天然橡胶"]


def test_the_menu_of_a_box_shows_what_was_changed_of_it_and_a_chip_widens_again(
    worked: DesktopProbe,
) -> None:
    session = worked.session
    session.place.go_to_segment(RUBBER)
    worked.settle()
    session.canvas.context_asked.emit(RUBBER, QPoint(400, 300))
    menu: QMenu | None = session.map_desk.menu.menu()
    assert menu is not None
    action = next(one for one in menu.actions() if one.text().startswith("这个环节的变更记录"))
    menu.close()
    action.trigger()
    worked.settle()

    assert _said(worked) == ["评估 天然橡胶"]
    (chip,) = session.log_table.chips.chips()
    assert "环节：轮胎" in chip.text()
    _press(worked, chip)
    assert len(_said(worked)) == 6


def test_a_company_of_the_table_shows_its_changes(worked: DesktopProbe) -> None:
    worked.session.company_table.log_asked.emit(1)
    worked.settle()

    assert [one.split()[0] for one in _said(worked)] == ["标注", "导入企业"]
    assert worked.session.window.panel_is_visible("log")


def test_the_filter_of_everything_looks_the_company_up(worked: DesktopProbe) -> None:
    dialog = _filter_dialog(worked)
    _choose(worked, dialog.chain, "轮胎")
    _choose(worked, dialog.segment, "轮胎模具")
    dialog.company.setFocus()
    worked.qtbot.keyClicks(dialog.company, "no such company")
    _press(worked, dialog.go)
    assert dialog.isVisible()
    assert "没有找到企业" in dialog._wrong.text()

    dialog.company.clear()
    _type(worked, dialog.company, "甲模具股份有限公司")
    _press(worked, dialog.go)
    assert worked.session.log.wanted == ChangeFilter(segment=MOULD, company=1)
    assert _said(worked) == ["标注 甲模具股份有限公司 → 轮胎模具"]

    again = _filter_dialog(worked)
    assert again.company.text() == "甲模具股份有限公司"
    assert again.segment.currentText() == "轮胎模具"
    _press(worked, again.clear)
    _press(worked, again.go)
    assert worked.session.log.wanted == ChangeFilter()


def test_an_older_value_is_put_back_and_undone_with_the_mouse(worked: DesktopProbe) -> None:
    dialog = _opened(worked, 0)
    _pick_fact(worked, dialog, 0)
    assert dialog.now.text() == "现在：薄弱"
    assert dialog.before.text() == "改前：具备"
    assert dialog.before.isChecked()
    assert not dialog.after.isEnabled()

    _press(worked, dialog.restore)

    assert _coverage(worked) is Coverage.ADEQUATE
    assert _said(worked)[0] == "恢复旧值 轮胎模具 本地供给"
    worked.session.window.action("undo").trigger()
    worked.settle()
    assert _coverage(worked) is Coverage.WEAK


@pytest.mark.parametrize("part", ["view", "before"])
def test_enter_writes_nothing(worked: DesktopProbe, part: str) -> None:
    dialog = _opened(worked, 0)
    _pick_fact(worked, dialog, 0)
    worked.qtbot.keyClick(getattr(dialog, part), Qt.Key.Key_Return)
    worked.settle()
    assert _coverage(worked) is Coverage.WEAK
    assert len(_said(worked)) == 6
    if worked.session.log.details.dialog() is not None:
        dialog.reject()


def test_what_a_colleague_wrote_while_the_dialog_was_open_stays(worked: DesktopProbe) -> None:
    dialog = _opened(worked, 0)
    _pick_fact(worked, dialog, 0)
    worked.session.workspace.execute_as(AssessSegment(MOULD, coverage=Coverage.MISSING), "李四")

    _press(worked, dialog.restore)

    assert _coverage(worked) is Coverage.MISSING
    assert "已被 李四 改动" in worked.session.window.messages.text()


def test_what_came_with_a_whole_entry_is_not_offered_alone(worked: DesktopProbe) -> None:
    dialog = _opened(worked, 1)
    _pick_fact(worked, dialog, 0)
    assert not dialog.restore.isEnabled()
    _press(worked, dialog.revert)
    assert _said(worked)[0] == "撤销 标注 甲模具股份有限公司 → 轮胎模具"


def test_the_entry_that_is_looked_at_stays_when_others_come(worked: DesktopProbe) -> None:
    table = worked.session.log_table
    click_cell(worked.qtbot, table, 2, 3)
    looked_at = table.current_change()
    assert looked_at is not None
    worked.session.desk.submit(AssessSegment(MOULD, coverage=Coverage.STRONG))
    worked.settle()

    assert _said(worked)[0] == "评估 轮胎模具"
    assert len(_said(worked)) == 7
    assert table.current_change() == looked_at
    assert table.view.currentIndex().row() == 3


def test_a_chip_keeps_the_keyboard_when_entries_come(worked: DesktopProbe) -> None:
    worked.session.log.apply(ChangeFilter(chain="tyre"))
    worked.settle()
    (chip,) = worked.session.log_table.chips.chips()
    chip.setFocus()

    worked.session.desk.submit(AssessSegment(MOULD, coverage=Coverage.STRONG))
    worked.settle()

    assert len(_said(worked)) == 5
    assert worked.session.log_table.chips.chips() == (chip,)
    assert chip.hasFocus()


def test_the_list_goes_into_a_file_as_it_is_filtered(worked: DesktopProbe, tmp_path: Path) -> None:
    worked.session.log.apply(ChangeFilter(topic=ChangeTopic.ASSESSING))
    worked.settle()

    worked.session.log.write(tmp_path / "记录.xlsx")
    worked.settle()

    sheet = openpyxl.load_workbook(tmp_path / "记录.xlsx").active
    rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    written = {row[0]: row[4] for row in rows if row[0].isdigit()}
    assert sorted(written.values()) == ["评估 天然橡胶", "评估 轮胎模具", "评估 轮胎模具"]
    assert "已导出 3 条变更记录" in worked.session.window.messages.text()


def test_a_log_edited_outside_is_told_and_a_whole_one_too(worked: DesktopProbe) -> None:
    check = worked.session.log_table.bar.check
    _press(worked, check)
    assert "完好" in worked.session.window.messages.text()

    with worked.session.workspace.database._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE change_log SET author = '别人' WHERE author = '李四'")
    _press(worked, check)
    assert worked.session.window.messages.text() == TOUCHED


def test_a_long_log_is_read_where_it_is_looked_at(worked: DesktopProbe) -> None:
    workspace = worked.session.workspace
    with workspace.database._engine.begin() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
            "INSERT INTO change_log (at, author, action, subject, kind, item_count) "
            "SELECT '2026-11-27T00:00:00.000+00:00', '王五', 'assess', '第' || i, 'assessment', 0 FROM n"
        )
    worked.session.log.refresh()
    worked.settle()
    table = worked.session.log_table
    assert table.bar.count.whole_text() == "共 5,006 条"

    table.view.scrollToBottom()
    table.view.grab()
    worked.settle()

    last = table.model.row(5005)
    assert last is not None
    assert last.cells[3].text.startswith("新建工作区")
    assert table.model.row(2500) is None


def test_a_copy_of_the_workspace_is_written_down_before_it_leaves(
    worked: DesktopProbe, tmp_path: Path
) -> None:
    session = worked.session
    copy_to_file(session, session.workspace.database.path, tmp_path / "副本.lianpu")
    worked.settle()
    session.log.refresh()
    worked.settle()

    assert _said(worked)[0] == "另存副本 副本.lianpu（含联系人、电话、邮箱）"
    copied = Workspace(open_workspace(tmp_path / "副本.lianpu"), "李四")
    with copied.read() as reader:
        assert reader.change_log(limit=1)[0].action == "copy_workspace"
    copied.database.close()
