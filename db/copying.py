"""Copies a workspace row by row between files and servers, either way, and compares both afterwards."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Integer, LargeBinary, String, func, select, type_coerce
from sqlalchemy.types import NullType

from chains.errors import WorkspaceRefused
from chains.trust import CopiedTable
from db import tables
from db.bulk_rows import insert_tuples
from db.checking import refuse_other_schema
from db.engine import is_on_server, looking, make_engine
from db.faults import known_faults, making
from db.file_check import refuse_unless_workspace
from db.last_numbers import last_given, set_last_given
from db.new_file import new_file
from db.places import place_text
from db.seeing import refuse_unless_all_is_seen
from db.sign_ins import all_sign_ins, forget_sign_ins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Column, Connection, Table

    from chains.steps import Step
    from db.places import Place

_AT_ONCE = 2_000
_HASH_BITS = 256
_LARGEST_INTEGER = 2**31


def copy_workspace(source: Place, target: Place, step: Step | None = None) -> tuple[CopiedTable, ...]:
    """Copy every row with history and seals; returns what each table holds on both sides.

    The target must be empty: a file that is not there, a database with nothing in it. It is made in one
    transaction, or beside its place: whatever ends the copying leaves nothing. Raises WorkspaceRefused.
    """
    if isinstance(source, Path):
        refuse_unless_workspace(source)
    tell = step or (lambda _done, _total, _text: None)
    engine = make_engine(source, writable=False)
    try:
        with known_faults(engine), looking(engine) as reading:
            refuse_other_schema(reading, place_text(source))
            refuse_unless_all_is_seen(reading)
            with _empty(target) as writing:
                copied = tuple(_copy(reading, writing, place_text(target), tell))
                _go_on_counting(reading, writing)
                forget_sign_ins(writing)
                return copied
    finally:
        engine.dispose()


def copy_in_place_of(source: Place, target: Path, step: Step | None = None) -> tuple[CopiedTable, ...]:
    """Copy into a file that may be there: the old one goes once the copy is whole."""
    beside = target.with_name(f".{target.name}.copy")
    try:
        with making(target):
            beside.unlink(missing_ok=True)
            copied = copy_workspace(source, beside, step)
            beside.replace(target)
            return copied
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _empty(target: Place) -> Iterator[Connection]:
    """A transaction on a target with tables and no rows; what was written stays when the block ends well."""
    if not isinstance(target, Path):
        from db.server import emptied  # noqa: PLC0415 - loads the server's driver

        with emptied(target) as connection:
            yield connection
        return
    with new_file(target) as connection:
        yield connection


def _copy(reading: Connection, writing: Connection, name: str, tell: Step) -> Iterator[CopiedTable]:
    order = tables.metadata.sorted_tables
    for number, table in enumerate(order):
        tell(number, len(order), table.name)
        wanted = _Sum()
        for rows in _source_rows(reading, table):
            tell(number, len(order), table.name)
            if is_on_server(writing):
                _refuse_what_no_server_holds(table, rows, name)
            insert_tuples(writing, table, [column.name for column in table.columns], rows)
            wanted.add(rows)
        found = _Sum()
        for rows in _read(writing, table):
            found.add(rows)
        if found.told() != wanted.told():
            raise WorkspaceRefused(file=name, reason="copy_differs", table=table.name)
        yield CopiedTable(table.name, *found.told())
    tell(len(order), len(order), "")


def _source_rows(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """What is to be copied: of sign-ins also those that a server noted beside the tables."""
    if table is not tables.carried_sign_in:
        yield from _read(connection, table)
        return
    noted: list[tuple[Any, ...]] = list(all_sign_ins(connection))
    yield from (noted[start : start + _AT_ONCE] for start in range(0, len(noted), _AT_ONCE))


def _read(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """All rows as both databases store them, some at a time; numbered ones in order of their numbers."""
    query = select(*(type_coerce(column, _raw(column)).label(column.name) for column in table.columns))
    key = list(table.primary_key.columns)
    if len(key) == 1 and isinstance(key[0].type, Integer):
        query = query.order_by(key[0])
    result = connection.execute(query, execution_options={"stream_results": True})
    while rows := result.fetchmany(_AT_ONCE):
        yield [tuple(row) for row in rows]


def _raw(column: Column[Any]) -> Any:  # noqa: ANN401 - a column type
    """What a column is for the driver: none of our own types, but truth values and bytes."""
    plain = (Boolean, LargeBinary)
    return column.type if isinstance(column.type, plain) else NullType()


class _Sum:
    """Counts rows, and makes one hash of them that does not depend on their order."""

    def __init__(self) -> None:
        self._rows = self._sum = 0

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Take these in."""
        for row in rows:
            text = json.dumps([_plain(value) for value in row], ensure_ascii=False)
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
            self._sum = (self._sum + int.from_bytes(digest, "big")) % (1 << _HASH_BITS)
        self._rows += len(rows)

    def told(self) -> tuple[int, str]:
        """How many, and the hash of all."""
        return self._rows, f"{self._sum:064x}"


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a driver
    return value.hex() if isinstance(value, bytes) else value


def _refuse_what_no_server_holds(table: Table, rows: Sequence[tuple[Any, ...]], name: str) -> None:
    """A file holds longer texts, and the sign NUL; of these a server would name no row."""
    for place, column in enumerate(table.columns):
        longest = column.type.length if isinstance(column.type, String) else None
        impl = getattr(column.type, "impl", None)
        longest = longest or getattr(impl, "length", None)
        for row in rows:
            value = row[place]
            if isinstance(value, str):
                bad = "\x00" in value or (longest is not None and len(value) > longest)
            else:
                bad = isinstance(column.type, Integer) and abs(value or 0) >= _LARGEST_INTEGER
                bad &= column.name != "term"
            if bad:
                facts = {"table": table.name, "column": column.name, "key": str(row[0])}
                raise WorkspaceRefused(file=name, reason="copy_value", **facts)


def _go_on_counting(reading: Connection, writing: Connection) -> None:
    """Numbers that were given once, and their rows taken away again, are not given anew."""
    for table in tables.metadata.sorted_tables:
        key = table.autoincrement_column
        if key is None:
            continue
        highest = int(writing.execute(select(func.max(key))).scalar() or 0)
        last = max(highest, last_given(reading, table.name))
        if last:
            set_last_given(writing, table, last)
