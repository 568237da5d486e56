"""The structure of chains inside a unit of work: read whole, changed by difference, every row logged."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from chains.chain import Chain, ChainNote, Segment
from chains.errors import Conflict, NotFound
from chains.events import Ref
from chains.kinds import EntityKind
from chains.names import normalised_name
from db import mapping, tables
from db.versions import write_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from chains.chain import SegmentRef, SupplyLink
    from db.recorder import Recorder

    Rows = dict[str, dict[str, Any]]

_HANGING = (tables.assessment, tables.placement, tables.target)
"""What a segment takes along when it goes; follow-ups go with their target."""


class StructureStore:
    """See chains.ports.Structures."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder
        self._touched: dict[str, int] = {}

    def get(self, code: str) -> Chain:
        """The chain whole, without notes. Raises NotFound."""
        row = self._first(tables.chain, code=code)
        if row is None:
            raise NotFound(kind="chain", name=code, near=())
        stages, segments = (self._rows(table, code, "position") for table in (tables.stage, tables.segment))
        links, tiers = self._rows(tables.supply_link, code, "id"), self._rows(tables.tier_name, code, "tier")
        return mapping.chain_value(row, stages, segments, links, tiers=tiers)

    def names(self) -> Mapping[str, str]:
        """Code → name of all chains, in order."""
        table = tables.chain
        rows = self._connection.execute(select(table.c.code, table.c.name).order_by(table.c.position))
        return {str(row.code): str(row.name) for row in rows}

    def touch(self, code: str, expected: int | None) -> None:
        """Count the chain's version up, once in a unit of work.

        Raises Conflict when it was not `expected` before, NotFound when the chain is gone.
        """
        self._recorder.touch(Ref(EntityKind.CHAIN, code))
        if code in self._touched and expected in {None, self._touched[code]}:
            return
        row = self._first(tables.chain, code=code)
        if row is None:
            raise NotFound(kind="chain", name=code, near=())
        if expected is not None and row["version"] != expected:
            raise Conflict(
                kind="chain", name=row["name"], ref=code, seen=expected, found=row["version"],
                **self._last_change(code),
            )  # fmt: skip
        table = tables.chain
        write_version(self._connection, table, [table.c.code == code], {"version": row["version"] + 1})
        self._touched[code] = row["version"]

    def add(self, chain: Chain) -> None:
        """Keep a new chain whole, behind all others. Its products must be there."""
        position = self._connection.execute(select(func.max(tables.chain.c.position))).scalar()
        facts = {name: getattr(chain, name) for name in _CHAIN_FIELDS}
        row = {**facts, "code": chain.code, "position": (position or 0) + 1, "version": 1}
        self._recorder.insert(tables.chain, row)
        self._touched[chain.code] = 1
        self.save(Chain(chain.code, ""), chain)

    def save(self, old: Chain, new: Chain) -> None:
        """Write what differs; segments that go take along what hangs on them."""
        key = {"code": new.code}
        if any(getattr(old, name) != getattr(new, name) for name in _CHAIN_FIELDS) and old.name:
            self._recorder.update(tables.chain, key, {name: getattr(new, name) for name in _CHAIN_FIELDS})
        self._save_tiers(old, new)
        going = {one.code for one in old.segments} - {one.code for one in new.segments}
        self._remove_links(old.links, new.links, new.code)
        for code in sorted(going):
            self._remove_segment(new.code, code)
        stages = _by_code(old.stages, new.stages, self._positions(tables.stage, new.code))
        segments = _by_code(old.segments, new.segments, self._positions(tables.segment, new.code))
        self._write(tables.stage, new.code, stages, lambda one, at: mapping.stage_row(new.code, one, at))
        self._write(tables.segment, new.code, segments, _segment_values)
        for stage in sorted({one.code for one in old.stages} - {one.code for one in new.stages}):
            self._recorder.delete(tables.stage, {"chain": new.code, "code": stage})
        self._save_links(old.links, new.links, new.code)

    def remove(self, chain: Chain) -> None:
        """Take the chain away with everything in it."""
        self.save(chain, Chain(chain.code, chain.name, chain.cluster, chain.chief))
        for row in self._rows(tables.chain_note, chain.code, "id"):
            self._recorder.delete(tables.chain_note, row["id"])
        self._recorder.delete(tables.chain, {"code": chain.code})

    def marks(self, chain: str, segment: str) -> tuple[int, int]:
        """How many placements and targets hang on the segment."""
        counts = []
        for table in (tables.placement, tables.target):
            query = select(func.count()).where(table.c.chain == chain, table.c.segment == segment)
            counts.append(int(self._connection.execute(query).scalar_one()))
        return counts[0], counts[1]

    def move_marks(self, source: SegmentRef, target: SegmentRef) -> None:
        """Put placements and targets onto another segment, except those of companies that it has already."""
        for table in (tables.placement, tables.target):
            there = {row["company_id"] for row in self._hanging(table, *target)}
            for row in self._hanging(table, *source):
                if row["company_id"] not in there:
                    self._recorder.update(
                        table, row["id"], {"chain": target.chain, "segment": target.segment}
                    )

    def product_named(self, name: str) -> str | None:
        """Code of the product of that name, as names are compared; None when there is none."""
        wanted = normalised_name(name)
        rows = self._connection.execute(select(tables.product.c.code, tables.product.c.name))
        return next((str(code) for code, own in rows if normalised_name(own) == wanted), None)

    def products_named(self) -> Mapping[str, str]:
        """Code of every product by its name as names are compared; of two of one name the first."""
        rows = self._connection.execute(select(tables.product.c.code, tables.product.c.name)).all()
        return {normalised_name(name): str(code) for code, name in reversed(rows)}

    def set_notes(self, chain: str, notes: Sequence[ChainNote]) -> None:
        """Replace what is said of the whole chain; notes that stay the same are left alone."""
        rows = self._rows(tables.chain_note, chain, "id")
        held = [ChainNote(row["kind"], row["text"], row["place"]) for row in rows]
        if held == list(notes):
            return
        for row in rows:
            self._recorder.delete(tables.chain_note, row["id"])
        for note in notes:
            facts = {"chain": chain, "kind": note.kind, "text": note.text, "place": note.place}
            self._recorder.insert(tables.chain_note, facts)

    def has_product(self, code: str) -> bool:
        """Whether there is a product of that code."""
        return self._recorder.has(tables.product, {"code": code})

    def add_product(self, code: str, name: str) -> None:
        """Keep a new product."""
        self._recorder.insert(tables.product, {"code": code, "name": name, "aliases": (), "exclude": ()})

    def rename_own_product(self, code: str, old: str, new: str) -> None:
        """Give a product the new name when it has the old one, one segment alone has it, and none the new."""
        users = select(func.count()).where(tables.segment.c.product == code)
        product = self._first(tables.product, code=code)
        alone = int(self._connection.execute(users).scalar_one()) == 1
        if product is not None and product["name"] == old and alone and self.product_named(new) is None:
            self._recorder.update(tables.product, {"code": code}, {"name": new})

    def set_box(self, chain: str, segment: str, **values: Any) -> None:  # noqa: ANN401 - columns of box
        """Say where the box stands (x, y) or whether it is folded; a row that says nothing goes."""
        key = {"chain": chain, "segment": segment}
        old = self._first(tables.box, **key)
        new = {"x": None, "y": None, "folded": False, **(dict(old) if old else {}), **key, **values}
        if new["x"] is None and not new["folded"]:
            self._recorder.delete(tables.box, key)
        elif old is None:
            self._recorder.insert(tables.box, new)
        else:
            self._recorder.update(tables.box, key, values)

    def _save_tiers(self, old: Chain, new: Chain) -> None:
        before, after = dict(old.tier_names), dict(new.tier_names)
        for tier in sorted(before.keys() | after.keys()):
            key = {"chain": new.code, "tier": tier}
            if tier not in after:
                self._recorder.delete(tables.tier_name, key)
            elif tier not in before:
                self._recorder.insert(tables.tier_name, {**key, "name": after[tier]})
            else:
                self._recorder.update(tables.tier_name, key, {"name": after[tier]})

    def _write(
        self,
        table: Table,
        chain: str,
        parts: Iterable[tuple[Any, Any, int]],
        row: Callable[[Any, int], dict[str, Any]],
    ) -> None:
        """Insert what is new and update what differs; each part is (old or None, new, position)."""
        for old, new, position in parts:
            values = row(new, position)
            if old is None:
                self._recorder.insert(table, {**values, **({"version": 1} if "version" in table.c else {})})
            else:
                self._recorder.update(table, {"chain": chain, "code": new.code}, values)

    def _positions(self, table: Table, chain: str) -> dict[str, int]:
        rows = self._connection.execute(select(table.c.code, table.c.position).where(table.c.chain == chain))
        return {str(row.code): int(row.position) for row in rows}

    def _remove_links(self, old: Sequence[SupplyLink], new: Sequence[SupplyLink], chain: str) -> None:
        going = {(one.source, one.target) for one in old} - {(one.source, one.target) for one in new}
        if not going:
            return
        for row in self._rows(tables.supply_link, chain, "id"):
            if (row["source"], row["target"]) in going:
                self._recorder.delete(tables.supply_link, row["id"])

    def _save_links(self, old: Sequence[SupplyLink], new: Sequence[SupplyLink], chain: str) -> None:
        before = {(one.source, one.target): one for one in old}
        changed = [one for one in new if before.get((one.source, one.target)) != one]
        if not changed:
            return
        rows = self._rows(tables.supply_link, chain, "id")
        ids = {(row["source"], row["target"]): row["id"] for row in rows}
        for link in changed:
            ends = (link.source, link.target)
            if ends in ids:
                self._recorder.update(tables.supply_link, ids[ends], mapping.link_row(chain, link))
            else:
                self._recorder.insert(tables.supply_link, mapping.link_row(chain, link))

    def _remove_segment(self, chain: str, code: str) -> None:
        for table in _HANGING:
            for row in self._hanging(table, chain, code):
                if table is tables.target:
                    self._remove_follow_ups(row["id"])
                self._recorder.delete(table, row["id"])
        self._recorder.delete(tables.box, {"chain": chain, "segment": code})
        self._recorder.delete(tables.segment, {"chain": chain, "code": code})

    def _remove_follow_ups(self, target: int) -> None:
        table = tables.follow_up
        for (step,) in self._connection.execute(select(table.c.id).where(table.c.target_id == target)).all():
            self._recorder.delete(table, step)

    def _hanging(self, table: Table, chain: str, segment: str) -> Sequence[Any]:
        query = select(table).where(table.c.chain == chain, table.c.segment == segment).order_by(table.c.id)
        return self._connection.execute(query).mappings().all()

    def _rows(self, table: Table, chain: str, order: str) -> Sequence[Any]:
        query = select(table).where(table.c.chain == chain).order_by(table.c[order])
        return self._connection.execute(query).mappings().all()

    def _first(self, table: Table, **key: str) -> Any:  # noqa: ANN401 - a row mapping or None
        where = [table.c[name] == value for name, value in key.items()]
        return self._connection.execute(select(table).where(*where)).mappings().first()

    def _last_change(self, chain: str) -> dict[str, object]:
        """Who changed the structure of the chain last, and when."""
        log, item = tables.change_log, tables.change_item
        row = self._connection.execute(
            select(log.c.author, log.c.at)
            .join(item, item.c.number == log.c.number)
            .where(item.c.table.in_(("stage", "segment", "supply_link", "tier_name", "chain")))
            .where(func.coalesce(item.c.after, item.c.before).contains(f'"{chain}"', autoescape=True))
            .order_by(log.c.number.desc())
            .limit(1)
        ).first()
        return {"by": "", "at": None} if row is None else {"by": row.author, "at": row.at}


_CHAIN_FIELDS = ("name", "cluster", "chief", "document", "place", "aliases")


def _segment_values(segment: Segment, position: int) -> dict[str, Any]:
    values = mapping.segment_row(segment, position)
    return {name: value for name, value in values.items() if name != "version"}


def _by_code(
    old: Sequence[Any], new: Sequence[Any], positions: Mapping[str, int]
) -> list[tuple[Any, Any, int]]:
    """(old or None, new, position) of what is new or differs.

    Positions stay as long as they still say the order; what comes last gets the next ones. Else all are
    counted anew.
    """
    before = {one.code: one for one in old}
    kept = [positions[one.code] for one in new if one.code in positions]
    fresh_last = all(one.code in positions for one in new[: len(kept)])
    stays = fresh_last and all(one < two for one, two in pairwise(kept))
    first = kept[-1] + 1 if kept else 0
    found = []
    for at, one in enumerate(new):
        place = at
        if stays:
            place = positions[one.code] if one.code in positions else first + at - len(kept)
        if before.get(one.code) != one or positions.get(one.code) != place:
            found.append((before.get(one.code), one, place))
    return found
