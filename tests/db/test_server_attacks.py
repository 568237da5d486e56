"""What people of each role try with a plain client to get round their rights, or to hold others up."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy.engine import URL

from app.services.workspace import Workspace
from chains.chain import SegmentRef
from chains.commands import CompanyArrival, PlaceCompany, RevertChange
from chains.contacts import AddContact, Person
from chains.errors import Cancelled, WorkspaceRefused
from db.checking import check_workspace
from db.schema import newest_revision
from db.server_roles import Right
from db.workspace_file import open_workspace
from tests.builders import a_company, a_shared_workspace, bring_in
from tests.bureau import HUANCUI, RONGCHENG, Bureau, all_refused, plain_client, still_works
from tests.pg_server import PgServer

MOULD = SegmentRef("tyre", "mould")
_NOW = "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS+00:00')"


def _attacks(listed: str) -> list[str]:
    """One a paragraph."""
    return [part.replace("NOW", _NOW) for part in listed.strip().split("\n\n")]


@pytest.fixture
def bureau(pg_server: PgServer, pg_url: URL) -> Bureau:
    """A shared database with a company in two districts each; gives the URL of a member of that right."""
    return Bureau(pg_server, pg_url)


def _member(url: URL, author: str = "王五") -> Workspace:
    return Workspace(open_workspace(url), author)


def _tried(url: URL, *statements: str) -> None:
    """Each by itself; what comes of it is for the caller to see."""
    with plain_client(url) as connection:
        for statement in statements:
            with suppress(psycopg.Error):
                connection.execute(statement)
                connection.commit()
            connection.rollback()


_UNLOGGED = _attacks("""
-- Another one's entry said more than it did.
UPDATE lianpu.last_number SET last = last + 1 WHERE name = 'change_item';
INSERT INTO change_item (id, number, "table", row_key, after)
SELECT last, 1, 'company', '{"id": 1}', '{}' FROM lianpu.last_number WHERE name = 'change_item'

SELECT lianpu.take_numbers('change_item', 1);
INSERT INTO change_item (id, number, "table", row_key, after)
SELECT last, 1, 'company', '{"id": 1}', '{}' FROM lianpu.last_number WHERE name = 'change_item'

INSERT INTO change_subject VALUES ('company', '1', 1)

-- The same, as if an import had left it to be done.
INSERT INTO import_batch (id, file_name, at, author, writer, phase, number, added, updated)
VALUES (77, 'x', NOW, 'x', 'x', 'published', 1, 0, 0)

INSERT INTO import_batch (id, file_name, at, author, writer, phase, added, updated)
VALUES (77, 'x', NOW, 'x', 'x', 'dropped', 0, 0); UPDATE import_batch SET number = 1 WHERE id = 77

-- An entry that undoes itself has no beginning to look for.
SELECT lianpu.take_numbers('change_log', 1);
INSERT INTO change_log (number, at, author, action, subject, kind, item_count, undoes)
SELECT last, NOW, 'a', '', '', 'company', 0, last FROM lianpu.last_number WHERE name = 'change_log'

-- Of last year.
SELECT lianpu.take_numbers('change_log', 1);
INSERT INTO change_log (number, at, author, action, subject, kind, item_count)
SELECT last, '2025-01-01T00:00:00.000+00:00', 'a', '', '', 'company', 0
FROM lianpu.last_number WHERE name = 'change_log'

-- Numbers that nobody gets any more, and numbers from far ahead.
UPDATE lianpu.last_number SET last = 0

UPDATE lianpu.last_number SET last = 2147483647

SELECT lianpu.take_numbers('change_log', 5)

SELECT lianpu.take_numbers('change_log', -5)

SELECT lianpu.take_ids('company', 2000000000)

INSERT INTO change_log (number, at, author, action, subject, kind, item_count)
VALUES (99, NOW, 'a', '', '', 'company', 0)

INSERT INTO change_item (id, number, "table", row_key) VALUES (999999, 1, 'company', '{}')

