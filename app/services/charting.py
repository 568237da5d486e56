"""What the charts over all chains show, with the snapshot that they compare with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.workspace import measure_settings
from chains.chart_figures import chain_charts

if TYPE_CHECKING:
    from app.services.jobs import Ticket
    from app.services.workspace import Workspace
    from chains.chart_figures import ChainChart
    from chains.measure_settings import MeasureSettings
    from chains.state import ChainState


@dataclass(frozen=True, slots=True)
class Charts:
    """Every chain's figures; `snapshot` names what they are compared with, "" for none."""

    chains: tuple[ChainChart, ...]
    settings: MeasureSettings
    snapshot: str = ""


def find_charts(workspace: Workspace, ticket: Ticket | None = None) -> Charts:
    """Count them; the chains of the newest snapshot are read one by one."""
    with workspace.read() as reader:
        states, settings, snapshots = reader.chain_states(), measure_settings(reader), reader.snapshots()
        before: dict[str, ChainState | None] | None = None
        if snapshots:
            before = {}
            for done, state in enumerate(states):
                if ticket is not None:
                    ticket.step(done, len(states), "正在读取快照")
                before[state.chain.code] = reader.chain_state_at(state.chain.code, snapshots[0].number)
    charts = chain_charts(states, workspace.impact_cache, before, settings)
    return Charts(charts, settings, snapshots[0].name if snapshots else "")
