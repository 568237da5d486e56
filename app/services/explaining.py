"""How 缺口指数 and its parts come about at one segment, with the rows that they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.workspace import measure_settings
from chains.errors import NotFound
from chains.gaps import gap_rows
from chains.graph import SupplyGraph
from chains.measures import impact_of

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.chain import SegmentRef
    from chains.measure_settings import MeasureSettings
    from chains.measures import Figure
    from chains.rows import GapRow


@dataclass(frozen=True, slots=True)
class CrossPart:
    """The same product in another chain, with its 断供影响 there (0–1)."""

    chain_name: str
    name: str
    impact: float


@dataclass(frozen=True, slots=True)
class GapExplained:
    """One gap with what its index is made of. `impact` has one part an affected segment, largest first."""

    row: GapRow
    settings: MeasureSettings
    impact: Figure | None
    names: dict[str, str]
    cross: tuple[CrossPart, ...]


def explain_gap(workspace: Workspace, ref: SegmentRef) -> GapExplained:
    """Gather it. Raises NotFound when the segment is no gap."""
    with workspace.read() as reader:
        states, settings = reader.chain_states(), measure_settings(reader)
    rows = gap_rows(states, workspace.impact_cache, settings=settings)
    row = next((one for one in rows if one.ref == ref), None)
    if row is None:
        raise NotFound(kind="gap", name=str(ref), near=())
    state = next(one for one in states if one.chain.code == ref.chain)
    product = state.chain.segment(ref.segment).product
    weights = {segment.code: segment.weight for segment in state.chain.segments}
    cross = tuple(
        CrossPart(other.chain.name, segment.name, value)
        for other in states
        if other.chain.code != ref.chain
        for segment in other.chain.segments
        if segment.product == product and (value := workspace.impacts(other)[segment.code].value) is not None
    )
    return GapExplained(
        row,
        settings,
        impact_of(ref.segment, SupplyGraph.of(state.chain), weights),
        {segment.code: segment.name for segment in state.chain.segments},
        cross,
    )
