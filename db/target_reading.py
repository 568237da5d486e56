"""Reads targets with everything that the 招商目标企业清单 shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from chains.chain import SegmentRef
from chains.marking import UNASSESSED
from chains.regions import region_label
from chains.rows import TargetRow
from db import tables
from db.mapping import assessment_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from chains.marking import Assessment
    from db.mapping import Row

_SHARED = (
    "id", "company_id", "score", "reason", "origin", "priority", "investment_yi", "phase", "next_step",
    "next_on", "responsible_unit", "responsible_person", "remark", "version",
)  # fmt: skip


def target_rows(connection: Connection, chain: str | None) -> tuple[TargetRow, ...]:
    """Targets of one chain or of all, in order of chain, segment and score (best first)."""
    target, company, segment, whole = tables.target, tables.company, tables.segment, tables.chain
    query = (
        select(
            target,
            whole.c.name.label("chain_name"),
            segment.c.name.label("segment_name"),
            company.c.name.label("company_name"),
            company.c.credit_code,
            company.c.region,
            company.c.products,
            company.c.capital_wan,
            company.c.currency,
            company.c.insured_count,
        )
        .join(company, company.c.id == target.c.company_id)
        .join(segment, (segment.c.chain == target.c.chain) & (segment.c.code == target.c.segment))
        .join(whole, whole.c.code == target.c.chain)
        .order_by(whole.c.position, segment.c.position, target.c.score.desc(), target.c.id)
    )
    if chain is not None:
        query = query.where(target.c.chain == chain)
    rows = connection.execute(query).mappings().all()
    marks = _marks(connection)
    honours = _honours(connection)
    last = _last_follow_ups(connection)
    return tuple(_row(row, marks, honours, last) for row in rows)


def _row(
    row: Row,
    marks: Mapping[tuple[str, str], Assessment],
    honours: Mapping[int, str],
    last: Mapping[int, Any],
) -> TargetRow:
    mark = marks.get((row["chain"], row["segment"]), UNASSESSED)
    return TargetRow(
        ref=SegmentRef(row["chain"], row["segment"]),
        chain_name=row["chain_name"],
        segment_name=row["segment_name"],
        coverage=mark.coverage,
        source=mark.source,
        degree=mark.degree,
        chokepoint=mark.chokepoint,
        countries=mark.countries,
        company_name=row["company_name"],
        credit_code=row["credit_code"],
        region_name=region_label(row["region"]),
        products="；".join(row["products"]),
        qualifications=honours.get(row["company_id"], ""),
        capital_wan=row["capital_wan"],
        currency=row["currency"],
        insured_count=row["insured_count"],
        last_follow_up_on=last.get(row["id"]),
        **{name: row[name] for name in _SHARED},
    )


def _marks(connection: Connection) -> dict[tuple[str, str], Assessment]:
    table = tables.assessment
    newest = select(func.max(table.c.id)).group_by(table.c.chain, table.c.segment)
    rows = connection.execute(select(table).where(table.c.id.in_(newest))).mappings()
    return {(row["chain"], row["segment"]): assessment_value(row) for row in rows}


def _honours(connection: Connection) -> dict[int, str]:
    table, target = tables.qualification, tables.target
    wanted = select(target.c.company_id)
    rows = connection.execute(
        select(table).where(table.c.company_id.in_(wanted)).order_by(table.c.id)
    ).mappings()
    names: dict[int, list[str]] = {}
    for row in rows:
        names.setdefault(row["company_id"], []).append(row["name"])
    return {company: "、".join(words) for company, words in names.items()}


def _last_follow_ups(connection: Connection) -> dict[int, Any]:
    table = tables.follow_up
    rows = connection.execute(select(table.c.target_id, func.max(table.c.on)).group_by(table.c.target_id))
    return {int(row[0]): row[1] for row in rows}
