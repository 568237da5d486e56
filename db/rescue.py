"""Saves what can be read of a damaged workspace into a new one, and says what could not be."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, text

from chains.disk_room import is_disk_full
from chains.errors import WorkspaceRefused
from chains.kinds import EntityKind
from chains.leftovers import clear_broken
from chains.trust import RescuedTable, RescueReport
from db import tables
from db.change_subjects import note_all_subjects
from db.computer import computer_name
from db.engine import make_file_engine
from db.faults import fault_reason, making
from db.log_seal import seal_all
from db.registry_index import refresh
from db.rescued_subjects import copy_unlogged
from db.schema import known_revisions, newest_revision, upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

_AT_ONCE = 1_024
_HIGHEST_GUESSED = 1 << 14
"""Tables whose ids nobody counts are small: chains, stages, segments."""

_PREFIX = "lianpu-rescue-"
_BROKEN_SECONDS = 86_400.0
"""The working folder of a rescue that was killed holds all that there is; the next rescue takes it away."""

_OF_THE_TARGET = frozenset({"disk_full", "disk_fault", "read_only", "locked"})

_Row = tuple[int, tuple[Any, ...]]


def rescue(
    damaged: Path, target: Path, author: str, step: Callable[[int, int, str], None] | None = None
) -> RescueReport:
    """Read the damaged file row by row into a new workspace; the damaged one is left as it is.

    Raises WorkspaceRefused when not even the list of tables can be read, or the target is there already.
    """
    if target.exists():
        raise WorkspaceRefused(file=str(target), reason="exists")
    beside = target.with_name(f".{target.name}.new")
    clear_broken(target.parent, f"{_PREFIX}*", _BROKEN_SECONDS)
    with making(target), tempfile.TemporaryDirectory(prefix=_PREFIX, dir=target.parent) as folder:
        copy = _copied(damaged, Path(folder))
        with closing(sqlite3.connect(copy)) as source:
            revision = _revision(source, damaged)
            beside.unlink(missing_ok=True)
            beside.touch()
            try:
                upgrade(beside, revision)
                with closing(sqlite3.connect(beside, isolation_level=None)) as made:
                    found = _copy_tables(source, made, step)
                upgrade(beside)
                with closing(sqlite3.connect(beside)) as made:
                    found += copy_unlogged(source, made)
                found = _finish(beside, damaged.name, author, found)
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
    return RescueReport(tuple(found))


def _copied(damaged: Path, folder: Path) -> Path:
    """A copy to work on, with its journal: SQLite may roll that back there."""
    copy = folder / "damaged.db"
    try:
        shutil.copyfile(damaged, copy)
        journal = damaged.with_name(damaged.name + "-journal")
        if journal.exists():
            shutil.copyfile(journal, folder / "damaged.db-journal")
    except OSError as error:
        if is_disk_full(error):
            raise
        raise WorkspaceRefused(file=str(damaged), reason="cannot_open", detail=error.strerror) from None
    return copy


def _revision(source: sqlite3.Connection, damaged: Path) -> str:
    """The schema that the file was of; the newest when that row is lost."""
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        raise WorkspaceRefused(file=str(damaged), reason="unreadable") from None
    try:
        found = [row[0] for row in source.execute("SELECT version_num FROM alembic_version")]
    except sqlite3.Error:
        found = []
    if len(found) == 1 and found[0] not in known_revisions():
        raise WorkspaceRefused(file=str(damaged), reason="newer", found=found[0], known=newest_revision())
    return str(found[0]) if len(found) == 1 else newest_revision()


def _copy_tables(
    source: sqlite3.Connection, made: sqlite3.Connection, step: Callable[[int, int, str], None] | None
) -> list[RescuedTable]:
    names = [table.name for table in tables.metadata.sorted_tables if table.name not in tables.DERIVED]
    made.execute("PRAGMA foreign_keys=OFF")
    made.execute("BEGIN IMMEDIATE")
    found = []
    for number, name in enumerate(names):
        if step is not None:
            step(number, len(names), name)
        columns = _common_columns(source, made, name)
        if columns:
            found.append(_copy_table(source, made, name, columns))
    made.execute("COMMIT")
    return found


def _common_columns(source: sqlite3.Connection, made: sqlite3.Connection, name: str) -> list[str]:
    there = {row[1] for row in source.execute(f'PRAGMA table_info("{name}")')}
    return [row[1] for row in made.execute(f'PRAGMA table_info("{name}")') if row[1] in there]


def _copy_table(
    source: sqlite3.Connection, made: sqlite3.Connection, name: str, columns: list[str]
) -> RescuedTable:
    listed = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{name}" ({listed}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608
    unreadable: list[tuple[int, int]] = []
    dropped, saved = [], 0
    for row_id, row in _readable(source, name, listed, unreadable):
        try:
            made.execute(statement, row)
            saved += 1
        except sqlite3.Error as error:
            if fault_reason(error) in _OF_THE_TARGET:
                raise  # the row is sound: where it goes is not
            dropped.append(row_id)
    return RescuedTable(name, saved, tuple(unreadable), tuple(dropped))


def _readable(
    source: sqlite3.Connection, name: str, listed: str, unreadable: list[tuple[int, int]]
) -> Iterator[_Row]:
    """Every row that can be read; ranges of ids are halved around damage, down to one id."""
    query = f'SELECT rowid, {listed} FROM "{name}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid'  # noqa: S608
    waiting = _ranges(source, name)
    while waiting:
        first, last = waiting.pop()
        try:
            rows = source.execute(query, (first, last)).fetchall()
        except sqlite3.Error:
            if first == last:
                _add_range(unreadable, first)
            else:
                middle = (first + last) // 2
                waiting += [(middle + 1, last), (first, middle)]
            continue
        for row in rows:
            yield int(row[0]), row[1:]
    if unreadable and unreadable[-1][1] == _HIGHEST_GUESSED:
        unreadable[-1] = (unreadable[-1][0], 0)


def _ranges(source: sqlite3.Connection, name: str) -> list[tuple[int, int]]:
    """Ranges of ids that hold every row, the last first: the reader takes from the end."""
    highest = max(_one(source, f'SELECT max(rowid) FROM "{name}"'), _last_given(source, name))  # noqa: S608
    # The end of the table cannot be read: its index may know how far it went.
    index = f'SELECT max(rowid) FROM "{name}" INDEXED BY "sqlite_autoindex_{name}_1"'  # noqa: S608
    highest = highest or _one(source, index) or _HIGHEST_GUESSED
    starts = range(1, highest + 1, _AT_ONCE)
    return [(first, min(first + _AT_ONCE - 1, highest)) for first in reversed(starts)]


def _last_given(source: sqlite3.Connection, name: str) -> int:
    return _one(source, f"SELECT seq FROM sqlite_sequence WHERE name = '{name}'")  # noqa: S608


def _one(source: sqlite3.Connection, query: str) -> int:
    try:
        row = source.execute(query).fetchone()
    except sqlite3.Error:
        return 0
    return int(row[0] or 0) if row else 0


def _add_range(ranges: list[tuple[int, int]], one: int) -> None:
    if ranges and ranges[-1][1] == one - 1:
        ranges[-1] = (ranges[-1][0], one)
    else:
        ranges.append((one, one))


def _finish(beside: Path, name: str, author: str, found: list[RescuedTable]) -> list[RescuedTable]:
    """Drop rows whose owners are lost, index the companies, and note in the log what happened."""
    engine = make_file_engine(beside, foreign_keys=False)
    with engine.begin() as connection:
        orphans = _drop_orphans(connection)
        for table in (
            tables.search_moved,
            tables.search_posting,
            tables.search_column,
            tables.search_segment,
        ):
            connection.execute(table.delete())
        refresh(connection, connection.execute(select(tables.company.c.id)).scalars().all())
        lost = sum(table.lost for table in found) + sum(map(len, orphans.values()))
        connection.execute(
            insert(tables.change_log).values(
                at=datetime.now(UTC),
                author=author,
                computer=computer_name(),
                action="rescue",
                subject=f"{name}（未能读出 {lost} 行）",
                kind=EntityKind.WORKSPACE,
                item_count=0,
            )
        )
        seal_all(connection)
        note_all_subjects(connection)
    engine.dispose()
    return [
        RescuedTable(
            one.table,
            one.saved - len(orphans.get(one.table, ())),
            one.unreadable,
            tuple(sorted({*one.dropped, *orphans.get(one.table, ())})),
        )
        for one in found
    ]


def _drop_orphans(connection: Connection) -> dict[str, set[int]]:
    """Take away rows that point at lost ones, until none is left; an undone entry only forgets which."""
    gone: dict[str, set[int]] = {}
    connection.exec_driver_sql(
        "UPDATE change_log SET undoes = NULL WHERE undoes NOT IN (SELECT number FROM change_log)"
    )
    while True:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if not broken:
            return gone
        for table, row, _other, _number in broken:
            connection.execute(text(f'DELETE FROM "{table}" WHERE rowid = :row'), {"row": row})  # noqa: S608
            gone.setdefault(str(table), set()).add(int(row))
