"""Which chains, segments and companies an entry of the change log is about: what the log is filtered by.

The rows stand beside the log, outside its seals: they say nothing that the items do not. What a change of
the `company` table is about is told by its key alone, so an import of many writes no row here for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import text

from chains.kinds import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from db.mapping import Row

    Subject = tuple[str, str]

_AT_ONCE = 5_000
_LINKED = {"supply_link": ("source", "target"), "box": ("segment",), "segment": ("code", "parent")}
"""Columns that hold a segment's code, where it is not `segment`."""


def note_subjects(connection: Connection, items: Iterable[Row]) -> None:
    """Keep what the items are about: as they are written, each with its entry's number."""
    found = {
        (kind, subject, int(item["number"]))
        for item in items
        if item["table"] != "company"
        for side in {item["before"], item["after"]}
        if side is not None
        for kind, subject in subjects_of(connection, item["table"], json.loads(side))
    }
    _keep(connection, found)


def keep_subjects(connection: Connection, subjects: Iterable[Subject], number: int) -> None:
    """Keep what an entry is about beside its items: whose contacts left in a file."""
    _keep(connection, {(kind, subject, number) for kind, subject in subjects})


def _keep(connection: Connection, found: set[tuple[str, str, int]]) -> None:
    if found:
        # A large import comes to its entry again with each part: what is there stays.
        query = text(
            "INSERT INTO change_subject (kind, subject, number) VALUES (:k, :s, :n) ON CONFLICT DO NOTHING"
        )
        rows = [{"k": kind, "s": subject, "n": number} for kind, subject, number in sorted(found)]
        connection.execute(query, rows)


def note_all_subjects(connection: Connection) -> None:
    """Make the rows of every entry with items anew: older workspaces have none, a rescued one lost them.

    What an entry without items is about cannot be made again: it stays as it is, and a rescue loses it.
    """
    connection.execute(text("DELETE FROM change_subject WHERE number IN (SELECT number FROM change_item)"))
    query = text(
        'SELECT id, number, "table", before, after FROM change_item'
        " WHERE id > :k AND \"table\" <> 'company' ORDER BY id LIMIT :m"
    )
    last = 0
    while True:
        rows = connection.execute(query, {"k": last, "m": _AT_ONCE}).mappings().all()
        if not rows:
            return
        note_subjects(connection, rows)
        last = int(rows[-1]["id"])


def subjects_of(connection: Connection, table: str, row: Row) -> Iterator[Subject]:
    """Kind and key of everything that a row says something of; a segment's key is `chain/segment`."""
    if table == "follow_up":
        yield from _of_target(connection, int(row["target_id"]))
        return
    if table == "product":
        yield from _with_product(connection, row["code"])
        return
    chain = row["code"] if table == "chain" else row.get("chain")
    if chain:
        yield EntityKind.CHAIN.value, str(chain)
        for column in _LINKED.get(table, ("segment",)):
            if row.get(column):
                yield EntityKind.SEGMENT.value, f"{chain}/{row[column]}"
    if row.get("company_id") is not None:
        yield EntityKind.COMPANY.value, str(row["company_id"])


def _of_target(connection: Connection, target: int) -> Iterator[Subject]:
    """The gap and the company of a target that is there, or of one that was."""
    there = connection.execute(
        text("SELECT chain, segment, company_id FROM target WHERE id = :t"), {"t": target}
    ).mappings()
    row: Row | None = there.first()
    if row is None:
        was = connection.execute(
            text(
                "SELECT coalesce(before, after) FROM change_item"
                " WHERE \"table\" = 'target' AND row_key = :k ORDER BY id DESC LIMIT 1"
            ),
            {"k": json.dumps({"id": target})},
        ).scalar()
        row = None if was is None else json.loads(was)
    if row is not None:
        yield from subjects_of(connection, "target", row)


def _with_product(connection: Connection, product: str) -> Iterator[Subject]:
    """The segments that have the product: its match words are theirs."""
    query = text("SELECT chain, code FROM segment WHERE product = :p")
    for chain, segment in connection.execute(query, {"p": product}):
        yield EntityKind.CHAIN.value, str(chain)
        yield EntityKind.SEGMENT.value, f"{chain}/{segment}"
