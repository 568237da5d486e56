"""An import whose companies were used since is taken back but for these, in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.cli import main
from app.exit_status import DONE, REFUSED
from app.services.bulk_import import import_in_bulk
from chains.chain import SegmentRef
from chains.commands import CompanyArrival, PlaceCompany
from chains.events import Outcome
from tests.builders import a_company

if TYPE_CHECKING:
    from tests.flows.conftest import DesktopProbe
    from widgets.dialogs.used_companies import UsedCompaniesDialog

MOULD = SegmentRef("tyre", "mould")


def _count(desktop: DesktopProbe) -> int:
    with desktop.session.workspace.read() as reader:
        return reader.company_count("")


def _import_and_place(desktop: DesktopProbe, *placed: str) -> int:
    """Three companies come in, some are placed; returns the number of the import's entry."""
    workspace = desktop.session.workspace
    arrivals = [CompanyArrival(a_company(name)) for name in ("子公司", "丑公司", "寅公司")]
    done = import_in_bulk(workspace, "名单.csv", arrivals, lambda *_: None)
    with workspace.read() as reader:
        ids = [reader.companies_named(name)[0].id for name in placed]
    for one in ids:
        workspace.execute(PlaceCompany(MOULD, one))
    return done.number or 0


def _undo_import(desktop: DesktopProbe, number: int) -> None:
    """As the menu does it, where the import is what was done here last."""
    desktop.session.desk.history.record(Outcome(number, "import_companies", "名单.csv"))
    desktop.session.desk.undo()
    desktop.settle()


def _asked_again(desktop: DesktopProbe) -> UsedCompaniesDialog:
    """What Ctrl+Z asks after the first question was cancelled."""
    desktop.session.desk.undo()
    desktop.settle()
    dialog = desktop.session.used.dialog()
    assert dialog is not None
    return dialog


def test_a_person_sees_who_stays_and_why_before_the_rest_goes(desktop: DesktopProbe) -> None:
    _undo_import(desktop, _import_and_place(desktop, "丑公司"))
    dialog = desktop.session.used.dialog()
    assert dialog is not None
    assert dialog.table.item(0, 0).text() == "丑公司"
    assert dialog.table.item(0, 1).text() == "标注 1 处"
    assert _count(desktop) == 6

    dialog.keep.click()
    desktop.settle()

    assert _count(desktop) == 4
    assert "1 家企业导入之后已被使用" in desktop.session.window.messages.text()
    desktop.session.desk.undo()
    desktop.settle()
    assert _count(desktop) == 6


def test_nothing_is_taken_back_when_that_is_cancelled(desktop: DesktopProbe) -> None:
    _undo_import(desktop, _import_and_place(desktop, "丑公司"))
    dialog = desktop.session.used.dialog()
    assert dialog is not None

    dialog.cancel.click()
    desktop.settle()

    assert not desktop.session.window.messages.isVisible()
    assert _count(desktop) == 6
    assert _asked_again(desktop) is not dialog
    assert _count(desktop) == 6


def test_where_all_are_used_nothing_is_offered(desktop: DesktopProbe) -> None:
    history = desktop.session.desk.history
    history.record(Outcome(1, "import_companies", "旧名单.csv"))
    before = history.undo_label
    _undo_import(desktop, _import_and_place(desktop, "子公司", "丑公司", "寅公司"))

    dialog = desktop.session.used.dialog()
    assert dialog is not None
    assert dialog.keep.isHidden()
    assert dialog.cancel.text() == "知道了"
    # It never can be taken back: Ctrl+Z goes on to what was done before it.
    assert history.undo_label == before


def test_the_command_line_names_them_and_takes_the_rest_back_when_told(
    desktop: DesktopProbe, capsys: pytest.CaptureFixture[str]
) -> None:
    number = _import_and_place(desktop, "丑公司")
    asked = ["undo", "-w", str(desktop.session.workspace.database.path), "--number", str(number)]

    assert main(asked) == REFUSED
    said = capsys.readouterr().err
    assert "丑公司\t标注 1 处" in said
    assert "--keep-used" in said
    assert _count(desktop) == 6
    assert main([*asked, "--keep-used"]) == DONE

    assert "1 家企业导入之后已被使用" in capsys.readouterr().out
    assert _count(desktop) == 4
