"""What all lists of a map are made from: read once, for one chain or for all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.districts import Districts, chain_districts
from app.services.workspace import measure_settings, today
from chains.gaps import gap_rows, overview_of
from chains.record_shapes import RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.services.jobs import Ticket
    from app.services.workspace import Workspace
    from chains.company import Company
    from chains.list_records import ListRecord
    from chains.measure_settings import MeasureSettings
    from chains.rows import ChainOverview, GapRow, TargetRow
    from chains.state import ChainState


@dataclass(frozen=True, slots=True)
class ListFacts:
    """The chains that the lists are of, in order, and what is known of them.

    `chain` is the code of the one chain, "" for all; `chain_names` are those of every chain by code.
    """

    chain: str
    region: str
    as_of: date
    settings: MeasureSettings
    chain_names: Mapping[str, str]
    states: tuple[ChainState, ...]
    overviews: tuple[ChainOverview, ...]
    gaps: tuple[GapRow, ...]
    targets: tuple[TargetRow, ...]
    districts: tuple[tuple[str, Districts], ...]
    companies: Mapping[int, Company]
    records: Mapping[RecordKind, tuple[ListRecord, ...]]


def read_list_facts(
    workspace: Workspace, chain: str | None = None, ticket: Ticket | None = None
) -> ListFacts:
    """Read everything that lists and report of the chain, or of all, are made from. Raises NotFound."""
    with workspace.read() as reader:
        everything, settings, home = reader.chain_states(), measure_settings(reader), reader.home_region()
        states = everything if chain is None else (reader.chain_state(chain),)
        targets = reader.targets(chain)
        companies = reader.companies_by_id(_placed(states))
        records = {kind: _of(reader.records(kind), chain) for kind in RecordKind}
        names = {code: some[0] for code, some in reader.chain_names().items()}
    codes = [state.chain.code for state in states]
    counts = Counter(row.ref for row in targets)
    gaps = gap_rows(everything, workspace.impact_cache, counts, settings=settings)
    return ListFacts(
        chain=chain or "",
        region=home,
        as_of=today(),
        settings=settings,
        chain_names=names,
        states=states,
        overviews=tuple(overview_of(state, settings) for state in states),
        gaps=tuple(row for row in gaps if row.ref.chain in codes),
        targets=targets,
        districts=_districts(workspace, names, codes, ticket),
        companies=companies,
        records=records,
    )


def _placed(states: tuple[ChainState, ...]) -> list[int]:
    """Ids of the companies that are confirmed suppliers in the chains."""
    return sorted(
        {
            one.placement.company_id
            for state in states
            for some in state.suppliers.values()
            for one in some
            if one.counts
        }
    )


def _districts(
    workspace: Workspace, names: Mapping[str, str], codes: list[str], ticket: Ticket | None
) -> tuple[tuple[str, Districts], ...]:
    found = []
    for done, code in enumerate(codes):
        if ticket is not None:
            ticket.step(done, len(codes), f"正在统计 {names[code]}")
        found.append((code, chain_districts(workspace, code)))
    return tuple(found)


def _of(records: tuple[ListRecord, ...], chain: str | None) -> tuple[ListRecord, ...]:
    """Those of the chain and those for all chains."""
    return tuple(one for one in records if chain is None or one.chain in {chain, ""})
