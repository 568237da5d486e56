"""Others at work in the same database: what they do shows up, and a server that was away comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy.engine import URL

from app.desktop.heard import AWAY, BACK
from app.desktop.session import Session
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.kinds import Coverage
from db import landing
from db.workspace_file import open_workspace
from tests.builders import a_shared_workspace
from tests.flows.conftest import DesktopProbe, shown
from tests.pg_proxy import Cut, Wire
from tests.pg_server import PgServer
from widgets.dialogs.import_wizard import PLAN, RESUME, ImportWizard
from widgets.panels.labels import PlainLabel, WrappedLabel
from widgets.window import MainWindow

MOULD = SegmentRef("tyre", "mould")


@pytest.fixture
def shared(qtbot: QtBot, shared_url: URL) -> Iterator[DesktopProbe]:
    """A window on a shared database."""
    with shown(Session(a_shared_workspace(shared_url)), qtbot) as probe:
        yield probe


def _says(window: MainWindow, text: str) -> bool:
    return any(text in label.text() for label in window.findChildren(PlainLabel) if label.isVisible())


def test_a_colleagues_change_shows_up_by_itself_with_who(shared: DesktopProbe, shared_url: URL) -> None:
    colleague = Workspace(open_workspace(shared_url), "李四")
    colleague.execute(AssessSegment(MOULD, coverage=Coverage.ADEQUATE))
    colleague.database.close()

    # Nothing is asked for here: the window looks for news on its own, every two seconds.
    shared.qtbot.waitUntil(lambda: _says(shared.session.window, "李四"))

    assert _says(shared.session.window, "轮胎模具")
    canvas = shared.session.canvas
    shared.qtbot.waitUntil(lambda: canvas.state_of("mould") is Coverage.ADEQUATE)


def test_ones_own_changes_are_no_news(shared: DesktopProbe, shared_url: URL) -> None:
    heard: list[object] = []
    shared.session.desk.heard.connect(heard.append)
    colleague = Workspace(open_workspace(shared_url), "李四")
    colleague.execute(AssessSegment(MOULD, coverage=Coverage.ADEQUATE))
    shared.session.desk.submit(AssessSegment(SegmentRef("tyre", "natural_rubber"), coverage=Coverage.WEAK))
    shared.settle()
    colleague.execute(AssessSegment(MOULD, coverage=Coverage.STRONG))
    colleague.database.close()

    shared.session.desk._look_for_news()
    shared.settle()

    authors = [entry.author for entries in heard for entry in entries]
    assert authors == ["李四", "李四"]


def test_a_server_that_went_away_is_told_of_and_work_goes_on_when_it_is_back(
    shared: DesktopProbe, pg_server: PgServer
) -> None:
    if not pg_server.is_ours:
        pytest.skip("the server of PG_URL is not ours to stop")
    window = shared.session.window
    pg_server.stop()

    shared.qtbot.waitUntil(lambda: _says(window, AWAY))
    pg_server.start()
    shared.qtbot.waitUntil(lambda: _says(window, BACK))
    shared.session.desk.submit(AssessSegment(MOULD, coverage=Coverage.STRONG))
    shared.settle()

    assert shared.session.canvas.state_of("mould") is Coverage.STRONG


def test_what_was_changed_while_the_server_was_away_is_written_once_it_is_back(
    shared: DesktopProbe, pg_server: PgServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not pg_server.is_ours:
        pytest.skip("the server of PG_URL is not ours to stop")
    monkeypatch.setattr(landing, "PATIENCE_SECONDS", 0.0)
    desk = shared.session.desk
    pg_server.stop()
    desk.submit(AssessSegment(MOULD, coverage=Coverage.WEAK))
    shared.qtbot.waitUntil(lambda: len(desk._waiting) == 1)
    desk.submit(AssessSegment(MOULD, coverage=Coverage.STRONG))
    assert desk.is_writing

    window = shared.session.window
    window.close()
    question = shared.session.leaving.question
    assert window.isVisible() and question is not None
    assert any("2 项更改没有保存" in label.text() for label in question.findChildren(WrappedLabel))
    shared.qtbot.mouseClick(question.close_button, Qt.MouseButton.LeftButton)

    pg_server.start()

    shared.qtbot.waitUntil(lambda: not desk.is_writing)
    with shared.session.workspace.read() as reader:
        history = reader.assessment_history(MOULD)
    assert [one.coverage for one in history][:2] == [Coverage.STRONG, Coverage.WEAK]
    assert len(history) == 3


def test_changes_that_wait_for_the_server_can_be_given_up(
    shared: DesktopProbe, pg_server: PgServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not pg_server.is_ours:
        pytest.skip("the server of PG_URL is not ours to stop")
    monkeypatch.setattr(landing, "PATIENCE_SECONDS", 0.0)
    session = shared.session
    pg_server.stop()
    session.desk.submit(AssessSegment(MOULD, coverage=Coverage.WEAK))
    shared.qtbot.waitUntil(lambda: session.desk.unsaved == 1)

    session.window.close()
    assert session.window.isVisible() and session.leaving.question is not None
    shared.qtbot.mouseClick(session.leaving.question.act, Qt.MouseButton.LeftButton)

    assert not session.window.isVisible()
    pg_server.start()


@pytest.fixture
def wired(qtbot: QtBot, shared_url: URL, pg_server: PgServer, wire: Wire) -> Iterator[DesktopProbe]:
    """A window on a shared database behind a wire that can be cut."""
    url = pg_server.person(shared_url, "li", "Draht-8").set(port=wire.port)
    with shown(Session(a_shared_workspace(url)), qtbot) as probe:
        yield probe


def _ready_to_write(probe: DesktopProbe, file: Path) -> ImportWizard:
    file.write_text("企业名称,地址\n丁公司,某路\n戊公司,他路\n", encoding="utf-8")
    probe.session.imports.read_file(file)
    probe.settle()
    wizard = probe.session.imports.dialog()
    assert wizard is not None
    wizard.forward.click()
    wizard.forward.click()
    probe.settle()
    assert wizard.step == PLAN
    return wizard


@pytest.mark.parametrize("kept", [True, False])
def test_an_import_that_is_cut_off_waits_in_the_wizard_and_goes_on(
    kept: bool, wired: DesktopProbe, wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landing, "PATIENCE_SECONDS", 0.0)
    wizard, port = _ready_to_write(wired, tmp_path / "名单.csv"), wire._server_port
    wire.next_commit = Cut.ANSWER if kept else Cut.QUESTION
    wire._server_port = 1
    wizard.forward.click()
    wired.qtbot.waitUntil(lambda: wizard.forward.text() == RESUME)
    assert "不必重新选择" in _shown_text(wizard)
    wire._server_port = port
    wired.qtbot.waitUntil(lambda: "已恢复" in _shown_text(wizard))

    wizard.forward.click()
    wired.settle()

    assert wired.session.imports.dialog() is None
    with wired.session.workspace.read() as reader:
        assert [one.name for one in reader.company_batch(0, 9)] == ["丁公司", "戊公司"]
        assert [row.action for row in reader.change_log()].count("import_companies") == 1
    wired.session.desk.undo()
    wired.settle()
    with wired.session.workspace.read() as reader:
        assert reader.company_batch(0, 9) == ()


def _shown_text(wizard: ImportWizard) -> str:
    return "".join(label.text() for label in wizard.findChildren(WrappedLabel) if label.isVisible())


def test_what_waits_for_the_server_is_written_in_the_order_in_which_it_was_said(
    shared: DesktopProbe, pg_server: PgServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not pg_server.is_ours:
        pytest.skip("the server of PG_URL is not ours to stop")
    monkeypatch.setattr(landing, "PATIENCE_SECONDS", 1.0)
    desk = shared.session.desk
    pg_server.stop()
    for evidence in ("一", "二", "三"):
        desk.submit(AssessSegment(MOULD, evidence=evidence))
    shared.qtbot.waitUntil(lambda: desk.unsaved == 3)
    shared.session.log_table.check_asked.emit()
    shared.qtbot.waitUntil(lambda: _says(shared.session.window, "3 项等待保存"))
    assert _says(shared.session.window, AWAY) and not _says(shared.session.window, "主机名、端口不对")
    pg_server.start()
    shared.qtbot.waitUntil(lambda: not desk.is_writing)

    with shared.session.workspace.read() as reader:
        rows = reader.change_log(3)
    said = [one.after for row in reversed(rows) for one in row.fields if one.field == "assessment.evidence"]
    assert said == ["一", "二", "三"]


def test_one_that_is_tried_when_the_server_comes_back_is_not_overtaken(
    shared: DesktopProbe, pg_server: PgServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first gives up just before the server is back; the next must not be written before it."""
    if not pg_server.is_ours:
        pytest.skip("the server of PG_URL is not ours to stop")
    database = shared.session.workspace.database
    tried: list[bool] = []

    def back_at_the_second(_error: object) -> bool:
        tried.append(True)
        if len(tried) == 1:
            pg_server.start()
        return False

    monkeypatch.setattr(database, "is_back_after", back_at_the_second)
    shared.session.desk.stop()
    pg_server.stop()
    for evidence in ("一", "二"):
        shared.session.desk.submit(AssessSegment(MOULD, evidence=evidence))
    shared.settle()
    shared.session.desk._look_for_news()
    shared.qtbot.waitUntil(lambda: not shared.session.desk.is_writing)

    with shared.session.workspace.read() as reader:
        assert reader.chain_state("tyre").assessment("mould").evidence == "二"


def test_a_server_that_says_nothing_is_told_of(
    shared: DesktopProbe, pg_server: PgServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desktop.desk.SILENT_SECONDS", 0.0)
    window, desk = shared.session.window, shared.session.desk
    desk.stop()
    lock = pg_server.holding_back(str(shared.session.workspace.database.place.database))
    with lock:
        desk._look_for_news()
        desk._look_for_news()
        assert _says(window, AWAY)
        assert desk.unsaved == 0
    shared.settle()
    desk._look_for_news()
    shared.settle()
    assert _says(window, BACK)
