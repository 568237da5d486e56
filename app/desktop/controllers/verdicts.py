"""推荐准确率: shows how many of the offered companies staff confirmed and struck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.desktop.jobs import Job, Jobs
from app.services.verdicts import VerdictReport, verdict_report
from app.services.workspace import today
from chains import words
from widgets.dialogs.figure import FigureDialog, FigureView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket

BASIS = (
    "确认：人工确认的匹配，以及按匹配列入目标清单的企业；剔除：人工写明原因剔除的匹配。"
    "推荐准确率 = 确认 ÷（确认 + 剔除），没有判断的企业不计。"
    "推荐：现在按词匹配到的市外企业（含疑似同名和已剔除）。"
)


class VerdictController(QObject):
    """Counts off this thread, then shows."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window

    def ask(self) -> None:
        """Show the figure with its parts."""
        workspace = self._desk.workspace

        def work(_ticket: Ticket) -> VerdictReport:
            return verdict_report(workspace)

        self._jobs.read(Job("verdicts", work, self._show, shown="正在统计推荐准确率"))

    def _show(self, report: VerdictReport) -> None:
        FigureDialog(_view(report), self._window).open()


def _view(report: VerdictReport) -> FigureView:
    rows = [
        (
            f"{one.chain_name} · {one.segment_name}",
            "—" if one.offered is None else str(one.offered),
            str(one.said.confirmed),
            str(one.said.struck),
            words.rate_text(one.said.share),
        )
        for one in report.segments
    ]
    reasons = "；".join(f"{reason} {count} 家" for reason, count in report.reasons[:6])
    return FigureView(
        "推荐准确率",
        words.rate_text(report.whole.share),
        BASIS + (f"\n剔除原因：{reasons}" if reasons else ""),
        ("环节", "推荐", "确认", "剔除", "准确率"),
        tuple(rows),
        today(),
    )
