"""快照比较 into a file: window and command line call this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.comparison_words import comparison_basis, comparison_line
from app.exchange.comparison_list import write_comparison
from app.exchange.sheet_out import ListHead
from chains.regions import region_name

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.comparing import Compared
    from app.services.workspace import Workspace


def export_comparison(workspace: Workspace, path: Path, compared: Compared) -> str:
    """Write what changed between the two; returns it in one line. Raises ExportRefused."""
    with workspace.read() as reader:
        region = region_name(reader.home_region())
    title = f"{region}产业链变化：{compared.before.name} 至 {compared.after.name}"
    head = ListHead(title, region, compared.after.day, comparison_basis(compared))
    write_comparison(path, compared.found, head)
    return comparison_line(compared.found)
