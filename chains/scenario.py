"""推演: what is supposed, and the chains as they would then stand. Nothing here is ever saved as a mark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chains.chain import SegmentRef
from chains.coverage_signs import GAP_COVERAGES
from chains.import_origins import imports_by_country
from chains.kinds import Coverage, Degree, Source
from chains.marking import Placement, Supplier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chains.marking import Assessment
    from chains.state import ChainState

SUPPOSED_SUPPLIER = "（假设的本地供应商）"
"""Name of a supplier that stands for whoever fills a gap."""

OUTSIDE_SOURCES = (Source.PROVINCIAL, Source.DOMESTIC, Source.ABROAD)

STOPPED_PART = {Degree.WHOLLY: 1.0, Degree.MAINLY: 0.75, Degree.PARTLY: 0.25, None: 0.75}
"""Part of a segment's supply that fails when its source does, by degree; an unstated one counts as 主要."""


@dataclass(frozen=True, slots=True)
class Fill:
    """Suppose that the gap is filled (补上缺口): its product is made here, for every chain that lacks it."""

    ref: SegmentRef


@dataclass(frozen=True, slots=True)
class Settle:
    """Suppose that a company settles here (企业落户) and fills the gap; id 0 for one not in the registry."""

    ref: SegmentRef
    company_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Suppose that a company is gone (企业退出), from every segment of every chain."""

    company_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Suppose that supply from a source stops (停止供应).

    `source` None means every source outside the city, `ref` None every segment that has that source. With a
    `country` what is imported from there stops (某国（地区）断供): only marks that name it count.
    """

    source: Source | None = Source.ABROAD
    ref: SegmentRef | None = None
    country: str = ""


Supposition = Fill | Settle | Gone | Stop


@dataclass(frozen=True, slots=True)
class Scenario:
    """Suppositions with a name, kept in the workspace."""

    name: str
    suppositions: tuple[Supposition, ...] = ()
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Supposed:
    """All chains as they would stand; `lost` is the part of its own supply that a segment loses (0–1).

    `filled` are segments that would be supplied here, `unknown` suppositions that name what is not there.
    """

    states: tuple[ChainState, ...]
    lost: Mapping[SegmentRef, float]
    filled: frozenset[SegmentRef] = frozenset()
    unknown: tuple[Supposition, ...] = ()


def suppose(states: Sequence[ChainState], suppositions: Iterable[Supposition]) -> Supposed:
    """The chains under all suppositions at once; their order does not matter.

    Gaps are filled and companies settle first, then companies go, then supply stops: a gap that is filled
    here does not hang on imports any more.
    """
    wanted = tuple(dict.fromkeys(suppositions))
    found = {state.chain.code: state for state in states}
    refs = {segment.ref for state in states for segment in state.chain.segments}
    companies = {one.placement.company_id for state in states for one in _all_suppliers(state)}
    companies |= {one.company_id for one in wanted if isinstance(one, Settle) and one.company_id}
    countries = {name for name, _ in imports_by_country(states)}
    unknown = tuple(one for one in wanted if not _is_known(one, refs, companies, countries))
    filled: set[SegmentRef] = set()
    for better in sorted((one for one in wanted if isinstance(one, Settle | Fill)), key=_settling_first):
        if better.ref in refs:
            filled |= _fill(found, better)
    lost: dict[SegmentRef, float] = {}
    _take_away(found, {one.company_id for one in wanted if isinstance(one, Gone)}, lost)
    stops = [one for one in wanted if isinstance(one, Stop)]
    for one in stops:
        if not one.country:
            _stop(found, one, lost)
    _stop_countries(found, [one for one in stops if one.country], lost)
    return Supposed(tuple(found[state.chain.code] for state in states), lost, frozenset(filled), unknown)


def filled_refs(states: Iterable[ChainState], ref: SegmentRef) -> tuple[SegmentRef, ...]:
    """What filling a gap fills: itself, and every gap of any chain that has the same product."""
    all_states = tuple(states)
    own = next(state for state in all_states if state.chain.code == ref.chain)
    product = own.chain.segment(ref.segment).product
    return tuple(
        segment.ref
        for state in all_states
        for segment in state.chain.segments
        if segment.ref == ref
        or (segment.product == product and state.assessment(segment.code).coverage in GAP_COVERAGES)
    )


def fill_gaps(state: ChainState, segments: Iterable[str]) -> ChainState:
    """The chain with these segments filled, and no others: what Fill does to one chain."""
    for code in segments:
        ref = SegmentRef(state.chain.code, code)
        state = _filled(state, ref, Fill(ref))
    return state


def _is_known(one: Supposition, refs: set[SegmentRef], companies: set[int], countries: set[str]) -> bool:
    if isinstance(one, Gone):
        return one.company_id in companies
    if isinstance(one, Stop) and one.country and one.country not in countries:
        return False
    return one.ref is None or one.ref in refs


def _settling_first(one: Fill | Settle) -> tuple[object, ...]:
    """A company that settles is a better supplier than a supposed one."""
    if isinstance(one, Settle):
        return (0, one.ref, one.company_id, one.name)
    return (1, one.ref, 0, "")


