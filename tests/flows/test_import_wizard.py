"""The import wizard and the search for duplicates in the whole window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from app.mapping_book import MappingBook
from tests.builders import a_company, bring_in
from tests.flows.conftest import DesktopProbe
from widgets.dialogs.import_wizard import COLUMNS, FILE, HEADER, PLAN


def _count(desktop: DesktopProbe) -> int:
    with desktop.session.workspace.read() as reader:
        return reader.company_count("")


def _csv(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_corrected_column_is_read_and_remembered(desktop: DesktopProbe, tmp_path: Path) -> None:
    imports = desktop.session.imports
    imports._book = MappingBook(tmp_path / "columns.json")
    path = _csv(tmp_path / "a.csv", "单位,去向", "丁公司,某路", "戊公司,他路")

    imports.read_file(path)
    desktop.settle()
    wizard = imports.dialog()
    assert wizard is not None and wizard.step == HEADER
    wizard.header.grid.cellClicked.emit(0, 0)
    wizard.forward.click()
    assert wizard.step == COLUMNS and not wizard.forward.isEnabled()
    for box, word in zip(wizard.columns.boxes, ("企业名称", "地址"), strict=True):
        box.setCurrentText(word)
        box.activated.emit(box.currentIndex())
    wizard.forward.click()
    desktop.settle()
    assert wizard.step == PLAN
    assert wizard.forward.text() == "写入 2 家"
    wizard.forward.click()
    desktop.settle()

    assert _count(desktop) == 5
    imports.read_file(path)
    desktop.settle()
    again = imports.dialog()
    assert again is not None
    again.header.grid.cellClicked.emit(0, 0)
    assert again.columns.fields() == ("name", "address")
    again.reject()


def test_columns_corrected_in_an_import_that_is_given_up_are_not_kept(
    desktop: DesktopProbe, tmp_path: Path
) -> None:
    imports = desktop.session.imports
    imports.read_file(_csv(tmp_path / "a.csv", "企业名称,去向", "丁公司,某路"))
    desktop.settle()
    wizard = imports.dialog()
    assert wizard is not None
    wizard.forward.click()
    box = wizard.columns.boxes[1]
    box.setCurrentText("地址")
    box.activated.emit(box.currentIndex())
    wizard.forward.click()
    desktop.settle()

    wizard.reject()
    desktop.settle()

    with desktop.session.workspace.read() as reader:
        assert reader.settings_under("import_columns") == {}
        assert reader.change_log(1)[0].action != "remember_columns"


def test_a_header_row_is_corrected_by_a_click(desktop: DesktopProbe, tmp_path: Path) -> None:
    imports = desktop.session.imports
    imports.read_file(_csv(tmp_path / "a.csv", "公司名单,地址簿", "企业名称,地址", "丁公司,某路"))
    desktop.settle()
    wizard = imports.dialog()
    assert wizard is not None

    wizard.header.grid.cellClicked.emit(0, 0)

    assert wizard.columns.table.item(0, 0).text() == "公司名单"
    wizard.header.grid.cellClicked.emit(1, 0)
    assert wizard.columns.fields() == ("name", "address")
    wizard.reject()


def test_a_twin_is_joined_only_when_a_person_says_so(desktop: DesktopProbe, tmp_path: Path) -> None:
    imports = desktop.session.imports
    imports.read_file(_csv(tmp_path / "a.csv", "企业名称,地址", "甲模具有限责任公司,某路"))
    desktop.settle()
    wizard = imports.dialog()
    assert wizard is not None
    wizard.forward.click()
    wizard.forward.click()
    desktop.settle()
    table = wizard.plan.twins.table
    assert table is not None and table.model.rowCount() == 1

    table.model.tick([0], on=True)
    wizard.forward.click()
    desktop.settle()

    assert imports.dialog() is None
    assert _count(desktop) == 3
    desktop.session.desk.undo()
    desktop.settle()
    with desktop.session.workspace.read() as reader:
        assert reader.companies_named("甲模具股份有限公司")[0].address == ""


def test_twins_ticked_for_other_columns_do_not_hold_for_the_next_plan(
    desktop: DesktopProbe, tmp_path: Path
) -> None:
    imports = desktop.session.imports
    imports.read_file(_csv(tmp_path / "a.csv", "企业名称,备注", "甲模具有限责任公司,丁公司"))
    desktop.settle()
    wizard = imports.dialog()
    assert wizard is not None
    wizard.forward.click()
    wizard.forward.click()
    desktop.settle()
    table = wizard.plan.twins.table
    assert table is not None
    table.model.tick([0], on=True)

    wizard.back.click()
    for box, word in zip(wizard.columns.boxes, ("（不导入）", "企业名称"), strict=True):
        box.setCurrentText(word)
        box.activated.emit(box.currentIndex())
    wizard.forward.click()
    desktop.settle()

    assert wizard.step == PLAN and wizard.plan.twins.answers() == ()
    wizard.reject()


def test_a_password_is_said_in_the_wizard(desktop: DesktopProbe, shared_files: Path) -> None:
    imports = desktop.session.imports

    imports.read_file(shared_files / "bad-inputs" / "xlsx" / "password_is_123456.xlsx")
    desktop.settle()

    wizard = imports.dialog()
    assert wizard is not None
    assert wizard.step == FILE
    assert "有打开密码" in wizard.file.error.text()
    wizard.reject()


def test_duplicates_are_merged_by_a_person_and_apart_again(desktop: DesktopProbe) -> None:
    bring_in(desktop.session.workspace, a_company("乙橡机有限责任公司", address="某路"))
    desktop.session.duplicates.ask()
    desktop.settle()
    dialog = desktop.session.duplicates.dialog()
    assert dialog is not None and dialog.table.rowCount() == 1

    dialog.merge.click()
    desktop.settle()

    assert dialog.table.rowCount() == 0
    assert _count(desktop) == 3
    dialog.reject()
    desktop.session.desk.undo()
    desktop.settle()
    assert _count(desktop) == 4


def test_a_text_that_was_read_with_the_wrong_encoding_is_read_again(
    desktop: DesktopProbe, tmp_path: Path
) -> None:
    path = tmp_path / "繁.csv"
    path.write_bytes("企業名稱,地址\n台灣公司,某路\n".encode("big5"))
    imports = desktop.session.imports
    imports.read_file(path)
    desktop.settle()
    wizard = imports.dialog()
    assert wizard is not None
    if wizard.step == FILE:
        wizard.file.retry.click()
        desktop.settle()
    box = wizard.header.encoding

    box.setCurrentIndex(box.findData("big5"))
    box.activated.emit(box.currentIndex())
    desktop.settle()

    assert wizard.step == HEADER
    assert (box.currentData(), wizard.columns.fields()) == ("big5", ("name", "address"))
    wizard.reject()


def test_enter_goes_on_when_work_has_ended(desktop: DesktopProbe, tmp_path: Path) -> None:
    imports = desktop.session.imports
    imports.read_file(_csv(tmp_path / "a.csv", "企业名称,地址", "丁公司,某路"))
    desktop.settle()
    wizard = imports.dialog()
    assert wizard is not None

    for step in (COLUMNS, PLAN):
        desktop.qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Return)
        desktop.settle()
        assert wizard.step == step
    wizard.reject()


def test_notes_that_have_no_room_have_a_list(desktop: DesktopProbe, tmp_path: Path) -> None:
    imports = desktop.session.imports
    rows = [f"丁{one}公司,2020-02-30" for one in range(9)]
    imports.read_file(_csv(tmp_path / "a.csv", "企业名称,成立日期", *rows))
    desktop.settle()
    wizard = imports.dialog()
    assert wizard is not None
    wizard.forward.click()
    wizard.forward.click()
    desktop.settle()

    tabs = [wizard.plan.tabs.tabText(at) for at in range(wizard.plan.tabs.count())]
    assert "提示（10）" in tabs
    wizard.reject()
