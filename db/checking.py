"""The full check of a workspace: SQLite's own, references, and our own rules."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from chains.errors import WorkspaceRefused
from chains.steps import tell_nobody
from chains.trust import CheckReport, Finding, Rule
from db import tables
from db.engine import looking, make_engine
from db.erased_seals import entry_faults, log_faults
from db.faults import known_faults
from db.file_check import refuse_unless_workspace
from db.places import place_text
from db.schema import known_revisions, newest_revision, revisions_of
from db.search_index import segment_ids
from db.seeing import hidden_tables
from db.shares import may_roll_back
from db.sign_ins import borrowed_names
from db.subject_check import wrong_subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

    from db.places import Place

_MOST_EXAMPLES = 5
_MOST_FAULTS = 100


def check_workspace(place: Place, step: Callable[[int, int, str], None] | None = None) -> CheckReport:
    """Look at everything, change nothing; `step` hears (done, total, what is looked at).

    Raises WorkspaceRefused for a file that cannot be looked into at all. Where SQLite finds damage, our own
    rules are not asked: their answers would be made of damaged rows. Where this user's role hides rows, what
    needs them is left out, and the report says so.
    """
    writable = True
    if isinstance(place, Path):
        refuse_unless_workspace(place)
        writable = may_roll_back(place)
    engine = make_engine(place, writable=writable)
    try:
        with known_faults(engine):
            return _checked(engine, place, step or tell_nobody)
    finally:
        engine.dispose()


def _checked(engine: Engine, place: Place, tell: Callable[[int, int, str], None]) -> CheckReport:
    """A look of its own for each rule: over a million companies one for all kept others waiting for 9 s."""
    is_file = isinstance(place, Path)
    # A server keeps its own files and references whole.
    rules = [(word, rule) for word, rule in _RULES if rule is not _references or is_file]
    tell(0, len(rules) + 1, "数据结构")
    with looking(engine) as connection:
        found = list(_integrity(connection)) if is_file else []
        if found:
            return CheckReport(tuple(found), {})
        refuse_other_schema(connection, place_text(place))
    for number, (word, rule) in enumerate(rules, 1):
        tell(number, len(rules) + 1, word)
        with looking(engine) as connection:
            found += rule(connection)
    with looking(engine) as connection:
        hidden = hidden_tables(connection)
        return CheckReport(tuple(found), _counts(connection, hidden), hidden, tuple(_names(connection)))


def refuse_other_schema(connection: Connection, name: str) -> None:
    """Raises WorkspaceRefused for a workspace that is not of this program's revision."""
    revisions = revisions_of(connection)
    if len(revisions) != 1:
        raise WorkspaceRefused(file=name, reason="damaged")
    if revisions[0] not in known_revisions():
        raise WorkspaceRefused(file=name, reason="newer", found=revisions[0], known=newest_revision())
    if revisions[0] != newest_revision():
        raise WorkspaceRefused(file=name, reason="older", found=revisions[0], known=newest_revision())


def _integrity(connection: Connection) -> Iterator[Finding]:
    lines = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_FAULTS})")]
    if lines != ["ok"]:
        yield Finding(Rule.INTEGRITY, "", len(lines), tuple(lines[:_MOST_EXAMPLES]))


def _references(connection: Connection) -> Iterator[Finding]:
    broken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table, row, other, _number in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        broken[(table, other)].append(str(row))
    for (table, other), rows in broken.items():
        examples = tuple(f"{row} → {other}" for row in rows[:_MOST_EXAMPLES])
        yield Finding(Rule.REFERENCE, table, len(rows), examples)


def _parents(connection: Connection) -> Iterator[Finding]:
    """Parents that are not there, and segments that are their own ancestors."""
    table = tables.segment
    parents = {
        (row.chain, row.code): row.parent
        for row in connection.execute(select(table.c.chain, table.c.code, table.c.parent))
    }
    wrong = [key for key, parent in parents.items() if parent and not _has_root(key, parents)]
    if wrong:
        examples = tuple("/".join(key) for key in wrong[:_MOST_EXAMPLES])
        yield Finding(Rule.PARENT, "segment", len(wrong), examples)


