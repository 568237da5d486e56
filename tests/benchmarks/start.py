"""How long the window takes to come up with its map painted, against an empty window of the same Qt.

`python tests/benchmarks/start.py [WORKSPACE]` starts each in processes of their own, in turn: an empty
QMainWindow, ours with the map of last time, and ours when there is none (`cold`: its window comes first, its
map later). It prints medians of the time from before the process is made to the painted frame, and of the
processor's time up to there; then
how long our window takes to be complete, and the longest that it did not answer meanwhile. Modules are
compiled before, as an installation has them. QT_QPA_PLATFORM says on which screen; offscreen unless given.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RUNS = 7
SLOW = ("openpyxl", "docx", "alembic", "pyqtgraph", "networkx", "numpy", "sqlalchemy")

TOLD = """
import json, os, sys, time
def told(**more):
    print(json.dumps({"at": time.time(), "cpu": time.process_time(), **more}), flush=True)
"""
EMPTY = f"""
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
application.processEvents()
{TOLD}
told()
os._exit(0)
"""
OURS = f"""
import app.__main__, gc, sys
from pathlib import Path
app.__main__.collect_seldom()
gc.disable()
from app.desktop.application import make_application
from app.desktop.opening import Opening
from app.desktop.settings import UserSettings
application = make_application(["lianpu"])
opening = Opening(application, UserSettings(Path(sys.argv[2])), Path(sys.argv[1]))
opening.begin()  # it comes back when what it shows is painted
{TOLD}
told()
from PySide6.QtCore import QEventLoop
def canvas():
    front = opening.front or opening.desktop and opening.desktop.session
    return front and front.canvas
while not canvas() or canvas().picture() is None:
    application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    if canvas() and canvas().picture() is not None:
        application.processEvents()
told(slow=[name for name in {SLOW!r} if name in sys.modules])  # the map is painted
from PySide6.QtCore import QTimer
gaps, last = [], [time.perf_counter()]
def tick():
    now = time.perf_counter()
    gaps.append(now - last[0])
    last[0] = now
timer = QTimer(interval=2)
timer.timeout.connect(tick)
timer.start()
while not (opening.desktop and opening.desktop.session and not opening.desktop.session.jobs.busy):
    application.processEvents()
tick()
told(longest=max(gaps), slow=[name for name in {SLOW!r} if name in sys.modules])
if len(sys.argv) > 3:
    opening.desktop.close()
os._exit(0)
"""


def _timed(code: str, *arguments: str) -> list[dict[str, Any]]:
    """What the process told, each with the seconds since before it was made."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env = {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": arguments[0],
        **env,
        "PYTHONPATH": str(ROOT),
    }
    begin = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments[1:]], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return [{**one, "after": one["at"] - begin} for one in found]


def main(arguments: list[str]) -> int:
    """Measure; 1 when the window takes more than twice as long as an empty one."""
    with tempfile.TemporaryDirectory() as folder:
        cache, settings = str(Path(folder) / "pyc"), str(Path(folder) / "settings.ini")
        workspace = arguments[0] if arguments else _workspace(Path(folder))
        ours = (cache, workspace, settings)
        _timed(OURS, *ours, "and close")
        _timed(OURS, *ours)
        rounds = []
        for _ in range(RUNS):
            cold = (cache, workspace, str(Path(folder) / "cold" / "settings.ini"))
            rounds.append((_timed(EMPTY, cache), _timed(OURS, *ours), _timed(OURS, *cold)))
    ratio = 0.0
    for key, word in (("cpu", "processor"), ("after", "wall clock")):
        at = ((0, 0), (1, 1), (2, 0), (2, 1))
        empty, warm, first, cold = (
            statistics.median(one[who][step][key] for one in rounds) for who, step in at
        )
        ratio = warm / empty
        print(f"{word}: empty {empty:.3f} s, ours with its map {warm:.3f} s = {ratio:.1f}×", end="; ")
        print(f"cold: window {first:.3f} s = {first / empty:.1f}×, map {cold:.3f} s = {cold / empty:.1f}×")
    whole = [one[1][2] for one in rounds]
    print(
        f"complete after {statistics.median(one['after'] for one in whole):.2f} s, longest without an answer "
        f"{statistics.median(one['longest'] for one in whole):.2f} s"
    )
    print(
        f"loaded with the map: {', '.join(rounds[-1][1][1]['slow']) or 'none'}; "
        f"when complete: {', '.join(whole[-1]['slow'])} (of {', '.join(SLOW)})"
    )
    return 0 if ratio <= 2 else 1


def _workspace(folder: Path) -> str:
    path = str(folder / "w.lianpu")
    subprocess.run([sys.executable, "-m", "app", "new", path], cwd=ROOT, check=True, capture_output=True)
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
