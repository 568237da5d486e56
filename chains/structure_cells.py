"""A chain as cells that can be compared three ways, and a chain again from its cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chains.chain import Segment, Stage, SupplyLink
from chains.forms import assessment_cells, plain
from chains.marking import UNASSESSED
from chains.merging import CellChange, compared, laid_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chains.chain import Chain
    from chains.state import ChainState

THERE = "there"
"""A field of every row that can come and go."""
CHAIN_FIELDS = ("name", "cluster", "chief", "document", "place", "aliases")
STAGE_FIELDS = ("name", "tier")
SEGMENT_FIELDS = ("name", "stage", "parent", "product", "weight", "general", "place", "aliases", "exclude")
LINK_FIELDS = ("group", "share")
ORDER = "order"

Key = tuple[str, ...]
"""("chain",), ("notes",), ("stage", code), ("segment", code), ("assessment", code), ("link", source, target),
("order", "stage") or ("order", "segment")."""
Cells = dict[Key, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class StructureItem:
    """One thing that a file changes, to be ticked: all cells of a new row, a removal, or one field.

    `action` is add, remove, rename, move, change, assess or reorder; `kind` is what it is done to: the first
    part of the key, of a new order the second.
    """

    action: str
    kind: str
    key: Key
    field: str
    changes: tuple[CellChange, ...]

    @property
    def collides(self) -> bool:
        """Whether we changed the same thing since the file was made."""
        return any(one.collides for one in self.changes)


def cells_of_chain(state: ChainState) -> Cells:
    """Everything that the chain workbook holds, as compared."""
    chain = state.chain
    rows: Cells = {("chain",): {name: _compared(getattr(chain, name)) for name in CHAIN_FIELDS}}
    rows[("notes",)] = {"notes": tuple((one.kind, plain(one.text), plain(one.place)) for one in chain.notes)}
    for stage in chain.stages:
        rows[("stage", stage.code)] = _row(stage, STAGE_FIELDS)
    for segment in chain.segments:
        rows[("segment", segment.code)] = _row(segment, SEGMENT_FIELDS)
        rows[("assessment", segment.code)] = assessment_cells(state.assessment(segment.code))
    for link in chain.links:
        rows[("link", link.source, link.target)] = _row(link, LINK_FIELDS)
    rows[(ORDER, "stage")] = {ORDER: tuple(one.code for one in chain.stages)}
    rows[(ORDER, "segment")] = {ORDER: tuple(one.code for one in chain.segments)}
    return rows


def structure_items(base: Cells, theirs: Cells, ours: Cells) -> tuple[StructureItem, ...]:
    """What the file changes since `base`, each to be ticked; rows that it no longer has are removals.

    Keys that `theirs` leaves out although the file could not be read there must be put into it as in `base`.
    """
    had = frozenset(base)
    told: Cells = dict(theirs)
    for key in base:
        if key not in theirs and key[0] in {"stage", "segment", "link"}:
            told[key] = {THERE: None}
    for key in ((ORDER, "stage"), (ORDER, "segment")):
        told[key] = {ORDER: _same_order(base[key][ORDER], theirs[key][ORDER])}
    by_key: dict[Key, list[CellChange]] = {}
    unmarked = {key: assessment_cells(UNASSESSED) for key in told if key[0] == "assessment"}
    base, ours = {**unmarked, **base}, {**unmarked, **ours}
    for change in compared(base, told, ours):
        if change.key in base and change.key not in ours:
            continue  # gone here in the meantime: there is nothing left to change
        by_key.setdefault(_place(change), []).append(change)
    items: list[StructureItem] = []
    for key, changes in by_key.items():
        items += _items(key, changes, had)
    return tuple(items)


def with_items(ours: ChainState, theirs: Cells, items: Iterable[StructureItem]) -> Chain:
    """Our chain with the ticked items; what an item needs comes along, what hangs on nothing is left out."""
    before = cells_of_chain(ours)
    taken = [change for item in items for change in item.changes]
    cells = laid_on(before, taken)
    reordered = {item.key for item in items if item.action == "reorder"}
    stages = _order(ours.chain.stages, theirs, "stage", reordered)
    segments = _order(ours.chain.segments, theirs, "segment", reordered)
    own = {one.code: one for one in ours.chain.segments}
    built = {
        code: _segment(ours.chain.code, code, own.get(code), cells)
        for code in segments
        if _is_there(cells, "segment", code)
    }
    needed = {one.stage for one in built.values()}
    return replace(
        ours.chain,
        **{name: _as_kept(cells[("chain",)][name], getattr(ours.chain, name)) for name in CHAIN_FIELDS},
        stages=tuple(
            _stage(code, cells, theirs)
            for code in stages
            if _is_there(cells, "stage", code) or code in needed
        ),
        segments=tuple(
            replace(one, parent=one.parent if one.parent in built else None) for one in built.values()
        ),
        links=tuple(_links(ours.chain, cells, built)),
    )


def woven(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """The first order, with what only the second has put behind what it follows there."""
    order = list(first)
    known = set(order)
    for at, code in enumerate(second):
        if code not in known:
            before = next((one for one in reversed(second[:at]) if one in known), None)
            order.insert(order.index(before) + 1 if before is not None else 0, code)
            known.add(code)
    return tuple(order)


def _row(part: object, fields: Sequence[str]) -> dict[str, Any]:
    return {THERE: True, **{name: _compared(getattr(part, name)) for name in fields}}


def _compared(value: Any) -> Any:  # noqa: ANN401 - any field
    if isinstance(value, str) and type(value) is str:
        return plain(value)
    if isinstance(value, tuple):
        return tuple(word for word in map(plain, value) if word) or None
    return float(format(value, ".12g")) if isinstance(value, float) else value


def _as_kept(value: Any, old: Any) -> Any:  # noqa: ANN401 - any field
    """A compared value as it is kept; the old one where it says the same."""
    if _compared(old) == value:
        return old
    if value is None:
        return () if isinstance(old, tuple) else ""
    return value


def _same_order(base: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """The base order when what both have stands in the same order, else theirs: to come or go is no move."""
    common = set(base) & set(theirs)
    same = [one for one in base if one in common] == [one for one in theirs if one in common]
    return base if same else theirs


def _place(change: CellChange) -> Key:
    key: Key = change.key  # type: ignore[assignment]
    return key


def _items(key: Key, changes: list[CellChange], base: frozenset[Key]) -> list[StructureItem]:
    kind = key[0]
    if kind == ORDER:
        return [StructureItem("reorder", key[1], key, ORDER, tuple(changes))]
    going = [one for one in changes if one.field == THERE and one.theirs is None]
    if going:
        return [StructureItem("remove", kind, key, THERE, tuple(going))]
    if kind != "assessment" and key not in base:
        return [StructureItem("add", kind, key, THERE, tuple(changes))]
    if kind == "assessment" and ("segment", key[1]) not in base:
        return [StructureItem("assess", kind, key, THERE, tuple(changes))]
    return [StructureItem(_action(kind, one.field), kind, key, one.field, (one,)) for one in changes]


def _action(kind: str, field: str) -> str:
    if kind == "assessment":
        return "assess"
    if field == "name":
        return "rename"
    return "move" if field in {"stage", "parent", "tier"} else "change"


def _is_there(cells: Mapping[Any, Mapping[str, Any]], kind: str, code: str) -> bool:
    return bool(cells.get((kind, code), {}).get(THERE))


def _order(
    ours: Sequence[Stage] | Sequence[Segment], theirs: Cells, kind: str, reordered: set[Key]
) -> tuple[str, ...]:
    own = tuple(one.code for one in ours)
    told: tuple[str, ...] = theirs[(ORDER, kind)][ORDER]
    return woven(told, own) if (ORDER, kind) in reordered else woven(own, told)


def _stage(code: str, cells: Mapping[Any, Mapping[str, Any]], theirs: Cells) -> Stage:
    row = cells.get(("stage", code), {})
    told = theirs.get(("stage", code), {})
    return Stage(code, row.get("name") or told.get("name") or code, row.get("tier") or told["tier"])


def _segment(chain: str, code: str, old: Segment | None, cells: Mapping[Any, Mapping[str, Any]]) -> Segment:
    before = old or Segment(chain, code, "", "", "")
    row = cells[("segment", code)]
    values: dict[str, Any] = {
        name: row.get(name) if name == "parent" else _as_kept(row.get(name), getattr(before, name))
        for name in SEGMENT_FIELDS
    }
    if values["weight"] in {None, ""}:
        values["weight"] = before.weight
    values["general"] = bool(values["general"])
    return replace(before, **values)


def _links(
    ours: Chain, cells: Mapping[Any, Mapping[str, Any]], built: Mapping[str, Segment]
) -> Iterable[SupplyLink]:
    own = [("link", one.source, one.target) for one in ours.links]
    for key in dict.fromkeys((*own, *(key for key in cells if key[0] == "link"))):
        row = cells[key]
        if row.get(THERE) and key[1] in built and key[2] in built:
            yield SupplyLink(key[1], key[2], row.get("group") or key[1], float(row.get("share") or 1.0))
