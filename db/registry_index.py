"""Keeps the index that companies are found and sorted by in step with them, however they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from chains.typed import SearchTexts
from db import tables
from db.facets import columns_of, fact, facts_by_company
from db.search_index import Entry, index_again
from db.search_reading import SearchReading
from db.segment_making import INDEXED, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from db.mapping import Row

_AT_ONCE = 500
_NAME_COLUMNS = ("id", "name", "short_name", "former_names", "credit_code", "stock_code")
_OTHER_COLUMNS = ("products", "scope", "industry", "region")


def refresh(
    connection: Connection, companies: Iterable[int], row_hashes: Mapping[int, int] | None = None
) -> None:
    """Index these companies anew, in the transaction that wrote or removed them.

    `row_hashes`: of companies that now are as a row of a file told, the hash of that row.
    """
    ids = sorted(companies)
    if ids:
        hashes = row_hashes or {}
        entries = [
            entry._replace(row={**entry.row, "row_hash": hashes.get(entry.id)})
            for entry in _read_entries(connection, ids)
        ]
        there = {entry.id for entry in entries}
        gone = [one for one in ids if one not in there]
        index_again(connection, entries, gone, lambda some: _read_entries(connection, some))


def read_texts(
    connection: Connection, ids: Sequence[int], *, only_named: bool = False
) -> Mapping[int, SearchTexts]:
    """What these companies are found by; those that are gone are left out.

    `only_named`: names and codes alone, without the long texts.
    """
    wanted = (*_NAME_COLUMNS, *(() if only_named else _OTHER_COLUMNS))
    columns = [tables.company.c[name] for name in wanted]
    found: dict[int, SearchTexts] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = select(*columns).where(tables.company.c.id.in_(ids[start : start + _AT_ONCE]))
        for one, name, short, formers, code, stock, *others in connection.execute(part):
            products, scope, industry, region = others or ((), "", "", "")
            names = (name, short, *formers)
            found[one] = SearchTexts(names, (*products, scope, industry), region, (code, stock))
    return found


def _read_entries(connection: Connection, ids: Sequence[int]) -> list[Entry]:
    """These companies in order of id; those that are gone are left out."""
    rows = _read(connection, ids, ("id", *INDEXED))
    return sorted((Entry(int(row["id"]), row) for row in rows), key=lambda entry: entry.id)


def _read(connection: Connection, ids: Sequence[int], names: Sequence[str]) -> list[Row]:
    columns = [tables.company.c[name] for name in names]
    rows: list[Row] = []
    for start in range(0, len(ids), _AT_ONCE):
        chosen = select(*columns).where(tables.company.c.id.in_(ids[start : start + _AT_ONCE]))
        rows += connection.execute(chosen).mappings().all()
    return rows


def differences(connection: Connection) -> list[str]:
    """Where the index does not say what the companies say; empty in a sound workspace.

    Reads every company: for tests and for checking a workspace.
    """
    return [*_fact_differences(connection), *_search_differences(connection)]


def _fact_differences(connection: Connection) -> Iterable[str]:
    held = facts_by_company(connection)
    ids = list(connection.execute(select(tables.company.c.id)).scalars())
    for entry in _read_entries(connection, ids):
        facts = held.pop(entry.id, None)
        if facts is None:
            yield f"company {entry.id}: no facts"
        elif (wrong := _wrong_facts(entry.row, facts)) is not None:
            yield f"company {entry.id}: {wrong} is not right"
    yield from (f"company {one}: facts of a company that is gone" for one in held)


def _wrong_facts(row: Row, held: Mapping[str, Any]) -> str | None:
    """The first fact that is not as the row says."""
    data = columns_of([row])
    for name, value in held.items():
        if name == "origin":
            if value != row["origin"]:
                return name
        elif name != "row_hash" and repr(fact(name, data[name])) != repr(value):
            return name
    return None


def _search_differences(connection: Connection) -> Iterable[str]:
    ids = list(connection.execute(select(tables.company.c.id)).scalars())
    held = SearchReading(connection).terms_by_company()
    for entry in _read_entries(connection, ids):
        if held.pop(entry.id, frozenset()) != terms_of(entry.row):
            yield f"company {entry.id}: the search index is not right"
    yield from (f"company {one}: the search index holds a company that is gone" for one in held)
