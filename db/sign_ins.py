"""Who signed in on a shared database to make an entry: the server notes it, whatever name the entry claims.

A file has no such record. Entries that came with a copied workspace have none either: nobody signed in for
them here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from db.engine import is_on_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_OWN_NAMES = """
    WITH first AS (
        SELECT DISTINCT ON (s.db_user) s.db_user, l.author
        FROM lianpu.signed s JOIN change_log l ON l.number = s.number ORDER BY s.db_user, s.number)
    SELECT l.number, l.author, s.db_user
    FROM change_log l JOIN lianpu.signed s ON s.number = l.number
    WHERE EXISTS (SELECT FROM first o WHERE o.author = l.author AND o.db_user <> s.db_user)
      AND NOT EXISTS (SELECT FROM first o WHERE o.author = l.author AND o.db_user = s.db_user)
    ORDER BY l.number
"""
"""A sign-in's own name is the one that its first entry claims."""


def has_sign_ins(connection: Connection) -> bool:
    """Whether the server notes who signs in; one that was set up without roles does not."""
    if not is_on_server(connection):
        return False
    return bool(connection.execute(text("SELECT to_regclass('lianpu.signed') IS NOT NULL")).scalar())


def sign_ins_of(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Entry → who signed in to make it; what was not noted is left out."""
    if not numbers or not has_sign_ins(connection):
        return {}
    query = text("SELECT number, db_user FROM lianpu.signed WHERE number = ANY(:n)")
    return {int(number): str(name) for number, name in connection.execute(query, {"n": list(numbers)})}


def borrowed_names(connection: Connection) -> tuple[tuple[int, str, str], ...]:
    """Entries that claim the own name of another sign-in, by number: (number, claimed name, sign-in)."""
    if not has_sign_ins(connection):
        return ()
    return tuple((int(one[0]), str(one[1]), str(one[2])) for one in connection.execute(text(_OWN_NAMES)))


def forget_sign_ins(connection: Connection) -> None:
    """After entries were copied into an empty database: who copied them did not make them."""
    if has_sign_ins(connection):
        connection.execute(text("DELETE FROM lianpu.signed"))
