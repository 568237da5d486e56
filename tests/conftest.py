"""What every test stands on: no screen, one Chinese font, nothing left behind."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.stores import FILE, SERVER

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# As app.exchange has it: tests that load openpyxl before the program must not parse with another library.
os.environ["OPENPYXL_LXML"] = "False"

# No test is timed, so that none fails on a machine that is slow or has other work. A workspace of a fixture
# may serve all examples: each undoes what it did, or holds for whatever stands there.
settings.register_profile(
    "untimed",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("untimed")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot
    from sqlalchemy.engine import URL

    from app.desktop.bootstrap import Desktop
    from app.services.workspace import Workspace
    from tests.pg_proxy import Wire
    from tests.pg_server import PgServer

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The one of pytest-qt, with more patience."""
    from tests.patience import PatientBot  # most tests have no window

    return PatientBot(request)


@pytest.fixture
def whole_desktop(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """The program as it is started, with settings, documents and logs of its own."""
    from app.desktop import bootstrap  # most tests have no window
    from app.desktop.settings import UserSettings

    monkeypatch.setattr(bootstrap, "default_workspace", lambda: tmp_path / "文档" / "威海市产业链.lianpu")
    monkeypatch.setattr(bootstrap, "log_folder", lambda: tmp_path / "日志")
    made = bootstrap.Desktop(qapp, UserSettings(tmp_path / "设置.ini"))
    yield made
    if made.session is not None:
        made.session.window.close()
    made.close()


@pytest.fixture(scope="session")
def shared_files() -> Path:
    """Real and hostile files beside the checkout; tests that need them skip where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def pg_server() -> Iterator[PgServer]:
    """A running PostgreSQL; tests that need it skip where none can be had, and say so."""
    from tests.pg_server import NONE_HERE, end_server, started_server

    server = started_server()
    if server is None:
        pytest.skip(NONE_HERE)
    yield server
    end_server(server)


@pytest.fixture
def pg_url(pg_server: PgServer) -> Iterator[URL]:
    """An empty database on it."""
    url = pg_server.fresh()
    yield url
    pg_server.drop(url)


@pytest.fixture(scope="session")
def pg_template(pg_server: PgServer) -> Iterator[URL]:
    """A database that was set up and filled with the built-in catalogue, to be copied."""
    from tests.builders import set_up_shared

    url = pg_server.fresh()
    set_up_shared(url)
    yield url
    pg_server.drop(url)


@pytest.fixture
def shared_url(pg_server: PgServer, pg_template: URL) -> Iterator[URL]:
    """A shared database with the built-in catalogue in it."""
    url = pg_server.fresh(str(pg_template.database))
    yield url
    pg_server.drop(url)


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    """What the test's workspace is kept in: a "file", or a database on a "server"."""
    return getattr(request, "param", FILE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of modules that say STORES are run on each of them, unless they are `of_files`."""
    stores = getattr(metafunc.module, "STORES", None)
    of_files = metafunc.definition.get_closest_marker("of_files") is not None
    if stores is not None and "store" in metafunc.fixturenames and not of_files:
        metafunc.parametrize("store", stores, indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones begin, in whatever order the rest was shuffled: one core waits for none at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture
def workspace(request: pytest.FixtureRequest, store: str, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace made from the built-in catalogue, with 王五 working in it."""
    from tests.builders import a_shared_workspace, a_workspace

    if store == SERVER:
        opened = a_shared_workspace(request.getfixturevalue("shared_url"))
    else:
        opened = a_workspace(tmp_path / "威海市产业链.lianpu")
    yield opened
    opened.database.close()


@pytest.fixture(autouse=True, scope="module")
def what_stays_is_not_searched() -> None:
    """Takes what was there before the module out of every search for garbage.

    Modules, tables and other tests are 300,000 objects: to look at them three times after each test of a
    window took a quarter of the suite's time.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a Qt window or a running thread of ours."""
    yield
    if "qtbot" not in request.fixturenames and "qapp" not in request.fixturenames:
        return
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
    from PySide6.QtWidgets import QApplication

    assert QThreadPool.globalInstance().waitForDone(5_000), "a worker still runs"
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not left, f"windows left open: {left}"


@pytest.fixture
def wire(pg_server: PgServer) -> Iterator[Wire]:
    """A connection to the server that can be cut."""
    from tests.pg_proxy import Wire

    made = Wire(int(pg_server.admin.port or 0))
    yield made
    made.close()
