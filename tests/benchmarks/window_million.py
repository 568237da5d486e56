"""A million companies imported, searched and scrolled in the real window.

    python -m tests.benchmarks.window_million [--rows 1000000] [--pictures /somewhere]

Drives the import wizard, the search box and the company table as a person does. Says how long each took, how
long the window stood still at the most, and what memory this process and those beside it had. Bars: whole
import ≥ 15,000 rows/s and ≤ 600 MB, wheel ≤ 16 ms; a search is heard within 200 ms.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.session import Session
from app.services.workspace import Workspace
from chains.catalogue_reader import built_in_catalogue
from db.workspace_file import create_workspace
from tests.benchmarks.made_up_companies import write_csv
from tests.benchmarks.table import Probe
from widgets.dialogs.import_wizard import COLUMNS, PLAN
from widgets.style.sheet import apply_theme

if TYPE_CHECKING:
    from collections.abc import Callable

_BEAT_MS = 5
_LONGEST_S, _LOOK_S = 3_600.0, 0.5
TYPED = ("轮胎", "威海泰广", "weihai", "海水淡化设备", "whgt", "有限公司")


class Heart(QTimer):
    """Beats in the window's thread; the longest pause is how long the window stood still."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self._clock.start()
        self.longest = 0
        self.timeout.connect(self._beat)
        self.start(_BEAT_MS)

    def take(self) -> int:
        """The longest pause since the last time, in milliseconds."""
        longest, self.longest = self.longest, 0
        return longest

    def _beat(self) -> None:
        self.longest = max(self.longest, self._clock.restart())


class Desktop:
    """The window, and the waiting for it."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        path = folder / "企业.lianpu"
        store = create_workspace(path, built_in_catalogue(), "371000", "测")
        self.session = Session(Workspace(store, "测"))
        self.session.window.resize(1920, 1080)
        self.session.start("tyre")
        self.session.window.show()
        self.heart = Heart()
        self.most = (0.0, "")

    def settle(self) -> None:
        """Until no job runs; notes the memory of all processes now and then."""
        self.until(lambda: not self.session.jobs.busy)

    def until(self, done: Callable[[], bool]) -> None:
        """Until that is so."""
        begun = looked = time.monotonic()
        self.app.processEvents()
        while not done() and time.monotonic() - begun < _LONGEST_S:
            # The heart wakes it up.
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() - looked > _LOOK_S:
                self.most, looked = max(self.most, _memory()), time.monotonic()
        self.app.processEvents()

    def picture(self, folder: Path | None, name: str) -> None:
        """The window as it looks."""
        if folder is not None:
            self.session.window.grab().save(str(folder / f"{name}.png"))


def _memory() -> tuple[float, str]:
    """Megabytes of this process and its children, and of each; pages that several share counted in parts."""
    each = []
    for process in (os.getpid(), *_children(os.getpid())):
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        each.append(sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024)
    return sum(each), " + ".join(f"{one:,.0f}" for one in each)


def _children(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += [int(one) for one in (task / "children").read_text(encoding="ascii").split()]
    return found


def import_it(desktop: Desktop, source: Path, rows: int, pictures: Path | None) -> None:
    """Through the wizard, step by step."""
    imports = desktop.session.imports
    desktop.heart.take()  # the window's own start is another matter
    begun = time.monotonic()
    imports.read_file(source)
    desktop.settle()
    wizard = imports.dialog()
    assert wizard is not None
    while wizard.step != COLUMNS:
        wizard.forward.click()
        desktop.settle()
    looked = time.monotonic() - begun
    wizard.forward.click()
    desktop.settle()
    assert wizard.step == PLAN
    planned = time.monotonic() - begun - looked
    still = desktop.heart.take()
    if pictures is not None:
        wizard.grab().save(str(pictures / "plan.png"))
    wizard.forward.click()
    desktop.until(lambda: imports.dialog() is None)
    whole = time.monotonic() - begun
    print(f"import of {rows:,} rows: look {looked:.1f} s, compare {planned:.1f} s, whole {whole:.1f} s")
    print(f"  {rows / whole:,.0f} rows/s, {desktop.most[0]:,.0f} MB at the most: {desktop.most[1]}")
    print(f"  window stood still {still} ms at the most before writing, {desktop.heart.take()} ms in it")
    desktop.settle()
    print(f"  matching and measures were up to date {time.monotonic() - begun - whole:.1f} s later")


def search_and_scroll(desktop: Desktop, pictures: Path | None) -> None:
    """Type words, wheel and jump."""
    session = desktop.session
    session.window.show_panel("companies")
    desktop.settle()
    table = session.company_table
    probe = Probe(desktop.app, table)
    probe.until_there()
    print(f"table shows {table.bar.count.whole_text()}")
    for word in TYPED:
        desktop.heart.take()
        begun = time.monotonic()
        table.search.setText(word)
        desktop.settle()
        if table.model.rowCount():
            probe.until_there()
        took = (time.monotonic() - begun) * 1000
        count = table.bar.count.whole_text()
        print(f"  {word}: {took:.0f} ms to page and count ({count}), still {desktop.heart.take()} ms")
        if word == TYPED[0]:
            desktop.picture(pictures, "searched")
    table.search.setText("")
    desktop.settle()
    probe.until_there()
    wheel = sorted(probe.wheel().wall for _ in range(120))
    jump = probe.jump()
    print(f"wheel: median {wheel[60]:.1f} ms, worst {wheel[-1]:.1f}")
    print(f"jump to the end: {jump[0]} ms painted, {jump[1]} ms there")
    desktop.picture(pictures, "scrolled")
    print(f"memory of all processes: {_memory()[0]:,.0f} MB")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    app = QApplication([])
    apply_theme(app, dark=False)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = folder / "企业名单.csv"
        write_csv(source, asked.rows)
        desktop = Desktop(app, folder)
        desktop.settle()
        import_it(desktop, source, asked.rows, asked.pictures)
        search_and_scroll(desktop, asked.pictures)
        desktop.session.close()


if __name__ == "__main__":
    main()
