"""What a shared database lets stand in a column: what the program can read, whatever client writes.

A word that an enumeration lacks, or half a list, written by one client would end the work of all others where
they read it. A file has no such checks: nobody else writes it, and `lianpu check` tells what is wrong in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from db import tables
from db.types import ExactDecimal, IsoDate, Kind, UtcDateTime, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection

_PREFIX = "readable_"
_JSON_ROWS = frozenset({("change_item", "row_key"), ("change_item", "before"), ("change_item", "after")})
_LAWS = {
    IsoDate: "lianpu.is_day({column})",
    UtcDateTime: "lianpu.is_moment({column})",
    ExactDecimal: "{column} ~ '^-?[0-9]+([.][0-9]+)?$'",
    Words: "lianpu.is_words({column})",
}

FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION lianpu.is_day(told text) RETURNS boolean
    LANGUAGE plpgsql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            RETURN told ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND told >= '0001' AND told::date IS NOT NULL;
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.is_moment(told text) RETURNS boolean
    LANGUAGE plpgsql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            RETURN told ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+[+]00:00$' AND told::timestamptz IS NOT NULL;
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.is_words(told text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF told = '[]' THEN
                RETURN true;
            END IF;
            RETURN json_typeof(told::json) = 'array' AND NOT EXISTS (
                SELECT FROM json_array_elements(told::json) part WHERE json_typeof(part) <> 'string');
        END $$""",
)


def make_checks(connection: Connection) -> None:
    """Make them anew; rows that stand are not looked through, others are when they are written again."""
    for function in FUNCTIONS:
        connection.exec_driver_sql(function)
    drop_checks(connection)
    for table in tables.metadata.sorted_tables:
        laws = [
            f"ADD CONSTRAINT {name} CHECK ({law}) NOT VALID" for name, law in _laws(table.columns.values())
        ]
        if laws:
            connection.exec_driver_sql(f"ALTER TABLE public.{table.name} {', '.join(laws)}")


def drop_checks(connection: Connection) -> None:
    """Before an upgrade, which may write what was not known when they were made."""
    found = text(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND starts_with(conname, :p)"
    )
    for table, name in connection.execute(found, {"p": _PREFIX}).all():
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


def _laws(columns: list[Column[object]]) -> Iterator[tuple[str, str]]:
    for column in columns:
        law = _law(column)
        if law is not None:
            yield f"{_PREFIX}{column.name}", law


def _law(column: Column[object]) -> str | None:
    """What must hold of a value; NULL always does."""
    quoted = f'"{column.name}"'
    if (column.table.name, column.name) in _JSON_ROWS:
        return f"json_typeof({quoted}::json) = 'object'"
    if isinstance(column.type, Kind):
        words = ", ".join(f"'{one.value}'" for one in column.type.kinds)
        return f"{quoted} IN ({words})"
    return next(
        (law.format(column=quoted) for kind, law in _LAWS.items() if isinstance(column.type, kind)), None
    )
