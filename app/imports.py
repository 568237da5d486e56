"""Company lists into a workspace, step by step: window and command line call these and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.company_import import PreparedImport, prepare_import
from app.exchange.company_source import (
    FileLook,
    SheetChoice,
    SheetLook,
    best_sheet,
    choice_of,
    look_into,
    with_header,
)
from app.exchange.registry_file import write_registry
from app.exchange.rejected_rows import write_rejected_rows
from app.exchange.sheet_out import ListHead
from app.services.bulk_import import import_surely
from app.services.keeping import back_up_before
from app.services.known_companies import WorkspaceKnown
from app.services.workspace import today
from chains.events import Outcome, Ref
from chains.kinds import EntityKind
from chains.regions import region_name
from chains.steps import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from app.services.workspace import Workspace
    from chains.company import Company
    from chains.errors import WorkspaceRefused
    from chains.steps import Step

__all__ = [
    "FileLook", "PreparedImport", "SheetChoice", "SheetLook", "best_sheet", "choice_of", "export_registry",
    "export_rejects", "look_into", "prepare", "with_header", "write",
]  # fmt: skip


_BATCH = 2_000


def prepare(
    workspace: Workspace, look: FileLook, choice: SheetChoice, step: Step = tell_nobody
) -> PreparedImport:
    """Read the file as chosen and compare it with the workspace; nothing is written.

    Raises FileRefused when the file cannot be taken; Cancelled when `step` says so.
    """
    return prepare_import(look, choice, WorkspaceKnown(workspace, step), step)


def write(
    workspace: Workspace,
    prepared: PreparedImport,
    step: Step = tell_nobody,
    cut_off: WorkspaceRefused | None = None,
    *,
    backs_up: bool = True,
) -> Outcome | None:
    """Carry the import out, whole or not at all; None when there is nothing to write. Raises Conflict.

    Colleagues go on working meanwhile. Companies that one of them changed since stay as they are. A lost
    connection is waited for; where it does not come back, what is raised then is given as `cut_off` the next
    time, and nothing is written twice.

    Many companies are brought in only after a backup, unless `backs_up` is off. Raises NotBackedUp.
    """
    if not prepared.writes:
        return None
    if backs_up and cut_off is None:
        back_up_before(workspace, prepared.writes, step)
    done = import_surely(workspace, prepared.file_name, prepared.arrivals, step, prepared.writes, cut_off)
    refs = frozenset({Ref(EntityKind.COMPANY, f"batch/{done.batch}")})
    return Outcome(done.number, "import_companies", prepared.file_name, refs)


def export_registry(workspace: Workspace, path: Path, step: Step = tell_nobody) -> int:
    """Write all companies with every fact but contacts: .xlsx or .csv. Raises ExportRefused."""
    with workspace.read() as reader:
        total, region = reader.company_count(""), region_name(reader.home_region())
    head = ListHead(f"{region}企业库", region, today(), ("全部企业，不含联系人和联系电话；可再导入。",))
    return write_registry(path, _told(workspace.companies(), total, step), total, head)


def _told(companies: Iterable[Company], total: int, step: Step) -> Iterator[Company]:
    for number, company in enumerate(companies):
        if number % _BATCH == 0:
            step(number, total, "写出企业")
        yield company


def export_rejects(prepared: PreparedImport, path: Path) -> int:
    """Write the rows that are not taken, ready to be corrected and imported; returns their number."""
    rejects = tuple(prepared.rejects())
    write_rejected_rows(path, prepared.file_name, prepared.header, rejects, today())
    return len(rejects)
