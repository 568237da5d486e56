"""Comparing two states of a workspace: snapshots by name, or one with now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.workspace import measure_settings, today
from chains.comparison import Comparison, compare
from chains.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.services.jobs import Ticket
    from app.services.workspace import Workspace
    from chains.measure_settings import MeasureSettings
    from chains.ports import Reader
    from chains.snapshot import Snapshot
    from chains.state import ChainState

NOW = "现在"


@dataclass(frozen=True, slots=True)
class Moment:
    """A state by name and day; `number` is its entry of the change log, None for now."""

    name: str
    day: date
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states, the earlier one first, what is different, and the settings that both were measured by."""

    before: Moment
    after: Moment
    found: Comparison
    settings: MeasureSettings


def find_comparison(
    workspace: Workspace, one: str, other: str = NOW, ticket: Ticket | None = None
) -> Compared:
    """Compare two snapshots by name, or one with now; whichever is earlier is the before.

    Raises NotFound when there is no snapshot of such a name.
    """
    with workspace.read() as reader:
        snapshots = reader.snapshots()
        moments = sorted((moment_named(snapshots, one), moment_named(snapshots, other)), key=_when)
        states = []
        for done, moment in enumerate(moments):
            if ticket is not None:
                ticket.step(done, len(moments), f"正在读取“{moment.name}”")
            states.append(_states(reader, moment))
        settings = measure_settings(reader)
    return Compared(moments[0], moments[1], compare(states[0], states[1], settings), settings)


def suggested_name(day: date, taken: Sequence[str]) -> str:
    """What a snapshot of that day may be called: its quarter, or the day where the quarter has one."""
    quarter = f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度"
    return f"{day:%Y-%m-%d}" if quarter in taken else quarter


def moment_named(snapshots: Sequence[Snapshot], name: str) -> Moment:
    """The snapshot of that name, or now. Raises NotFound."""
    if name == NOW:
        return Moment(NOW, today())
    for snapshot in snapshots:
        if snapshot.name == name.strip():
            return Moment(snapshot.name, snapshot.at.astimezone().date(), snapshot.number)
    raise NotFound(kind="snapshot", name=name, near=tuple(one.name for one in snapshots)[:5])


def _when(moment: Moment) -> float:
    return float("inf") if moment.number is None else moment.number


def _states(reader: Reader, moment: Moment) -> Sequence[ChainState]:
    return reader.chain_states() if moment.number is None else reader.chain_states_at(moment.number)
