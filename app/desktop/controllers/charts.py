"""The overview of all chains as charts: counted off this thread, drawn when they are there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from app.desktop.jobs import Job, Jobs
from app.desktop.settings import first_folder
from app.services.charting import Charts, find_charts
from app.services.workspace import today
from app.wording import completeness_basis, rate_basis, severity_basis
from chains.chart_figures import MODERATE, SEVERE
from widgets.style.shades import Shade

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desktop.desk import Desk
    from app.services.jobs import Ticket
    from widgets.charts.dialog import ChartsDialog, ChartView


class ChartsController(QObject):
    """Opens the dialog; `said` carries what was saved."""

    said = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._jobs, self._window = desk, jobs, window
        self._dialog: ChartsDialog | None = None
        self._folder = first_folder()

    def dialog(self) -> ChartsDialog | None:
        """The dialog that is open."""
        return self._dialog

    @Slot()
    def ask(self) -> None:
        """Count all chains, then show them."""
        workspace = self._desk.workspace

        def work(ticket: Ticket) -> Charts:
            return find_charts(workspace, ticket)

        self._jobs.read(Job("charts", work, self._show, shown="正在统计各产业链"))

    def write(self, path: Path) -> None:
        """Save the picture of the chart that is shown."""
        path = path if path.suffix else path.with_suffix(".png")
        self._folder = path.parent
        if self._dialog is not None:
            saved = self._dialog.picture().save(str(path))
            self.said.emit(f"已导出到 {path}" if saved else f"不能写入 {path}，图片没有保存")

    def _show(self, charts: Charts) -> None:
        # pyqtgraph takes a third of a second to load: only who wants a chart waits for it.
        from widgets.charts.dialog import ChartsDialog  # noqa: PLC0415

        if not charts.chains:
            self.said.emit("还没有产业链")
            return
        self._dialog = ChartsDialog(chart_views(charts), today(), self._window)
        self._dialog.save_asked.connect(self._ask_file)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.open()

    @Slot()
    def _ask_file(self) -> None:
        if self._dialog is None:
            return
        suggested = str(self._folder / f"{self._dialog.current().word}-{today():%Y%m%d}.png")
        name, _ = QFileDialog.getSaveFileName(self._dialog, "另存为图片", suggested, "PNG (*.png)")
        if name:
            self.write(Path(name))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


def chart_views(charts: Charts) -> tuple[ChartView, ...]:
    """The four charts in words."""
    from widgets.charts.dialog import ChartView, Series  # noqa: PLC0415 - as above

    chains, settings = charts.chains, charts.settings
    names = tuple(one.name for one in chains)
    rates = tuple(one.local_supply_rate for one in chains)
    whole = tuple(one.completeness for one in chains)
    bands = (
        Series("高", Shade.MISSING, tuple(one.high for one in chains)),
        Series("中", Shade.WEAK, tuple(one.middle for one in chains)),
        Series("低", Shade.UNASSESSED, tuple(one.low for one in chains)),
    )
    changes = (
        Series("变好", Shade.STRONG, tuple(one.better for one in chains)),
        Series("变差", Shade.MISSING, tuple(one.worse for one in chains)),
        Series("新增环节", Shade.ADEQUATE, tuple(one.new for one in chains)),
        Series("其他变化", Shade.WEAK, tuple(one.other for one in chains)),
    )
    severe = f"严重度 {SEVERE:g} 及以上为高，{MODERATE:g} 及以上为中。{severity_basis(settings)}"
    since = f"较快照“{charts.snapshot}”" if charts.snapshot else "还没有快照，生成快照以后可看变化"
    return (
        ChartView(
            "rate", "本地配套率", "各产业链本地配套率", rate_basis(settings), names,
            (Series("本地配套率", Shade.ACCENT, rates),), percent=True,
        ),
        ChartView(
            "completeness", "链条完整度", "各产业链链条完整度", completeness_basis(), names,
            (Series("链条完整度", Shade.STRONG, whole),), percent=True,
        ),
        ChartView("gaps", "缺口严重度", "各产业链缺口数（按严重度）", severe, names, bands),
        ChartView("changes", "变化", "各产业链环节变化数", since, names, changes),
    )  # fmt: skip
