"""Who may do what in a shared database: roles of PostgreSQL, so that no other client gets around them.

查看 reads all but contacts; 填报 writes companies of its own district, with what hangs on them; 编辑 writes
all but settings of the workspace; 管理 writes these too and lets others in. Nobody but the owner of the
tables changes or removes an entry of the change log.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import text

from chains.column_memory import MEMORY_PREFIX
from chains.target_lists import TEMPLATE_PREFIX
from db import tables
from db.erased_seals import ERASED_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection


class Right(StrEnum):
    """What a member may do, by the ending of the role's name."""

    VIEW = "view"
    FILL = "fill"
    EDIT = "edit"
    ADMIN = "admin"


_POLICIES = ("seen", "seen_by_viewers", "edited", "own_added", "own_changed", "own_removed", "sealed")
_LOG = ("change_log", "change_item")
_SUBJECTS = tables.change_subject.name
"""What the log is filtered by: taken away, an entry would no longer be found."""

_OF_COMPANIES = ("qualification", "contact", "placement")
_DERIVED = tuple(sorted(tables.DERIVED - {_SUBJECTS}))
_WRITERS = (Right.FILL, Right.EDIT, Right.ADMIN)
_TEAM_SETTINGS = f"starts_with(key, '{TEMPLATE_PREFIX}') OR starts_with(key, '{MEMORY_PREFIX}')"
"""What settings people make while they work: lists to come back to, columns of files."""

_FUNCTIONS = (
    """CREATE TABLE IF NOT EXISTS lianpu.member
    (name text PRIMARY KEY, district text NOT NULL)""",
    # Trailing zeros of a code stand for the whole: 371000 is a city with all its districts.
    """CREATE OR REPLACE FUNCTION lianpu.is_own(region text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT EXISTS (
            SELECT FROM lianpu.member m,
            LATERAL (SELECT regexp_replace(m.district, '(00)+$', '') AS begin) p
            WHERE m.name = session_user AND p.begin <> '' AND left(region, length(p.begin)) = p.begin)
    $$""",
    """CREATE OR REPLACE FUNCTION lianpu.is_own_company(company integer) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT EXISTS (SELECT FROM public.company c WHERE c.id = company AND lianpu.is_own(c.region))
    $$""",
    # Names in the log are what people call themselves; this is who they signed in as.
    """CREATE TABLE IF NOT EXISTS lianpu.signed
    (number integer PRIMARY KEY, db_user text NOT NULL, at timestamptz NOT NULL DEFAULT now())""",
    """CREATE OR REPLACE FUNCTION lianpu.sign() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
        BEGIN
            INSERT INTO lianpu.signed (number, db_user) VALUES (NEW.number, session_user);
            RETURN NULL;
        END $$""",
    """CREATE OR REPLACE TRIGGER sign AFTER INSERT ON public.change_log
    FOR EACH ROW EXECUTE FUNCTION lianpu.sign()""",
)


def role_of(database: str, right: Right) -> str:
    """The role's name: roles belong to the server, so each database has its own."""
    return f"{database}_{right.value}"


def may_make_roles(connection: Connection) -> bool:
    """Whether whoever is signed in may make roles at all."""
    query = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(query).scalar())


def make_roles(connection: Connection) -> None:
    """Make the roles of this database and give them their rights anew; run again after each upgrade."""
    name = str(connection.execute(text("SELECT current_database()")).scalar())
    quote = connection.dialect.identifier_preparer.quote_identifier
    roles = {right: quote(role_of(name, right)) for right in Right}
    for right in Right:
        there = text("SELECT 1 FROM pg_roles WHERE rolname = :n")
        if connection.execute(there, {"n": role_of(name, right)}).scalar() is None:
            connection.exec_driver_sql(f"CREATE ROLE {roles[right]} NOLOGIN")
    for statement in (*_FUNCTIONS, *_grants(quote(name), roles), *_policies(roles)):
        connection.exec_driver_sql(statement)


def _grants(database: str, roles: dict[Right, str]) -> Iterator[str]:
    everybody = ", ".join(roles.values())
    writers = _all(roles, _WRITERS)
    editors = _all(roles, (Right.EDIT, Right.ADMIN))
    yield f"REVOKE CONNECT ON DATABASE {database} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {database} TO {everybody}"
    yield f"GRANT USAGE ON SCHEMA public, lianpu TO {everybody}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public, lianpu FROM {everybody}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public, lianpu TO {everybody}"
    yield f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {writers}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {roles[Right.VIEW]}"
    yield f"GRANT UPDATE ON lianpu.last_number TO {writers}"
    yield f"GRANT INSERT ON {', '.join((*_LOG, _SUBJECTS))} TO {writers}"
    yield f"GRANT UPDATE (seal) ON change_log TO {writers}"
    yield f"GRANT UPDATE (version) ON segment TO {roles[Right.FILL]}"
    yield f"GRANT INSERT, UPDATE, DELETE ON company, {', '.join((*_OF_COMPANIES, *_DERIVED))} TO {writers}"
    # What is erased from the log is erased by the owner: to erase is to change entries.
    kept = {*_LOG, _SUBJECTS, ERASED_ITEMS}
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
    guarded = ("company", *_OF_COMPANIES, *_LOG, "setting")
    for table in guarded:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        for policy in _POLICIES:
            yield f"DROP POLICY IF EXISTS {policy} ON {table}"
    for table in ("company", "qualification", "placement", "change_log", "setting"):
        yield f"CREATE POLICY seen ON {table} FOR SELECT TO {everybody} USING (true)"
    for table in ("contact", "change_item"):
        yield f"CREATE POLICY seen ON {table} FOR SELECT TO {writers} USING (true)"
    yield (
        f"CREATE POLICY seen_by_viewers ON change_item FOR SELECT TO {roles[Right.VIEW]}"
        " USING (\"table\" <> 'contact')"
    )
    for table in ("company", *_OF_COMPANIES):
        own = "lianpu.is_own(region)" if table == "company" else "lianpu.is_own_company(company_id)"
        yield f"CREATE POLICY edited ON {table} FOR ALL TO {editors} USING (true) WITH CHECK (true)"
        yield from _own(table, fill, own)
    yield f"CREATE POLICY edited ON setting FOR ALL TO {roles[Right.ADMIN]} USING (true) WITH CHECK (true)"
    yield from _own("setting", _all(roles, (Right.FILL, Right.EDIT)), _TEAM_SETTINGS)
    for table in _LOG:
        yield f"CREATE POLICY edited ON {table} FOR INSERT TO {writers} WITH CHECK (true)"
    yield f"CREATE POLICY sealed ON change_log FOR UPDATE TO {writers} USING (seal IS NULL) WITH CHECK (true)"


def _own(table: str, role: str, own: str) -> Iterator[str]:
    yield f"CREATE POLICY own_added ON {table} FOR INSERT TO {role} WITH CHECK ({own})"
    yield f"CREATE POLICY own_changed ON {table} FOR UPDATE TO {role} USING ({own}) WITH CHECK ({own})"
    yield f"CREATE POLICY own_removed ON {table} FOR DELETE TO {role} USING ({own})"


def _all(roles: dict[Right, str], rights: Iterable[Right]) -> str:
    return ", ".join(roles[one] for one in rights)
