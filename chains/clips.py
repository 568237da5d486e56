"""Segments on the clipboard: what is copied from a chain, or typed in a table, becomes commands of another.

A copy carries structure alone: assessments and placements are said of one segment and are not copied.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chains import words
from chains.chain import Segment, SegmentRef, Stage, SupplyLink
from chains.commands import Composite
from chains.editing_checks import NAME_LETTERS, checked_name
from chains.kinds import Tier
from chains.names import display_name
from chains.structure import AddLink, AddSegment, AddStage, EditSegment, fresh_code
from chains.table_cells import FORMULA_SIGNS, table_cell

if TYPE_CHECKING:
    from collections.abc import Collection

    from chains.chain import Chain
    from chains.commands import Command
    from chains.state import ChainState

MOST_PASTED = 2_000
"""A paste of more rows is a file to be imported, not a paste."""

COLUMNS = ("环节", "阶段", "层级", "上级环节", "产品", "本地供给", "当前来源", "依据")
_HEADINGS = {"环节": "name", "环节名称": "name", "名称": "name", "阶段": "stage", "层级": "tier"}
_HEADINGS |= {"上级环节": "parent", "产品": "product"}
_COPY = "（副本）"


@dataclass(frozen=True, slots=True)
class Clip:
    """Segments with the stages they stood in and the links among them. `chain` is "" for a typed table.

    A segment's `stage` and `parent` are codes in this clip; stage "" means wherever it is pasted. Its
    `product` is the product's name: another workspace has other codes; "" takes the segment's own name.
    """

    segments: tuple[Segment, ...]
    stages: tuple[Stage, ...] = ()
    links: tuple[SupplyLink, ...] = ()
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Pasting:
    """What a paste will do: one command, the new segments' codes, and names that were there already."""

    command: Composite | None
    added: tuple[str, ...]
    skipped: tuple[str, ...]


def clip_of(state: ChainState, codes: Collection[str]) -> Clip:
    """The segments of the chain with the links among them."""
    chain = state.chain
    segments = tuple(_copy(state, one) for one in chain.segments if one.code in codes)
    used = {one.stage for one in segments}
    links = tuple(link for link in chain.links if link.source in codes and link.target in codes)
    return Clip(segments, tuple(one for one in chain.stages if one.code in used), links, chain.code)


def clip_text(state: ChainState, codes: Collection[str]) -> str:
    """The segments as lines of a table that Excel and WPS take, with a heading; facts as words."""
    out = io.StringIO()
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(COLUMNS)
    chain = state.chain
    names = {one.code: one.name for one in chain.segments}
    for one in chain.segments:
        if one.code not in codes:
            continue
        stage, said = chain.stage(one.stage), state.assessment(one.code)
        row = (
            one.name,
            stage.name,
            words.TIER[stage.tier],
            names.get(one.parent or "", ""),
            _product_name(state, one),
            words.COVERAGE[said.coverage],
            words.source_text(said.source, said.degree, said.countries),
            said.evidence,
        )
        table.writerow(table_cell(cell) for cell in row)
    return out.getvalue()


def clip_from_text(text: str) -> Clip:
    """The segments of a pasted table: a name a line, the stage behind it; or columns named by a heading.

    Empty lines and repeats are left out, names are cut at what a segment bears; what is no table is taken
    line by line, and no text is refused.
    """
    rows = [row for row in _rows(text) if any(row)][: MOST_PASTED + 1]
    columns = _columns(rows[0]) if rows else None
    if columns is None:
        columns = {"name": 0, "stage": 1}
    else:
        rows = rows[1:]
    stages: dict[str, Stage] = {}
    segments: dict[str, Segment] = {}
    parents: dict[str, str] = {}
    for row in rows[:MOST_PASTED]:
        name = _cell(row, columns, "name")
        if not name or name in segments:
            continue
        stage = _cell(row, columns, "stage")
        if stage:
            stages.setdefault(stage, Stage(stage, stage, _tier(_cell(row, columns, "tier"))))
        segments[name] = Segment("", name, name, stage, _cell(row, columns, "product"))
        parents[name] = _cell(row, columns, "parent")
    placed = (
        replace(one, parent=parents[one.name])
        if parents[one.name] in segments and parents[one.name] != one.name
        else one
        for one in segments.values()
    )
    return Clip(tuple(placed), tuple(stages.values()))


def pasting(chain: Chain, clip: Clip, stage: str, after: str | None = None) -> Pasting:
    """How the clip comes into the chain: at its stages where the chain has them by name, else at new ones.

    A segment without a stage comes into `stage`, behind the segment `after`. In another chain, or from a
    table, a name that is there already is taken as that segment; in the same chain it becomes a copy.
    """
    return _Paste(chain, clip, stage, after).result()


