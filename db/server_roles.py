"""Who may do what in a shared database: roles of PostgreSQL, so that no other client gets around them.

查看 reads all but contacts; 填报 writes companies of its own district, with what hangs on them; 编辑 writes
all but settings of the workspace; 管理 writes these too and lets others in. Nobody but the owner of the
tables changes or removes an entry of the change log.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from chains.column_memory import MEMORY_PREFIX
from chains.errors import WorkspaceRefused
from chains.target_lists import TEMPLATE_PREFIX
from db import tables
from db.erased_seals import ERASED_ITEMS
from db.faults import place_of
from db.server_guards import CALLED_BY_WRITERS, OF_TRIGGERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection


class Right(StrEnum):
    """What a member may do, by the ending of the role's name."""

    VIEW = "view"
    FILL = "fill"
    EDIT = "edit"
    ADMIN = "admin"


_POLICIES = (
    *("seen", "seen_by_viewers", "edited", "own_added", "own_changed", "own_removed", "sealed", "counted"),
)
_LOG = ("change_log", "change_item")
_SUBJECTS = tables.change_subject.name
"""What the log is filtered by: taken away, an entry would no longer be found."""

_OF_COMPANIES = ("qualification", "contact", "placement")
_DERIVED = tuple(sorted(tables.DERIVED - {_SUBJECTS}))
_IMPORTS = ("import_batch", "import_range", "staged_update")
_GIVERS_SINCE = 160_000
_LONGEST_NAME = 63
"""Bytes; a server cuts longer ones off without a word, and all four roles would be one."""
_WRITERS = (Right.FILL, Right.EDIT, Right.ADMIN)
_TEAM_SETTINGS = f"starts_with(key, '{TEMPLATE_PREFIX}') OR starts_with(key, '{MEMORY_PREFIX}')"
"""What settings people make while they work: lists to come back to, columns of files."""


def role_of(database: str, right: Right) -> str:
    """The role's name: roles belong to the server, so each database has its own."""
    name = f"{database}_{right.value}"
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    mark = hashlib.sha256(database.encode()).hexdigest()[:16]
    return f"lianpu_{mark}_{right.value}"


def may_make_roles(connection: Connection) -> bool:
    """Whether whoever is signed in may make roles at all."""
    query = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(query).scalar())


def grants_have_givers(connection: Connection) -> bool:
    """Whether a right that two people gave must be taken away by both: so it is from version 16 on."""
    raw: Any = connection.connection.driver_connection
    return int(raw.info.server_version) >= _GIVERS_SINCE


def make_roles(connection: Connection) -> None:
    """Make the roles of this database and give them their rights anew; run again after each upgrade.

    Raises WorkspaceRefused where somebody's sign-in has the name of a role: it would get that role's rights.
    """
    name = str(connection.execute(text("SELECT current_database()")).scalar())
    quote = connection.dialect.identifier_preparer.quote_identifier
    roles = {right: quote(role_of(name, right)) for right in Right}
    for right in Right:
        asked = text("SELECT rolcanlogin FROM pg_roles WHERE rolname = :n")
        is_sign_in = connection.execute(asked, {"n": role_of(name, right)}).scalar()
        if is_sign_in:
            place = place_of(connection.engine)
            raise WorkspaceRefused(file=place, reason="role_taken", detail=role_of(name, right))
        if is_sign_in is None:
            connection.exec_driver_sql(f"CREATE ROLE {roles[right]} NOLOGIN")
    if grants_have_givers(connection):
        _speak_for(connection, roles[Right.ADMIN])
    for statement in (*_grants(quote(name), roles), *_policies(roles)):
        connection.exec_driver_sql(statement)


def _speak_for(connection: Connection, administrators: str) -> None:
    """Let whoever sets up give rights in the name of the administrators, who can then take them away."""
    asked = text("SELECT rolname FROM pg_roles WHERE rolname = current_user AND NOT rolsuper")
    owner = connection.execute(asked).scalar()
    if owner is not None:
        quote = connection.dialect.identifier_preparer.quote_identifier
        given = f"GRANT {administrators} TO {quote(owner)} WITH INHERIT TRUE"
        connection.exec_driver_sql(given)


