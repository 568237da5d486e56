"""What nobody's program could read is not let into a shared database."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy.engine import URL

from db.server import set_up, upgrade_shared
from db.server_roles import Right
from db.workspace_file import open_workspace
from tests.bureau import HUANCUI, Bureau, plain_client, still_works
from tests.pg_server import PgServer

_UNREADABLE = """
UPDATE company SET state = 'unheard of' WHERE id = 1

UPDATE company SET former_names = '[' WHERE id = 1

UPDATE company SET former_names = '{}' WHERE id = 1

UPDATE company SET products = '[1, null]' WHERE id = 1

UPDATE company SET capital_wan = '1e5 or so' WHERE id = 1

UPDATE company SET founded_on = '2026-02-30' WHERE id = 1

UPDATE company SET founded_on = '0000-01-01' WHERE id = 1

UPDATE company SET founded_on = 'yesterday' WHERE id = 1

INSERT INTO placement (chain, segment, company_id, role, decision, product, capacity, evidence, placed_by)
VALUES ('tyre', 'mould', 1, 'king', 'confirmed', '', '', '', '')

INSERT INTO qualification (company_id, name, level, batch, valid_until)
VALUES (1, 'x', '', '', '31.12.26')

INSERT INTO import_batch (file_name, at, author, writer, phase, added, updated)
VALUES ('x', 'now', 'x', 'x', 'writing', 0, 0)
"""


@pytest.fixture
def bureau(pg_server: PgServer, pg_url: URL) -> Bureau:
    """A shared database with people of each role."""
    return Bureau(pg_server, pg_url)


def test_what_no_program_can_read_is_refused(bureau: Bureau) -> None:
    with plain_client(bureau(Right.FILL, HUANCUI)) as connection:
        for statement in _UNREADABLE.strip().split("\n\n"):
            with pytest.raises((psycopg.errors.IntegrityError, psycopg.errors.DataError)):
                connection.execute(statement)
            connection.rollback()

    database = open_workspace(bureau.url)
    with database.read() as reader:
        assert len(reader.company_batch(0, 9)) == 2
    database.close()
    still_works(bureau)


def test_they_are_made_anew_with_each_upgrade_and_ask_nothing_of_what_stands(pg_url: URL) -> None:
    set_up(pg_url, None)
    count = "SELECT count(*) FROM pg_constraint WHERE conname LIKE 'readable%'"
    with plain_client(pg_url) as connection:
        before = connection.execute(count).fetchone()
        connection.execute("SET session_replication_role = replica")
        connection.execute("ALTER TABLE chain_note DROP CONSTRAINT readable_kind")

    upgrade_shared(pg_url)

    with plain_client(pg_url) as connection:
        assert connection.execute(count).fetchone() == before
        assert before is not None and before != (0,)
