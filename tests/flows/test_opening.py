"""A start: the map of last time at once, everything else behind it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import bootstrap
from app.desktop.application import dress
from app.desktop.bootstrap import Desktop
from app.desktop.opening import Opening
from app.desktop.settings import UserSettings
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.kinds import Coverage
from db.workspace_file import open_workspace
from tests.builders import a_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.desktop.session import Session

ROOT = Path(__file__).parents[2]
REF = SegmentRef("tyre", "mould")


@pytest.fixture
def file(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace that was open before, looking at the tyre chain."""
    monkeypatch.setattr(bootstrap, "log_folder", lambda: tmp_path / "日志")
    path = tmp_path / "威海.lianpu"
    a_workspace(path).database.close()
    desktop = Desktop(qapp, _settings(tmp_path))
    assert desktop.start(path)
    session = _ready(desktop, qtbot)
    session.place.go_to_chain("tyre")
    qtbot.waitUntil(lambda: not session.jobs.busy)
    session.window.close()
    desktop.close()
    return path


@pytest.fixture
def opening(qapp: QApplication, file: Path, tmp_path: Path) -> Iterator[Opening]:
    made = Opening(qapp, _settings(tmp_path), file)
    yield made
    window = made.front.window if made.front is not None else None
    if made.desktop is not None and made.desktop.session is not None:
        window = made.desktop.session.window
    if window is not None:
        window.close()
    made.end()


def _settings(folder: Path) -> UserSettings:
    return UserSettings(folder / "设置.ini")


def _ready(desktop: Desktop | None, qtbot: QtBot) -> Session:
    assert desktop is not None
    session = desktop.session
    assert session is not None
    qtbot.waitUntil(lambda: not session.jobs.busy)
    return session


def _complete(opening: Opening, qtbot: QtBot) -> Session:
    qtbot.waitUntil(lambda: opening.desktop is not None)
    return _ready(opening.desktop, qtbot)


def test_the_map_is_there_before_the_workspace_is_open(opening: Opening, qtbot: QtBot) -> None:
    opening.begin()

    assert opening.desktop is None
    assert opening.front is not None
    picture = opening.front.canvas.picture()
    assert picture is not None
    assert picture.state.chain.code == "tyre"
    assert opening.front.window.isVisible()
    _complete(opening, qtbot)


def test_the_map_stays_where_it_is_when_the_panels_come(
    qapp: QApplication, file: Path, tmp_path: Path, opening: Opening, qtbot: QtBot
) -> None:
    once = Opening(qapp, _settings(tmp_path), file)
    once.begin()  # on a screen this small Qt's first layout is squeezed, and not the one that it keeps
    _complete(once, qtbot).window.close()
    once.end()

    opening.begin()
    assert opening.front is not None
    window, canvas = opening.front.window, opening.front.canvas
    before = canvas.mapTo(window, canvas.rect().topLeft()), canvas.size()

    qtbot.waitUntil(lambda: len(window.panel_actions()) > 0)
    window.repaint()

    assert (canvas.mapTo(window, canvas.rect().topLeft()), canvas.size()) == before
    _complete(opening, qtbot)


def test_what_is_opened_is_named_where_there_is_no_map_of_it(
    qapp: QApplication, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "last-look.json").unlink()
    made = Opening(qapp, _settings(tmp_path), file)

    made.begin()

    assert made.front is not None
    assert made.front.window.isVisible()
    assert made.front.window.windowTitle() == "威海.lianpu — 链谱"
    assert "正在打开 威海.lianpu" in made.front.canvas.accessibleDescription()
    assert made.desktop is None
    session = _complete(made, qtbot)
    qtbot.waitUntil(lambda: session.canvas.picture() is not None)
    session.window.close()
    made.end()


def test_a_box_that_was_picked_at_once_stays_picked(opening: Opening, qtbot: QtBot) -> None:
    opening.begin()
    assert opening.front is not None
    canvas = opening.front.canvas
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.screen_box(REF.segment).center().toPoint())
    assert canvas.selection() == (REF.segment,)

    session = _complete(opening, qtbot)

    assert session.canvas is canvas
    assert session.place.segment == REF
    assert canvas.selection() == (REF.segment,)
    view = session.panel.view()
    assert view is not None
    assert view.ref == REF


def test_an_action_that_was_chosen_at_once_is_done_when_it_can_be(opening: Opening, qtbot: QtBot) -> None:
    opening.begin()
    assert opening.front is not None
    window = opening.front.window
    qtbot.waitUntil(lambda: bool(window.menu("企业库(&B)").actions()))
    window.action("companies").trigger()
    assert opening.desktop is None

    session = _complete(opening, qtbot)

    qtbot.waitUntil(lambda: session.window.panel_is_visible("companies"))


