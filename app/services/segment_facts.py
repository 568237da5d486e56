"""Everything that is known of one segment, gathered for the inspector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.workspace import Workspace, measure_settings, today
from chains.coverage_signs import contradictions
from chains.editing_checks import segment_in
from chains.gaps import segments_with_product, with_gap_filled
from chains.measures import local_supply_rate
from chains.regions import region_label
from chains.rows import SupplierRow

if TYPE_CHECKING:
    from chains.chain import Segment, SegmentRef, Stage
    from chains.kinds import Coverage, Tier
    from chains.marking import Assessment, Supplier
    from chains.measure_settings import MeasureSettings
    from chains.rows import GapRow, TargetRow
    from chains.state import ChainState


@dataclass(frozen=True, slots=True)
class RateChange:
    """本地配套率 of a chain now and with the gap filled; None where there is no figure."""

    chain_name: str
    now: float | None
    filled: float | None


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """One segment with its assessments, suppliers, targets and what filling it would bring.

    `affected` counts segments that lose something when this one stands still, by tier; `rates` are of the
    chains whose rate would change. `contradiction` is what was assessed where suppliers say otherwise.
    `sharing` counts the chains that have the same product, this one included.
    """

    segment: Segment
    stage: Stage
    chain_name: str
    assessment: Assessment
    history: tuple[Assessment, ...]
    suppliers: tuple[SupplierRow, ...]
    targets: tuple[TargetRow, ...]
    gap: GapRow | None
    affected: dict[Tier, int]
    rates: tuple[RateChange, ...]
    contradiction: Coverage | None
    stale: bool
    state: ChainState
    product_name: str = ""
    sharing: int = 1


def segment_facts(workspace: Workspace, ref: SegmentRef) -> SegmentFacts:
    """Gather it. Raises NotFound."""
    with workspace.read() as reader:
        states = reader.chain_states()
        state = next((one for one in states if one.chain.code == ref.chain), None) or reader.chain_state(
            ref.chain
        )
        history = reader.assessment_history(ref)
        targets = tuple(row for row in reader.targets(ref.chain) if row.ref == ref)
        settings = measure_settings(reader)
    segment = segment_in(state.chain, ref.segment)
    product = state.products.get(segment.product)
    gap = workspace.gap(ref)
    assessment = state.assessment(ref.segment)
    return SegmentFacts(
        segment=segment,
        stage=state.chain.stage(segment.stage),
        chain_name=state.chain.name,
        assessment=assessment,
        history=history[1:],
        suppliers=tuple(_supplier_row(ref, one) for one in state.suppliers_of(ref.segment)),
        targets=targets,
        gap=gap,
        affected=_affected(state, workspace, ref.segment),
        rates=_rates(states, segment, settings) if gap is not None else (),
        contradiction=contradictions(state).get(ref.segment),
        stale=assessment.is_stale(today()),
        state=state,
        product_name=product.name if product is not None else segment.name,
        sharing=len({one.chain for one in segments_with_product(states, segment.product)}),
    )


def _affected(state: ChainState, workspace: Workspace, code: str) -> dict[Tier, int]:
    counts: dict[Tier, int] = {}
    for other in workspace.impacts(state)[code].affected:
        tier = state.chain.stage(state.chain.segment(other).stage).tier
        counts[tier] = counts.get(tier, 0) + 1
    return counts


def _rates(
    states: tuple[ChainState, ...], segment: Segment, settings: MeasureSettings
) -> tuple[RateChange, ...]:
    """The chains whose rate changes when the product is supplied here: this one first."""
    by_code = {state.chain.code: state for state in states}
    refs = sorted(segments_with_product(states, segment.product), key=lambda ref: ref.chain != segment.chain)
    changes = []
    for ref in refs:
        state = by_code[ref.chain]
        now = local_supply_rate(state, settings)
        filled = local_supply_rate(with_gap_filled(state, ref.segment), settings)
        change = RateChange(
            state.chain.name, None if now is None else now.value, None if filled is None else filled.value
        )
        if change.now != change.filled:
            changes.append(change)
    return tuple(changes)


def _supplier_row(ref: SegmentRef, supplier: Supplier) -> SupplierRow:
    placement = supplier.placement
    return SupplierRow(
        ref=ref,
        company_id=placement.company_id,
        company_name=supplier.company_name,
        company_code=supplier.company_code,
        region_name=region_label(supplier.region),
        local=supplier.local,
        role=placement.role,
        decision=placement.decision,
        product=placement.product,
        evidence=placement.evidence,
        placed_by=placement.placed_by,
        placed_on=placement.placed_on,
        is_verdict=supplier.is_verdict,
    )
