"""The numbers that rows get: which was given last, and which come next.

SQLite counts in `sqlite_sequence`, taken back with the transaction. A sequence of PostgreSQL leaves gaps
where a transaction failed; the change log must have none, or a row that somebody removed would look like
one. So the log's numbers are counted there in a table (db.server_parts), and rows carry them from the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from db.engine import is_on_server

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

COUNTED = ("change_log", "change_item")
"""Tables whose numbers have no gaps."""


def last_given(connection: Connection, table: str) -> int:
    """The highest number that a row of the table ever had; 0 for none."""
    if not is_on_server(connection):
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :t")
    elif table in COUNTED:
        query = text("SELECT last FROM lianpu.last_number WHERE name = :t")
    else:
        # pg_sequence_last_value is NULL before the first one, and for who may not use the sequence.
        query = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:t, 'id')::regclass)")
    return int(connection.execute(query, {"t": table}).scalar() or 0)


def numbers_for_log(connection: Connection, table: str, count: int) -> range | None:
    """Numbers for rows of the change log; None where the database gives them itself."""
    if not is_on_server(connection):
        return None
    query = text("SELECT lianpu.take_numbers(:t, :n)")
    last = int(connection.execute(query, {"n": count, "t": table}).scalar_one())
    return range(last - count + 1, last + 1)


def next_free_id(connection: Connection, table: Table, count: int) -> int:
    """The first of `count` ids that were never used: ids stand in the change log and in people's lists."""
    if is_on_server(connection):
        query = text("SELECT lianpu.take_ids(:t, :n)")
        return int(connection.execute(query, {"t": table.name, "n": count}).scalar_one())
    used = connection.execute(select(func.max(table.c.id))).scalar() or 0
    return max(int(used), last_given(connection, table.name)) + 1


def set_last_given(connection: Connection, table: Table, last: int) -> None:
    """Have the table count on from there, as the workspace did that its rows come from."""
    if is_on_server(connection):
        if table.name in COUNTED:
            query = text("UPDATE lianpu.last_number SET last = :n WHERE name = :t")
            connection.execute(query, {"t": table.name, "n": last})
        else:
            note_given(connection, table.name, last)
    elif table.dialect_options["sqlite"]["autoincrement"]:
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :t"), {"t": table.name})
        query = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:t, :n)")
        connection.execute(query, {"t": table.name, "n": last})


def note_given(connection: Connection, table: str, last: int) -> None:
    """Have a server's sequence go on behind rows that were written with their ids."""
    query = text("SELECT setval(pg_get_serial_sequence(:t, 'id')::regclass, :n)")
    connection.execute(query, {"t": table, "n": last})
