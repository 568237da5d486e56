"""The connection drops at the worst moments: nothing is lost, nothing is there twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import URL

from app.services import bulk_import
from app.services.bulk_import import import_in_bulk, import_surely
from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import AssessSegment, CompanyArrival
from chains.errors import WorkspaceRefused
from db import landing
from db.checking import check_workspace
from db.engine import make_engine
from db.faults import known_faults
from db.workspace_file import open_workspace
from tests.builders import a_company
from tests.pg_proxy import Cut, Wire
from tests.pg_server import PgServer

MOULD = SegmentRef("tyre", "mould")
PASSWORD = "durch-den-Draht"


@pytest.fixture
def wired(pg_server: PgServer, shared_url: URL, wire: Wire) -> Iterator[Workspace]:
    """A workspace behind the wire."""
    database = open_workspace(pg_server.person(shared_url, "li", PASSWORD).set(port=wire.port))
    yield Workspace(database, "李四")
    database.close()


def _evidence(workspace: Workspace) -> list[str]:
    """What was written down, one text for each entry of the log."""
    with workspace.read() as reader:
        rows = reader.change_log()
    return [one.after for row in rows for one in row.fields if one.field == "assessment.evidence"]


@pytest.mark.parametrize("cut", [Cut.ANSWER, Cut.QUESTION])
def test_a_commit_that_nobody_heard_of_is_there_once(
    cut: Cut, wired: Workspace, wire: Wire, shared_url: URL
) -> None:
    wired.execute(AssessSegment(MOULD, evidence="先"))

    wire.next_commit = cut
    outcome = wired.execute(AssessSegment(MOULD, evidence="后"))

    assert wire.cuts == 1
    assert outcome.number == 3
    assert _evidence(wired) == ["后", "先"]
    assert check_workspace(shared_url).sound


def test_without_asking_the_server_a_change_would_be_there_twice(
    wired: Workspace, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the token is for: taken for lost, a change that is kept would be made again."""
    monkeypatch.setattr(landing, "has_landed", lambda *_: False)

    wire.next_commit = Cut.ANSWER
    wired.execute(AssessSegment(MOULD, evidence="后"))

    with wired.read() as reader:
        assert [row.action for row in reader.change_log()][:2] != ["create_workspace"]
        assert reader.chain_state("tyre").assessment("mould").evidence == "后"
        assert len(reader.assessment_history(MOULD)) == 2


def test_a_server_that_took_over_and_never_saw_the_change_does_not_have_it(shared_url: URL) -> None:
    engine = make_engine(shared_url)

    assert not landing.has_landed(engine, "999999999")
    engine.dispose()


def test_connections_that_were_cut_while_idle_are_made_anew(shared_url: URL, pg_server: PgServer) -> None:
    database = open_workspace(shared_url)
    workspace = Workspace(database, "李四")

    assert pg_server.cut(str(shared_url.database)) > 0
    workspace.execute(AssessSegment(MOULD, evidence="一"))
    assert pg_server.cut(str(shared_url.database)) > 0

    assert _evidence(workspace) == ["一"]
    database.close()


def test_a_change_that_was_cut_off_in_the_middle_is_made_anew(shared_url: URL, pg_server: PgServer) -> None:
    database = open_workspace(shared_url)
    workspace, cuts = Workspace(database, "李四"), []

    def cut_once(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "INSERT INTO change_log" in statement and not cuts:
            cuts.append(pg_server.cut(str(shared_url.database)))

    event.listen(database._engine, "before_cursor_execute", cut_once)
    workspace.execute(AssessSegment(MOULD, evidence="二"))

    assert cuts
    assert _evidence(workspace) == ["二"]
    database.close()
    assert check_workspace(shared_url).sound


def test_a_change_made_while_the_server_is_restarted_waits_for_it(
    shared_url: URL, pg_server: PgServer
) -> None:
    if not pg_server.is_ours:
        pytest.skip("the server of PG_URL is not ours to stop")
    database = open_workspace(shared_url)
    workspace = Workspace(database, "李四")
    pg_server.stop()
    back = threading.Timer(1.5, pg_server.start)
    back.start()

    workspace.execute(AssessSegment(MOULD, evidence="三"))

    back.join()
    assert _evidence(workspace) == ["三"]
    database.close()


def test_a_server_that_does_not_come_back_leaves_the_fate_open(
    wired: Workspace, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landing, "PATIENCE_SECONDS", 0.0)

    def cut_for_good(_connection: object) -> None:
        wire.next_commit = Cut.ANSWER
        wire._server_port = 1

    event.listen(wired.database._engine, "commit", cut_for_good)
    with pytest.raises(WorkspaceRefused) as refused:
        wired.execute(AssessSegment(MOULD, evidence="四"))

    assert refused.value.facts["reason"] == "outcome_unknown"


def test_a_large_import_that_is_cut_off_leaves_nothing_and_can_be_done_again(
    shared_url: URL, pg_server: PgServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_import, "FEW", 3)
    monkeypatch.setattr(bulk_import, "CHUNK", 10)
    database = open_workspace(shared_url)
    workspace, parts = Workspace(database, "李四"), []
    arrivals = [CompanyArrival(a_company(f"{number}号厂"), row_hash=number) for number in range(40)]

    def cut_the_second(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO company "):
            parts.append(statement)
            if len(parts) == 2:
                pg_server.cut(str(shared_url.database))

    event.listen(database._engine, "before_cursor_execute", cut_the_second)
    with pytest.raises(WorkspaceRefused) as refused:
        import_in_bulk(workspace, "名单.csv", iter(arrivals), lambda *_: None)
    assert refused.value.facts["reason"] == "server_away"
    with workspace.read() as reader:
        assert reader.company_batch(0, 100) == ()
    assert database.clean_up(60)

    import_in_bulk(workspace, "名单.csv", iter(arrivals), lambda *_: None)

    with workspace.read() as reader:
        assert len(reader.company_batch(0, 100)) == 40
    database.close()
    assert check_workspace(shared_url).sound


@pytest.mark.parametrize("few", [3, 2_000])
@pytest.mark.parametrize("cut", [Cut.ANSWER, Cut.QUESTION])
@pytest.mark.parametrize("at", [1, 2, 5])
def test_an_import_that_is_cut_off_is_begun_anew_by_itself_and_there_once(
    few: int, cut: Cut, at: int, wired: Workspace, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_import, "FEW", few)
    monkeypatch.setattr(bulk_import, "CHUNK", 10)
    arrivals = [CompanyArrival(a_company(f"{number}号厂"), row_hash=number) for number in range(40)]
    commits = []

    def cut_one(_connection: object) -> None:
        commits.append(1)
        if len(commits) == at:
            wire.next_commit = cut

    event.listen(wired.database._engine, "commit", cut_one)
    done = import_surely(wired, "名单.csv", lambda: iter(arrivals), lambda *_: None, 40)

    with wired.read() as reader:
        assert [one.name for one in reader.company_batch(0, 100)] == [one.company.name for one in arrivals]
        (entry,) = [row for row in reader.change_log() if row.action == "import_companies"]
    assert done.number == entry.number


@pytest.mark.parametrize("few", [3, 2_000])
@pytest.mark.parametrize("kept", [True, False])
def test_an_import_whose_end_nobody_heard_goes_on_when_the_server_is_back(
    few: int, kept: bool, wired: Workspace, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_import, "FEW", few)
    monkeypatch.setattr(bulk_import, "TRIES", 1)
    monkeypatch.setattr(landing, "PATIENCE_SECONDS", 0.0)
    arrivals = [CompanyArrival(a_company(f"{number}号厂"), row_hash=number) for number in range(40)]
    port = wire._server_port

    def cut_for_good(connection: Connection) -> None:
        made = "SELECT count(*) FROM change_log WHERE action = 'import_companies'"
        if connection.exec_driver_sql(made).scalar():
            wire.next_commit = Cut.ANSWER if kept else Cut.QUESTION
            wire._server_port = 1

    event.listen(wired.database._engine, "commit", cut_for_good)
    with pytest.raises(WorkspaceRefused) as refused:
        import_surely(wired, "名单.csv", lambda: iter(arrivals), lambda *_: None, 40)
    event.remove(wired.database._engine, "commit", cut_for_good)
    with pytest.raises(WorkspaceRefused):
        import_surely(wired, "名单.csv", lambda: iter(arrivals), lambda *_: None, 40, refused.value)
    wire._server_port = port
    done = import_surely(wired, "名单.csv", lambda: iter(arrivals), lambda *_: None, 40, refused.value)

    with wired.read() as reader:
        assert len(reader.company_batch(0, 100)) == 40
        (entry,) = [row for row in reader.change_log() if row.action == "import_companies"]
    assert done.number == entry.number
    assert wired.database.clean_up(60)


def test_a_connection_that_breaks_while_it_is_made_ready_is_no_bug(
    shared_url: URL, pg_server: PgServer
) -> None:
    """The driver tells of it itself there: nothing wraps what it raises."""
    engine = make_engine(shared_url)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        pg_server.cut(str(shared_url.database))
        with pytest.raises(WorkspaceRefused) as refused, known_faults(engine):
            raw.execute("SELECT 1")
        connection.invalidate()
    engine.dispose()

    assert refused.value.facts["reason"] == "server_away"
