"""The lists of a preset (清单方案) into workbooks: window and command line call these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.preset_book import FilledList, write_preset_book
from app.exchange.sheet_out import ListHead
from app.services.list_facts import ListFacts, read_list_facts
from app.services.list_rows import rows_of
from app.wording import completeness_basis, gap_basis, match_basis, rate_basis
from chains.errors import NotFound
from chains.list_presets import BUILT_IN
from chains.list_shapes import LIST_SHAPES, ListKind
from chains.regions import region_name

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.jobs import Ticket
    from app.services.workspace import Workspace
    from chains.list_presets import ListPreset, PresetList


def all_presets(workspace: Workspace) -> tuple[ListPreset, ...]:
    """Those of the program, then those of the workspace."""
    with workspace.read() as reader:
        return (*BUILT_IN, *reader.presets())


def preset_named(workspace: Workspace, name: str) -> ListPreset:
    """The preset of that name, spaces and + aside. Raises NotFound."""
    presets = all_presets(workspace)
    wanted = _plain(name)
    for one in presets:
        if _plain(one.name) == wanted:
            return one
    raise NotFound(kind="preset", name=name, near=tuple(one.name for one in presets))


def own_preset(workspace: Workspace, name: str) -> ListPreset:
    """The workspace's own preset of that name. Raises NotFound, also for those of the program."""
    with workspace.read() as reader:
        presets = reader.presets()
    for one in presets:
        if _plain(one.name) == _plain(name):
            return one
    raise NotFound(kind="preset", name=name, near=tuple(one.name for one in presets))


def export_lists(
    workspace: Workspace,
    preset: ListPreset,
    path: Path,
    chain: str | None = None,
    made_by: str = "",
) -> int:
    """Write the lists of one chain, or of all chains together; returns the number of rows.

    Raises ExportRefused, NotFound.
    """
    return write_lists_of(read_list_facts(workspace, chain), preset, path, made_by)


def write_lists_of(
    facts: ListFacts, preset: ListPreset, path: Path, made_by: str = "", ticket: Ticket | None = None
) -> int:
    """Write the lists made from facts that were read; returns the number of rows.

    Raises ExportRefused; Cancelled when the ticket says so.
    """
    lists = [filled(one, facts) for one in preset.lists]
    region = region_name(facts.region)
    whose = f"{region}{facts.chain_names[facts.chain]}产业链" if facts.chain else f"{region}产业链"
    head = ListHead(f"{whose}清单（{preset.name}）", region, facts.as_of, _cover_basis(preset), made_by)
    write_preset_book(path, head, whose, lists, None if ticket is None else ticket.step)
    return sum(len(one.rows) for one in lists)


def filled(one: PresetList, facts: ListFacts) -> FilledList:
    """A list with its rows and the 口径 of its figures."""
    shape = LIST_SHAPES[one.kind]
    basis = (shape.basis, *_figures_basis(one.kind, facts))
    return FilledList(one.title, basis, one.shown, rows_of(one.kind, facts), shape.when_empty)


def _figures_basis(kind: ListKind, facts: ListFacts) -> tuple[str, ...]:
    if kind is ListKind.GAPS:
        return (gap_basis(facts.settings),)
    if kind is ListKind.CLUSTERS:
        return (rate_basis(facts.settings), completeness_basis())
    if kind is ListKind.TARGETS:
        return (match_basis(facts.settings),)
    return ()


def _cover_basis(preset: ListPreset) -> tuple[str, ...]:
    return (f"清单方案“{preset.name}”，共 {len(preset.lists)} 张清单；没有内容的清单照列。",)


def _plain(name: str) -> str:
    return "".join(name.split()).replace("＋", "+").casefold()
