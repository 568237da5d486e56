"""List records (清单资料) into a workspace and out of it: window and command line call these."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.exchange.checked_rows import Reject
from app.exchange.record_in import ReadRecord, read_record_table
from app.exchange.record_list import write_record_list
from app.exchange.rejected_rows import write_rejected_rows
from app.exchange.sheet_out import ListHead
from app.exchange.sheets_in import read_sheets
from app.services.workspace import today
from chains.list_records import BringInRecords, ListRecord
from chains.names import normalised_name
from chains.record_shapes import ALL_CHAINS, RECORD_WORD
from chains.regions import region_name
from chains.steps import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.services.workspace import Workspace
    from chains.record_shapes import RecordKind
    from chains.steps import Step

_FOR_ALL = frozenset(
    {"", "全部", "所有", "通用", "各产业链", "全产业链", "不限", normalised_name(ALL_CHAINS)}
)


@dataclass(frozen=True, slots=True)
class RecordImport:
    """What importing a file will do, before anything is written."""

    kind: RecordKind
    file_name: str
    added: tuple[ListRecord, ...]
    updated: tuple[tuple[ListRecord, ListRecord], ...]
    unchanged: int
    rejected: tuple[Reject, ...]
    columns: Mapping[str, str]
    header: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def command(self) -> BringInRecords | None:
        """One change for all of it; None when there is nothing to write."""
        records = (*self.added, *(new for _, new in self.updated))
        return BringInRecords(self.kind, self.file_name, records) if records else None


def plan_record_import(
    workspace: Workspace, kind: RecordKind, path: Path, step: Step = tell_nobody
) -> RecordImport:
    """Read the file and say what importing it will do; nothing is written.

    A record of the same name for the same chain is updated: blank cells of the file change nothing.
    Raises FileRefused; Cancelled when `step` says so.
    """
    table = read_record_table(read_sheets(path, step), kind, path.name)
    with workspace.read() as reader:
        names = reader.chain_names()
        known = {(normalised_name(one.name), one.chain): one for one in reader.records(kind)}
    chains = {_chain_key(name): code for code, some in names.items() for name in some}
    planning = _Planning(known, chains)
    for row in table.rows:
        planning.add(row)
    rejected = sorted((*table.rejected, *planning.rejected), key=lambda one: one.number)
    return RecordImport(
        kind,
        path.name,
        tuple(planning.added.values()),
        tuple(planning.updated.values()),
        planning.unchanged,
        tuple(rejected),
        table.columns,
        table.header,
        table.notes,
    )


class _Planning:
    """What the rows so far come to. Of rows of one name and chain the first one counts."""

    def __init__(self, known: Mapping[tuple[str, str], ListRecord], chains: Mapping[str, str]) -> None:
        self._known, self._chains = known, chains
        self._seen: dict[tuple[str, str], int] = {}
        self.added: dict[tuple[str, str], ListRecord] = {}
        self.updated: dict[tuple[str, str], tuple[ListRecord, ListRecord]] = {}
        self.rejected: list[Reject] = []
        self.unchanged = 0

    def add(self, row: ReadRecord) -> None:
        """Take one row, or reject it."""
        key = _chain_key(row.chain)
        code = "" if key in _FOR_ALL else self._chains.get(key)
        if code is None:
            self._reject(row, f"工作区里没有产业链“{row.chain[:30]}”；适用全部产业链的请留空")
            return
        place = (normalised_name(row.record.name), code)
        if place in self._seen:
            self._reject(row, f"与第 {self._seen[place]} 行重复")
            return
        self._seen[place] = row.number
        old = self._known.get(place)
        if old is None:
            self.added[place] = replace(row.record, chain=code)
            return
        told = {name: value for name, value in row.record.values.items() if name in row.told}
        new = replace(old, values={**old.values, **told})
        if new == old:
            self.unchanged += 1
        else:
            self.updated[place] = (old, new)

    def _reject(self, row: ReadRecord, reason: str) -> None:
        self.rejected.append(Reject(row.number, reason, row.cells))


def export_rejected_records(plan: RecordImport, path: Path) -> int:
    """Write the rows that were not taken, to be corrected and imported; returns how many."""
    write_rejected_rows(path, plan.file_name, plan.header, plan.rejected, today())
    return len(plan.rejected)


def export_records(workspace: Workspace, kind: RecordKind, path: Path, chain: str | None = None) -> int:
    """Write the records of a kind, of one chain (with those for all chains) or of all; returns how many.

    Raises ExportRefused.
    """
    with workspace.read() as reader:
        records = [one for one in reader.records(kind) if chain in {None, one.chain} or not one.chain]
        chains = {code: names[0] for code, names in reader.chain_names().items()}
        region = region_name(reader.home_region())
    whose = f"{chains[chain]}产业链" if chain is not None else ""
    head = ListHead(f"{region}{whose}{RECORD_WORD[kind]}清单", region, today())
    write_record_list(path, kind, records, chains, head)
    return len(records)


def _chain_key(name: str) -> str:
    key = normalised_name(name)
    return key.removesuffix("产业链") or key
