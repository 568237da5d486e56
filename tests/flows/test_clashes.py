"""What is taken back was changed by a colleague since: both values, who, when, to choose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.services import bulk_import
from app.services.bulk_import import import_in_bulk
from app.services.workspace import Workspace
from chains.commands import CompanyArrival, ImportCompanies, RevertChange
from chains.company_editing import EditCompany
from chains.company_merging import MergeCompanies
from db import staged_updates
from db.staged_reverts import CARRYING_OUT
from tests.flows.conftest import DesktopProbe
from widgets.dialogs.clashes import ClashDialog

LEFT = Qt.MouseButton.LeftButton


def _addresses(workspace: Workspace) -> list[tuple[str, str]]:
    with workspace.read() as reader:
        return [(one.address, one.website) for one in reader.company_batch(0, 9)]


def _import(desktop: DesktopProbe) -> None:
    """A file that says an address of each of the three companies."""
    with desktop.session.workspace.read() as reader:
        there = reader.company_batch(0, 9)
    arrivals = tuple(CompanyArrival(replace(one, address=f"文件{one.id}号")) for one in there)
    versions = {one.id: one.version for one in there}
    desktop.session.desk.submit(ImportCompanies("名单.csv", arrivals, versions))
    desktop.settle()


def _edit(colleague: Workspace, company: int, **said: str) -> None:
    with colleague.read() as reader:
        one = reader.company(company)
    colleague.execute(EditCompany(replace(one, **said), one.version))


def _undo(desktop: DesktopProbe) -> ClashDialog | None:
    desktop.session.desk.undo()
    desktop.settle()
    return desktop.session.clashes.dialog()


def _texts(dialog: ClashDialog) -> list[list[str]]:
    model = dialog.table.model
    return [
        [str(model.data(model.index(row, column))) for column in range(1, model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_an_import_is_taken_back_one_by_one(desktop: DesktopProbe, colleague: Workspace) -> None:
    _import(desktop)
    _edit(colleague, 1, address="走访一路")
    _edit(colleague, 2, address="走访二路")

    dialog = _undo(desktop)
    assert dialog is not None
    rows = _texts(dialog)
    assert [row[:3] for row in rows] == [
        ["甲模具股份有限公司", "地址", "走访一路"],
        ["乙橡机有限公司", "地址", "走访二路"],
    ]
    assert all(row[3].startswith("李四 ") and row[4] == "（无）" for row in rows)
    dialog.table.model.tick([1], on=True)
    desktop.qtbot.mouseClick(dialog.settle, LEFT)
    desktop.settle()

    assert [address for address, _ in _addresses(colleague)] == ["走访一路", "", ""]
    # What was taken back so is one change, and can itself be taken back.
    desktop.session.desk.undo()
    desktop.settle()
    assert [address for address, _ in _addresses(colleague)] == ["走访一路", "走访二路", "文件3号"]


@pytest.mark.parametrize("ours", [True, False])
def test_all_of_an_import_is_settled_at_once(desktop: DesktopProbe, colleague: Workspace, ours: bool) -> None:
    _import(desktop)
    for company in (1, 2, 3):
        _edit(colleague, company, address=f"走访{company}")

    dialog = _undo(desktop)
    assert dialog is not None
    desktop.qtbot.mouseClick(dialog.table.all if ours else dialog.table.none, LEFT)
    desktop.qtbot.mouseClick(dialog.settle, LEFT)
    desktop.settle()

    kept = ["", "", ""] if ours else ["走访1", "走访2", "走访3"]
    assert [address for address, _ in _addresses(colleague)] == kept


def test_of_more_clashes_than_are_listed_others_values_stay_and_that_is_said(
    desktop: DesktopProbe, colleague: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("chains.clashes", "db.clashes"):
        monkeypatch.setattr(f"{module}.MOST_CLASHES", 2)
    _import(desktop)
    for company in (1, 2, 3):
        _edit(colleague, company, address=f"走访{company}")

    dialog = _undo(desktop)
    assert dialog is not None
    assert len(_texts(dialog)) == 2
    assert any("没有列出的都保留他人的值" in one.text() for one in dialog.findChildren(QLabel))
    desktop.qtbot.mouseClick(dialog.table.all, LEFT)
    desktop.qtbot.mouseClick(dialog.settle, LEFT)
    desktop.settle()

    addresses = [address for address, _ in _addresses(colleague)]
    assert sorted(addresses) == ["", "", "走访1"]


def test_what_a_colleague_said_of_other_fields_stays_in_any_case(
    desktop: DesktopProbe, colleague: Workspace
) -> None:
    _import(desktop)
    _edit(colleague, 1, website="www.a.cn")

    assert _undo(desktop) is None
    question = desktop.session.clashes.question
    assert question is not None
    desktop.qtbot.mouseClick(question.act, LEFT)
    desktop.settle()

    assert _addresses(colleague) == [("", "www.a.cn"), ("", ""), ("", "")]


def test_what_changes_again_while_one_chooses_is_asked_again(
    desktop: DesktopProbe, colleague: Workspace
) -> None:
    _import(desktop)
    _edit(colleague, 1, address="走访一路")
    dialog = _undo(desktop)
    assert dialog is not None
    _edit(colleague, 1, address="又改了")

    desktop.qtbot.mouseClick(dialog.table.all, LEFT)
    desktop.qtbot.mouseClick(dialog.settle, LEFT)
    desktop.settle()

    again = desktop.session.clashes.dialog()
    assert again is not None and again is not dialog
    assert _texts(again)[0][2] == "又改了"
    again.reject()
    assert _addresses(colleague)[0] == ("又改了", "")


def test_an_undo_that_is_cancelled_asks_again(desktop: DesktopProbe, colleague: Workspace) -> None:
    _import(desktop)
    _edit(colleague, 1, address="走访一路")
    dialog = _undo(desktop)
    assert dialog is not None
    # It is asked about, and not told as refused besides.
    assert not desktop.session.window.messages.isVisible()
    desktop.qtbot.mouseClick(dialog.cancel, LEFT)
    desktop.settle()
    assert _addresses(colleague)[1] == ("文件2号", "")

    again = _undo(desktop)
    assert again is not None and again is not dialog
    desktop.qtbot.mouseClick(again.settle, LEFT)
    desktop.settle()

    assert [address for address, _ in _addresses(colleague)] == ["走访一路", "", ""]
    # It is taken back now: Ctrl+Z brings it back, and does not take it back once more.
    desktop.session.desk.undo()
    desktop.settle()
    assert [address for address, _ in _addresses(colleague)] == ["走访一路", "文件2号", "文件3号"]
    assert desktop.session.desk.history.undo_label == ""


def test_a_refused_entry_of_the_log_leaves_ctrl_z_alone(desktop: DesktopProbe, colleague: Workspace) -> None:
    """It is somebody else's: what was done here last can be taken back as before."""
    _edit(colleague, 2, website="www.a.cn")
    with colleague.read() as reader:
        theirs = reader.change_log(1)[0].number
    _edit(colleague, 2, website="www.b.cn")
    _import(desktop)
    label = desktop.session.desk.history.undo_label

    desktop.session.desk.submit(RevertChange(theirs))
    desktop.settle()

    assert label
    assert desktop.session.desk.history.undo_label == label


