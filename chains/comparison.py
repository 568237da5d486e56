"""Two states of a workspace compared (快照比较): what was filled, what opened, who came and who left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chains import words
from chains.chain import SegmentRef
from chains.coverage_signs import GAP_COVERAGES, PRESENT_COVERAGES
from chains.gaps import overview_of
from chains.measure_settings import DEFAULTS
from chains.shade_classes import ShadeClass
from chains.shading import before_and_after, change_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chains.marking import Assessment, Supplier
    from chains.measure_settings import MeasureSettings
    from chains.rows import ChainOverview
    from chains.state import ChainState


class SegmentTurn(StrEnum):
    """What became of a segment between two states."""

    FILLED = "filled"
    OPENED = "opened"
    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"
    ADDED = "added"
    REMOVED = "removed"


TURN_WORD = {
    SegmentTurn.FILLED: "缺口补上",
    SegmentTurn.OPENED: "新增缺口",
    SegmentTurn.BETTER: "变好",
    SegmentTurn.WORSE: "变差",
    SegmentTurn.OTHER: "其他变化",
    SegmentTurn.ADDED: "新增环节",
    SegmentTurn.REMOVED: "删除环节",
}


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """One segment that is not as it was. `detail` says from what to what, in the field's words."""

    ref: SegmentRef
    chain_name: str
    name: str
    turn: SegmentTurn
    detail: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CompanyMove:
    """A confirmed supplier that came to a segment, or left it. `local` None: region not known."""

    ref: SegmentRef
    chain_name: str
    segment_name: str
    company_id: int
    company_name: str
    local: bool | None
    came: bool


@dataclass(frozen=True, slots=True)
class ChainComparison:
    """One chain: its figures in both states, None where it was not there, and what changed in it."""

    code: str
    name: str
    before: ChainOverview | None
    after: ChainOverview | None
    segments: tuple[SegmentChange, ...] = ()
    companies: tuple[CompanyMove, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything of the chain is different."""
        return self.before != self.after or bool(self.segments) or bool(self.companies)

    def count(self, turn: SegmentTurn) -> int:
        """How many segments took that turn."""
        return sum(change.turn is turn for change in self.segments)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All chains of either state: those of the later one in its order, then those that are gone."""

    chains: tuple[ChainComparison, ...] = ()

    @property
    def segments(self) -> tuple[SegmentChange, ...]:
        """Every segment that changed, by chain."""
        return tuple(change for chain in self.chains for change in chain.segments)

    @property
    def companies(self) -> tuple[CompanyMove, ...]:
        """Every supplier that came or left, by chain."""
        return tuple(move for chain in self.chains for move in chain.companies)

    def chain(self, code: str) -> ChainComparison | None:
        """The chain of that code, None when neither state has it."""
        return next((one for one in self.chains if one.code == code), None)


def compare(
    before: Sequence[ChainState], after: Sequence[ChainState], settings: MeasureSettings = DEFAULTS
) -> Comparison:
    """What is different in `after`. Both are measured by the same settings, so that figures can be compared.

    A state compared with itself shows every chain and no change.
    """
    then = {state.chain.code: state for state in before}
    now = {state.chain.code: state for state in after}
    shown = {**now, **{code: state for code, state in then.items() if code not in now}}
    return Comparison(
        tuple(_chain(state, then.get(code), now.get(code), settings) for code, state in shown.items())
    )


def _chain(
    shown: ChainState, then: ChainState | None, now: ChainState | None, settings: MeasureSettings
) -> ChainComparison:
    return ChainComparison(
        shown.chain.code,
        shown.chain.name,
        None if then is None else overview_of(then, settings),
        None if now is None else overview_of(now, settings),
        tuple(_segments(then, now, shown)),
        tuple(_companies(then, now, shown)),
    )


def _names(state: ChainState | None) -> Mapping[str, str]:
    return {} if state is None else {one.code: one.name for one in state.chain.segments}


def _segments(then: ChainState | None, now: ChainState | None, shown: ChainState) -> Iterator[SegmentChange]:
    """Changes in the later chain's order, then what is gone; within the order the turns stand as declared."""
    old, new = _names(then), _names(now)
    found = []
    for code, name in {**new, **{code: name for code, name in old.items() if code not in new}}.items():
        before = then.assessment(code) if then is not None and code in old else None
        after = now.assessment(code) if now is not None and code in new else None
        turn = _turn(before, after)
        if turn is not None:
            evidence = after.evidence if after is not None else ""
            detail = _detail(before, after)
            ref = SegmentRef(shown.chain.code, code)
            found.append(SegmentChange(ref, shown.chain.name, name, turn, detail, evidence))
    order = list(SegmentTurn)
    yield from sorted(found, key=lambda change: order.index(change.turn))


def _turn(before: Assessment | None, after: Assessment | None) -> SegmentTurn | None:
    if before is None:
        return SegmentTurn.ADDED
    if after is None:
        return SegmentTurn.REMOVED
    if before.coverage in GAP_COVERAGES and after.coverage in PRESENT_COVERAGES:
        return SegmentTurn.FILLED
    if before.coverage not in GAP_COVERAGES and after.coverage in GAP_COVERAGES:
        return SegmentTurn.OPENED
    return {
        ShadeClass.CHANGE_BETTER: SegmentTurn.BETTER,
        ShadeClass.CHANGE_WORSE: SegmentTurn.WORSE,
        ShadeClass.CHANGE_OTHER: SegmentTurn.OTHER,
    }.get(change_class(before, after))


def _detail(before: Assessment | None, after: Assessment | None) -> str:
    if before is not None and after is not None:
        return before_and_after(before, after)
    stands = after or before
    return "" if stands is None else words.COVERAGE[stands.coverage]


def _companies(then: ChainState | None, now: ChainState | None, shown: ChainState) -> Iterator[CompanyMove]:
    """Suppliers that came, then those that left, each in the order of segments."""
    old, new = _placed(then), _placed(now)
    names = {**_names(then), **_names(now)}
    for came, there, elsewhere in ((True, new, old), (False, old, new)):
        for (segment, company), supplier in there.items():
            if (segment, company) not in elsewhere:
                yield CompanyMove(
                    SegmentRef(shown.chain.code, segment),
                    shown.chain.name,
                    names.get(segment, segment),
                    company,
                    supplier.company_name,
                    supplier.local,
                    came,
                )


def _placed(state: ChainState | None) -> Mapping[tuple[str, int], Supplier]:
    """(segment, company) → confirmed supplier."""
    if state is None:
        return {}
    return {
        (segment.code, supplier.placement.company_id): supplier
        for segment in state.chain.segments
        for supplier in state.suppliers_of(segment.code)
        if supplier.counts
    }
