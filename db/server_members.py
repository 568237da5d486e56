"""Lets people into a shared database, each with a role; an administrator's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from chains.errors import NotFound, WorkspaceRefused
from db.engine import READ_ONLY
from db.faults import known_faults
from db.places import place_text
from db.server_engine import make_server_engine
from db.server_roles import Right, grants_have_givers, role_of

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine import URL


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may come in: the name to sign in with, the right, and the district of who fills in."""

    name: str
    right: Right
    district: str = ""


def let_in(url: URL, member: Member, password: str | None = None) -> None:
    """Give the person that right and no other; with a password the sign-in is made, too.

    Raises NotFound for a sign-in that is not there, WorkspaceRefused where roles were not set up.
    """
    engine = make_server_engine(url)
    try:
        with known_faults(engine), engine.begin() as connection:
            _refuse_without_roles(connection, url)
            if password is not None:
                _make_sign_in(connection, member.name, password)
            elif not _is_there(connection, member.name):
                raise NotFound(kind="member", name=member.name, near=())
            _set_right(connection, str(url.database), member)
    finally:
        engine.dispose()


def put_out(url: URL, name: str) -> None:
    """Take all rights away; the sign-in itself stays. Raises NotFound."""
    engine = make_server_engine(url)
    try:
        with known_faults(engine), engine.begin() as connection:
            _refuse_without_roles(connection, url)
            if not _is_there(connection, name):
                raise NotFound(kind="member", name=name, near=())
            _take_rights(connection, str(url.database), name)
    finally:
        engine.dispose()


def members(url: URL) -> tuple[Member, ...]:
    """Everybody who may come in, by name."""
    engine = make_server_engine(url)
    query = text(
        "SELECT u.rolname AS name, r.rolname AS role, coalesce(m.district, '') AS district"
        " FROM pg_auth_members g JOIN pg_roles r ON r.oid = g.roleid JOIN pg_roles u ON u.oid = g.member"
        " LEFT JOIN lianpu.member m ON m.name = u.rolname"
        " WHERE r.rolname = ANY(:roles) AND NOT u.rolname = ANY(:roles) AND u.rolcanlogin"
        # Whoever made the roles has them from version 16 on, and may do all without.
        " AND u.oid <> (SELECT relowner FROM pg_class WHERE oid = 'public.change_log'::regclass) ORDER BY 1"
    )
    rights = {role_of(str(url.database), right): right for right in Right}
    try:
        with known_faults(engine), engine.connect().execution_options(**{READ_ONLY: True}) as connection:
            _refuse_without_roles(connection, url)
            rows = connection.execute(query, {"roles": list(rights)}).all()
            return tuple(Member(row.name, rights[row.role], row.district) for row in rows)
    finally:
        engine.dispose()


def _refuse_without_roles(connection: Connection, url: URL) -> None:
    """Refuse one that was set up without, or came from another server: roles belong to the server."""
    query = text(
        "SELECT to_regclass('lianpu.member') IS NOT NULL"
        " AND (SELECT count(*) FROM pg_roles WHERE rolname = ANY(:roles)) = :most"
    )
    roles = [role_of(str(url.database), right) for right in Right]
    if not connection.execute(query, {"roles": roles, "most": len(roles)}).scalar():
        raise WorkspaceRefused(file=place_text(url), reason="no_roles")


def _is_there(connection: Connection, name: str) -> bool:
    query = text("SELECT 1 FROM pg_roles WHERE rolname = :n AND rolcanlogin")
    return connection.execute(query, {"n": name}).scalar() is not None


def _make_sign_in(connection: Connection, name: str, password: str) -> None:
    """Only what is made of the password goes to the server: statements can end in its log."""
    raw: Any = connection.connection.driver_connection
    made = raw.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    verb = "ALTER" if _is_there(connection, name) else "CREATE"
    asked = text("SELECT format('ROLE %I LOGIN PASSWORD %L', CAST(:n AS text), CAST(:p AS text))")
    rest = str(connection.execute(asked, {"n": name, "p": made}).scalar())
    connection.exec_driver_sql(f"{verb} {rest}".replace("%", "%%"))


def _set_right(connection: Connection, database: str, member: Member) -> None:
    quote = connection.dialect.identifier_preparer.quote_identifier
    _take_rights(connection, database, member.name)
    role = quote(role_of(database, member.right))
    given = f"GRANT {role} TO {quote(member.name)}{_granted_by(connection, database, member.right)}"
    connection.exec_driver_sql(given)
    if member.district:
        query = text("INSERT INTO lianpu.member (name, district) VALUES (:n, :d)")
        connection.execute(query, {"n": member.name, "d": member.district})


def _granted_by(connection: Connection, database: str, right: Right) -> str:
    """In whose name: from version 16 on nobody takes away what was given in the name of somebody else.

    So whatever administrators may give is given in the name of their role, also by the owner.
    """
    quote = connection.dialect.identifier_preparer.quote_identifier
    administrators = role_of(database, Right.ADMIN)
    speaks_for = text("SELECT pg_has_role(current_user, CAST(:r AS name), 'USAGE')")
    if right is Right.ADMIN or not grants_have_givers(connection):
        return ""
    may = connection.execute(speaks_for, {"r": administrators}).scalar()
    return f" GRANTED BY {quote(administrators)}" if may else ""


def _take_rights(connection: Connection, database: str, name: str) -> None:
    """Take away what was given: of more, somebody may not be allowed to say anything."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    query = text(
        "SELECT r.rolname, b.rolname FROM pg_auth_members g JOIN pg_roles r ON r.oid = g.roleid"
        " JOIN pg_roles u ON u.oid = g.member LEFT JOIN pg_roles b ON b.oid = g.grantor"
        " WHERE u.rolname = :n AND r.rolname = ANY(:roles)"
    )
    roles = [role_of(database, right) for right in Right]
    for role, giver in connection.execute(query, {"n": name, "roles": roles}).all():
        by = f" GRANTED BY {quote(giver)}" if giver and grants_have_givers(connection) else ""
        taken = f"REVOKE {quote(role)} FROM {quote(name)}{by}"
        connection.exec_driver_sql(taken)
    connection.execute(text("DELETE FROM lianpu.member WHERE name = :n"), {"n": name})