def test_everything_is_filled_in_behind_the_map(opening: Opening, qtbot: QtBot) -> None:
    opening.begin()
    assert opening.front is not None
    layout = opening.front.canvas.picture().layout  # type: ignore[union-attr]

    session = _complete(opening, qtbot)

    assert len(session.chain_list.shown_codes()) == 28
    shown = session.canvas.picture()
    assert shown is not None
    assert shown.layout.boxes == layout.boxes
    assert session.window is opening.desktop.session.window  # type: ignore[union-attr]
    assert session.gap_table.model.rowCount() > 0


def test_a_change_made_elsewhere_is_never_hidden_by_the_old_map(
    file: Path, opening: Opening, qtbot: QtBot
) -> None:
    workspace = Workspace(open_workspace(file), "李四")
    workspace.execute(AssessSegment(REF, coverage=Coverage.STRONG))
    workspace.database.close()

    opening.begin()

    assert opening.front is not None
    assert opening.front.canvas.picture() is None
    session = _complete(opening, qtbot)
    assert session.canvas.state_of(REF.segment) is Coverage.STRONG


def test_a_window_closed_at_once_ends_the_program(opening: Opening, qtbot: QtBot) -> None:
    opening.begin()
    assert opening.front is not None
    opening.front.window.close()

    opening.end()
    for _ in range(20):
        qtbot.wait(1)

    assert opening.desktop is None


FIRST_SIGHT = """
import json, sys
from pathlib import Path
from app.desktop.application import make_application
from app.desktop.opening import Opening
from app.desktop.settings import UserSettings
application = make_application(["lianpu"])
opening = Opening(application, UserSettings(Path(sys.argv[2])), Path(sys.argv[1]))
loaded = []
opening._loader.start = lambda: loaded.append(sorted(sys.modules))
opening.begin()
assert opening.front is not None and opening.front.canvas.picture() is not None
while not loaded:
    application.processEvents()
opening._load()
application.processEvents()
while opening.desktop is None or opening.desktop.session.jobs.busy:
    application.processEvents()
print(json.dumps([loaded[0], sorted(sys.modules)]), flush=True)
opening.desktop.session.window.close()
opening.end()
"""
NOT_AT_FIRST_SIGHT = (
    "sqlalchemy",
    "numpy",
    "networkx",
    "gb2260",
    "click",
    "hashlib",
    "app.cli",
    "app.desktop.session",
)
NOT_AT_THE_START = ("openpyxl", "docx", "lxml", "alembic", "pyqtgraph", "python_calamine", "psycopg", "click")


def test_libraries_are_loaded_when_they_are_needed(file: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)}
    call = [sys.executable, "-c", FIRST_SIGHT, str(file), str(tmp_path / "设置.ini")]

    done = subprocess.run(call, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    first, complete = json.loads(done.stdout.splitlines()[-1])
    assert [name for name in (*NOT_AT_FIRST_SIGHT, *NOT_AT_THE_START) if name in first] == []
    assert [name for name in NOT_AT_THE_START if name in complete] == []


def test_the_window_fits_a_small_screen_at_150_percent(
    whole_desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    """1366×768 at 150 % leaves 911×512 of Qt's pixels, less a task bar and a title."""
    session = _started(whole_desktop, qtbot, tmp_path)
    session._act("select_all")
    qtbot.waitUntil(lambda: not session.jobs.busy, timeout=30_000)

    least = session.window.minimumSizeHint()

    assert least.width() <= 911
    assert least.height() <= 450


def test_nothing_of_a_segment_is_cut_off_at_125_percent(
    whole_desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    session = _started(whole_desktop, qtbot, tmp_path)
    session.place.go_to_segment(REF)
    qtbot.waitUntil(lambda: not session.jobs.busy, timeout=30_000)

    assert session.panel._body.minimumSizeHint().width() <= 297


def test_text_boxes_and_file_dialogs_speak_chinese(qapp: QApplication) -> None:
    dress(qapp)
    translated = QCoreApplication.translate

    assert translated("QAbstractFileIconProvider", "Folder") == "文件夹"
    assert translated("QFileSystemModel", "Size") == "大小"
    assert translated("QLineEdit", "&Undo") == "撤销(&U)"
    assert translated("QLineEdit", "Cu&t") == "剪切(&T)"


def _started(desktop: Desktop, qtbot: QtBot, folder: Path) -> Session:
    """A session in the real looks: sizes hang on the style sheet."""
    path = folder / "威海.lianpu"
    a_workspace(path).database.close()
    assert desktop.start(path)
    return _ready(desktop, qtbot)
