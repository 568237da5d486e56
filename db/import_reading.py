"""What an import asks of the companies there are: some of them whole, and which facts staff typed."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from db import mapping, tables
from db.item_reading import field_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from chains.company import Company, Contact

_AT_ONCE = 500
_BY_PEOPLE = ("edit_company", "add_company", "merge_companies")
_TOLD_TOGETHER = {"state": ("state", "state_text"), "capital_wan": ("capital_wan", "currency")}


def read_companies(connection: Connection, ids: Sequence[int]) -> dict[int, Company]:
    """The companies of these ids, whole; those that are gone are left out."""
    company, honour = tables.company, tables.qualification
    rows: list[Any] = []
    honours: dict[int, list[Any]] = defaultdict(list)
    for part in _parts(ids):
        rows += connection.execute(select(company).where(company.c.id.in_(part))).mappings().all()
        held = select(honour).where(honour.c.company_id.in_(part)).order_by(honour.c.id)
        for row in connection.execute(held).mappings():
            honours[row["company_id"]].append(row)
    return {row["id"]: mapping.company_value(row, honours[row["id"]]) for row in rows}


def read_contacts(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Contact, ...]]:
    """Contacts of these companies."""
    table = tables.contact
    found: dict[int, list[Contact]] = defaultdict(list)
    for part in _parts(ids):
        for row in connection.execute(select(table).where(table.c.company_id.in_(part))).mappings():
            found[row["company_id"]].append(mapping.contact_value(row))
    return {company_id: tuple(contacts) for company_id, contacts in found.items()}


def read_typed_fields(connection: Connection, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """By company, the fields whose present value a person typed: the newest entry that changed them tells.

    Entries that were taken back do not count, nor do those that took them back.
    """
    log, item = tables.change_log, tables.change_item
    newest: dict[int, dict[str, bool]] = defaultdict(dict)
    taken_back: set[int] = set()
    for part in _parts(ids):
        keys = [json.dumps({"id": company_id}) for company_id in part]
        query = (
            select(item.c.row_key, item.c.before, item.c.after, log.c.action, log.c.number, log.c.undoes)
            .join(log, log.c.number == item.c.number)
            .where(item.c.table == "company", item.c.row_key.in_(keys))
            .order_by(item.c.id.desc())
        )
        for row in connection.execute(query):
            if row.number in taken_back:
                continue
            if row.undoes is not None:
                taken_back.add(row.undoes)
                continue
            by_person = row.action in _BY_PEOPLE
            for name in _fields(row):
                newest[int(json.loads(row.row_key)["id"])].setdefault(name, by_person)
    return {
        company_id: frozenset(name for name, typed in fields.items() if typed)
        for company_id, fields in newest.items()
        if any(fields.values())
    }


def _fields(row: Any) -> Iterator[str]:  # noqa: ANN401 - a result row
    before, after = ({} if side is None else json.loads(side) for side in (row.before, row.after))
    for change in field_changes("company", before, after):
        name = change.field.removeprefix("company.")
        yield from _TOLD_TOGETHER.get(name, (name,))


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
