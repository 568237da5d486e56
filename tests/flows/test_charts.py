"""The charts over all chains in the whole window."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QImage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import DesktopProbe


def test_every_chart_is_drawn_copied_and_saved(desktop: DesktopProbe, tmp_path: Path) -> None:
    charts = desktop.session.deciding.charts
    desktop.session.deciding.act("charts")
    desktop.settle()
    dialog = charts.dialog()
    assert dialog is not None

    for key in ("rate", "completeness", "gaps", "changes"):
        dialog.show_chart(key)
        assert len(dialog.current().names) == len(desktop.session.workspace.overviews())
    dialog.show_chart("gaps")
    dialog.copy.click()
    charts.write(tmp_path / "缺口.png")

    saved = QImage(str(tmp_path / "缺口.png"))
    assert saved.width() > dialog.width()
    assert QGuiApplication.clipboard().image().size() == saved.size()
    dialog.close()


def test_the_window_does_not_load_charts_before_they_are_wanted() -> None:
    code = "import sys; import app.desktop.bootstrap; sys.exit('pyqtgraph' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
