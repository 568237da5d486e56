"""What a role on a shared database hides: 查看 sees no contacts, nor what the change log says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from chains.errors import WorkspaceRefused
from db.engine import is_on_server
from db.faults import place_of
from db.schema import revisions_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

_HIDDEN = ("contact", "change_item")
"""Tables of which some rows are not there for 查看; see the policies in db.server_roles."""


def hidden_tables(connection: Connection) -> tuple[str, ...]:
    """Tables of which whoever is signed in sees only a part; none in a file."""
    if not is_on_server(connection) or not revisions_of(connection):
        return ()
    # Whoever may not write is 查看: every other role sees all rows.
    return () if may_write(connection) else _HIDDEN


def may_write(connection: Connection) -> bool:
    """Whether whoever is signed in on a server may write in the log: 查看 may not, nor change anything."""
    asked = text("SELECT has_table_privilege('public.change_log', 'INSERT')")
    return bool(connection.execute(asked).scalar())


def may_clear_away(connection: Connection) -> bool:
    """Whether whoever is signed in may finish what imports of others left: 填报 and 查看 may not."""
    if not is_on_server(connection):
        return True
    asked = text("SELECT has_table_privilege('public.chain', 'UPDATE')")
    return bool(connection.execute(asked).scalar())


def refuse_unless_all_is_seen(connection: Connection) -> None:
    """Raises WorkspaceRefused where this user's role hides rows: a copy would be without them, and broken."""
    if hidden_tables(connection):
        raise WorkspaceRefused(file=place_of(connection.engine), reason="not_all_seen")
