"""The maps of a preset (N图): the whole chain, a part of it, or the same coloured by another thing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chains.kinds import Tier
from chains.list_presets import MAP_BASIS, MAP_WORD, MapView
from chains.shading import Shading, by_coverage, by_gap, by_source
from widgets.map.looks import looks_of
from widgets.map.part import selected_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.desktop.map_source import MapSource
    from chains.state import ChainState


def source_of_view(
    source: MapSource, view: MapView, gap_index: Mapping[str, float], gap_basis: str = ""
) -> MapSource | None:
    """The map that the view asks for, with its own title; None when there is nothing to be seen on it.

    `gap_index` is that of each gap, by segment code. The view by districts is no map of the chain.
    """
    if view is MapView.WHOLE:
        return source
    state, picture = source.picture.state, source.picture
    name = source.head.title.removesuffix(MAP_WORD[MapView.WHOLE])
    told = (gap_basis,) if view is MapView.GAPS and gap_basis else ()
    basis = (f"{MAP_BASIS[view]}。", *told, *source.head.basis)
    head = replace(source.head, title=f"{name}{MAP_WORD[view]}", basis=basis)
    if view is MapView.APPLICATIONS:
        codes = _downstream(state)
        if not codes & picture.layout.boxes.keys():
            return None
        shading = by_coverage(state)
        kept = Shading(shading.mode, {code: shading.boxes[code] for code in codes})
        part = replace(selected_part(picture, codes), looks=looks_of(kept))
        return replace(source, picture=part, head=head)
    shading = by_source(state) if view is MapView.SOURCES else by_gap(state, gap_index)
    return replace(source, picture=replace(picture, looks=looks_of(shading)), head=head)


def _downstream(state: ChainState) -> frozenset[str]:
    """Segments of downstream stages, and those that supply them directly."""
    stages = {stage.code for stage in state.chain.stages if stage.tier is Tier.DOWNSTREAM}
    ends = {one.code for one in state.chain.segments if one.stage in stages}
    suppliers = {link.source for link in state.chain.links if link.target in ends}
    return frozenset(ends | (suppliers if ends else set()))
