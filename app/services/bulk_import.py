"""Brings in companies by the million: colleagues keep working, cancelled or killed it leaves no trace."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from chains.commands import ImportCompanies
from chains.errors import CUT_OFF, WorkspaceRefused
from chains.registry import BulkOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from app.services.workspace import Workspace
    from chains.commands import CompanyArrival

CHUNK = 2_000
"""Companies in one transaction: a colleague's change waits for it, some 60 ms."""

TRIES = 3
"""So often an import is begun that lost connections cut off."""

FEW = 2_000
"""Up to so many go in at once, each with its own line in the change log."""


def import_in_bulk(
    workspace: Workspace,
    file_name: str,
    arrivals: Iterable[CompanyArrival],
    step: Callable[[int, int, str], None],
    total: int = 0,
) -> BulkOutcome:
    """Bring in companies as they come; `company.id` 0 adds one, else it changes that one, as it was seen.

    `arrivals` may be a generator that reads the file: only some thousand companies are in memory at a time.
    `step` is told how many were taken of `total` (0: not known); Cancelled from it, or from `arrivals`,
    leaves the workspace as it was. Once the import is in force, Cancelled only leaves the rest of its updates
    to `clean_up`. Taking back the import is one change (RevertChange of `number`).

    Companies that somebody changed while the file was read stay as they are: `kept_back`. Raises Conflict
    instead when there are only a few (see FEW).
    """
    coming = iter(arrivals)
    first = list(islice(coming, FEW + 1))
    if len(first) <= FEW:
        step(len(first), len(first), "正在写入")
        return _at_once(workspace, file_name, tuple(first))
    with workspace.database.bulk(workspace.author, file_name) as writer:
        done = 0
        for chunk in _chunks(first, coming):
            writer.write(chunk)
            done += len(chunk)
            step(done, max(total, done), "正在写入")
        return writer.publish(_telling_of_updates(step))


def import_surely(
    workspace: Workspace,
    file_name: str,
    arrivals: Callable[[], Iterable[CompanyArrival]],
    step: Callable[[int, int, str], None],
    total: int,
    cut_off: WorkspaceRefused | None = None,
) -> BulkOutcome:
    """`import_in_bulk`, begun anew by itself up to TRIES times where a lost connection cut it off.

    Never twice: before each new beginning the server is asked whether the one before is in force after all.
    `cut_off` is what an earlier call raised in the end, when it is called again. `arrivals` gives everything
    from the start each time.
    """
    for left in reversed(range(TRIES)):
        try:
            number = None if cut_off is None else workspace.database.landed(cut_off)
        except WorkspaceRefused as error:
            if error.facts["reason"] not in CUT_OFF or not left:
                raise cut_off or error from error
            continue
        if number is not None:
            return BulkOutcome(int(cut_off.facts.get("batch", 0)) if cut_off else 0, number, total, 0)
        try:
            return import_in_bulk(workspace, file_name, arrivals(), step, total)
        except WorkspaceRefused as error:
            if error.facts["reason"] not in CUT_OFF or not left:
                raise
            cut_off = error
        step(0, 0, "与服务器的连接中断，正在等待恢复")
    raise AssertionError("the last try returns or raises")


def _telling_of_updates(step: Callable[[int, int, str], None]) -> Callable[[int, int], None]:
    """The import is in force already: who stops now leaves the rest to be carried out behind the window."""

    def tell(done: int, total: int) -> None:
        step(done, total, "已生效，正在逐家更新")

    return tell


def _at_once(workspace: Workspace, file_name: str, arrivals: tuple[CompanyArrival, ...]) -> BulkOutcome:
    versions = {one.company.id: one.company.version for one in arrivals if one.company.id}
    added = sum(not one.company.id for one in arrivals)
    outcome = workspace.execute(ImportCompanies(file_name, arrivals, versions))
    return BulkOutcome(0, outcome.number, added, len(arrivals) - added)


def _chunks(first: list[CompanyArrival], coming: Iterator[CompanyArrival]) -> Iterator[list[CompanyArrival]]:
    coming = chain(first, coming)
    while chunk := list(islice(coming, CHUNK)):
        yield chunk
