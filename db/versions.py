"""The last guard of versions: a row is written only as it was when it was read, whoever wrote in between.

Handlers compare the version that a person saw; everybody who writes through this program waits for a turn. A
client that does neither is noticed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from chains.errors import Conflict, WorkspaceRefused
from db.faults import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Delete, Table, Update


def refuse_unless_written(connection: Connection, statement: Update | Delete) -> None:
    """Change or remove a row that was just read; raises WorkspaceRefused when this user may not."""
    if connection.execute(statement).rowcount != 1:
        raise WorkspaceRefused(file=place_of(connection.engine), reason="not_allowed")


def refuse_unless_all_written(
    connection: Connection, statement: Update | Delete, rows: Sequence[Mapping[str, Any]]
) -> None:
    """The same for many rows by one statement: a role's rows are told by their count alone."""
    if connection.execute(statement, list(rows)).rowcount != len(rows):
        raise WorkspaceRefused(file=place_of(connection.engine), reason="not_allowed")


def write_version(
    connection: Connection, table: Table, where: Sequence[ColumnElement[bool]], values: Mapping[str, Any]
) -> None:
    """Write values with a version that is one higher than the one that was read.

    Raises Conflict when the row is no longer at that one, WorkspaceRefused when this user may not write it.
    """
    seen = values["version"] - 1
    written = update(table).where(*where, table.c.version == seen).values(dict(values))
    if connection.execute(written).rowcount == 1:
        return
    found = connection.execute(select(table.c.version).where(*where)).scalar()
    if found == seen:
        raise WorkspaceRefused(file=place_of(connection.engine), reason="not_allowed")
    kind, name = table.name, str(values.get("name", ""))
    raise Conflict(kind=kind, name=name, ref="", seen=seen, found=found, by="")
