"""Who is let into a shared database: signed in with the plain driver, as any other client would."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy.engine import URL

from app.cli import main
from app.services.workspace import Workspace
from chains.errors import WorkspaceRefused
from db.places import without_password
from db.server_members import Member, let_in, members, put_out
from db.server_roles import Right
from db.workspace_file import open_workspace
from tests.builders import a_company, a_shared_workspace, bring_in, set_up_shared
from tests.pg_server import PgServer

PASSWORD = "Anmelden-1"
HUANCUI, RONGCHENG = "371002", "371082"


@pytest.fixture
def shared(pg_url: URL) -> URL:
    """A shared database with a company in each of two districts."""
    set_up_shared(pg_url)
    workspace = a_shared_workspace(pg_url)
    bring_in(workspace, a_company("环翠厂", region=HUANCUI), a_company("荣成厂", region=RONGCHENG))
    workspace.database.close()
    return pg_url


def _signed_in(server: PgServer, url: URL, name: str) -> psycopg.Connection[tuple[object, ...]]:
    place = server.by_network(url, name, PASSWORD).set(drivername="postgresql")
    return psycopg.connect(place.render_as_string(hide_password=False))


def _changeable(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    """How many companies the member may change."""
    return connection.execute("UPDATE company SET address = 'x'").rowcount


def test_a_member_has_the_own_district_and_not_that_of_another(pg_server: PgServer, shared: URL) -> None:
    ours, theirs = (f"{shared.database}_{name}" for name in ("huan", "rong"))
    let_in(shared, Member(ours, Right.FILL, HUANCUI), PASSWORD)
    let_in(shared, Member(theirs, Right.FILL, RONGCHENG), PASSWORD)

    for name in (ours, theirs):
        with _signed_in(pg_server, shared, name) as connection:
            assert _changeable(connection) == 1
            connection.rollback()


@pytest.mark.parametrize("district", ["", "000000"])
def test_a_district_that_is_none_is_not_every_district(
    district: str, pg_server: PgServer, shared: URL
) -> None:
    name = f"{shared.database}_leer"
    let_in(shared, Member(name, Right.FILL, HUANCUI), PASSWORD)
    with psycopg.connect(shared.set(drivername="postgresql").render_as_string()) as owner:
        owner.execute("UPDATE lianpu.member SET district = %s", (district,))

    with _signed_in(pg_server, shared, name) as connection:
        assert _changeable(connection) == 0


def test_who_was_put_out_and_let_in_again_has_the_new_district_alone(
    pg_server: PgServer, shared: URL
) -> None:
    name = f"{shared.database}_neu"
    let_in(shared, Member(name, Right.FILL, HUANCUI), PASSWORD)
    put_out(shared, name)
    with psycopg.connect(shared.set(drivername="postgresql").render_as_string()) as owner:
        assert owner.execute("SELECT * FROM lianpu.member").fetchall() == []

    let_in(shared, Member(name, Right.FILL, RONGCHENG))

    assert members(shared) == (Member(name, Right.FILL, RONGCHENG),)


def test_where_the_roles_did_not_come_along_that_is_said(shared_url: URL) -> None:
    # A database that was copied, or brought from another server: roles belong to the server.
    with pytest.raises(WorkspaceRefused) as refused:
        let_in(shared_url, Member("li", Right.VIEW), PASSWORD)

    assert refused.value.facts["reason"] == "no_roles"


def test_a_name_of_odd_signs_is_one_name(pg_server: PgServer, shared: URL) -> None:
    name = f'{shared.database}_O"Neill; 100%s 张'
    let_in(shared, Member(name, Right.EDIT), PASSWORD)

    workspace = Workspace(open_workspace(pg_server.by_network(shared, name, PASSWORD)), "张")
    bring_in(workspace, a_company("新厂"))
    workspace.database.close()
    assert members(shared) == (Member(name, Right.EDIT),)
    put_out(shared, name)
    assert members(shared) == ()


def test_no_password_gets_into_the_log_of_the_server(pg_server: PgServer, shared: URL) -> None:
    if pg_server.folder is None:
        pytest.skip("the log of somebody else's server is not ours to read")
    name = f"{shared.database}_li"
    pg_server.say(f"ALTER DATABASE {shared.database} SET log_statement = 'all'")

    let_in(shared, Member(name, Right.VIEW), PASSWORD)

    said = (pg_server.folder / "log").read_text(errors="replace")
    assert name in said
    assert PASSWORD not in said


def test_an_administrator_lets_others_in_and_puts_them_out(pg_server: PgServer, shared: URL) -> None:
    admin = f"{shared.database}_admin_er"
    let_in(shared, Member(admin, Right.ADMIN), PASSWORD)
    url = pg_server.by_network(shared, admin, PASSWORD)
    newcomer = f"{shared.database}_neu"
    pg_server.say(f"CREATE ROLE {newcomer} LOGIN PASSWORD '{PASSWORD}'")
    theirs = pg_server.by_network(shared, newcomer, PASSWORD)

    with pytest.raises(WorkspaceRefused):
        open_workspace(theirs)
    with pytest.raises(psycopg.OperationalError, match="CONNECT"):  # nor can any other client look around
        _signed_in(pg_server, shared, newcomer)
    let_in(url, Member(newcomer, Right.FILL, HUANCUI))
    open_workspace(theirs).close()
    assert Member(newcomer, Right.FILL, HUANCUI) in members(url)
    let_in(url, Member(newcomer, Right.EDIT))
    assert Member(newcomer, Right.EDIT) in members(url)
    put_out(url, newcomer)

    with pytest.raises(WorkspaceRefused):
        open_workspace(theirs)


def test_members_by_the_command_line(
    pg_server: PgServer, pg_url: URL, capsys: pytest.CaptureFixture[str]
) -> None:
    where, name = without_password(pg_url), f"{pg_url.database}_zhao"
    assert main(["db", "setup", where]) == 0
    assert main(["db", "member", where, name, "--role", "填报", "--district", HUANCUI]) == 2
    assert "登录名" in capsys.readouterr().err
    pg_server.say(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")

    assert main(["db", "member", where, name, "--role", "填报"]) == 2
    assert main(["db", "member", where, name, "--role", "填报", "--district", HUANCUI]) == 0
    capsys.readouterr()
    assert main(["db", "members", where]) == 0
    assert "环翠区" in capsys.readouterr().out
    assert main(["db", "member", where, name, "--remove"]) == 0
    capsys.readouterr()
    assert main(["db", "members", where]) == 0
    assert name not in capsys.readouterr().out
