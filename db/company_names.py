"""Finding companies by what they are called: many at once, or the one meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from chains.company import CompanyName
from chains.errors import Ambiguous
from chains.names import normalised_name
from chains.regions import region_digits
from db import tables
from db.batches import seen
from db.company_lookup import may_be_called

if TYPE_CHECKING:
    from sqlalchemy import Connection

_COLUMNS = ("id", "name", "name_key", "credit_code", "short_name", "former_names", "region")


def read_company_names(
    connection: Connection, after: int, limit: int, within: str
) -> tuple[CompanyName, ...]:
    """What the next companies whose id is above `after` are known by, in order of id.

    `within` keeps those of a region, "" all.
    """
    table = tables.company
    columns = [table.c[name] for name in _COLUMNS]
    kept = (table.c.id > after, *seen(connection))
    query = select(*columns).where(*kept).order_by(table.c.id).limit(limit)
    if within:
        first = region_digits(within)
        # A range, not LIKE: only that finds its way through the index on SQLite.
        query = query.where(table.c.region >= first, table.c.region < f"{first}~")
    return tuple(CompanyName(*row) for row in connection.execute(query))


def company_id_of(connection: Connection, credit_code: str, name: str) -> int | None:
    """The company of that code, else of that name, which is not of another code.

    Raises Ambiguous when several have the name.
    """
    table = tables.company
    if credit_code:
        near = may_be_called(connection, credit_code)
        query = select(table.c.id).where(table.c.credit_code == credit_code, *near).order_by(table.c.id)
        found = connection.execute(query).scalar()
        if found is not None:
            return int(found)
    key = normalised_name(name)
    near = may_be_called(connection, name)
    same_name = select(table.c.id, table.c.name, table.c.credit_code).where(table.c.name_key == key, *near)
    if credit_code:
        same_name = same_name.where(or_(table.c.credit_code == "", table.c.credit_code == credit_code))
    fits = connection.execute(same_name.order_by(table.c.id)).all()
    if len(fits) > 1:
        raise Ambiguous(
            kind="company",
            name=name,
            fits=tuple(f"{one.name}（{one.credit_code or one.id}）" for one in fits),
        )
    return int(fits[0].id) if fits else None