def test_a_company_that_was_removed_since_may_stay_removed(
    desktop: DesktopProbe, colleague: Workspace
) -> None:
    _import(desktop)
    with colleague.read() as reader:
        kept, gone = reader.company(2), reader.company(3)
    colleague.execute(MergeCompanies(2, 3, kept.version, gone.version))

    dialog = _undo(desktop)
    assert dialog is not None
    assert ["整条", "（已删除）"] in [row[1:3] for row in _texts(dialog)]
    desktop.qtbot.mouseClick(dialog.settle, LEFT)
    desktop.settle()

    assert [address for address, _ in _addresses(colleague)] == ["", ""]


def test_an_older_value_that_a_colleague_was_quicker_than_shows_both(
    desktop: DesktopProbe, colleague: Workspace
) -> None:
    _edit(colleague, 1, address="旧址")
    _edit(colleague, 1, address="新址")
    desktop.settle()
    details = desktop.session.log.details
    with colleague.read() as reader:
        newest = reader.change_log(1)[0]
    details.open(newest)
    desktop.settle()
    dialog = details.dialog()
    assert dialog is not None
    dialog.view.selectRow(0)
    desktop.settle()
    _edit(colleague, 1, address="更新的")

    desktop.qtbot.mouseClick(dialog.restore, LEFT)
    desktop.settle()

    conflict = details.conflict()
    assert conflict is not None
    said = "\n".join(label.text() for label in conflict.findChildren(type(conflict.body.itemAt(0).widget())))
    assert "更新的" in said and "旧址" in said and "李四" in said
    assert _addresses(colleague)[0][0] == "更新的"
    desktop.qtbot.mouseClick(conflict.ours, LEFT)
    desktop.settle()
    assert _addresses(colleague)[0][0] == "旧址"


def test_an_undo_that_is_stopped_half_way_is_finished_behind_the_window(
    desktop: DesktopProbe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_import, "FEW", 1)
    monkeypatch.setattr(staged_updates, "_AT_ONCE", 1)
    workspace, jobs = desktop.session.workspace, desktop.session.jobs
    arrivals = [CompanyArrival(replace(one, address="新址")) for one in workspace.companies()]
    number = import_in_bulk(workspace, "名单.csv", arrivals, lambda *_: None).number or 0
    shown: list[str] = []

    def stop(job: int, _done: int, _total: int, text: str) -> None:
        if text == CARRYING_OUT:
            jobs.cancel(job)

    jobs.started.connect(lambda _job, text: shown.append(text))
    jobs.progressed.connect(stop)
    desktop.session.desk.submit(RevertChange(number))
    desktop.settle()

    assert "正在保存" in shown
    assert [address for address, _ in _addresses(workspace)] == ["", "", ""]
    assert not workspace.database.has_leftovers()
