"""Seals the change log: each row's seal is made from the one before, so that a changed log shows.

Entries and their items are two rows of seals, as an import adds items to its entry while others write.
Whoever can write the file can also seal it anew from the changed row on; then the seals differ from those
that older backups hold. The seals tell honest people that something was changed, and where.

An entry says on which computer it was made, as far as that is known: it goes into the seal behind all else.

A change of personal data has a salt that goes into its seal. When what it said is erased, the salt goes too:
else the phone number could be found again by trying all there are against the seal that stays.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, text

from db.last_numbers import last_given
from db.personal import personal_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from db.erased_seals import ErasedSeals

ENTRY_COLUMNS = ("number", "at", "author", "action", "subject", "kind", "item_count", "undoes")
ITEM_COLUMNS = ("number", "table", "row_key", "before", "after")
_KEYS = {"change_log": ("number", ENTRY_COLUMNS), "change_item": ("id", ITEM_COLUMNS)}
_LATER = {"change_log": "computer", "change_item": "salt"}
"""A column that came later; where it says something it is sealed behind the others."""
_TABLE = ITEM_COLUMNS.index("table")
_SALT_BYTES = 16
_NO_SEAL = "?"
"""Stands before no row: a seal made from it fits none."""
_AT_ONCE = 2_000


def seal_entry(connection: Connection, number: int) -> None:
    """Seal an entry that has just been written behind all others."""
    names = ", ".join((*ENTRY_COLUMNS, _LATER["change_log"]))
    query = text(f"SELECT {names} FROM change_log WHERE number = :n")  # noqa: S608 - our own names
    *entry, computer = connection.execute(query, {"n": number}).one()
    before = connection.execute(
        text("SELECT seal FROM change_log WHERE number < :n ORDER BY number DESC LIMIT 1"), {"n": number}
    ).scalar()
    _write(connection, "change_log", [(number, seal_of(before or "", _with_later(entry, computer)))])


def sealed_items(connection: Connection, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items with their seals, as they are going to be written behind all others in this order."""
    query = text("SELECT seal FROM change_item ORDER BY id DESC LIMIT 1")
    before, sealed = connection.execute(query).scalar() or "", []
    for item in items:
        salt = _salt(item["table"])
        before = seal_of(before, _with_later([item[name] for name in ITEM_COLUMNS], salt))
        sealed.append({**item, "salt": salt, "seal": before})
    return sealed


def seal_all(connection: Connection) -> None:
    """Seal everything anew, in order: older logs have no seals, a rescued one has wrong ones."""
    for table in _KEYS:
        before, seals = "", []
        for key, row, _seal in _rows(connection, table):
            before = seal_of(before, row)
            seals.append((key, before))
        _write(connection, table, seals)


def salt_personal(connection: Connection) -> None:
    """Give each change of personal data its salt where older programs gave none, and seal what follows anew.

    What does not fit its seal does not fit the new one either.
    """
    before = now = ""
    changed: list[dict[str, Any]] = []
    query = text("UPDATE change_item SET salt = :t, seal = :s WHERE id = :k")
    for key, row, seal in _rows(connection, "change_item"):
        salt = _salt(row[_TABLE]) if len(row) == len(ITEM_COLUMNS) else row[-1]
        fits = seal_of(before, row) == seal
        before, now = seal, seal_of(now if fits else _NO_SEAL, _with_later(row[: len(ITEM_COLUMNS)], salt))
        if now != seal:
            changed.append({"k": key, "s": now, "t": salt})
        if len(changed) >= _AT_ONCE:
            connection.execute(query, changed)
            changed.clear()
    if changed:
        connection.execute(query, changed)


def broken_rows(
    connection: Connection,
    table: str,
    most: int = 5,
    step: Callable[[int], None] | None = None,
    erased: ErasedSeals | None = None,
) -> tuple[int, ...]:
    """Keys of the first rows of `change_log` or `change_item` that are missing or not as they were sealed.

    `step` is told the key at which it is, now and then, and may raise. `erased` tells of changes that were
    erased since: those are as they should be.
    """
    broken: list[int] = []
    before, expected = "", 1
    for key, row, seal in _rows(connection, table):
        if step is not None and key % _AT_ONCE == 0:
            step(key)
        broken += range(expected, min(key, expected + most))
        if key == expected and seal_of(before, row) != seal and not (erased and erased.fits(key, seal, row)):
            broken.append(key)
        # Go on from the seal that stands: else every later row would be called wrong too.
        before, expected = seal, key + 1
        if len(broken) >= most:
            return tuple(broken[:most])
    last = last_given(connection, table)
    broken += range(expected, min(last, expected + most) + 1)
    return tuple(broken[:most])


def seal_of(before: str, row: Sequence[Any]) -> str:
    """The seal of a row as it is stored."""
    content = json.dumps(list(row), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(before.encode() + content).hexdigest()


def _salt(table: str) -> str | None:
    return secrets.token_hex(_SALT_BYTES) if table in personal_columns() else None


def _with_later(row: Sequence[Any], later: str | None) -> Sequence[Any]:
    return row if later is None else (*row, later)


def _later_column(connection: Connection, table: str) -> str:
    """Older schemas have none; their revisions are sealed by this too."""
    there = {column["name"] for column in inspect(connection).get_columns(table)}
    return _LATER[table] if _LATER[table] in there else "NULL"


def _rows(connection: Connection, table: str) -> Iterator[tuple[int, Sequence[Any], str]]:
    """Key, content and seal of every row in order; some thousand at a time."""
    key, columns = _KEYS[table]
    names = ", ".join(f'"{name}"' for name in columns)
    later = _later_column(connection, table)
    query = text(
        f"SELECT {key}, {names}, {later}, seal FROM {table} WHERE {key} > :k"  # noqa: S608 - our own names
        f" ORDER BY {key} LIMIT {_AT_ONCE}"
    )
    last = 0
    while True:
        rows = connection.execute(query, {"k": last}).all()
        if not rows:
            return
        for row in rows:
            yield int(row[0]), _with_later(row[1:-2], row[-2]), row[-1] or ""
        last = int(rows[-1][0])


def _write(connection: Connection, table: str, seals: list[tuple[int, str]]) -> None:
    if seals:
        key = _KEYS[table][0]
        query = text(f"UPDATE {table} SET seal = :s WHERE {key} = :k")  # noqa: S608 - our own names
        connection.execute(query, [{"k": one, "s": seal} for one, seal in seals])
