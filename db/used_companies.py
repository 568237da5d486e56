"""Which of the companies that an entry of the log added were used since: marked, wanted, or changed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from chains.kinds import BatchPhase
from chains.used_companies import MOST_NAMED, UsedCompanies, UsedCompany
from db import tables
from db.batches import batch_of, ranges_of, root_of
from db.id_ranges import is_inside, runs_of, size
from db.past_rows import COMPANY_COLUMN, company_of, past_rows
from db.snapshot_rows import matching, snapshot

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection, Table

    from chains.clashes import Settled
    from db.id_ranges import Range
    from db.past_rows import PastRow


@dataclass(slots=True)
class Uses:
    """What was done with companies, by id."""

    placements: Counter[int] = field(default_factory=Counter)
    targets: Counter[int] = field(default_factory=Counter)
    changed: set[int] = field(default_factory=set)

    @property
    def marked(self) -> set[int]:
        """Those that others hang on: they cannot go at all."""
        return {*self.placements, *self.targets}

    @property
    def all(self) -> set[int]:
        """Everybody who was used."""
        return self.marked | self.changed


def uses_since(
    connection: Connection, ranges: Sequence[Range], number: int, own: Collection[tuple[str, int]] = ()
) -> Uses:
    """What was done since the entry with companies of these ids; `own` are rows of the entry itself.

    A company that was changed and changed back is as the entry left it: the content counts.
    """
    uses = Uses(changed=_changed(connection, ranges, number))
    for table, counts in ((tables.placement, uses.placements), (tables.target, uses.targets)):
        for one, company in connection.execute(select(table.c.id, table.c.company_id)):
            if is_inside(company, ranges) and (table.name, one) not in own:
                counts[company] += 1
    return uses


def uses_of_added(connection: Connection, rows: Sequence[PastRow], number: int) -> Uses:
    """The same for companies that an entry added one by one, by its rows."""
    own = {(one.table.name, int(one.key[0])) for one in rows if one.table.name in {"placement", "target"}}
    return uses_since(connection, runs_of(added_by(rows)), number, own)


def without_used(
    connection: Connection, rows: Sequence[PastRow], number: int, settled: Sequence[Settled] | None
) -> tuple[list[PastRow], int]:
    """The rows but for those of added companies that were used since, and how many these are.

    Where a person settled what was changed, that decides of those that nothing hangs on.
    """
    if not added_by(rows):
        return list(rows), 0
    uses = uses_of_added(connection, rows, number)
    kept = (uses.all if settled is None else uses.marked) & set(added_by(rows))
    return [one for one in rows if company_of(one) not in kept], len(kept)


def added_by(rows: Sequence[PastRow]) -> list[int]:
    """Ids of the companies that go when these rows are taken back."""
    return [int(one.key[0]) for one in rows if one.table is tables.company and one.wanted is None]


def used_companies(connection: Connection, number: int) -> UsedCompanies:
    """Of the companies that taking the entry back would take away, those that were used since."""
    root, _steps = root_of(connection, number)
    batch = batch_of(connection, root)
    if batch is None:
        rows = past_rows(connection, number)
        return _told(connection, len(added_by(rows)), uses_of_added(connection, rows, number))
    if batch.phase != BatchPhase.PUBLISHED:
        return UsedCompanies(0, 0)
    ranges = ranges_of(connection, batch.id)
    return _told(connection, size(ranges), uses_since(connection, ranges, root))


def _told(connection: Connection, added: int, uses: Uses) -> UsedCompanies:
    ids, table = sorted(uses.all), tables.company
    some = ids[:MOST_NAMED]
    called = connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(some)))
    names = {int(one): str(name) for one, name in called}
    named = tuple(
        UsedCompany(one, names.get(one, ""), uses.placements[one], uses.targets[one], one in uses.changed)
        for one in some
    )
    return UsedCompanies(added, len(ids), named)


def _changed(connection: Connection, ranges: Sequence[Range], number: int) -> set[int]:
    item, found = tables.change_item, set[int]()
    if not ranges:
        return found
    later = select(item).where(item.c.number > number, item.c.table.in_(COMPANY_COLUMN)).order_by(item.c.id)
    looked_at: set[tuple[str, str]] = set()
    for row in connection.execute(later).mappings():
        place = (row["table"], row["row_key"])
        content = json.loads(row["before"] or row["after"])
        company = int(content[COMPANY_COLUMN[row["table"]]])
        if place in looked_at or company in found or not is_inside(company, ranges):
            continue
        looked_at.add(place)
        before = None if row["before"] is None else json.loads(row["before"])
        if _stands(connection, tables.metadata.tables[row["table"]], json.loads(row["row_key"])) != before:
            found.add(company)
    return found


def _stands(connection: Connection, table: Table, key: dict[str, Any]) -> dict[str, Any] | None:
    row = connection.execute(select(table).where(*matching(table, key))).mappings().first()
    return None if row is None else dict(snapshot(table, row))
