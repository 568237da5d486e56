"""What other weights and another 口径 would change, shown before they are saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.workspace import measure_settings
from chains.gaps import gap_rows
from chains.measures import local_supply_rate

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.chain import SegmentRef
    from chains.measure_settings import MeasureSettings
    from chains.rows import GapRow
    from chains.state import ChainState

TOP_GAPS = 20


@dataclass(frozen=True, slots=True)
class RateBeforeAfter:
    """本地配套率 of one chain by the settings of now and by those supposed; None for no figure."""

    chain_name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class GapBeforeAfter:
    """One of the top gaps by either settings: its 缺口指数 and its place in the list, from 1."""

    chain_name: str
    name: str
    before: float
    place_before: int
    after: float
    place_after: int


@dataclass(frozen=True, slots=True)
class SettingsPreview:
    """Every chain's rate, and the top gaps, before and after."""

    settings: MeasureSettings
    rates: tuple[RateBeforeAfter, ...]
    gaps: tuple[GapBeforeAfter, ...]

    @property
    def rates_changed(self) -> int:
        """Chains whose rate becomes another."""
        return sum(one.before != one.after for one in self.rates)


def preview_settings(workspace: Workspace, settings: MeasureSettings) -> SettingsPreview:
    """Count everything twice; nothing is saved."""
    with workspace.read() as reader:
        held, states = measure_settings(reader), reader.chain_states()
    rates = tuple(
        RateBeforeAfter(state.chain.name, _rate(state, held), _rate(state, settings)) for state in states
    )
    before, after = (gap_rows(states, workspace.impact_cache, settings=one) for one in (held, settings))
    return SettingsPreview(settings, rates, _top_gaps(before, after))


def _rate(state: ChainState, settings: MeasureSettings) -> float | None:
    figure = local_supply_rate(state, settings)
    return None if figure is None else figure.value


def _top_gaps(before: tuple[GapRow, ...], after: tuple[GapRow, ...]) -> tuple[GapBeforeAfter, ...]:
    """The gaps that are among the first in either list, in the order of the new one."""
    then: dict[SegmentRef, tuple[int, GapRow]] = {row.ref: (at, row) for at, row in enumerate(before, 1)}
    found = []
    for at, row in enumerate(after, 1):
        place, old = then[row.ref]
        if min(at, place) <= TOP_GAPS:
            found.append(GapBeforeAfter(row.chain_name, row.name, old.gap_index, place, row.gap_index, at))
    return tuple(found)
