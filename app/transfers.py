"""Files into a workspace and out of it: window and command line call these and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.chain_document import ChainDocument, box_sizes
from app.exchange.chain_files import writable_kind, write_chain_file
from app.exchange.gap_list import write_gap_list
from app.exchange.sheet_out import ListHead
from app.exchange.target_list import write_target_list
from app.services.version_mark import newest_entry, workspace_mark
from app.services.workspace import measure_settings, today
from app.wording import completeness_basis, figures_of, gap_basis, match_basis, rate_basis
from chains.commands import NoteContactExport
from chains.contacts import people_of
from chains.gaps import overview_of
from chains.layout import Effort, Wishes, lay_out
from chains.regions import region_name
from chains.steps import tell_nobody
from chains.target_lists import TargetList, arranged
from chains.target_words import list_text

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.workspace import Workspace
    from chains.ports import Reader
    from chains.steps import Step


WHOLE_LIST = TargetList()
"""All targets with the columns of domain.md, the gravest gap first."""


def export_targets(
    workspace: Workspace,
    path: Path,
    chain: str | None = None,
    purpose: str = "",
    how: TargetList = WHOLE_LIST,
) -> int:
    """Write the 招商目标企业清单 as `how` wants it, of one chain or of all; returns its number of rows.

    With a `purpose` contacts go along (personal data), and the change log says so. Raises ExportRefused.
    """
    gap_index = {row.ref: row.gap_index for row in workspace.gaps()}
    with workspace.read() as reader:
        rows = arranged(reader.targets(chain), how, today(), gap_index)
        names = {code: known[0] for code, known in reader.chain_names().items()}
        basis = _match_and_gap_basis(reader)
        if how != WHOLE_LIST:
            basis = (*basis, f"范围与次序：{list_text(how, names)}。")
        head = _head(reader, "招商目标企业清单", chain, basis)
        contacts = _contacts(reader, {row.company_id for row in rows}) if purpose else None
    if contacts is not None:
        # Written down first: personal data must not leave without a trace when the machine stops here.
        told = tuple(company for company, text in contacts.items() if text)
        workspace.execute(NoteContactExport(path.name, len(contacts), purpose, told))
    write_target_list(path, rows, head, contacts, how.columns)
    return len(rows)


def export_gaps(workspace: Workspace, path: Path, chain: str | None = None, step: Step = tell_nobody) -> int:
    """Write the 缺口清单; returns its number of rows. Raises ExportRefused."""
    rows = workspace.gaps(chain, with_candidates=True, step=step)
    with workspace.read() as reader:
        settings = measure_settings(reader)
        head = _head(reader, "缺口清单", chain, (gap_basis(settings), rate_basis(settings)))
    write_gap_list(path, rows, head)
    return len(rows)


def export_chain_file(workspace: Workspace, chain: str, path: Path, step: Step = tell_nobody) -> None:
    """Write a chain whole for other programs: .xlsx, .graphml or .drawio. Raises ExportRefused."""
    writable_kind(path)
    with workspace.read() as reader:
        state = reader.chain_state(chain)
        region, settings = region_name(reader.home_region()), measure_settings(reader)
        pins = reader.drawing(chain).pins
        version = (workspace_mark(reader), *newest_entry(reader))

    def tell(done: int, total: int) -> None:
        step(done, total + 1, "正在布局")

    layout = lay_out(
        state.chain, box_sizes(state.chain), step=tell, wishes=Wishes(pins, effort=Effort.BETTER)
    )
    document = ChainDocument(
        state=state,
        layout=layout,
        title=f"{region}{state.chain.name}产业链",
        region=region,
        as_of=today(),
        figures=figures_of(overview_of(state, settings)),
        basis=(rate_basis(settings), completeness_basis()),
        version=version,
    )
    write_chain_file(path, document)


def _match_and_gap_basis(reader: Reader) -> tuple[str, ...]:
    settings = measure_settings(reader)
    return match_basis(settings), gap_basis(settings)


def _head(reader: Reader, title: str, chain: str | None, basis: tuple[str, ...]) -> ListHead:
    region = region_name(reader.home_region())
    whole = f"{reader.chain_names()[chain][0]}产业链{title}" if chain is not None else title
    return ListHead(title=f"{region}{whole}", region=region, as_of=today(), basis=basis)


def _contacts(reader: Reader, companies: set[int]) -> dict[int, str]:
    return {
        company: "；".join(person.text for person in people_of(reader.contacts(company)))
        for company in sorted(companies)
    }
