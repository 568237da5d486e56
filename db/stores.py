"""One store per aggregate, inside a unit of work: values in, values out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from chains.errors import AlreadyThere, Conflict, NotFound
from chains.events import Ref
from chains.kinds import EntityKind
from chains.marking import UNASSESSED
from db import mapping, tables
from db.company_names import company_id_of
from db.company_updates import add_children, update_companies
from db.last_numbers import next_free_id
from db.versions import write_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, Connection, Table

    from chains.chain import Chain, Product, SegmentRef
    from chains.commands import CompanyArrival
    from chains.marking import Assessment, Placement
    from chains.target import FollowUp, Target
    from db.recorder import Recorder

_BATCH = 2_000


class ChainStore:
    """Chains with their stages, segments, links and notes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, chain: Chain, products: Mapping[str, Product]) -> None:
        """Keep a new chain whole. Raises AlreadyThere when its code or name is taken."""
        taken = self._connection.execute(
            select(tables.chain.c.code).where(
                (tables.chain.c.code == chain.code) | (tables.chain.c.name == chain.name)
            )
        ).first()
        if taken is not None:
            raise AlreadyThere(kind="chain", name=chain.name)
        self._add_products(chain, products)
        self._add_chain(chain)
        self._add_parts(chain)

    def segment_name(self, ref: SegmentRef) -> str:
        """Name of the segment. Raises NotFound."""
        name = self._connection.execute(select(tables.segment.c.name).where(*_is_segment(ref))).scalar()
        if name is None:
            raise NotFound(kind="segment", name=str(ref), near=())
        return str(name)

    def _add_products(self, chain: Chain, products: Mapping[str, Product]) -> None:
        known = set(self._connection.execute(select(tables.product.c.code)).scalars())
        wanted = dict.fromkeys(segment.product for segment in chain.segments)
        rows = [
            {"code": code, "name": products[code].name, "aliases": products[code].aliases,
             "exclude": products[code].exclude}
            for code in wanted
            if code not in known
        ]  # fmt: skip
        if rows:
            self._connection.execute(insert(tables.product), rows)

    def _add_chain(self, chain: Chain) -> None:
        position = self._connection.execute(select(func.count()).select_from(tables.chain)).scalar_one()
        self._connection.execute(
            insert(tables.chain).values(
                code=chain.code,
                position=position,
                name=chain.name,
                cluster=chain.cluster,
                chief=chain.chief,
                document=chain.document,
                place=chain.place,
                aliases=chain.aliases,
                version=1,
            )
        )

    def _add_parts(self, chain: Chain) -> None:
        parts: tuple[tuple[Table, list[dict[str, object]]], ...] = (
            (tables.stage, [mapping.stage_row(chain.code, part, at) for at, part in enumerate(chain.stages)]),
            (tables.segment, [mapping.segment_row(part, at) for at, part in enumerate(chain.segments)]),
            (tables.supply_link, [mapping.link_row(chain.code, link) for link in chain.links]),
            (
                tables.chain_note,
                [
                    {"chain": chain.code, "kind": note.kind, "text": note.text, "place": note.place}
                    for note in chain.notes
                ],
            ),
        )
        for table, rows in parts:
            if rows:
                self._connection.execute(insert(table), rows)


class SegmentStore:
    """The version that guards a segment with its assessments and placements."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder
        self._touched: dict[SegmentRef, int] = {}

    def touch(self, ref: SegmentRef, expected: int | None) -> None:
        """Count the version up, once in a unit of work.

        Raises Conflict when it was not `expected` before, NotFound when the segment is gone.
        """
        if ref in self._touched and expected in {None, self._touched[ref]}:
            return
        segment = tables.segment
        row = self._connection.execute(
            select(segment.c.version, segment.c.name).where(*_is_segment(ref))
        ).first()
        if row is None:
            raise NotFound(kind="segment", name=str(ref), near=())
        if expected is not None and row.version != expected:
            raise Conflict(
                kind="segment", name=row.name, ref=str(ref), seen=expected, found=row.version,
                **_last_change(self._connection, f"{ref.chain}", f"{ref.segment}"),
            )  # fmt: skip
        write_version(self._connection, segment, _is_segment(ref), {"version": row.version + 1})
        self._touched[ref] = row.version
        self._recorder.touch(Ref(EntityKind.SEGMENT, str(ref)))


class AssessmentStore:
    """Assessments: the newest holds."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def newest(self, ref: SegmentRef) -> Assessment:
        """What holds of the segment; UNASSESSED when nobody has said."""
        table = tables.assessment
        row = (
            self._connection.execute(
                select(table)
                .where(table.c.chain == ref.chain, table.c.segment == ref.segment)
                .order_by(table.c.id.desc())
                .limit(1)
            )
            .mappings()
            .first()
        )
        return UNASSESSED if row is None else mapping.assessment_value(row)

    def add(self, ref: SegmentRef, assessment: Assessment) -> int:
        """Keep a new one and return its id."""
        return self._recorder.insert(tables.assessment, mapping.assessment_row(ref, assessment))


