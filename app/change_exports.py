"""The entries of a filter into a file: window and command line call this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.change_list import write_change_list
from app.exchange.sheet_out import ListHead
from app.services.change_log import filter_text
from app.services.workspace import today
from chains.change_facts import MOST_FACTS
from chains.regions import region_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from app.services.workspace import Workspace
    from chains.change_facts import ChangeFact
    from chains.change_filter import ChangeFilter
    from chains.rows import ChangeRow

AT_ONCE = 1_000
"""Entries read in one look: a colleague's commit waits no longer than that takes."""


def export_changes(
    workspace: Workspace,
    path: Path,
    wanted: ChangeFilter,
    step: Callable[[int, int, str], None] = lambda _done, _total, _text: None,
) -> int:
    """Write what the filter lets through, newest first; returns how many entries. Raises ExportRefused.

    Personal data stays masked. `step` is told how far it is; when it raises Cancelled the old file stays.
    """
    with workspace.read() as reader:
        numbers, with_logins = reader.changes.numbers(wanted), reader.changes.tells_logins()
        asked, region = filter_text(reader, wanted), region_name(reader.home_region())
    told = f"新的在前；每行是一处改动，一条最多列 {MOST_FACTS} 处；联系人、电话和邮箱以 * 遮盖。"
    basis = (f"范围：{asked}。", told)
    head = ListHead(f"{region}产业链变更记录", region, today(), basis, workspace.author)
    write_change_list(path, _entries(workspace, numbers, step), len(numbers), head, with_logins=with_logins)
    return len(numbers)


def _entries(
    workspace: Workspace, numbers: Sequence[int], step: Callable[[int, int, str], None]
) -> Iterator[tuple[ChangeRow, Sequence[ChangeFact]]]:
    for start in range(0, len(numbers), AT_ONCE):
        step(start, len(numbers), "正在导出变更记录")
        with workspace.read() as reader:
            log = reader.changes
            for entry in log.entries(numbers[start : start + AT_ONCE]):
                yield entry, log.facts(entry.number) if entry.items and not entry.fields else ()
    step(len(numbers), len(numbers), "正在导出变更记录")
