"""Values for widget tests, built in a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from chains.chain import Segment, SegmentRef
from chains.kinds import (
    Coverage,
    Decision,
    EntityKind,
    Phase,
    RegistrationState,
    Role,
    Source,
    Tier,
)
from chains.marking import Assessment
from chains.rows import (
    Candidate,
    ChainOverview,
    ChangeRow,
    CompanyRow,
    FieldChange,
    GapRow,
    MatchResult,
    SupplierRow,
    TargetRow,
)
from widgets.panels.segment_view import SegmentView

LEFT = Qt.MouseButton.LeftButton
TODAY = date(2026, 11, 24)
MOULD = SegmentRef("tyre", "mould")
HOSTILE = "<img src=x><b>A</b>&amp;B & C"


def an_overview(code: str = "tyre", name: str = "轮胎", **facts: object) -> ChainOverview:
    """One line of the chain list."""
    whole = ChainOverview(code, name, "先进装备与智能制造", 0.57, 0.4, 19, 12, 4, 4, 2)
    return replace(whole, **facts)


def a_gap(segment: str = "mould", name: str = "轮胎模具", index: float = 0.86, **facts: object) -> GapRow:
    """One gap of 轮胎."""
    whole = GapRow(
        SegmentRef("tyre", segment), "轮胎", name, Coverage.MISSING, Source.DOMESTIC, None, False, 0.7, 0.4,
        0.1, index, 5, ("专用汽车",), 0, 7, 0, None, "专栏3", "产业科", TODAY,
    )  # fmt: skip
    return replace(whole, **facts)


def a_supplier_row(company_id: int = 1, name: str = "威海示例机械", **facts: object) -> SupplierRow:
    """A confirmed local supplier of 轮胎模具."""
    whole = SupplierRow(
        MOULD,
        company_id,
        name,
        "9137",
        "环翠区",
        True,
        Role.SUPPLIER,
        Decision.CONFIRMED,
        "",
        "",
        "王五",
        TODAY,
    )
    return replace(whole, **facts)


def a_candidate(
    company_id: int = 21, name: str = "示例模具股份", score: float = 0.92, **facts: object
) -> Candidate:
    """A company that could fill the gap."""
    parts = {"product": 1.0, "industry": None}
    whole = Candidate(
        company_id, "9144", name, "广东 揭阳", ("上市",), score, parts, ("轮胎模具",), "轮胎模具"
    )
    return replace(whole, **facts)


def a_view(segment: str = "mould", name: str = "轮胎模具", version: int = 7, **facts: object) -> SegmentView:
    """轮胎模具 as the segment panel shows it."""
    whole = SegmentView(
        Segment("tyre", segment, name, "s", "mould", place="专栏3", version=version),
        "轮胎",
        "骨架与装备",
        Tier.UPSTREAM,
        Assessment(Coverage.ADEQUATE, Source.DOMESTIC, None, False, "旧依据", "产业科", TODAY),
    )
    return replace(whole, **facts)


def a_match(*targets: Candidate, local: tuple[Candidate, ...] = ()) -> MatchResult:
    """A finished match for 轮胎模具."""
    return MatchResult(MOULD, targets, local)


def a_company_row(company_id: int, name: str = "", **facts: object) -> CompanyRow:
    """One line of the company table."""
    whole = CompanyRow(
        company_id, f"9137{company_id:014}", name or f"示例企业{company_id}", "", "山东 威海", "轮胎",
        "高新技术企业", Decimal("5000"), "CNY", 120, RegistrationState.ACTIVE, 0, "企业.csv",
    )  # fmt: skip
    return replace(whole, **facts)


def a_target(target_id: int = 1, **facts: object) -> TargetRow:
    """One line of the target list."""
    whole = TargetRow(
        id=target_id, ref=MOULD, chain_name="轮胎", segment_name="轮胎模具", coverage=Coverage.MISSING,
        source=Source.DOMESTIC, degree=None, chokepoint=False, company_id=21,
        company_name=f"示例模具{target_id}",
        credit_code="9144", region_name="广东 揭阳", products="轮胎模具", qualifications="上市",
        capital_wan=Decimal("79000"), currency="CNY", insured_count=100, score=0.9, reason="", origin="",
        priority="", investment_yi=None, phase=Phase.LEAD, last_follow_up_on=None, next_step="", next_on=None,
        responsible_unit="", responsible_person="", remark="", version=3,
    )  # fmt: skip
    return replace(whole, **facts)


def a_change(number: int = 1, **facts: object) -> ChangeRow:
    """One entry of the change log: 具备 became 缺失."""
    fields = (FieldChange("assessment.coverage", "adequate", "missing"),)
    at = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    whole = ChangeRow(number, at, "王五", "assess", "轮胎模具", EntityKind.SEGMENT, 1, fields)
    return replace(whole, **facts)


class Heard:
    """Keeps what a signal said."""

    def __init__(self, *signals: object) -> None:
        self.said: list[object] = []
        for signal in signals:
            signal.connect(self.hear)

    def hear(self, *values: object) -> None:
        """One emission: its value, or all of them when there are several."""
        self.said.append(values[0] if len(values) == 1 else values)

    @property
    def last(self) -> object:
        """What was said last."""
        return self.said[-1]


def opened_table(qtbot: QtBot, table: QWidget, width: int = 1400) -> QWidget:
    """The table on screen, with the keyboard."""
    qtbot.addWidget(table)
    table.resize(width, 320)
    with qtbot.waitExposed(table):
        table.show()
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    return table


def click_cell(qtbot: QtBot, table: QWidget, row: int, column: int = 1, *, twice: bool = False) -> None:
    """Click or double-click a cell."""
    index = table.model.index(row, column)
    table.view.scrollTo(index)
    place = table.view.visualRect(index).center()
    qtbot.mouseClick(table.view.viewport(), LEFT, pos=place)
    if twice:
        qtbot.mouseDClick(table.view.viewport(), LEFT, pos=place)


def click_row(qtbot: QtBot, rows: QWidget, number: int, *, twice: bool = False) -> None:
    """Click or double-click a row of a list."""
    place = rows.visualRect(rows.model().index(number)).center()
    qtbot.mouseClick(rows.viewport(), LEFT, pos=place)
    if twice:
        qtbot.mouseDClick(rows.viewport(), LEFT, pos=place)


def opened_panel(qtbot: QtBot, panel: QWidget) -> QWidget:
    """The panel on screen, high enough for all of it, with the keyboard."""
    qtbot.addWidget(panel)
    panel.resize(380, 1400)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel
