"""A workspace on a server: set up by its administrator, opened by everybody."""

from __future__ import annotations

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import URL

from app.erasing_words import backups_text
from app.messages import tell
from app.services.workspace import Workspace
from chains.catalogue_reader import built_in_catalogue
from chains.chain import SegmentRef
from chains.commands import AssessSegment
from chains.contacts import AddContact, Person
from chains.errors import WorkspaceRefused
from chains.kinds import Coverage
from chains.personal import ErasePersonal
from db import schema, tables
from db.checking import check_workspace
from db.engine import looking, make_engine
from db.places import with_password, without_password
from db.server import FirstContent, set_up, upgrade_shared
from db.server_engine import PATIENT
from db.workspace_file import open_workspace, workspace_place
from tests.builders import a_company, bring_in
from tests.pg_server import PgServer

TYRE = SegmentRef("tyre", "rubber")


# Constraints that are not valid for what stands are read with an option that SQLAlchemy itself does not know.
@pytest.mark.filterwarnings("ignore:Can't validate argument 'dialect_options'")
def test_revisions_make_the_tables_that_the_code_speaks(pg_url: URL) -> None:
    assert set_up(pg_url, None) is False

    engine = make_engine(pg_url)
    with looking(engine) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, tables.metadata) == []
        assert schema.revisions_of(connection) == (schema.newest_revision(),)
    engine.dispose()


def test_setting_up_again_keeps_what_is_there(shared_url: URL) -> None:
    database = open_workspace(shared_url)
    with database.read() as reader:
        before = reader.change_log(), reader.chain_codes()

    assert set_up(shared_url, None) is False

    with database.read() as reader:
        assert (reader.change_log(), reader.chain_codes()) == before
        assert len(before[1]) > 5
    database.close()


def test_a_change_is_made_sealed_and_read_again(shared_url: URL) -> None:
    database = open_workspace(shared_url)
    workspace = Workspace(database, "李四")
    with workspace.read() as reader:
        chain = reader.chain_codes()[0]
        segment = reader.chain_state(chain).chain.segments[0]

    outcome = workspace.execute(AssessSegment(segment.ref, Coverage.MISSING))

    with workspace.read() as reader:
        assert reader.chain_state(chain).assessment(segment.code).coverage is Coverage.MISSING
        assert reader.change_log()[0].number == outcome.number == 2
    database.close()
    report = check_workspace(shared_url)
    assert report.sound, report.findings


def test_a_database_that_was_not_set_up_is_refused(pg_url: URL) -> None:
    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(pg_url)

    assert refused.value.facts["reason"] == "not_set_up"
    assert "lianpu db setup" in tell(refused.value)


@pytest.mark.parametrize(("found", "reason"), [("9999", "server_newer"), ("0009", "server_older")])
def test_another_version_of_the_program_is_refused_with_both_named(
    found: str, reason: str, shared_url: URL
) -> None:
    _say(shared_url, "UPDATE alembic_version SET version_num = :v", v=found)

    with pytest.raises(WorkspaceRefused) as refused:
        open_workspace(shared_url)

    assert refused.value.facts["reason"] == reason
    assert found in tell(refused.value)
    assert schema.newest_revision() in tell(refused.value)


def test_a_newer_database_is_not_touched_by_an_older_administrator(shared_url: URL) -> None:
    _say(shared_url, "UPDATE alembic_version SET version_num = '9999'")

    for touch in (lambda: set_up(shared_url, None), lambda: upgrade_shared(shared_url)):
        with pytest.raises(WorkspaceRefused) as refused:
            touch()
        assert refused.value.facts["reason"] == "server_newer"


def test_each_older_schema_is_brought_up_with_what_is_in_it(pg_url: URL) -> None:
    engine = make_engine(pg_url)
    with engine.connect().execution_options(**{PATIENT: True}) as connection, connection.begin():
        schema.run_revisions(connection, "0001")
        connection.execute(text("INSERT INTO chain VALUES ('c', 0, '链', '', '', '', '', '[]', 3)"))
    engine.dispose()

    assert upgrade_shared(pg_url) == ("0001", schema.newest_revision())

    database = open_workspace(pg_url)
    with database.read() as reader:
        assert reader.chain_codes() == ("c",)
    database.close()


def test_the_database_of_another_program_is_left_alone(pg_url: URL) -> None:
    _say(pg_url, "CREATE TABLE invoice (id int)")

    with pytest.raises(WorkspaceRefused) as refused:
        set_up(pg_url, None)

    assert refused.value.facts["reason"] == "other_tables"


def test_an_upgrade_that_fails_leaves_everything_as_it_was(
    pg_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_connection: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("db.server.make_parts", breaks)

    with pytest.raises(RuntimeError, match="on purpose"):
        set_up(pg_url, None)

    engine = make_engine(pg_url)
    with looking(engine) as connection:
        query = text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert connection.execute(query).scalar() == 0
    engine.dispose()


def test_of_two_who_set_up_at_once_one_waits_and_finds_it_done(pg_url: URL) -> None:
    content = FirstContent(built_in_catalogue(), "371000", "管理员")
    filled: list[bool] = []
    both = [threading.Thread(target=lambda: filled.append(set_up(pg_url, content))) for _ in range(2)]

    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(filled) == [False, True]
    database = open_workspace(pg_url)
    with database.read() as reader:
        assert len(reader.change_log()) == 1
    database.close()


def test_why_nobody_is_let_in_is_said_in_chinese(pg_server: PgServer, shared_url: URL) -> None:
    pg_server.say("DROP ROLE IF EXISTS geheim_tester")
    pg_server.say("CREATE ROLE geheim_tester LOGIN PASSWORD 'richtig'")
    right = pg_server.by_network(shared_url, "geheim_tester", "richtig")
    told = {
        "wrong_password": right.set(password="falsch"),
        "no_such_database": right.set(database="gibtsnicht"),
        "no_server": right.set(port=1),
        "not_allowed": right,
    }

    for reason, url in told.items():
        with pytest.raises(WorkspaceRefused) as refused:
            open_workspace(url)
        assert refused.value.facts["reason"] == reason
        assert "falsch" not in str(refused.value) + tell(refused.value)
        assert "richtig" not in str(refused.value) + tell(refused.value)
    pg_server.say("DROP ROLE geheim_tester")


def test_a_database_that_cannot_hold_chinese_is_refused(pg_server: PgServer) -> None:
    pg_server.say("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    url = pg_server.admin.set(database="latin")

    with pytest.raises(WorkspaceRefused) as refused:
        set_up(url, None)

    assert refused.value.facts["reason"] == "server_encoding"
    pg_server.drop(url)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("mysql://wang:geheim@db/x", "server"),
        ("postgresql+psycopg://wang:geheim@db", "no_database_named"),
        ("postgresql://wang:geheim@db:port/x", "bad_url"),
    ],
)
def test_a_url_that_names_no_database_is_refused_without_its_password(name: str, reason: str) -> None:
    with pytest.raises(WorkspaceRefused) as refused:
        workspace_place(name)

    assert refused.value.facts["reason"] == reason
    assert "geheim" not in tell(refused.value) + str(refused.value)


def _say(url: URL, statement: str, **values: object) -> None:
    engine = make_engine(url)
    with engine.connect().execution_options(**{PATIENT: True}) as connection, connection.begin():
        connection.execute(text(statement), values)
    engine.dispose()


def test_a_name_to_remember_has_no_password_and_opens_again(shared_url: URL) -> None:
    place = with_password(shared_url, "geheim")

    name = without_password(place)

    assert "geheim" not in name
    assert workspace_place(name) == shared_url


def test_what_is_known_of_people_is_erased_and_the_log_stays_whole(shared_url: URL) -> None:
    database = open_workspace(shared_url)
    workspace = Workspace(database, "李四")
    (company,) = bring_in(workspace, a_company("甲模具有限公司"))
    workspace.execute(AddContact(company, Person("张三丰", "", ("13912345678",))))

    assert "数据库管理员" in backups_text(database.older_copies())
    workspace.execute(ErasePersonal(None))

    with workspace.read() as reader:
        assert reader.personal_counts(None).is_nothing
    database.close()
    assert check_workspace(shared_url).sound
    engine = make_engine(shared_url)
    with looking(engine) as connection:
        items = connection.execute(text("SELECT before, after, salt FROM change_item")).all()
    engine.dispose()
    assert "13912345678" not in str(items) and "张三丰" not in str(items)
