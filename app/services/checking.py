"""待核对 over one chain or all, with the persons by whom companies may belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.workspace import today
from chains.checks import check_rows
from chains.errors import NotFound

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from chains.checks import CheckRow
    from chains.ports import Reader
    from chains.state import ChainState

_MOST_OF_ONE_GROUP = 6
"""More suppliers than these of one segment are no single point of failure, one group or not."""


def find_checks(workspace: Workspace, chain: str | None = None) -> tuple[CheckRow, ...]:
    """What is to be looked at again, of one chain or of all. Raises NotFound."""
    with workspace.read() as reader:
        states = reader.chain_states() if chain is None else (reader.chain_state(chain),)
        persons = _persons(reader, states)
    return check_rows(states, workspace.impact_cache, today(), persons)


def _persons(reader: Reader, states: tuple[ChainState, ...]) -> dict[int, str]:
    """法定代表人 of those who supply a segment together with few others."""
    wanted = set()
    for state in states:
        for placed in state.suppliers.values():
            counted = [one.placement.company_id for one in placed if one.counts]
            if 2 <= len(counted) <= _MOST_OF_ONE_GROUP:
                wanted.update(counted)
    found = {}
    for company_id in wanted:
        try:
            found[company_id] = reader.company(company_id).legal_person
        except NotFound:
            found[company_id] = ""
    return found
