"""How long the window takes to come up with its chain drawn, against an empty window of the same Qt.

`python tests/benchmarks/start.py [WORKSPACE]` starts each in processes of their own, in turn, and prints the
medians, and which slow libraries were loaded though nobody asked for them.
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

ROOT = Path(__file__).parents[2]
RUNS = 3
SLOW = ("openpyxl", "alembic", "networkx", "pyqtgraph")

EMPTY = """
import time
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
application.processEvents()
print('{"slow": []}')
"""

OURS = """
import json, sys
from pathlib import Path
from app.desktop.application import make_application
from app.desktop.bootstrap import Desktop
from app.desktop.settings import UserSettings
application = make_application(["lianpu"])
desktop = Desktop(application, UserSettings(Path(sys.argv[2])))
assert desktop.start(Path(sys.argv[1]))
while desktop.session.canvas._picture is None:
    application.processEvents()
application.processEvents()
names = ("openpyxl", "alembic", "networkx", "pyqtgraph")
print(json.dumps({"slow": [name for name in names if name in sys.modules]}), flush=True)
import os
os._exit(0)
"""


def _timed(code: str, *arguments: str) -> tuple[float, list[str]]:
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT))
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=env, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - start, json.loads(done.stdout.splitlines()[-1])["slow"]


def main(arguments: list[str]) -> int:
    """Measure; 1 when the window takes more than twice as long as an empty one."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(arguments[0]) if arguments else _workspace(Path(folder))
        settings = str(Path(folder) / "settings.ini")
        _timed(OURS, str(workspace), settings)
        empty, ours, slow = [], [], []
        for _ in range(RUNS):
            empty.append(_timed(EMPTY)[0])
            seconds, slow = _timed(OURS, str(workspace), settings)
            ours.append(seconds)
    ratio = statistics.median(ours) / statistics.median(empty)
    print(f"empty {statistics.median(empty):.2f} s, ours {statistics.median(ours):.2f} s, ratio {ratio:.1f}")
    print(f"slow libraries loaded: {', '.join(slow) or 'none'} (of {', '.join(SLOW)})")
    return 0 if ratio <= 2 else 1


def _workspace(folder: Path) -> Path:
    path = folder / "w.lianpu"
    subprocess.run([sys.executable, "-m", "app", "new", str(path)], cwd=ROOT, check=True, capture_output=True)
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