SELECT setval('company_id_seq', 2147483647)

SELECT setval('contact_id_seq', 1)

UPDATE company SET id = 2147483647 WHERE id = 1

INSERT INTO contact (id, company_id, kind, value) SELECT last_value + 1, 1, 'phone', '1' FROM contact_id_seq

-- A trigger of one's own that calls ours, and what others call unawares.
CREATE TEMP TABLE t (number int); CREATE TRIGGER t AFTER INSERT ON t FOR EACH ROW
EXECUTE FUNCTION lianpu.sign(); INSERT INTO t SELECT generate_series(3, 99)

CREATE TABLE public.mine (id int)

CREATE FUNCTION public.length(varchar) RETURNS int LANGUAGE sql AS 'SELECT 1'

CREATE RULE r AS ON INSERT TO change_log DO INSTEAD NOTHING

TRUNCATE change_log CASCADE

TRUNCATE search_posting

ALTER TABLE change_log DISABLE TRIGGER ALL

SET session_replication_role = 'replica'; DELETE FROM change_log

SET SESSION AUTHORIZATION postgres; DELETE FROM change_log

SET ROLE postgres; DELETE FROM change_log

SET row_security = off; DELETE FROM change_log
""")


@pytest.mark.parametrize("right", list(Right))
def test_nothing_that_anybody_tries_harms_the_log_or_stops_the_others(right: Right, bureau: Bureau) -> None:
    with plain_client(bureau.url) as connection:
        before = connection.execute("SELECT number, author, at FROM change_log ORDER BY 1").fetchall()

    _tried(bureau(right, HUANCUI if right is Right.FILL else ""), *_UNLOGGED)

    with plain_client(bureau.url) as connection:
        after = connection.execute("SELECT number, author, at FROM change_log ORDER BY 1").fetchall()
    assert after == before
    still_works(bureau)


def _waiting_import(bureau: Bureau, *contacts: str) -> None:
    """An import in force whose changes are still to be carried out, as a killed program leaves it."""
    arrival = {"company": {}, "id": 2, "qualifications": [], "contacts": [["phone", one] for one in contacts]}
    with plain_client(bureau.url) as connection:
        connection.execute(_BEGUN.replace("7", "1").replace("writing", "published"))
        connection.execute("UPDATE import_batch SET number = 2")
        connection.execute(
            "INSERT INTO staged_update (batch, company_id, seen_version, arrival) VALUES (1, 2, 1, %s)",
            (json.dumps(arrival),),
        )


def test_a_viewer_finds_no_phone_number_anywhere(bureau: Bureau) -> None:
    owner = a_shared_workspace(bureau.url)
    owner.execute(AddContact(1, Person("张三丰", "", ("13800000001",))))
    owner.database.close()
    _waiting_import(bureau, "13800000002")
    names = "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"

    with plain_client(bureau(Right.VIEW)) as connection:
        for schema, table in connection.execute(names).fetchall():
            if schema in {"public", "lianpu"}:
                whole = f'SELECT t::text FROM "{schema}"."{table}" t'  # noqa: S608 - names of tables
                rows = connection.execute(whole).fetchall()
                assert not [row for row in rows if "1380000" in str(row) or "张三丰" in str(row)], table
        assert not connection.execute(
            "SELECT FROM pg_stats WHERE tablename IN ('contact', 'change_item', 'staged_update')"
        ).fetchall()


_BEGUN = _attacks("""
INSERT INTO import_batch (id, file_name, at, author, writer, phase, added, updated)
VALUES (7, 'x', NOW, 'x', 'x', 'writing', 0, 0)
""")[0]
_OTHERS_COMPANY = _attacks("""
-- Companies of an import that nobody sees, and that the next program clears away.
INSERT INTO import_range (id, batch, first_id, last_id) VALUES (7, 7, 1, 2)

INSERT INTO import_range (id, batch, first_id, last_id) VALUES (7, 7, 2, 2000000000)

INSERT INTO import_range (id, batch, first_id, last_id) VALUES (7, 7, 3, 4)

