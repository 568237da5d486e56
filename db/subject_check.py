"""Whether what the log is filtered by (db.change_subjects) is what its changes say, entry by entry."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import text

from chains.kinds import EntityKind
from db.change_subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from db.mapping import Row

    Subjects = frozenset[tuple[str, str]]

_ITEMS = (
    'SELECT number, "table", row_key, before, after FROM change_item'
    " WHERE \"table\" <> 'company' ORDER BY number"
)
_NOTED = "SELECT number, kind, subject FROM change_subject ORDER BY number"
_STREAMED = {"stream_results": True}  # a log of a million changes does not fit in memory
_BESIDE = "export_contacts"
"""Entries of this action say beside their items, of which they have none, whose contacts left."""


class _Ever:
    """What the targets and the products were about at any time.

    An entry about one of them is filtered by what that was then; rows that were made anew, at an upgrade or
    by a rescue, have what it was about at that time. Either is right.
    """

    def __init__(self, connection: Connection) -> None:
        self._of: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for row in connection.execute(text("SELECT id, chain, segment, company_id FROM target")).mappings():
            self._add(connection, "target", str(row["id"]), row)
        for row in connection.execute(text("SELECT chain, code, product FROM segment")).mappings():
            self._add(connection, "product", row["product"], {"chain": row["chain"], "segment": row["code"]})
        query = text(
            "SELECT \"table\", before, after FROM change_item WHERE \"table\" IN ('target', 'segment')"
        )
        for table, *sides in connection.execute(query):
            for side in map(_loaded, sides):
                if table == "target":
                    self._add(connection, table, str(side.get("id")), side)
                elif side.get("product"):
                    about = {"chain": side.get("chain"), "segment": side.get("code")}
                    self._add(connection, "product", str(side["product"]), about)

    def _add(self, connection: Connection, kind: str, key: str, row: Row) -> None:
        self._of[(kind, key)].update(subjects_of(connection, "placement", row))

    def of(self, table: str, row: Row) -> Subjects:
        """What a follow-up or a product may be about."""
        kind, column = ("target", "target_id") if table == "follow_up" else ("product", "code")
        return frozenset(self._of.get((kind, str(row.get(column))), ()))


def wrong_subjects(connection: Connection) -> Iterator[tuple[int, str, str]]:
    """(entry, kind, subject) of every row that is missing or that no change of its entry accounts for."""
    ever = _Ever(connection)
    beside = set(
        connection.execute(
            text("SELECT number FROM change_log WHERE action = :a AND item_count = 0"), {"a": _BESIDE}
        ).scalars()
    )
    noted = _Noted(connection)
    items = connection.execute(text(_ITEMS), execution_options=_STREAMED).mappings()
    for number, rows in groupby(items, lambda row: int(row["number"])):
        yield from noted.before(number, beside)
        yield from _differing(number, noted.of(number), *_expected(connection, ever, rows))
    yield from noted.before(None, beside)


def _expected(connection: Connection, ever: _Ever, rows: Iterable[Row]) -> tuple[Subjects, Subjects]:
    """What an entry must be found by, and what it may be found by besides."""
    must: set[tuple[str, str]] = set()
    may: set[tuple[str, str]] = set()
    for row in rows:
        for side in map(_loaded, {row["before"], row["after"]}):
            if row["table"] in {"follow_up", "product"}:
                may |= ever.of(row["table"], side)
            elif row["table"] != "chain" or "code" in side:
                must.update(subjects_of(connection, row["table"], side))
    return frozenset(must), frozenset(may)


def _differing(number: int, noted: Subjects, must: Subjects, may: Subjects) -> Iterator[tuple[int, str, str]]:
    for kind, subject in sorted((must - noted) | (noted - must - may)):
        yield number, kind, subject
    if may and not must and not noted:
        yield number, *min(may)


class _Noted:
    """The rows that stand, entry by entry."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(text(_NOTED), execution_options=_STREAMED)
        self._groups = groupby(rows, lambda row: int(row[0]))
        self._next: tuple[int, Subjects] | None = None
        self._go_on()

    def _go_on(self) -> None:
        found = next(self._groups, None)
        self._next = None if found is None else (found[0], frozenset((one[1], one[2]) for one in found[1]))

    def of(self, number: int) -> Subjects:
        """Those of this entry; entries are asked for in order."""
        if self._next is None or self._next[0] != number:
            return frozenset()
        found = self._next[1]
        self._go_on()
        return found

    def before(self, number: int | None, beside: set[int]) -> Iterator[tuple[int, str, str]]:
        """Rows of entries before this one: they have no changes that could account for them."""
        while self._next is not None and (number is None or self._next[0] < number):
            entry, found = self._next
            allowed = EntityKind.COMPANY.value if entry in beside else ""
            yield from ((entry, kind, subject) for kind, subject in sorted(found) if kind != allowed)
            self._go_on()


def _loaded(side: str | None) -> Row:
    """One side of a change; nothing where there is none, or where it was made unreadable: the seals tell."""
    try:
        noted = json.loads(side or "{}")
    except ValueError:
        return {}
    return noted if isinstance(noted, dict) else {}
