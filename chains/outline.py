"""A chain from the rows of a table: stages, segments and their parts, joined by name with what there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chains.chain import Chain, Segment, Stage
from chains.editing_checks import NAME_LETTERS
from chains.kinds import Tier
from chains.structure import fresh_code
from chains.words import TIER

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS_A_SHEET = 2_000_000
"""More than a sheet can have."""

Path = tuple[str, ...]
"""Names from the stage down to a segment: (stage, segment, sub-segment …)."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One row. `path` begins with the stage; `parent` is 上级环节 where the table has such a column.

    `tier` None: the row does not say. `number` is its own in the whole file: rows of a later sheet count on
    from ROWS_A_SHEET; `sheet` is "" where only one was read.
    """

    number: int
    chain: str
    path: Path
    tier: Tier | None = None
    parent: str = ""
    companies: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def row(self) -> int:
        """Its number in its sheet."""
        return self.number % ROWS_A_SHEET

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        return f"{sheet}第 {self.row} 行"


@dataclass(frozen=True, slots=True)
class Grown:
    """A chain with what the rows add. `codes` holds the segment of each row, by row number.

    `folded` are segments that got their first parts here; `untiered` are new stages whose tier no row says;
    `circular` are names whose 上级环节 led back to themselves: they stay without.
    """

    chain: Chain
    codes: dict[int, str]
    folded: tuple[str, ...] = ()
    untiered: tuple[str, ...] = ()
    circular: tuple[str, ...] = ()


def grown(old: Chain, rows: Sequence[OutlineRow]) -> Grown:
    """The chain with the stages and segments of the rows; what it has by that name stays where it is.

    A name that stands in several places of the file gets the name above it in brackets: names are unique in
    a chain. Each row's path must have a stage and a segment at least.
    """
    growing = _Growing(old)
    growing.add_stages(rows)
    growing.add_segments(rows)
    growing.set_parents(rows)
    return growing.result()


class _Growing:
    def __init__(self, old: Chain) -> None:
        self._old = old
        self._had = {one.code for one in old.segments}
        self._stages = {one.name: one for one in old.stages}
        self._names: dict[tuple[Tier | None, str], str] = {}
        self._segments = {one.code: one for one in old.segments}
        self._by_path: dict[Path, str] = {}
        self._by_row: dict[int, str] = {}
        self._untiered: list[str] = []
        self._circular: list[str] = []

    def add_stages(self, rows: Sequence[OutlineRow]) -> None:
        wanted = dict.fromkeys((row.tier, row.path[0]) for row in rows)
        repeats = Counter(name for _, name in wanted)
        for tier, name in wanted:
            shown = f"{name}（{TIER[tier or Tier.MIDSTREAM]}）" if repeats[name] > 1 else name
            self._names[(tier, name)] = shown
            if shown not in self._stages:
                self._stages[shown] = Stage(fresh_code("stage"), shown, tier or Tier.MIDSTREAM)
                if tier is None:
                    self._untiered.append(shown)

    def add_segments(self, rows: Sequence[OutlineRow]) -> None:
        paths: dict[Path, None] = {}
        for row in rows:
            whole = self._whole(row)
            paths.update(dict.fromkeys(whole[:depth] for depth in range(2, len(whole) + 1)))
        names = _unique_names(tuple(paths))
        there = {one.name: one.code for one in self._old.segments}
        for path, name in zip(paths, names, strict=True):
            if name not in there:
                there[name] = self._make(path, name)
            self._by_path[path] = there[name]
        self._by_row = {row.number: self._by_path[self._whole(row)] for row in rows}

    def _whole(self, row: OutlineRow) -> Path:
        return (self._names[(row.tier, row.path[0])], *row.path[1:])

    def _make(self, path: Path, name: str) -> str:
        parent = self._by_path.get(path[:-1])
        stage = self._segments[parent].stage if parent else self._stages[path[0]].code
        made = Segment(self._old.code, fresh_code("segment"), name, stage, "", parent=parent)
        self._segments[made.code] = made
        return made.code

    def set_parents(self, rows: Sequence[OutlineRow]) -> None:
        """上级环节 by name, for segments that the rows bring and that have none yet."""
        by_name = {one.name: one.code for one in self._segments.values()}
        for row in rows:
            own, parent = self._by_row[row.number], by_name.get(row.parent)
            if parent is None or own in self._had or self._segments[own].parent is not None:
                continue
            if own in self._above(parent):
                self._circular.append(self._segments[own].name)
            else:
                self._segments[own] = replace(self._segments[own], parent=parent)

    def _above(self, code: str) -> set[str]:
        """The segment with all that it is a part of."""
        found: set[str] = set()
        at: str | None = code
        while at is not None and at not in found:
            found.add(at)
            at = self._segments[at].parent
        return found

    def result(self) -> Grown:
        had_parts = {one.parent for one in self._old.segments}
        parents = dict.fromkeys(one.parent for one in self._segments.values() if one.parent is not None)
        fresh = [one for one in self._stages.values() if one not in self._old.stages]
        return Grown(
            replace(
                self._old,
                stages=_with_stages(self._old.stages, fresh),
                segments=tuple(self._segments.values()),
            ),
            self._by_row,
            tuple(code for code in parents if code not in had_parts),
            tuple(self._untiered),
            tuple(dict.fromkeys(self._circular)),
        )


def _unique_names(paths: Sequence[Path]) -> list[str]:
    """A name for each path, unlike all others: its own, or with the names above it in brackets."""
    repeats = Counter(path[-1] for path in paths)
    with_parent = Counter((path[-1], path[-2]) for path in paths)
    names = []
    for path in paths:
        above = path[-2] if with_parent[path[-1], path[-2]] == 1 else "·".join(path[:-1])
        room = NAME_LETTERS - len(path[-1]) - 2
        names.append(path[-1] if repeats[path[-1]] == 1 else f"{path[-1]}（{above[:room]}）")
    return names


def _with_stages(old: Sequence[Stage], fresh: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stages with new ones behind the last of their tier, or of the tiers before it."""
    tiers, stages = list(Tier), list(old)
    for stage in fresh:
        rank = tiers.index(stage.tier)
        place = max((at + 1 for at, one in enumerate(stages) if tiers.index(one.tier) <= rank), default=0)
        stages.insert(place, stage)
    return tuple(stages)
