"""Named filters of the registry: kept, forgotten, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from chains.errors import NotFound
from chains.registry import (
    CompanyList,
    filter_as_text,
    filter_from_text,
    sort_as_text,
    sort_from_text,
)
from db import tables
from db.clock import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from chains.registry import CompanyFilter, CompanySort
    from db.recorder import Recorder


class CompanyListStore:
    """Named filters, inside a unit of work."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def save(self, name: str, wanted: CompanyFilter, sort: CompanySort, author: str) -> int:
        """Keep it under that name, in place of what the name stood for; returns its id."""
        table = tables.company_list
        content = {"wanted": filter_as_text(wanted), "sort": sort_as_text(sort)}
        row = self._connection.execute(select(table).where(table.c.name == name)).first()
        signed = {**content, "author": author, "saved_at": now(self._connection)}
        if row is None:
            return self._recorder.insert(table, {"name": name, **signed, "version": 1})
        if (row.wanted, row.sort) != (content["wanted"], content["sort"]):
            self._recorder.update(table, row.id, {**signed, "version": row.version + 1})
        return int(row.id)

    def remove(self, list_id: int) -> str:
        """Forget it and return its name. Raises NotFound."""
        table = tables.company_list
        name = self._connection.execute(select(table.c.name).where(table.c.id == list_id)).scalar()
        if name is None:
            raise NotFound(kind="company_list", name=str(list_id), near=())
        self._recorder.delete(table, list_id)
        return str(name)


def read_company_lists(connection: Connection) -> tuple[CompanyList, ...]:
    """All named filters, by name."""
    table = tables.company_list
    rows = connection.execute(select(table).order_by(table.c.name))
    return tuple(
        CompanyList(
            row.id,
            row.name,
            filter_from_text(row.wanted),
            sort_from_text(row.sort),
            row.author,
            row.saved_at,
            row.version,
        )
        for row in rows
    )
