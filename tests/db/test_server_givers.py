"""Roles are made, given and taken away on every version of the server, by whoever may."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import URL

from chains.errors import WorkspaceRefused
from db.server import set_up
from db.server_members import Member, let_in, members, put_out
from db.server_roles import Right
from db.workspace_file import open_workspace
from tests.bureau import HUANCUI, PASSWORD, Bureau, plain_client, still_works
from tests.pg_server import PgServer


@pytest.fixture
def bureau(pg_server: PgServer, pg_url: URL) -> Bureau:
    """A shared database with a company in two districts each; gives the URL of a member of that right."""
    return Bureau(pg_server, pg_url)


def test_a_sign_in_that_has_the_name_of_a_role_gets_no_rights(pg_server: PgServer, pg_url: URL) -> None:
    pg_server.say(f"CREATE ROLE {pg_url.database}_admin LOGIN PASSWORD '{PASSWORD}'")

    with pytest.raises(WorkspaceRefused) as refused:
        set_up(pg_url, None)

    assert refused.value.facts["reason"] == "role_taken"
    assert refused.value.facts["detail"] == f"{pg_url.database}_admin"


def test_a_database_with_a_long_name_has_four_roles(pg_server: PgServer) -> None:
    name = "x" * 60
    pg_server.say(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
    url = pg_server.admin.set(database=name)

    set_up(url, None)
    let_in(url, Member(f"{name}y", Right.VIEW), PASSWORD)

    assert members(url) == (Member(f"{name}y", Right.VIEW),)
    pg_server.say(f"DROP DATABASE {name}")
    for (role,) in pg_server.say(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'lianpu\\_________________\\_%'"
    ):
        pg_server.say(f'DROP ROLE "{role}"')
    pg_server.say(f"DROP ROLE {name}y")


@pytest.mark.parametrize("lets_in", ["owner", "administrator", "another administrator"])
def test_whoever_let_somebody_in_any_administrator_puts_them_out(bureau: Bureau, lets_in: str) -> None:
    administrator, another = bureau(Right.ADMIN), bureau(Right.ADMIN, also="_2")
    theirs = bureau(Right.VIEW)
    givers = {"owner": bureau.url, "administrator": administrator, "another administrator": another}
    let_in(givers[lets_in], Member(str(theirs.username), Right.EDIT))

    put_out(administrator, str(theirs.username))

    assert str(theirs.username) not in [one.name for one in members(bureau.url)]
    with pytest.raises(WorkspaceRefused):
        open_workspace(theirs)


def test_an_owner_who_is_no_superuser_sets_up_and_lets_in(pg_server: PgServer) -> None:
    owner = "lianpu_chef"
    pg_server.say(f"CREATE ROLE {owner} LOGIN CREATEDB CREATEROLE PASSWORD '{PASSWORD}'")
    pg_server.say(f"CREATE DATABASE {owner} TEMPLATE template0 OWNER {owner} ENCODING 'UTF8'"
                  " LC_COLLATE 'C' LC_CTYPE 'C'")  # fmt: skip
    inside = pg_server.admin.set(database=owner)
    try:
        if int(pg_server.say("SELECT current_setting('server_version_num')")[0][0]) < 150_000:
            with plain_client(inside) as connection:  # there the schema is the server's own
                connection.execute(f"ALTER SCHEMA public OWNER TO {owner}")
        url = pg_server.by_network(inside, owner, PASSWORD)

        bureau = Bureau(pg_server, url)
        administrator, theirs = bureau(Right.ADMIN), bureau(Right.FILL, HUANCUI)
        put_out(administrator, str(theirs.username))

        assert members(url) == (Member(str(administrator.username), Right.ADMIN),)
        still_works(bureau)
    finally:
        pg_server.drop(inside)
        pg_server.say(f"DROP ROLE {owner}")
