"""补链优先级 and 链间配套 into files: window and command line call these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.deciding_words import best_text, match_basis, priority_basis
from app.exchange.priority_list import write_match_list, write_priority_list
from app.exchange.sheet_out import ListHead
from app.services.deciding import find_cross_matches, find_priorities
from app.services.workspace import today
from chains.regions import region_name

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.workspace import Workspace


def export_priorities(workspace: Workspace, path: Path, most: int) -> int:
    """Write 补链优先级 with the best set of `most`; returns its number of rows. Raises ExportRefused."""
    found = find_priorities(workspace, most)
    basis = (priority_basis(found.settings), f"{best_text(found.best)}。")
    write_priority_list(path, found.found, found.best, _head(workspace, "补链优先级", basis))
    return len(found.found)


def export_matches(workspace: Workspace, path: Path) -> int:
    """Write 链间配套; returns its number of rows. Raises ExportRefused."""
    found = find_cross_matches(workspace)
    write_match_list(path, found, _head(workspace, "链间配套清单", (match_basis(),)))
    return len(found)


def _head(workspace: Workspace, title: str, basis: tuple[str, ...]) -> ListHead:
    with workspace.read() as reader:
        region = region_name(reader.home_region())
    return ListHead(title=f"{region}{title}", region=region, as_of=today(), basis=basis)