def _fill(found: dict[str, ChainState], one: Fill | Settle) -> set[SegmentRef]:
    refs = filled_refs(found.values(), one.ref)
    for ref in refs:
        found[ref.chain] = _filled(found[ref.chain], ref, one)
    return set(refs)


def _filled(state: ChainState, ref: SegmentRef, one: Fill | Settle) -> ChainState:
    assessment = state.assessment(ref.segment)
    better = replace(
        assessment,
        coverage=Coverage.STRONG if assessment.coverage is Coverage.STRONG else Coverage.ADEQUATE,
        source=Source.LOCAL,
        degree=None,
        countries=(),
        chokepoint=False,
    )
    suppliers = dict(state.suppliers)
    placed = suppliers.get(ref.segment, ())
    if isinstance(one, Settle):
        suppliers[ref.segment] = _settled(placed, ref, one)
    elif state.has_placements and not state.local_suppliers(ref.segment):
        # On a chain where nobody placed companies, one supposed supplier would make figures out of nothing.
        suppliers[ref.segment] = (*placed, _supplier(ref, 0, SUPPOSED_SUPPLIER))
    assessments: dict[str, Assessment] = {**state.assessments, ref.segment: better}
    return replace(state, assessments=assessments, suppliers=suppliers)


def _settled(placed: tuple[Supplier, ...], ref: SegmentRef, one: Settle) -> tuple[Supplier, ...]:
    """A company that supplies from outside now supplies from here, what is bought of it included."""
    known = [each for each in placed if one.company_id and each.placement.company_id == one.company_id]
    others = tuple(each for each in placed if each not in known)
    if known and known[0].counts:
        return (*others, replace(known[0], local=True))
    return (*others, _supplier(ref, one.company_id, one.name))


def _supplier(ref: SegmentRef, company_id: int, name: str) -> Supplier:
    return Supplier(Placement(0, ref, company_id), name, "", "", local=True)


def _take_away(found: dict[str, ChainState], gone: set[int], lost: dict[SegmentRef, float]) -> None:
    for code, state in found.items():
        suppliers, assessments = dict(state.suppliers), dict(state.assessments)
        for segment, placed in state.suppliers.items():
            left = tuple(one for one in placed if one.placement.company_id not in gone)
            if len(left) == len(placed):
                continue
            suppliers[segment] = left
            _lose(lost, SegmentRef(code, segment), _lost_part(placed, left))
            if _any_local(placed) and not _any_local(left):
                assessments[segment] = _without_local(state.assessment(segment))
        if suppliers != state.suppliers:
            found[code] = replace(state, suppliers=suppliers, assessments=assessments)


def _lost_part(placed: tuple[Supplier, ...], left: tuple[Supplier, ...]) -> float:
    """By the shares of the confirmed suppliers where all have one, else by their number."""
    before, after = [one for one in placed if one.counts], [one for one in left if one.counts]
    if not before:
        return 0.0
    shares = [one.placement.share for one in before]
    known = [share for share in shares if share is not None]
    if len(known) == len(shares) and sum(known) > 0:
        return 1.0 - sum(one.placement.share or 0.0 for one in after) / sum(known)
    return 1.0 - len(after) / len(before)


def _any_local(suppliers: tuple[Supplier, ...]) -> bool:
    return any(one.counts_as_local for one in suppliers)


def _without_local(assessment: Assessment) -> Assessment:
    """What holds when the last local supplier is gone; 未评估 stays so."""
    if assessment.coverage is Coverage.UNASSESSED:
        return assessment
    local = assessment.source is Source.LOCAL
    return replace(
        assessment, coverage=Coverage.MISSING, source=Source.UNKNOWN if local else assessment.source
    )


def _stop(found: Mapping[str, ChainState], one: Stop, lost: dict[SegmentRef, float]) -> None:
    sources = OUTSIDE_SOURCES if one.source is None else (one.source,)
    for state in found.values():
        for segment in state.chain.segments:
            mark = state.assessment(segment.code)
            if one.ref in {None, segment.ref} and mark.source in sources:
                _lose(lost, segment.ref, STOPPED_PART[mark.degree])


def _stop_countries(
    found: Mapping[str, ChainState], stops: Sequence[Stop], lost: dict[SegmentRef, float]
) -> None:
    """Of several countries that a mark names each counts for as much: what each delivers nobody said."""
    for state in found.values():
        for segment in state.chain.segments:
            mark = state.assessment(segment.code)
            stopped = {one.country for one in stops if one.ref in {None, segment.ref}} & set(mark.countries)
            if stopped and mark.source is Source.ABROAD:
                part = STOPPED_PART[mark.degree] * len(stopped) / len(mark.countries)
                _lose(lost, segment.ref, part)


def _lose(lost: dict[SegmentRef, float], ref: SegmentRef, part: float) -> None:
    """The greater loss holds: two suppositions may well mean the same supply."""
    if part > 0:
        lost[ref] = max(lost.get(ref, 0.0), part)


def _all_suppliers(state: ChainState) -> Iterable[Supplier]:
    return (one for placed in state.suppliers.values() for one in placed)
