"""Seals of what was erased from the change log (清除个人信息): to erase is seen, and is no way to forge.

A seal is made of what a change said, so a change that was erased does not fit its own seal any more. That
seal stays where it is, and what came after still fits it. Beside it `erased_item` keeps a second one, made of
the first and of the change as it stands now: nothing of it can be altered after the erasing. And the entry
that erased holds, sealed itself, one digest over all second seals: who wants to pass an alteration off as an
erasing must leave an entry that says who did it, and when.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import text

from chains.personal import ERASE_ACTION
from db.log_seal import broken_rows, seal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

ERASED_ITEMS = "erased_item"
"""The table of second seals, and what the item of an erasing says that it is about."""
_SEALS = "SELECT item, number, seal FROM erased_item ORDER BY item"


def erasing_key(company_id: int | None) -> str:
    """Key of the item that an erasing leaves, as the log has it: of one company, or of all with None."""
    return json.dumps({"company": company_id or 0})


def digest_of(seals: Iterable[tuple[int, str]]) -> str:
    """One digest over the second seals of one erasing: (item, seal) by item."""
    digest = ""
    for item, seal in seals:
        digest = seal_of(digest, (item, seal))
    return digest


class ErasedSeals:
    """The second seals, asked for item by item in ascending order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Iterator[Sequence[object]] = iter(connection.execute(text(_SEALS)))
        self._next = next(self._rows, None)
        self._used: set[int] = set()

    def fits(self, item: int, seal: str, row: Sequence[object]) -> bool:
        """Whether the change, which does not fit its seal, was erased and is as the erasing left it."""
        while self._next is not None and int(str(self._next[0])) < item:
            self._next = next(self._rows, None)
        if self._next is None or self._next[0] != item:
            return False
        self._used.add(int(str(self._next[1])))
        return self._next[2] == seal_of(seal, row)

    def broken(self) -> tuple[int, ...]:
        """Entries whose erasing accounts for a change here and that are no such entries, or not whole."""
        return tuple(number for number in sorted(self._used) if not self._is_told(number))

    def _is_told(self, number: int) -> bool:
        action = text("SELECT action FROM change_log WHERE number = :n")
        if self._connection.execute(action, {"n": number}).scalar() != ERASE_ACTION:
            return False
        told = text('SELECT after FROM change_item WHERE number = :n AND "table" = :t')
        noted = self._connection.execute(told, {"n": number, "t": ERASED_ITEMS}).scalar()
        seals = text("SELECT item, seal FROM erased_item WHERE number = :n ORDER BY item")
        rows = self._connection.execute(seals, {"n": number})
        digest = digest_of((one[0], one[1]) for one in rows)
        return noted is not None and json.loads(noted)["digest"] == digest


def is_erased(connection: Connection, number: int) -> bool:
    """Whether something of that entry was erased, or it is the erasing itself: it cannot be taken back."""
    query = text(
        'SELECT 1 FROM change_item WHERE number = :n AND ("table" = :t'
        " OR id IN (SELECT item FROM erased_item)) LIMIT 1"
    )
    return connection.execute(query, {"n": number, "t": ERASED_ITEMS}).first() is not None


def log_faults(
    connection: Connection, most: int, step: Callable[[int], None] | None = None
) -> dict[str, tuple[int, ...]]:
    """Per table of the log, keys of the first rows that are not as they should be; empty for a whole log.

    What was erased is as it should be. `step` may raise.
    """
    erased = ErasedSeals(connection)
    found = {
        "change_log": broken_rows(connection, "change_log", most, step),
        "change_item": broken_rows(connection, "change_item", most, step, erased),
    }
    found[ERASED_ITEMS] = erased.broken()[:most]
    return {table: broken for table, broken in found.items() if broken}


def entry_faults(
    connection: Connection, most: int, step: Callable[[int], None] | None = None
) -> dict[str, tuple[int, ...]]:
    """The same for the entries alone, where a role hides some of their items."""
    broken = broken_rows(connection, "change_log", most, step)
    return {"change_log": broken} if broken else {}