INSERT INTO placement (chain, segment, company_id, role, decision, product, capacity, evidence, placed_by)
VALUES ('tyre', 'mould', 1, 'supplier', 'confirmed', '', '', '', '');
INSERT INTO import_range (id, batch, first_id, last_id) VALUES (7, 7, 1, 1)

UPDATE import_range SET first_id = 1

UPDATE import_batch SET phase = 'dropped' WHERE id = 1

UPDATE import_batch SET number = 2 WHERE id = 7

UPDATE import_batch SET id = 70 WHERE id = 7

DELETE FROM import_batch

DELETE FROM import_range

DELETE FROM staged_update

UPDATE staged_update SET arrival = '{}'

-- What others carry out, with rights of their own.
INSERT INTO staged_update (batch, company_id, seen_version, arrival) VALUES (1, 1, 1, '{"id": 1}')

INSERT INTO staged_update (batch, company_id, seen_version, arrival) VALUES (7, 2, 1, '{"id": 2}')

INSERT INTO staged_update (batch, company_id, seen_version, arrival)
VALUES (7, 1, 1, '{"id": 2, "company": {"region": "371002"}}')

INSERT INTO staged_update (batch, company_id, seen_version, arrival)
VALUES (7, 1, 1, '{"id": 1, "company": {"region": "371082"}}')

INSERT INTO staged_update (batch, company_id, seen_version, arrival)
VALUES (7, 1, 1, '{"revert": 2, "items": [1, 2]}')

UPDATE segment SET version = 2147483647

