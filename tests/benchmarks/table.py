"""The company table over a million rows: shown, wheel, jump to the end, memory.

    python -m tests.benchmarks.table [--rows 1000000] [--workspace 企业.lianpu]

Without a workspace the pages come from made-up rows in memory, which measures the widget; with one they come
from its database through the controller and its threads, as in the window. Each count of rows runs in a
process of its own. Bars: shown ≤ 200 ms, wheel ≤ 16 ms a step, jump ≤ 50 ms until painted, ≤ 150 MB more
than with 1,000 rows. "Rows there" is when the last placeholder is gone: it includes reading the page. In
brackets stands what the window's own thread worked meanwhile: on a busy machine the clock runs on.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from chains.kinds import RegistrationState
from chains.registry import Count
from chains.rows import CompanyRow
from widgets.style.sheet import apply_theme
from widgets.tables.company import CompanyTable

if TYPE_CHECKING:
    from collections.abc import Callable

FEW, STEPS = 1_000, 120
LONGEST_WAIT = 30.0
LINE = CompanyRow(
    0, "91371000166700127U", "", "", "山东威海", "轮胎模具；硫化机；成型机鼓", "高新技术企业", Decimal(5000),
    "CNY", 120, RegistrationState.ACTIVE, 0, "企业.csv",
)  # fmt: skip


class MadeUp(QObject):
    """Answers pages at once from made-up rows."""

    def __init__(self, table: CompanyTable, count: int) -> None:
        super().__init__(table)
        self._table, self._count = table, count
        table.page_asked.connect(self._answer)

    def begin(self) -> None:
        """Say how many there are."""
        self._table.show_count(Count(self._count))

    @Slot(object, object)
    def _answer(self, offset: int, limit: int) -> None:
        numbers = range(offset, min(offset + limit, self._count))
        self._table.show_page(
            offset, [replace(LINE, id=one, name=f"示例企业{one}有限公司") for one in numbers]
        )


def workspace_source(table: CompanyTable, path: Path) -> Callable[[], None]:
    """Pages from a workspace through the window's own controller; returns what begins to show."""
    from app.desktop.controllers.registry import CompanyController
    from app.desktop.desk import Desk
    from app.desktop.jobs import Jobs
    from app.services.workspace import Workspace
    from db.workspace_file import open_workspace

    jobs = Jobs(table)
    desk = Desk(Workspace(open_workspace(path), "测"), jobs, table)
    controller = CompanyController(desk, jobs, table)
    return controller.refresh


class Span(NamedTuple):
    """Milliseconds by the clock, and of work in the window's thread."""

    wall: float
    work: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} ({self.work:.1f})"


class Watch:
    """Reads both clocks from when it was made."""

    def __init__(self) -> None:
        self._wall, self._work = time.perf_counter(), time.thread_time()

    def read(self) -> Span:
        """What went by."""
        return Span((time.perf_counter() - self._wall) * 1000, (time.thread_time() - self._work) * 1000)


class Probe:
    """Drives the table and looks at the clock."""

    def __init__(self, app: QApplication, table: CompanyTable) -> None:
        self._app, self._table = app, table

    def until_there(self) -> None:
        """Wait until every row in view is there, and painted."""
        start = time.perf_counter()
        while not self._is_there() and time.perf_counter() - start < LONGEST_WAIT:
            self._app.processEvents()
        self.painted()

    def painted(self) -> None:
        """Paint now what is to be painted."""
        self._app.sendPostedEvents()
        self._app.processEvents()

    def wheel(self) -> Span:
        """One step of the wheel until it is painted, with the page that came meanwhile."""
        view = self._table.view
        place = QPointF(200, 100)
        event = QWheelEvent(
            place, view.viewport().mapToGlobal(place), QPoint(0, -40), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        watch = Watch()
        self._app.sendEvent(view.viewport(), event)
        self.painted()
        return watch.read()

    def jump(self) -> tuple[Span, Span]:
        """Until the end is painted, and until its rows are there."""
        watch = Watch()
        self._table.view.scrollToBottom()
        self.painted()
        painted = watch.read()
        self.until_there()
        return painted, watch.read()

    def _is_there(self) -> bool:
        model, view = self._table.model, self._table.view
        first = view.rowAt(1)
        last = view.rowAt(view.viewport().height() - 1)
        return first >= 0 and all(model.row(row) for row in (first, last if last >= 0 else first))


def measure(rows: int, workspace: Path | None) -> None:
    """Measure in this process; prints numbers, one line."""
    app = QApplication([])
    apply_theme(app, dark=False)
    table = CompanyTable()
    table.resize(1200, 420)
    begin = MadeUp(table, rows).begin if workspace is None else workspace_source(table, workspace)
    probe = Probe(app, table)
    watch = Watch()
    begin()
    table.show()
    probe.until_there()
    shown = watch.read()
    wheel = [probe.wheel() for _ in range(STEPS)]
    probe.until_there()
    jumps = [probe.jump()]
    for _ in range(4):
        table.view.scrollToTop()
        probe.until_there()
        jumps.append(probe.jump())
    painted, there = (max(one) for one in zip(*jumps, strict=True))
    middle = Span(statistics.median(one.wall for one in wheel), statistics.median(one.work for one in wheel))
    cells = (shown, f"{middle} · {max(wheel)}", f"{painted} · {there}")
    print(_resident(), f"{table.model.rowCount():,}", *cells, sep="|")
    sys.stdout.flush()
    os._exit(0)


def _resident() -> float:
    """Megabytes of this process."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def _in_a_process(rows: int, workspace: Path | None) -> list[str]:
    command = [sys.executable, "-m", "tests.benchmarks.table", "--rows", str(rows), "--measure"]
    command += [] if workspace is None else ["--workspace", str(workspace)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip().split("|")


def main() -> None:
    """Measure each count of rows in a process of its own and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--measure", action="store_true")
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.rows, asked.workspace)
    few = _in_a_process(FEW, None)
    many = _in_a_process(asked.rows, asked.workspace)
    source = "made up" if asked.workspace is None else asked.workspace.name
    heads = ("shown (200)", "wheel: median · worst (16)", "jump: painted (50) · rows there", "memory (150)")
    print(f"| {source}, ms | {' | '.join(heads)} |")
    print("|---|---|---|---|---|")
    for one in (few, many):
        grown = float(one[0]) - float(few[0])
        print(f"| {one[1]} | {' | '.join(one[2:])} | +{grown:.0f} MB |")


if __name__ == "__main__":
    main()
