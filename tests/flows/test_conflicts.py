"""Two people at the same facts: both values are shown with their fields, and the user decides."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AddTarget, PlaceCompany, UpdateTarget
from chains.company_editing import EditCompany
from chains.kinds import Decision, Phase, Role
from tests.flows.conftest import DesktopProbe
from widgets.dialogs.conflict import ConflictDialog

MOULD = SegmentRef("tyre", "mould")
LEFT = Qt.MouseButton.LeftButton


def _company(desktop: DesktopProbe, name: str) -> int:
    with desktop.session.workspace.read() as reader:
        return reader.companies_named(name)[0].id


def _refused(desktop: DesktopProbe, command: object) -> ConflictDialog:
    desktop.session.desk.submit(command)
    desktop.settle()
    dialog = desktop.session.conflicts.dialog()
    assert dialog is not None
    return dialog


def _said(dialog: ConflictDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(type(dialog.body.itemAt(0).widget())))


def test_a_target_that_a_colleague_moved_on_shows_both_phases(
    desktop: DesktopProbe, colleague: Workspace
) -> None:
    company = _company(desktop, "甲模具股份有限公司")
    target = colleague.execute(AddTarget(MOULD, company)).created
    with colleague.read() as reader:
        seen = reader.targets()[0].version
    colleague.execute(UpdateTarget(target, phase=Phase.TALKING, remark="约了周五"))

    dialog = _refused(desktop, UpdateTarget(target, phase=Phase.SIGNED, expected_version=seen))

    assert "招商阶段" in _said(dialog) and "甲模具股份有限公司 → 轮胎模具" in dialog.windowTitle() + _said(
        dialog
    )
    # What is asked is not told as a refusal besides, which would stand there after it was saved.
    assert not desktop.session.window.messages.isVisible()
    desktop.qtbot.mouseClick(dialog.ours, LEFT)
    desktop.settle()
    with colleague.read() as reader:
        now = reader.targets()[0]
    assert now.phase is Phase.SIGNED and now.remark == "约了周五"


def test_a_placement_that_a_colleague_struck_stays_so_unless_one_insists(
    desktop: DesktopProbe, colleague: Workspace
) -> None:
    company = _company(desktop, "丙威海模具有限公司")
    with colleague.read() as reader:
        seen = reader.chain_state("tyre").chain.segment("mould").version
    colleague.execute(PlaceCompany(MOULD, company, Role.SUPPLIER, Decision.REJECTED))

    dialog = _refused(
        desktop, PlaceCompany(MOULD, company, decision=Decision.CONFIRMED, expected_version=seen)
    )
    desktop.qtbot.mouseClick(dialog.theirs, LEFT)
    desktop.settle()

    with colleague.read() as reader:
        (placed,) = reader.chain_state("tyre").suppliers_of("mould")
    assert placed.placement.decision is Decision.REJECTED


def test_a_company_that_a_colleague_corrected_shows_only_what_differs(
    desktop: DesktopProbe, colleague: Workspace
) -> None:
    with colleague.read() as reader:
        company = reader.company(_company(desktop, "乙橡机有限公司"))
    colleague.execute(EditCompany(replace(company, website="www.a.cn"), company.version))

    dialog = _refused(desktop, EditCompany(replace(company, website="www.b.cn"), company.version))

    said = _said(dialog)
    assert "官网" in said and "www.a.cn" in said and "www.b.cn" in said and "主营产品" not in said
    dialog.reject()