UPDATE segment SET version = 0
""")


def test_who_fills_in_uses_no_import_to_reach_another_district(bureau: Bureau) -> None:
    _waiting_import(bureau)
    with plain_client(bureau.url) as connection:
        connection.execute("INSERT INTO import_range (id, batch, first_id, last_id) VALUES (1, 1, 1, 2)")
        connection.execute(_BEGUN.replace("(7,", "(8,").replace("writing", "published"))
    url = bureau(Right.FILL, HUANCUI)
    with plain_client(url) as connection:
        connection.execute(_BEGUN)

    all_refused(url, *_OTHERS_COMPANY)

    editor = _member(bureau(Right.EDIT), "编的人")
    with editor.read() as reader:
        assert len(reader.company_batch(0, 9)) == 2
    editor.database.close()


def test_who_fills_in_takes_back_no_import_of_others(bureau: Bureau) -> None:
    owner = a_shared_workspace(bureau.url)
    arrivals = [CompanyArrival(a_company(f"{n}厂", region=RONGCHENG)) for n in range(3)]
    with owner.database.bulk("王五", "新.csv") as writer:
        writer.write(arrivals)
        number = writer.publish().number or 0
    member = _member(bureau(Right.FILL, HUANCUI))

    with pytest.raises(WorkspaceRefused) as refused:
        member.execute(RevertChange(number))

    assert refused.value.facts["reason"] == "not_allowed"
    with owner.read() as reader:
        assert len(reader.company_batch(0, 9)) == 5
        assert reader.change_log()[0].number == number
    member.database.close()
    owner.database.close()


def test_who_fills_in_imports_the_own_district_and_takes_it_back(bureau: Bureau) -> None:
    member = _member(bureau(Right.FILL, HUANCUI), "环翠区")
    with member.read() as reader:
        ours = reader.company(1)
    arrivals = [CompanyArrival(a_company(f"{n}厂", region=HUANCUI)) for n in range(3)]
    with member.database.bulk("环翠区", "新.csv") as writer:
        writer.write(arrivals[:2])
        writer.write([arrivals[2], CompanyArrival(replace(ours, address="新址"))])
        done = writer.publish()
    with member.read() as reader:
        assert len(reader.company_batch(0, 9)) == 5 and reader.company(1).address == "新址"
    assert done.updated == 1

    member.execute(RevertChange(done.number or 0))

    with member.read() as reader:
        assert len(reader.company_batch(0, 9)) == 2 and reader.company(1).address == ""
    member.database.close()
    assert check_workspace(bureau.url).sound


def test_who_fills_in_takes_an_import_back_but_for_a_company_in_use(bureau: Bureau) -> None:
    member = _member(bureau(Right.FILL, HUANCUI), "环翠区")
    with member.database.bulk("环翠区", "新.csv") as writer:
        writer.write([CompanyArrival(a_company(f"{n}厂", region=HUANCUI)) for n in range(3)])
        number = writer.publish().number or 0
    member.execute(PlaceCompany(MOULD, 4))

    undone = member.execute(RevertChange(number, keeps_used=True)).number or 0
    with member.read() as reader:
        assert len(reader.company_batch(0, 9)) == 3
    member.execute(RevertChange(undone))

    with member.read() as reader:
        assert len(reader.company_batch(0, 9)) == 5
    member.database.close()
    assert check_workspace(bureau.url).sound


def _stopped(_done: int, _total: int) -> None:
    raise Cancelled


def test_an_editor_finishes_what_an_import_of_another_left(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.staged_updates._AT_ONCE", 1)
    filler = _member(bureau(Right.FILL, HUANCUI), "环翠区")
    bring_in(filler, a_company("环翠新厂", region=HUANCUI))
    with filler.read() as reader:
        ours = [reader.company(one) for one in (1, 3)]
    with filler.database.bulk("环翠区", "改.csv") as writer:
        writer.write([CompanyArrival(replace(one, address="新址")) for one in ours])
        number = writer.publish(_stopped).number
    another = _member(bureau(Right.FILL, HUANCUI, also="_2"), "别人")
    another.database.clean_up(60)
    assert another.database.has_leftovers()
    editor = _member(bureau(Right.EDIT), "编的人")

    assert editor.database.clean_up(60)

    with editor.read() as reader:
        assert {reader.company(one).address for one in (1, 3)} == {"新址"}
    editor.execute(RevertChange(number or 0))
    with editor.read() as reader:
        assert {reader.company(one).address for one in (1, 3)} == {""}
    for one in (filler, another, editor):
        one.database.close()
    assert check_workspace(bureau.url).sound


_FORGED = (
    ("update", '{"id": 2, "company": {"region": "371082"}, "qualifications": [], "contacts": []}'),
    ("revert", '{"revert": 2, "items": [2]}'),
)


@pytest.mark.parametrize(("what", "arrival"), _FORGED)
def test_what_waits_changes_the_company_that_it_waits_for_alone(
    what: str, arrival: str, bureau: Bureau
) -> None:
    """Whatever got past the guards of the server: the program looks, too."""
    _waiting_import(bureau)
    with plain_client(bureau.url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE staged_update SET company_id = 1, arrival = %s", (arrival,))
        before = connection.execute("SELECT * FROM company ORDER BY id").fetchall()
    editor = _member(bureau(Right.EDIT), "编的人")

    editor.database.clean_up(60)

    editor.database.close()
    with plain_client(bureau.url) as connection:
        assert connection.execute("SELECT * FROM company ORDER BY id").fetchall() == before, what


def test_nobody_who_may_only_look_holds_others_up(bureau: Bureau) -> None:
    with plain_client(bureau(Right.VIEW)) as viewer:
        _hold(viewer, "SELECT pg_advisory_lock(1280320087)")
        _hold(viewer, "LOCK TABLE lianpu.turn IN ROW SHARE MODE")
        _hold(viewer, "LOCK TABLE company IN SHARE MODE")
        _hold(viewer, "SELECT FROM company FOR SHARE")
        _hold(viewer, f"SELECT lianpu.take_turn('{newest_revision()}')")

        still_works(bureau)


def _hold(connection: psycopg.Connection[tuple[object, ...]], statement: str) -> None:
    """Keep what the statement gets, in the transaction that goes on."""
    connection.execute("SAVEPOINT before")
    try:
        connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        connection.execute("ROLLBACK TO SAVEPOINT before")
