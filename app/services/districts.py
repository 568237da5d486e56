"""区市分布: where the confirmed suppliers of a chain are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chains.regions import districts_of, is_within, region_label
from chains.rows import RegionCell

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.chain import SegmentRef
    from chains.marking import Supplier


@dataclass(frozen=True, slots=True)
class Districts:
    """The cells that hold companies, the home region's districts, and the segments that have any cell."""

    cells: tuple[RegionCell, ...]
    districts: tuple[tuple[str, str], ...]
    segments: tuple[tuple[SegmentRef, str], ...]


def chain_districts(workspace: Workspace, code: str) -> Districts:
    """Where the confirmed suppliers of the chain are, by district of the home region. Raises NotFound."""
    with workspace.read() as reader:
        state = reader.chain_state(code)
        home = reader.home_region()
    districts = districts_of(home)
    names = dict(districts)
    cells = []
    for segment in state.chain.segments:
        found: dict[str, list[Supplier]] = {}
        for supplier in state.suppliers_of(segment.code):
            if supplier.counts:
                found.setdefault(_district(supplier, home, names), []).append(supplier)
        cells += [
            RegionCell(
                segment.ref,
                segment.name,
                region,
                names.get(region, region_label(region)),
                tuple(one.company_name for one in suppliers),
                tuple(one.placement.company_id for one in suppliers),
            )
            for region, suppliers in found.items()
        ]
    having = {cell.ref for cell in cells}
    segments = tuple((one.ref, one.name) for one in state.chain.segments if one.ref in having)
    if any(cell.region == home for cell in cells):
        districts = (*districts, (home, "区市不详"))
    return Districts(tuple(cells), districts, segments)


def _district(supplier: Supplier, home: str, names: dict[str, str]) -> str:
    """The district that the supplier counts in: "" for outside, the home region when no district is known."""
    if supplier.local is not True:
        return "outside"
    if supplier.region in names:
        return supplier.region
    return home if not is_within(supplier.region, home) or not supplier.region else supplier.region
