"""Which entries of the change log a filter lets through."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, or_, select, union

from chains.change_filter import ChangeTopic, actions_of, actions_with, named_actions
from chains.kinds import EntityKind
from db import tables
from db.batch_undo import batch_of_company

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

    from chains.change_filter import ChangeFilter


def numbers_of(connection: Connection, wanted: ChangeFilter, after: int) -> Sequence[int]:
    """Numbers of the entries behind number `after` that the filter lets through, newest first."""
    log = tables.change_log
    query = select(log.c.number).where(log.c.number > after, *_tests(connection, wanted))
    query = query.order_by(log.c.number.desc())
    return connection.execute(query).scalars().all()


def authors_of(connection: Connection, after: int) -> tuple[str, ...]:
    """Everybody who changed something behind number `after`, who did so last first."""
    log = tables.change_log
    query = (
        select(log.c.author)
        .where(log.c.number > after)
        .group_by(log.c.author)
        .order_by(func.max(log.c.number).desc())
    )
    return tuple(connection.execute(query).scalars())


def _tests(connection: Connection, wanted: ChangeFilter) -> Iterator[ColumnElement[bool]]:
    log = tables.change_log
    if wanted.chain and wanted.segment is None:
        yield log.c.number.in_(_about(EntityKind.CHAIN, wanted.chain))
    if wanted.segment is not None:
        key = f"{wanted.segment.chain}/{wanted.segment.segment}"
        yield log.c.number.in_(_about(EntityKind.SEGMENT, key))
    if wanted.company is not None:
        yield log.c.number.in_(_about_company(connection, wanted.company))
    if wanted.author:
        yield log.c.author == wanted.author
    if wanted.topic is ChangeTopic.OTHER:
        yield log.c.action.not_in(named_actions())
    elif wanted.topic is not None:
        yield log.c.action.in_(actions_of(wanted.topic))
    if wanted.day_from is not None:
        yield log.c.at >= _midnight(wanted.day_from)
    if wanted.day_to is not None:
        yield log.c.at < _midnight(wanted.day_to + timedelta(days=1))
    for word in wanted.text.split():
        said = log.c.subject.contains(word, autoescape=True)
        yield or_(said, log.c.action.in_(actions_with(word)))


def _midnight(day: date) -> datetime:
    """The beginning of the day in the place where the program runs."""
    return datetime.combine(day, time.min).astimezone()


def _about(kind: EntityKind, key: str) -> Any:  # noqa: ANN401 - a select
    table = tables.change_subject
    return select(table.c.number).where(table.c.kind == kind.value, table.c.subject == key)


def _about_company(connection: Connection, company: int) -> Any:  # noqa: ANN401 - a select
    """What says something of the company; the import of many that brought it, and what was done to that."""
    item = tables.change_item
    own = select(item.c.number).where(
        item.c.table == "company", item.c.row_key == json.dumps({"id": company})
    )
    brought = batch_of_company(connection, company)
    imports = () if brought is None else _with_undos(connection, int(brought["number"]))
    return union(_about(EntityKind.COMPANY, str(company)), own, *(select(literal(one)) for one in imports))


def _with_undos(connection: Connection, number: int) -> list[int]:
    """The entry, what took it back, what took that back, and so on."""
    log, found, newest = tables.change_log, [number], [number]
    while newest:
        query = select(log.c.number).where(log.c.undoes.in_(newest))
        newest = [int(one) for one in connection.execute(query).scalars()]
        found += newest
    return found
