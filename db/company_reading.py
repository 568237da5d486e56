"""Reads one company with all that hangs on it, and what the change log tells of it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from chains.chain import SegmentRef
from chains.company_record import CompanyRecord, FactOrigin, PlacementLine, TargetLine
from chains.rows import ChangeRow
from db import mapping, tables
from db.batch_undo import batch_of_company
from db.erased_seals import ERASED_ITEMS, erasing_key
from db.item_reading import field_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from chains.company import Company
    from chains.rows import FieldChange
    from chains.target import FollowUp
    from db.mapping import Row

MOST_ENTRIES = 200
MOST_ITEMS_OF_HAND_WORK = 500
"""Entries of more items are imports: rows that they took away are not looked for, there may be millions."""

_OWNED = ("qualification", "contact", "placement", "target")


def read_company_record(connection: Connection, company: Company) -> CompanyRecord:
    """The company with placements, targets, follow-ups, and its part of the change log."""
    placements = _placements(connection, company.id)
    targets = _targets(connection, company.id)
    items = _items(connection, company.id, [one.id for one in targets])
    batch = batch_of_company(connection, company.id)
    return CompanyRecord(
        company,
        placements,
        targets,
        _origins(items, batch),
        _history(items, batch),
        _honour_origins(connection, company.id, items, batch),
    )


def _named(connection: Connection, table: Any, company_id: int) -> Sequence[Row]:  # noqa: ANN401 - a Table
    """Rows of the company on segments, with the names of segment and chain."""
    segment, chain = tables.segment, tables.chain
    query = (
        select(table, segment.c.name.label("segment_name"), chain.c.name.label("chain_name"))
        .join(segment, and_(segment.c.chain == table.c.chain, segment.c.code == table.c.segment))
        .join(chain, chain.c.code == table.c.chain)
        .where(table.c.company_id == company_id)
        .order_by(chain.c.position, segment.c.position)
    )
    return connection.execute(query).mappings().all()


def _placements(connection: Connection, company_id: int) -> tuple[PlacementLine, ...]:
    return tuple(
        PlacementLine(
            SegmentRef(row["chain"], row["segment"]), row["chain_name"], row["segment_name"], row["role"],
            row["decision"], row["product"], row["evidence"], row["placed_by"], row["placed_on"],
        )
        for row in _named(connection, tables.placement, company_id)
    )  # fmt: skip


def _targets(connection: Connection, company_id: int) -> tuple[TargetLine, ...]:
    rows = _named(connection, tables.target, company_id)
    steps = _follow_ups(connection, [row["id"] for row in rows])
    return tuple(
        TargetLine(
            row["id"], SegmentRef(row["chain"], row["segment"]), row["chain_name"], row["segment_name"],
            row["phase"], row["responsible_unit"], row["responsible_person"], row["next_step"],
            row["next_on"], tuple(steps[row["id"]]),
        )
        for row in rows
    )  # fmt: skip


def _follow_ups(connection: Connection, targets: list[int]) -> Mapping[int, list[FollowUp]]:
    table, found = tables.follow_up, defaultdict(list)
    query = select(table).where(table.c.target_id.in_(targets)).order_by(table.c.on.desc(), table.c.id.desc())
    for row in connection.execute(query).mappings():
        found[row["target_id"]].append(mapping.follow_up_value(row))
    return found


def _items(connection: Connection, company_id: int, targets: list[int]) -> Sequence[Row]:
    """What the log holds of the company and what hangs on it, newest first."""
    log, item = tables.change_log, tables.change_item
    owned = [
        (name, _key(row_id))
        for name in _OWNED
        for row_id in connection.execute(
            select(tables.metadata.tables[name].c.id).where(
                tables.metadata.tables[name].c.company_id == company_id
            )
        ).scalars()
    ]
    steps = connection.execute(
        select(tables.follow_up.c.id).where(tables.follow_up.c.target_id.in_(targets))
    ).scalars()
    owned += [(ERASED_ITEMS, erasing_key(one)) for one in (company_id, None)]
    owned += [("company", _key(company_id)), *(("follow_up", _key(row_id)) for row_id in steps)]
    tests: list[ColumnElement[bool]] = [
        and_(item.c.table == name, item.c.row_key == key) for name, key in owned
    ]
    query = (
        select(item, log.c.at, log.c.author, log.c.action, log.c.subject, log.c.kind, log.c.undoes)
        .join(log, log.c.number == item.c.number)
        .where(or_(*tests, item.c.id.in_(_removed(company_id))))
        .order_by(item.c.id.desc())
        .limit(MOST_ENTRIES * 5)
    )
    return connection.execute(query).mappings().all()


def _removed(company_id: int) -> Any:  # noqa: ANN401 - a scalar select
    """Items of rows that were the company's and were taken away."""
    log, item = tables.change_log, tables.change_item
    return (
        select(item.c.id)
        .join(log, log.c.number == item.c.number)
        .where(
            log.c.item_count <= MOST_ITEMS_OF_HAND_WORK,
            item.c.table.in_(_OWNED),
            func.coalesce(item.c.before, item.c.after).like(f'%"company_id": {company_id},%'),
        )
    )


def _key(row_id: int) -> str:
    return json.dumps({"id": row_id})


def _sides(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    return tuple({} if row[side] is None else json.loads(row[side]) for side in ("before", "after"))


def _changes(row: Row) -> list[FieldChange]:
    return field_changes(row["table"], *_sides(row))


def _origins(items: Iterable[Row], batch: Row | None) -> dict[str, FactOrigin]:
    """Per field of the company the newest entry that changed it, else the large import that brought it."""
    origins: dict[str, FactOrigin] = {}
    for row in items:
        if row["table"] != "company":
            continue
        entry = _entry(row)
        for change in _changes(row):
            origins.setdefault(change.field.removeprefix("company."), entry)
    if batch is not None:
        brought = _entry(batch)
        for column in tables.company.columns:
            origins.setdefault(column.name, brought)
    return origins


def _honour_origins(
    connection: Connection, company_id: int, items: Iterable[Row], batch: Row | None
) -> tuple[FactOrigin | None, ...]:
    """Of each honour, in order of arrival, the newest entry that wrote it, else the import of the company."""
    table = tables.qualification
    query = select(table.c.id).where(table.c.company_id == company_id).order_by(table.c.id)
    newest: dict[str, FactOrigin] = {}
    for row in items:
        if row["table"] == "qualification":
            newest.setdefault(row["row_key"], _entry(row))
    brought = None if batch is None else _entry(batch)
    return tuple(newest.get(_key(one), brought) for one in connection.execute(query).scalars())


def _entry(row: Row) -> FactOrigin:
    return FactOrigin(*(row[name] for name in ("number", "at", "author", "action", "subject")))


def _history(items: Sequence[Row], batch: Row | None) -> tuple[ChangeRow, ...]:
    """One row per entry; of the entry that brought the company only that it did."""
    brought = {row["number"] for row in items if row["table"] == "company" and row["before"] is None}
    fields: dict[int, list[FieldChange]] = defaultdict(list)
    first: dict[int, Row] = {}
    for row in items:
        first.setdefault(row["number"], row)
        if row["number"] not in brought:
            fields[row["number"]] += _changes(row)
    if batch is not None:
        first[batch["number"]] = batch
    return tuple(
        ChangeRow(
            number, row["at"], row["author"], row["action"], row["subject"], row["kind"],
            max(1, len(fields[number])), tuple(fields[number]), row["undoes"],
        )
        for number, row in list(first.items())[:MOST_ENTRIES]
    )  # fmt: skip