class _Paste:
    def __init__(self, chain: Chain, clip: Clip, stage: str, after: str | None) -> None:
        self._chain, self._clip, self._stage, self._after = chain, clip, stage, after
        self._known = {one.name: one.code for one in chain.segments}
        self._names = set(self._known)
        self._places = {one.code: at for at, one in enumerate(chain.segments)}
        self._codes: dict[str, str] = {}
        self._commands: list[Command] = []
        self._added: list[str] = []
        self._skipped: list[str] = []

    def result(self) -> Pasting:
        stages = self._stages()
        for one in self._clip.segments:
            self._add(one, stages.get(one.stage, self._stage))
        self._set_parents()
        self._add_links()
        if not self._commands:
            return Pasting(None, (), tuple(self._skipped))
        names = [one.name for one in self._clip.segments]
        subject = names[0] if len(names) == 1 else f"{len(self._added)} 个环节"
        return Pasting(
            Composite("paste", subject, tuple(self._commands)), tuple(self._added), tuple(self._skipped)
        )

    def _stages(self) -> dict[str, str]:
        """The chain's stage for each of the clip's; one that it has not is added."""
        known = {one.name: one.code for one in self._chain.stages}
        found = {}
        for one in self._clip.stages:
            if self._clip.chain == "" and not self._is_used(one):
                continue
            if one.name not in known:
                known[one.name] = fresh_code("stage")
                self._commands.append(AddStage(self._chain.code, known[one.name], one.name, one.tier))
            found[one.code] = known[one.name]
        return found

    def _is_used(self, stage: Stage) -> bool:
        """Whether a segment of the clip will be new in that stage."""
        return any(one.stage == stage.code and one.name not in self._known for one in self._clip.segments)

    def _add(self, segment: Segment, stage: str) -> None:
        same_chain = self._clip.chain == self._chain.code
        if segment.name in self._names and not same_chain:
            self._codes[segment.code] = self._known.get(segment.name, "")
            self._skipped.append(segment.name)
            return
        name = self._free_name(segment.name)
        code = fresh_code("segment")
        self._names.add(name)
        self._known[name] = self._codes[segment.code] = code
        self._added.append(code)
        position = self._position(stage)
        self._commands.append(
            AddSegment(
                SegmentRef(self._chain.code, code),
                name,
                stage,
                segment.product,
                None,
                position,
                segment.aliases,
                segment.exclude,
            )
        )

    def _free_name(self, name: str) -> str:
        wanted, number = checked_name(name), 1
        while wanted in self._names:
            tail = _COPY if number == 1 else f"{_COPY[:-1]}{number}）"
            wanted, number = name[: NAME_LETTERS - len(tail)] + tail, number + 1
        return wanted

    def _position(self, stage: str) -> int | None:
        """Behind `after`, one behind the other; the end where that is in another stage."""
        at = self._places.get(self._after or "")
        if at is None or self._chain.segments[at].stage != stage:
            return None
        return at + len(self._added)

    def _set_parents(self) -> None:
        added = set(self._added)
        for one in self._clip.segments:
            code, parent = self._codes.get(one.code), self._codes.get(one.parent or "")
            if code in added and parent:
                self._commands.append(EditSegment(SegmentRef(self._chain.code, code), parent=parent))

    def _add_links(self) -> None:
        there, added = {(link.source, link.target) for link in self._chain.links}, set(self._added)
        for link in self._clip.links:
            source, target = self._codes.get(link.source, ""), self._codes.get(link.target, "")
            if not source or not target or source == target or (source, target) in there:
                continue
            if target in added:
                group, share = self._codes.get(link.group, link.group), link.share
            else:
                # What was there has groups of its own: a new input is needed beside them.
                group, share = "", 1.0
            self._commands.append(AddLink(self._chain.code, source, target, group, share))


def _copy(state: ChainState, one: Segment) -> Segment:
    """What a copy carries: its place in the document and its weight are said of the original alone."""
    product = _product_name(state, one)
    return Segment(one.chain, one.code, one.name, one.stage, product, one.aliases, one.exclude, one.parent)


def _product_name(state: ChainState, segment: Segment) -> str:
    product = state.products.get(segment.product)
    return product.name if product is not None else ""


def _rows(text: str) -> list[list[str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in lines.split("\n")]
    return [[_clean(cell) for cell in row] for row in rows]


def _columns(row: list[str]) -> dict[str, int] | None:
    """Which column holds what, where the row is a heading."""
    found = {_HEADINGS[cell]: at for at, cell in enumerate(row) if cell in _HEADINGS}
    return found if "name" in found else None


def _cell(row: list[str], columns: dict[str, int], field: str) -> str:
    at = columns.get(field, len(row))
    return row[at] if at < len(row) else ""


def _clean(cell: str) -> str:
    text = display_name(cell.replace("\n", " ").replace("\t", " "))
    if text[:1] == "'" and text[1:2] in FORMULA_SIGNS:
        text = text[1:]
    return " ".join(text.split())[:NAME_LETTERS].strip()


def _tier(word: str) -> Tier:
    return next((tier for tier, name in words.TIER.items() if name == word), Tier.MIDSTREAM)
