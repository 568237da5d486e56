"""The change log as it can be asked: filtered, by the page, fact by fact; see chains.change_ports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from chains.change_facts import MOST_FACTS, ChangeFact, PastFact
from chains.errors import NotFound
from db import tables
from db.change_asking import authors_of, numbers_of
from db.change_reading import ChangeReading
from db.clashes import clashes_of
from db.erased_seals import entry_faults, log_faults
from db.item_reading import ItemReading
from db.past_facts import is_restorable, read_past_fact
from db.seeing import hidden_tables
from db.sign_ins import tells_sign_ins
from db.used_companies import used_companies

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from chains.change_filter import ChangeFilter
    from chains.clashes import Clash
    from chains.rows import ChangeRow
    from chains.used_companies import UsedCompanies


class ChangeLogReading:
    """One look at the log."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def numbers(self, wanted: ChangeFilter, after: int = 0) -> Sequence[int]:
        """Numbers of the entries behind number `after` that the filter lets through, newest first."""
        return numbers_of(self._connection, wanted, after)

    def entries(self, numbers: Sequence[int]) -> tuple[ChangeRow, ...]:
        """Those entries, in that order; a number that is none is left out."""
        return ChangeReading(self._connection).entries(numbers)

    def authors(self, after: int = 0) -> tuple[str, ...]:
        """Everybody who changed something behind number `after`, who did so last first."""
        return authors_of(self._connection, after)

    def facts(self, number: int) -> tuple[ChangeFact, ...]:
        """What an entry changed, in order, up to `MOST_FACTS`."""
        item, items = tables.change_item, ItemReading(self._connection)
        query = select(item).where(item.c.number == number).order_by(item.c.id).limit(MOST_FACTS)
        found: list[ChangeFact] = []
        for row in self._connection.execute(query).mappings().all():
            subject = items.subject(row["table"], json.loads(row["after"] or row["before"]))
            for one in items.changes(row):
                restorable = is_restorable(row, one.field)
                found.append(ChangeFact(row["id"], subject, one.field, one.before, one.after, restorable))
            if len(found) >= MOST_FACTS:
                break
        return tuple(found[:MOST_FACTS])

    def past_fact(self, item: int, field: str) -> PastFact:
        """A fact that was changed, raw: both values and today's. Raises NotFound."""
        table = tables.change_item
        row = self._connection.execute(select(table).where(table.c.id == item)).mappings().first()
        if row is None:
            raise NotFound(kind="change", name=str(item), near=())
        return read_past_fact(self._connection, row, field)

    def newest_number(self, item: int) -> int:
        """Number of the newest entry that changed the row that the item changed."""
        table = tables.change_item
        of = select(table.c.table, table.c.row_key).where(table.c.id == item).subquery()
        same = (table.c.table == of.c.table) & (table.c.row_key == of.c.row_key)
        query = select(func.max(table.c.number)).select_from(table.join(of, same)).where(table.c.id >= item)
        return int(self._connection.execute(query).scalar() or 0)

    def clashes(self, number: int) -> tuple[Clash, ...]:
        """What somebody changed since of what the entry left: in the way of taking it back."""
        return clashes_of(self._connection, number)

    def used_companies(self, number: int) -> UsedCompanies:
        """Companies that the entry added and that were used since: in the way of taking it back."""
        return used_companies(self._connection, number)

    def tells_logins(self) -> bool:
        """Whether any entry can tell who signed in on a server to make it."""
        return tells_sign_ins(self._connection)

    def is_whole(self, step: Callable[[int], None] | None = None) -> bool:
        """Whether every entry and item is as it was sealed; reads all that it sees. `step` may raise."""
        faults = log_faults if self.sees_all() else entry_faults
        return not faults(self._connection, 1, step)

    def sees_all(self) -> bool:
        """Whether no role hides items from whoever looks; else `is_whole` tells of the entries alone."""
        return not hidden_tables(self._connection)
