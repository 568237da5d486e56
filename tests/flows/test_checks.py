"""待核对, 区市分布 and 怎么算的 in the whole window."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from app.services.workspace import today
from chains.chain import SegmentRef
from chains.checks import Check
from chains.commands import AssessSegment, PlaceCompany
from chains.kinds import Coverage
from widgets.dialogs.companies_behind import CompaniesBehindDialog
from widgets.dialogs.figure import FigureDialog

if TYPE_CHECKING:
    from tests.flows.conftest import DesktopProbe

MOULD = SegmentRef("tyre", "mould")


def _select(desktop: DesktopProbe, key: object) -> None:
    table = desktop.session.deciding.check_table
    table.view.select_key(table.model, key)


def _dialog(desktop: DesktopProbe, kind: type[QDialog]) -> QDialog:
    found = desktop.session.window.findChildren(kind)
    assert found
    return found[-1]


def test_a_stale_assessment_is_confirmed_from_the_list(desktop: DesktopProbe) -> None:
    session, table = desktop.session, desktop.session.deciding.check_table
    session.window.show_panel("checks")
    session.desk.submit(AssessSegment(MOULD, review_on=date(2020, 1, 1)))
    desktop.settle()
    assert session.window.header.button("to_check").text() == "待核对 1"

    _select(desktop, (MOULD, Check.STALE))
    before = today()
    table.confirm.click()
    desktop.settle()

    with session.workspace.read() as reader:
        review_on = reader.chain_state("tyre").assessment("mould").review_on
    assert before + timedelta(days=365) <= review_on <= today() + timedelta(days=365)
    assert table.model.row_of((MOULD, Check.STALE)) == -1
    assert session.window.header.button("to_check").isHidden()


def test_a_contradiction_is_settled_by_another_assessment(desktop: DesktopProbe) -> None:
    session, table = desktop.session, desktop.session.deciding.check_table
    session.window.show_panel("checks")
    with session.workspace.read() as reader:
        (company,) = reader.companies_named("丙威海模具有限公司")
    session.desk.submit(PlaceCompany(MOULD, company.id))
    desktop.settle()

    _select(desktop, (MOULD, Check.MISSING_BUT_SUPPLIED))
    menu = table.again.menu()
    next(action for action in menu.actions() if action.data() == "weak").trigger()
    desktop.settle()

    with session.workspace.read() as reader:
        assert reader.chain_state("tyre").assessment("mould").coverage is Coverage.WEAK
    assert table.model.row_of((MOULD, Check.MISSING_BUT_SUPPLIED)) == -1
    assert table.model.row_of((MOULD, Check.ONE_SUPPLIER)) >= 0


def test_the_companies_behind_a_cell_can_be_opened(desktop: DesktopProbe) -> None:
    session = desktop.session
    with session.workspace.read() as reader:
        (company,) = reader.companies_named("丙威海模具有限公司")
    session.desk.submit(PlaceCompany(MOULD, company.id))
    desktop.settle()
    table = session.region_table
    row = table.model.row_of(MOULD)
    counts = [cell.text for cell in table.model.row(row).cells]

    table.view.opened.emit(table.model.index(row, counts.index("1")))

    dialog = _dialog(desktop, CompaniesBehindDialog)
    assert dialog.table.item(0, 0).text() == "丙威海模具有限公司"
    dialog.close()


def test_an_index_says_how_it_is_counted(desktop: DesktopProbe) -> None:
    session = desktop.session
    session.place.go_to_segment(MOULD)
    desktop.settle()

    session.gap_table.how.click()
    desktop.settle()

    dialog = _dialog(desktop, FigureDialog)
    assert "轮胎模具 缺口指数" in dialog.windowTitle()
    dialog.close()


def test_a_list_behind_another_is_counted_when_it_comes_to_sight(desktop: DesktopProbe) -> None:
    session, table = desktop.session, desktop.session.deciding.check_table
    session.desk.submit(AssessSegment(MOULD, review_on=date(2020, 1, 1)))
    desktop.settle()
    assert table.model.rowCount() == 0

    session.window.show_panel("checks")
    desktop.settle()

    assert table.model.row_of((MOULD, Check.STALE)) >= 0
