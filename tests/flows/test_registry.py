"""The company registry in the whole window: filter, order, lists, a company's page, by keys and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from chains.chain import SegmentRef
from chains.commands import AddTarget, PlaceCompany
from chains.company import Qualification
from chains.company_editing import EditCompany
from chains.company_record import TargetLine
from chains.kinds import Phase
from chains.registry import CompanyFilter, CompanySort, SortColumn
from widgets.dialogs.follow_up import FollowUpDialog

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import DesktopProbe

LEFT = Qt.MouseButton.LeftButton
MOULD = SegmentRef("tyre", "mould")


def names(desktop: DesktopProbe) -> list[str]:
    """What the company table shows, from top to bottom."""
    model = desktop.session.company_table.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def open_table(desktop: DesktopProbe) -> None:
    desktop.session.window.show_panel("companies")
    desktop.settle()


def test_typing_filters_the_table_and_the_cross_of_a_chip_widens_it(desktop: DesktopProbe) -> None:
    open_table(desktop)
    table = desktop.session.company_table
    desktop.qtbot.keyClicks(table.search, "mj")
    desktop.settle()
    assert sorted(names(desktop)) == ["丙威海模具有限公司", "甲模具股份有限公司"]

    desktop.session.companies.apply(CompanyFilter(text="mj", regions=("371000",)))
    desktop.settle()
    assert names(desktop) == ["丙威海模具有限公司"]
    assert table.bar.count.whole_text() == "找到 1 家"

    desktop.qtbot.mouseClick(table.chips.chips()[0], LEFT)
    desktop.settle()
    assert len(names(desktop)) == 2


def test_a_tick_in_the_filter_window_filters_at_once(desktop: DesktopProbe) -> None:
    open_table(desktop)
    lists, table = desktop.session.company_lists, desktop.session.company_table
    desktop.qtbot.mouseClick(table.bar.filter, LEFT)
    desktop.settle()
    tree = lists.filter.panel.regions
    tree.item("371002").setCheckState(Qt.CheckState.Checked)
    desktop.settle()

    assert names(desktop) == ["丙威海模具有限公司"]
    assert lists.filter.count.text() == "符合 1 家"
    assert "环翠区" in lists.filter.words.whole_text()
    desktop.qtbot.keyClick(lists.filter, Qt.Key.Key_Escape)
    assert not lists.filter.isVisible()
    assert names(desktop) == ["丙威海模具有限公司"]


def test_a_heading_sorts_the_table(desktop: DesktopProbe) -> None:
    open_table(desktop)
    head = desktop.session.company_table.view.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(0) + 20, head.height() // 2)
    desktop.qtbot.mouseClick(head.viewport(), LEFT, pos=place)
    desktop.settle()
    up = names(desktop)
    desktop.qtbot.mouseClick(head.viewport(), LEFT, pos=place)
    desktop.settle()
    assert names(desktop) == up[::-1]


def test_a_filter_is_kept_as_a_list_renamed_and_dropped_and_all_undone(desktop: DesktopProbe) -> None:
    open_table(desktop)
    session, bar = desktop.session, desktop.session.company_table.bar
    session.companies.apply(CompanyFilter(regions=("371000",)))
    desktop.settle()
    session.company_lists.ask_name()
    dialog = session.company_lists.name_dialog()
    dialog.name.setText("本地企业")
    desktop.qtbot.mouseClick(dialog.save, LEFT)
    desktop.settle()
    assert bar.lists.text() == "名单：本地企业"

    bar.rename_asked.emit()
    session.company_lists.name_dialog().name.setText("威海")
    desktop.qtbot.mouseClick(session.company_lists.name_dialog().save, LEFT)
    desktop.settle()
    assert bar.lists.text() == "名单：威海"

    session.desk.undo()
    desktop.settle()
    assert bar.lists.text() == "名单：本地企业"

    session.companies.show(CompanyFilter(), CompanySort(SortColumn.NAME))
    desktop.settle()
    bar.list_menu().actions()[0].trigger()
    desktop.settle()
    assert session.companies.wanted == CompanyFilter(regions=("371000",))
    bar.remove_asked.emit()
    desktop.settle()
    assert bar.lists.text() == "名单"


def test_a_selected_company_stays_selected_when_another_is_changed(desktop: DesktopProbe) -> None:
    open_table(desktop)
    session = desktop.session
    session.company_table.view.selectRow(1)
    chosen = session.company_table.selected_companies()
    with session.workspace.read() as reader:
        other = reader.company(next(one for one in (1, 2, 3) if one not in chosen))
    session.desk.submit(EditCompany(other, other.version))
    session.desk.submit(PlaceCompany(MOULD, other.id))
    desktop.settle()
    assert session.company_table.selected_companies() == chosen


def test_the_page_of_a_company_follows_what_is_done(desktop: DesktopProbe) -> None:
    open_table(desktop)
    session, pages = desktop.session, desktop.session.company_page
    session.company_table.view.setCurrentIndex(session.company_table.model.index(0, 0))
    desktop.qtbot.keyClick(session.company_table.view, Qt.Key.Key_Return)
    desktop.settle()
    page = pages.dialog()
    desktop.qtbot.mouseClick(page.edit, LEFT)
    form = pages.form()
    form.insured.setText("88")
    desktop.qtbot.mouseClick(form.save, LEFT)
    desktop.settle()
    assert pages.form() is None
    assert page.company.insured_count == 88

    page.honour_asked.emit(None)
    desktop.settle()
    form = pages.form()
    form.name.setEditText("瞪羚企业")
    desktop.qtbot.mouseClick(form.save, LEFT)
    desktop.settle()
    assert Qualification("瞪羚企业") in page.company.qualifications
    page.reject()
    for _ in range(2):
        session.desk.undo()
        desktop.settle()
    with session.workspace.read() as reader:
        company = reader.company(page.company_id)
    assert (company.insured_count, company.qualifications) == (None, ())


def test_a_person_is_seen_when_asked_for_written_and_followed(desktop: DesktopProbe) -> None:
    pages = desktop.session.company_page
    pages.open_card(1)
    desktop.settle()
    page = pages.dialog()
    desktop.qtbot.mouseClick(page.people.reveal, LEFT)
    desktop.settle()
    desktop.qtbot.mouseClick(page.people.add, LEFT)
    form = pages.form()
    form.name.setText("张三丰")
    form.phone.setText("13812345678；13900000000")
    desktop.qtbot.mouseClick(form.save, LEFT)
    desktop.settle()
    assert pages.form() is None
    assert page.people.table.item(0, 2).text() == "13812345678；13900000000"
    assert "13812345678" not in desktop.session.window.messages.text()

    target = desktop.session.workspace.execute(AddTarget(MOULD, 1))
    page.follow_up_asked.emit(TargetLine(target.created, MOULD, "", "轮胎模具", Phase.LEAD, "", "", "", None))
    steps = next(one for one in page.findChildren(FollowUpDialog))
    steps.text.setPlainText("电话联系")
    desktop.qtbot.mouseClick(steps.save, LEFT)
    desktop.settle()
    assert [step.text for step in page.record.targets[0].follow_ups] == ["电话联系"]
    page.reject()
    pages.open_card(1)
    desktop.settle()
    assert not pages.dialog().shows_contacts
    pages.dialog().reject()


def test_a_new_company_that_exists_is_refused_in_the_form(desktop: DesktopProbe) -> None:
    open_table(desktop)
    pages = desktop.session.company_page
    pages.ask_new()
    form = pages.form()
    form.name.setText("甲模具股份有限公司")
    desktop.qtbot.mouseClick(form.save, LEFT)
    desktop.settle()
    assert "已存在" in form.problem.text()
    form.name.setText("丁新厂")
    desktop.qtbot.mouseClick(form.save, LEFT)
    desktop.settle()
    assert "丁新厂" in names(desktop)
    assert pages.dialog().title.text() == "丁新厂"
    buttons = [one.text() for one in pages.dialog().findChildren(QPushButton)]
    assert "显示联系人" in buttons
    pages.dialog().reject()


def test_each_key_searches_and_ctrl_enter_shows_all_that_fit(desktop: DesktopProbe) -> None:
    session, box = desktop.session, desktop.session.window.search
    box.start_search()
    desktop.qtbot.keyClicks(box, "mj")
    desktop.settle()
    popup = box._popup.list
    lines = [popup.item(row).text() for row in range(popup.count())]
    assert "企业  共 2 家" in lines
    assert "丙威海模具有限公司" in lines

    desktop.qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desktop.settle()
    assert session.companies.wanted == CompanyFilter(text="mj")
    assert session.company_table.search.text() == "mj"
    assert len(names(desktop)) == 2
    assert session.company_table.view.hasFocus()


def test_an_answer_to_what_is_no_longer_typed_is_dropped(desktop: DesktopProbe) -> None:
    box = desktop.session.window.search
    box.start_search()
    desktop.qtbot.keyClicks(box, "mj")
    desktop.qtbot.keyClick(box, Qt.Key.Key_Backspace)
    desktop.qtbot.keyClicks(box, "qqqq")
    desktop.settle()
    assert box.hits_shown()
    assert box._popup.list.count() == 0


def test_the_companies_of_the_filter_are_exported(desktop: DesktopProbe, tmp_path: Path) -> None:
    open_table(desktop)
    session = desktop.session
    session.companies.apply(CompanyFilter(regions=("371000",)))
    desktop.settle()
    session.company_export.write(tmp_path / "企业.xlsx")
    desktop.settle()
    assert (tmp_path / "企业.xlsx").stat().st_size > 1_000
    assert "已导出 1 家企业" in session.window.messages.text()


def test_the_filter_opens_by_its_keys_with_the_table(desktop: DesktopProbe) -> None:
    session = desktop.session
    session.window.activateWindow()
    desktop.qtbot.waitUntil(session.window.isActiveWindow)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    desktop.qtbot.keyClick(session.window, Qt.Key.Key_L, keys)
    desktop.settle()
    assert session.company_lists.filter.isVisible()
    assert session.window.panel_is_visible("companies")
    session.company_lists.filter.close()