def _grants(database: str, roles: dict[Right, str]) -> Iterator[str]:
    everybody = ", ".join(roles.values())
    writers = _all(roles, _WRITERS)
    editors = _all(roles, (Right.EDIT, Right.ADMIN))
    # Before version 15 everybody may make functions there, that others then call unawares.
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"REVOKE CONNECT, TEMPORARY ON DATABASE {database} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {database} TO {everybody}"
    yield f"GRANT USAGE ON SCHEMA public, lianpu TO {everybody}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public, lianpu FROM {everybody}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public, lianpu TO {everybody}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {everybody}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {writers}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {roles[Right.VIEW]}"
    yield f"REVOKE EXECUTE ON FUNCTION {OF_TRIGGERS}, {CALLED_BY_WRITERS} FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION {CALLED_BY_WRITERS} TO {writers}"
    yield f"GRANT UPDATE ON lianpu.turn TO {writers}"
    yield f"GRANT INSERT ON {', '.join((*_LOG, _SUBJECTS))} TO {writers}"
    yield f"GRANT UPDATE (seal) ON change_log TO {writers}"
    yield f"GRANT UPDATE (version) ON segment TO {roles[Right.FILL]}"
    yield f"GRANT INSERT, UPDATE, DELETE ON company, {', '.join((*_OF_COMPANIES, *_DERIVED))} TO {writers}"
    # What is erased from the log is erased by the owner: to erase is to change entries.
    # What a copy brought of sign-ins is nobody's to write.
    kept = {*_LOG, _SUBJECTS, ERASED_ITEMS, tables.carried_sign_in.name}
    rest = [one.name for one in tables.metadata.sorted_tables if one.name not in kept]
    yield f"GRANT INSERT, UPDATE, DELETE ON {', '.join(rest)} TO {editors}"
    yield f"GRANT INSERT, UPDATE, DELETE ON lianpu.member TO {roles[Right.ADMIN]}"
    yield f"GRANT INSERT, UPDATE, DELETE ON setting TO {roles[Right.FILL]}"
    lesser = _all(roles, (Right.VIEW, Right.FILL, Right.EDIT))
    yield f"GRANT {lesser} TO {roles[Right.ADMIN]} WITH ADMIN OPTION"


def _policies(roles: dict[Right, str]) -> Iterator[str]:
    """Which rows: what no policy allows is refused, or not there."""
    everybody = ", ".join(roles.values())
    writers, editors = _all(roles, _WRITERS), _all(roles, (Right.EDIT, Right.ADMIN))
    fill = roles[Right.FILL]
    of_work = ("import_batch", "import_range", _SUBJECTS)
    open_to_all = ("company", "qualification", "placement", "change_log", "setting", *of_work)
    hidden = ("contact", "change_item", "staged_update")
    for table in (*open_to_all, *hidden):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        for policy in _POLICIES:
            yield f"DROP POLICY IF EXISTS {policy} ON {table}"
    for table in open_to_all:
        yield f"CREATE POLICY seen ON {table} FOR SELECT TO {everybody} USING (true)"
    for table in hidden:
        yield f"CREATE POLICY seen ON {table} FOR SELECT TO {writers} USING (true)"
    yield (
        f"CREATE POLICY seen_by_viewers ON change_item FOR SELECT TO {roles[Right.VIEW]}"
        " USING (\"table\" <> 'contact')"
    )
    for table in ("company", *_OF_COMPANIES):
        own = "lianpu.is_own(region)" if table == "company" else "lianpu.is_own_company(company_id)"
        yield from _own(table, fill, own)
        # An id from far ahead would leave none for those that come after.
        given = f"id <= pg_sequence_last_value('{table}_id_seq')"
        counted = f"FOR ALL TO {writers} USING (true) WITH CHECK ({given})"
        yield f"CREATE POLICY counted ON {table} AS RESTRICTIVE {counted}"
    for table in ("company", *_OF_COMPANIES, *_IMPORTS):
        yield f"CREATE POLICY edited ON {table} FOR ALL TO {editors} USING (true) WITH CHECK (true)"
    yield from _of_imports(fill)
    yield f"CREATE POLICY edited ON setting FOR ALL TO {roles[Right.ADMIN]} USING (true) WITH CHECK (true)"
    yield from _own("setting", _all(roles, (Right.FILL, Right.EDIT)), _TEAM_SETTINGS)
    for table in _LOG:
        yield f"CREATE POLICY edited ON {table} FOR INSERT TO {writers} WITH CHECK (true)"
    yield f"CREATE POLICY edited ON {_SUBJECTS} FOR INSERT TO {writers} WITH CHECK (lianpu.may_add(number))"
    yield f"CREATE POLICY sealed ON change_log FOR UPDATE TO {writers} USING (seal IS NULL) WITH CHECK (true)"


def _of_imports(fill: str) -> Iterator[str]:
    """Who fills in writes the own imports alone: others finish them, with rights of their own."""
    begun = "number IS NULL AND phase = 'writing' OR lianpu.is_own_entry(number) AND phase = 'published'"
    yield f"CREATE POLICY own_added ON import_batch FOR INSERT TO {fill} WITH CHECK ({begun})"
    yield f"CREATE POLICY own_changed ON import_batch FOR UPDATE TO {fill} USING (lianpu.is_own_batch(id))"
    yield from _own("import_range", fill, "lianpu.is_own_batch(batch)")
    own = "lianpu.is_own_batch(batch)"
    added = f"{own} AND lianpu.is_own_company(company_id)"
    yield f"CREATE POLICY own_added ON staged_update FOR INSERT TO {fill} WITH CHECK ({added})"
    yield f"CREATE POLICY own_removed ON staged_update FOR DELETE TO {fill} USING ({own})"


def _own(table: str, role: str, own: str) -> Iterator[str]:
    yield f"CREATE POLICY own_added ON {table} FOR INSERT TO {role} WITH CHECK ({own})"
    yield f"CREATE POLICY own_changed ON {table} FOR UPDATE TO {role} USING ({own}) WITH CHECK ({own})"
    yield f"CREATE POLICY own_removed ON {table} FOR DELETE TO {role} USING ({own})"


def _all(roles: dict[Right, str], rights: Iterable[Right]) -> str:
    return ", ".join(roles[one] for one in rights)