def _has_root(key: tuple[str, str], parents: dict[tuple[str, str], str | None]) -> bool:
    seen = set()
    while key not in seen:
        seen.add(key)
        if key not in parents:
            return False
        parent = parents[key]
        if not parent:
            return True
        key = (key[0], parent)
    return False


def _shares(connection: Connection) -> Iterator[Finding]:
    """Groups of supply links whose shares make more than the whole."""
    link = tables.supply_link
    query = select(link.c.chain, link.c.target, link.c.group, link.c.share)
    sums: dict[tuple[str, str, str], float] = defaultdict(float)
    for chain, target, group, share in connection.execute(query):
        sums[(chain, target, group)] += share
    wrong = [key for key, share in sums.items() if share > 1 + 1e-6]
    if wrong:
        yield Finding(Rule.SHARE, "supply_link", len(wrong), tuple(map("/".join, wrong[:_MOST_EXAMPLES])))


def _index(connection: Connection) -> Iterator[Finding]:
    """Companies that the search index does not know, or knows though they are gone."""
    segment, moved = tables.search_segment, tables.search_moved
    indexed: set[int] = set()
    for data in connection.execute(select(segment.c.ids).where(segment.c.ready)).scalars():
        indexed.update(segment_ids(data).tolist())
    for row in connection.execute(select(moved)):
        (indexed.add if row.segment else indexed.discard)(row.company_id)
    there = set(connection.execute(select(tables.company.c.id)).scalars())
    hidden = _in_waiting(connection)
    wrong = sorted(((there - indexed) | (indexed - there)) - hidden)
    if wrong:
        yield Finding(Rule.INDEX, "company", len(wrong), tuple(map(str, wrong[:_MOST_EXAMPLES])))


def _in_waiting(connection: Connection) -> set[int]:
    """Companies of imports that are being written or cleared away: their index is on its way."""
    query = text(
        "SELECT r.first_id, r.last_id FROM import_range r JOIN import_batch b ON b.id = r.batch"
        " WHERE b.phase <> 'published'"
    )
    return {one for first, last in connection.execute(query) for one in range(first, last + 1)}


def _log(connection: Connection) -> Iterator[Finding]:
    faults = entry_faults if hidden_tables(connection) else log_faults
    for table, broken in faults(connection, _MOST_EXAMPLES).items():
        yield Finding(Rule.LOG, table, len(broken), tuple(map(str, broken)))


def _subjects(connection: Connection) -> Iterator[Finding]:
    """What the log is filtered by, made again from its changes; a role that hides some cannot be asked."""
    if hidden_tables(connection):
        return
    wrong = list(wrong_subjects(connection))
    if wrong:
        examples = tuple(f"{number} → {subject}" for number, _kind, subject in wrong[:_MOST_EXAMPLES])
        yield Finding(Rule.SUBJECT, "change_subject", len(wrong), examples)


def _names(connection: Connection) -> Iterator[Finding]:
    """Entries whose name is that of another sign-in: made for somebody, or in a false name."""
    borrowed = borrowed_names(connection)
    if borrowed:
        examples = tuple(f"{number} {name} ← {login}" for number, name, login in borrowed[:_MOST_EXAMPLES])
        yield Finding(Rule.BORROWED_NAME, "change_log", len(borrowed), examples)


def _counts(connection: Connection, hidden: tuple[str, ...]) -> dict[str, int]:
    left_out = {*tables.DERIVED, *hidden}
    logged = [table for table in tables.metadata.sorted_tables if table.name not in left_out]
    return {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in logged
    }


_RULES = (
    ("引用关系", _references),
    ("上级环节", _parents),
    ("供应份额", _shares),
    ("检索索引", _index),
    ("变更记录", _log),
    ("变更记录的筛选依据", _subjects),
)
