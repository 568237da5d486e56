"""Companies that an import changes, many at a time: what is held is read in a few queries, not row by row."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from chains.errors import Conflict
from db import mapping, tables
from db.last_numbers import next_free_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from chains.commands import CompanyArrival
    from db.recorder import Recorder

_AT_ONCE = 500


def update_companies(
    connection: Connection,
    recorder: Recorder,
    arrivals: Sequence[CompanyArrival],
    seen_versions: Mapping[int, int],
) -> None:
    """Bring known companies to what the arrivals say; contacts are only added.

    Raises Conflict when one is no longer at the version seen, also by an earlier one of these arrivals.
    """
    for part in _rounds(arrivals):
        ids = [one.company.id for one in part]
        versions = _checked_versions(connection, part, seen_versions)
        values = {
            one.company.id: {**mapping.company_row(one.company), "version": versions[one.company.id] + 1}
            for one in part
        }
        recorder.update_many(tables.company, values)
        _replace_qualifications(connection, recorder, part, ids)
        _add_contacts(connection, recorder, part, ids)


def add_children(
    connection: Connection, recorder: Recorder, table: Table, rows: Sequence[Mapping[str, object]]
) -> None:
    """Add rows that hang on companies."""
    if rows:
        first = next_free_id(connection, table, len(rows))
        recorder.insert_many(table, [{"id": id_, **row} for id_, row in enumerate(rows, first)])


def _rounds(arrivals: Sequence[CompanyArrival]) -> Iterator[Sequence[CompanyArrival]]:
    """In order, some at a time, each company once: what comes again must see what was written before."""
    part: dict[int, CompanyArrival] = {}
    for one in arrivals:
        if one.company.id in part or len(part) == _AT_ONCE:
            yield tuple(part.values())
            part = {}
        part[one.company.id] = one
    if part:
        yield tuple(part.values())


def _checked_versions(
    connection: Connection, arrivals: Sequence[CompanyArrival], seen_versions: Mapping[int, int]
) -> dict[int, int]:
    table = tables.company
    held = select(table.c.id, table.c.version).where(table.c.id.in_([one.company.id for one in arrivals]))
    found = {int(row.id): int(row.version) for row in connection.execute(held)}
    for one in arrivals:
        ref, seen = one.company.id, seen_versions.get(one.company.id)
        if ref not in found or (seen is not None and found[ref] != seen):
            raise Conflict(
                kind="company", name=one.company.name, ref=str(ref), seen=seen, found=found.get(ref), by=""
            )
    return found


def _replace_qualifications(
    connection: Connection, recorder: Recorder, arrivals: Sequence[CompanyArrival], ids: Sequence[int]
) -> None:
    table = tables.qualification
    held: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.company_id.in_(ids))).mappings():
        held[row["company_id"]].append(row)
    fresh: list[dict[str, Any]] = []
    for one in arrivals:
        company = one.company
        rows = held.get(company.id, [])
        wanted = [mapping.qualification_row(company.id, part) for part in company.qualifications]
        if [{name: row[name] for name in row if name != "id"} for row in rows] != wanted:
            for row in rows:
                recorder.delete(table, row["id"])
            fresh += wanted
    add_children(connection, recorder, table, fresh)


def _add_contacts(
    connection: Connection, recorder: Recorder, arrivals: Sequence[CompanyArrival], ids: Sequence[int]
) -> None:
    table = tables.contact
    query = select(table.c.company_id, table.c.kind, table.c.value).where(table.c.company_id.in_(ids))
    known = {(row.company_id, row.kind, row.value) for row in connection.execute(query)}
    fresh = [
        mapping.contact_row(one.company.id, part)
        for one in arrivals
        for part in one.contacts
        if (one.company.id, part.kind, part.value) not in known
    ]
    add_children(connection, recorder, table, fresh)
