"""Who signed in on a shared database to make an entry: the server notes it, whatever name the entry claims.

A copy takes that along: in a file, and on another server, entries that came from there still tell it. Nobody
signed in there for entries that were made in a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from db import tables
from db.engine import is_on_server

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

_NOTED_HERE = "SELECT number, db_user AS login FROM lianpu.signed"
_CARRIED = "SELECT number, login FROM carried_sign_in"

_OWN_NAMES = """
    WITH noted AS ({noted}),
    first AS (
        SELECT n.login, l.author FROM noted n JOIN change_log l ON l.number = n.number
        WHERE n.number IN (SELECT min(number) FROM noted GROUP BY login))
    SELECT l.number, l.author, n.login
    FROM change_log l JOIN noted n ON n.number = l.number
    WHERE EXISTS (SELECT 1 FROM first o WHERE o.author = l.author AND o.login <> n.login)
      AND NOT EXISTS (SELECT 1 FROM first o WHERE o.author = l.author AND o.login = n.login)
    ORDER BY l.number
"""
"""A sign-in's own name is the one that its first entry claims."""


def has_sign_ins(connection: Connection) -> bool:
    """Whether the server notes who signs in; one that was set up without roles does not."""
    if not is_on_server(connection):
        return False
    return bool(connection.execute(text("SELECT to_regclass('lianpu.signed') IS NOT NULL")).scalar())


def tells_sign_ins(connection: Connection) -> bool:
    """Whether any entry can tell who signed in to make it."""
    return has_sign_ins(connection) or connection.execute(text(f"{_CARRIED} LIMIT 1")).first() is not None


def sign_ins_of(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Entry → who signed in to make it; what was not noted is left out."""
    if not numbers:
        return {}
    table = tables.carried_sign_in
    carried = select(table.c.number, table.c.login).where(table.c.number.in_(numbers))
    found = {int(number): str(login) for number, login in connection.execute(carried)}
    if has_sign_ins(connection):
        here = text(f"{_NOTED_HERE} WHERE number = ANY(:n)")
        found |= {int(one): str(login) for one, login in connection.execute(here, {"n": list(numbers)})}
    return found


def all_sign_ins(connection: Connection) -> Iterator[tuple[int, str]]:
    """Every entry that tells it, with who signed in, in order: what a copy takes along."""
    query = text(f"{_noted(connection)} ORDER BY number")
    for number, login in connection.execute(query, execution_options={"stream_results": True}):
        yield int(number), str(login)


def borrowed_names(connection: Connection) -> tuple[tuple[int, str, str], ...]:
    """Entries that claim the own name of another sign-in, by number: (number, claimed name, sign-in)."""
    query = text(_OWN_NAMES.format(noted=_noted(connection)))
    return tuple((int(one[0]), str(one[1]), str(one[2])) for one in connection.execute(query))


def _noted(connection: Connection) -> str:
    """Entries that were made here are not those that came by a copy."""
    return f"{_CARRIED} UNION ALL {_NOTED_HERE}" if has_sign_ins(connection) else _CARRIED


def forget_sign_ins(connection: Connection) -> None:
    """After entries were copied into an empty database: who copied them did not make them."""
    if has_sign_ins(connection):
        connection.execute(text("DELETE FROM lianpu.signed"))