class PlacementStore:
    """Placements of companies on segments."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def find(self, ref: SegmentRef, company_id: int) -> Placement | None:
        """The company's placement on the segment."""
        table = tables.placement
        row = (
            self._connection.execute(
                select(table).where(
                    table.c.chain == ref.chain,
                    table.c.segment == ref.segment,
                    table.c.company_id == company_id,
                )
            )
            .mappings()
            .first()
        )
        return None if row is None else mapping.placement_value(row)

    def save(self, placement: Placement) -> int:
        """Add it (id 0) or replace it; returns its id."""
        values = mapping.placement_row(placement)
        if placement.id:
            self._recorder.update(tables.placement, placement.id, values)
            return placement.id
        return self._recorder.insert(tables.placement, values)

    def remove(self, placement_id: int) -> None:
        """Take it away."""
        self._recorder.delete(tables.placement, placement_id)


class CompanyStore:
    """Companies with their qualifications and contacts."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def name(self, company_id: int) -> str:
        """Name of the company. Raises NotFound."""
        table = tables.company
        name = self._connection.execute(select(table.c.name).where(table.c.id == company_id)).scalar()
        if name is None:
            raise NotFound(kind="company", name=str(company_id), near=())
        return str(name)

    def id_of(self, credit_code: str, name: str) -> int | None:
        """The company of that code, else of that name; None when there is none. Raises Ambiguous."""
        # Companies that this very unit wrote are found too.
        self._recorder.settle()
        return company_id_of(self._connection, credit_code, name)

    def bring_in(self, arrivals: Iterable[CompanyArrival], seen_versions: Mapping[int, int]) -> None:
        """Add and update in bulk. Raises Conflict when one to update is no longer at the version seen."""
        coming = tuple(arrivals)
        known = tuple(one for one in coming if one.company.id)
        update_companies(self._connection, self._recorder, known, seen_versions)
        new = [one for one in coming if not one.company.id]
        first = next_free_id(self._connection, tables.company, len(new)) if new else 0
        for start in range(0, len(new), _BATCH):
            self._add(new[start : start + _BATCH], first + start)

    def _add(self, arrivals: list[CompanyArrival], first: int) -> None:
        numbered = list(enumerate(arrivals, first))
        self._recorder.insert_many(
            tables.company,
            [{"id": id_, "version": 1, **mapping.company_row(arrival.company)} for id_, arrival in numbered],
        )
        add_children(
            self._connection,
            self._recorder,
            tables.qualification,
            [
                mapping.qualification_row(id_, part)
                for id_, one in numbered
                for part in one.company.qualifications
            ],
        )
        contacts = [mapping.contact_row(id_, part) for id_, one in numbered for part in one.contacts]
        add_children(self._connection, self._recorder, tables.contact, contacts)


class TargetStore:
    """Targets and their follow-ups."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder

    def get(self, target_id: int) -> Target:
        """Raises NotFound."""
        table = tables.target
        row = self._connection.execute(select(table).where(table.c.id == target_id)).mappings().first()
        if row is None:
            raise NotFound(kind="target", name=str(target_id), near=())
        steps = self._connection.execute(
            select(tables.follow_up)
            .where(tables.follow_up.c.target_id == target_id)
            .order_by(tables.follow_up.c.on, tables.follow_up.c.id)
        )
        return mapping.target_value(row, steps.mappings().all())

    def find(self, ref: SegmentRef, company_id: int) -> Target | None:
        """The company as a target for that gap."""
        table = tables.target
        found = self._connection.execute(
            select(table.c.id).where(
                table.c.chain == ref.chain, table.c.segment == ref.segment, table.c.company_id == company_id
            )
        ).scalar()
        return None if found is None else self.get(int(found))

    def add(self, target: Target) -> int:
        """Keep a new one and return its id."""
        return self._recorder.insert(tables.target, {**mapping.target_row(target), "version": 1})

    def save(self, target: Target, expected: int | None) -> None:
        """Replace it. Raises Conflict when its version is not `expected`."""
        found = self._checked_version(target.id, expected)
        self._recorder.update(tables.target, target.id, {**mapping.target_row(target), "version": found + 1})

    def remove(self, target_id: int, expected: int | None) -> None:
        """Take it away with its follow-ups. Raises Conflict when its version is not `expected`."""
        self._checked_version(target_id, expected)
        for step in self.get(target_id).follow_ups:
            self._recorder.delete(tables.follow_up, step.id)
        self._recorder.delete(tables.target, target_id)

    def add_follow_up(self, follow_up: FollowUp) -> int:
        """Keep a new one and return its id."""
        return self._recorder.insert(
            tables.follow_up,
            {
                "target_id": follow_up.target_id,
                "on": follow_up.on,
                "text": follow_up.text,
                "by": follow_up.by,
            },
        )

    def _checked_version(self, target_id: int, expected: int | None) -> int:
        found = self.get(target_id).version
        if expected is not None and found != expected:
            raise Conflict(
                kind="target", name=str(target_id), ref=str(target_id), seen=expected, found=found, by=""
            )
        return found


def _is_segment(ref: SegmentRef) -> tuple[ColumnElement[bool], ...]:
    return (tables.segment.c.chain == ref.chain, tables.segment.c.code == ref.segment)


def _last_change(connection: Connection, chain: str, segment: str) -> dict[str, object]:
    """Who changed the segment last, and when."""
    log, item = tables.change_log, tables.change_item
    fragment = f'%"chain": "{chain}", "segment": "{segment}"%'
    row = connection.execute(
        select(log.c.author, log.c.at)
        .join(item, item.c.number == log.c.number)
        .where(item.c.table.in_(("assessment", "placement")))
        .where(item.c.after.like(fragment) | item.c.before.like(fragment))
        .order_by(log.c.number.desc())
        .limit(1)
    ).first()
    return {"by": "", "at": None} if row is None else {"by": row.author, "at": row.at}
