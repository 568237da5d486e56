"""The companies of a filter into a file: window and command line call this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.company_list import write_company_list
from app.exchange.sheet_out import ListHead
from app.services.workspace import today
from chains.regions import region_name
from chains.registry import BEST_FIRST
from chains.registry_words import filter_text, sort_text
from chains.steps import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from app.services.workspace import Workspace
    from chains.registry import CompanyFilter, CompanySort
    from chains.rows import CompanyRow

AT_ONCE = 2_000
"""Companies read in one look: a colleague's commit waits no longer than that takes."""


def export_companies(
    workspace: Workspace,
    path: Path,
    wanted: CompanyFilter,
    sort: CompanySort = BEST_FIRST,
    step: Callable[[int, int, str], None] = tell_nobody,
) -> int:
    """Write all companies of the filter, contacts left out; returns how many. Raises ExportRefused.

    `step` is told how far it is; when it raises Cancelled the old file stays as it was.
    """
    with workspace.read() as reader:
        ids = reader.company_ids(wanted, sort)
        names = {code: names[0] for code, names in reader.chain_names().items()}
        region = region_name(reader.home_region())
    demands = (
        f"筛选条件：{filter_text(wanted, names)}。",
        f"{sort_text(sort)}；注册资本为登记数额，单位万，币种见列；不含联系人和联系电话。",
    )
    head = ListHead(f"{region}企业名单", region, today(), demands, workspace.author)
    return write_company_list(path, _rows(workspace, ids, step), len(ids), head)


def _rows(
    workspace: Workspace, ids: Sequence[int], step: Callable[[int, int, str], None]
) -> Iterator[CompanyRow]:
    for start in range(0, len(ids), AT_ONCE):
        step(start, len(ids), "正在导出企业")
        with workspace.read() as reader:
            yield from reader.company_lines(ids[start : start + AT_ONCE])
    step(len(ids), len(ids), "正在导出企业")
