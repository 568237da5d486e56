"""Chains from a table into the workspace: the plan to show, and the commands that carry it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.chain_workbook_imports import WorkbookImport, plan_workbook_import
from app.exchange.chain_table import read_chain_table
from app.exchange.sheets_in import read_sheets
from app.exchange.unplaced_list import write_unplaced
from app.services.workspace import today
from chains.chain import Chain, SegmentRef
from chains.chain_import import ChainLine, ChainTablePlan, NameIndex, UnplacedCompany
from chains.commands import Composite, PlaceCompany
from chains.kinds import Decision
from chains.names import normalised_name
from chains.outline import Grown, grown
from chains.state import ChainState
from chains.steps import tell_nobody
from chains.structure import SetStructure, fresh_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from app.exchange.sheets_in import Sheets
    from app.services.workspace import Workspace
    from chains.commands import Command
    from chains.company import CompanyName
    from chains.outline import OutlineRow
    from chains.ports import Reader
    from chains.steps import Step

NAMES_A_LOOK = 20_000


@dataclass(frozen=True, slots=True)
class ChainImport:
    """A plan with the commands of each of its chains, by code."""

    plan: ChainTablePlan
    commands: Mapping[str, tuple[Command, ...]]

    def command(self, chosen: Collection[str] | None = None) -> Composite:
        """One command, one step to undo, for the chosen chains or for all."""
        parts = [
            part for code, some in self.commands.items() if chosen is None or code in chosen for part in some
        ]
        return Composite("import_chains", self.plan.file_name, tuple(parts))


def plan_of_chains(
    workspace: Workspace, path: Path, step: Step = tell_nobody
) -> ChainImport | WorkbookImport:
    """What importing the file would do, whether it is a table of chains or the program's own chain workbook.

    Nothing is written. Raises FileRefused when it is neither; Cancelled when `step` says so.
    """
    sheets = read_sheets(path, step)
    found = plan_workbook_import(workspace, sheets, path.name, step)
    return _plan_table(workspace, sheets, path.name, step) if found is None else found


def plan_chain_import(workspace: Workspace, path: Path, step: Step = tell_nobody) -> ChainImport:
    """Read the table and say what importing it will do; nothing is written.

    Raises FileRefused when the file is no such table; Cancelled when `step` says so.
    """
    return _plan_table(workspace, read_sheets(path, step), path.name, step)


def _plan_table(workspace: Workspace, sheets: Sheets, file: str, step: Step) -> ChainImport:
    table = read_chain_table(sheets, file)
    index = NameIndex({name for row in table.rows for name in row.companies})
    total = len(table.rows)
    for seen, batch in _names(workspace):
        step(seen, 0, "比对企业库")
        index.take(batch)
    planning = _Planning(file, index)
    with workspace.read() as reader:
        known = _known_chains(reader)
        done = 0
        for name, rows in _by_chain(table.rows).items():
            step(done, total, f"比对 {name}")
            code = known.get(_chain_key(name))
            planning.add(_state(reader, code, name), rows, is_new=code is None)
            done += len(rows)
    step(total, total, "比对完成")
    return planning.result(table.rejected, table.columns, (*table.notes, *planning.notes()))


def export_unplaced(plan: ChainTablePlan, path: Path) -> int:
    """Write the companies that were not placed, to be completed and imported; returns how many."""
    write_unplaced(path, plan.file_name, plan.unplaced, today())
    return len(plan.unplaced)


def _names(workspace: Workspace) -> Iterator[tuple[int, tuple[CompanyName, ...]]]:
    """Names of all companies in batches, each with how many came so far."""
    last, seen = 0, 0
    while True:
        with workspace.read() as reader:
            batch = reader.company_names(last, NAMES_A_LOOK)
        if not batch:
            return
        seen += len(batch)
        yield seen, batch
        last = batch[-1].id


def _known_chains(reader: Reader) -> dict[str, str]:
    """Code by every name that a chain goes by."""
    known: dict[str, str] = {}
    for code, names in reader.chain_names().items():
        for name in names:
            known.setdefault(_chain_key(name), code)
    return known


def _chain_key(name: str) -> str:
    key = normalised_name(name)
    return key.removesuffix("产业链") or key


def _by_chain(rows: Sequence[OutlineRow]) -> dict[str, list[OutlineRow]]:
    """The rows of each chain; spellings of one name are one chain, called as it is first."""
    found: dict[str, list[OutlineRow]] = {}
    first: dict[str, str] = {}
    for row in rows:
        name = first.setdefault(_chain_key(row.chain), row.chain)
        found.setdefault(name, []).append(row)
    return found


def _state(reader: Reader, code: str | None, name: str) -> ChainState:
    return ChainState(Chain(fresh_code("chain"), name)) if code is None else reader.chain_state(code)


class _Planning:
    """The chains planned so far."""

    def __init__(self, file_name: str, index: NameIndex) -> None:
        self._file_name, self._index = file_name, index
        self._lines: list[ChainLine] = []
        self._commands: dict[str, tuple[Command, ...]] = {}
        self._unplaced: list[UnplacedCompany] = []
        self._untiered: list[str] = []
        self._circular: list[str] = []
        self._read = 0

    def add(self, state: ChainState, rows: Sequence[OutlineRow], *, is_new: bool) -> None:
        """Plan one chain."""
        old = state.chain
        whole = grown(old, rows)
        placing, unplaced, already = self._companies(state, whole, rows)
        had = {one.code for one in old.segments}
        added = tuple(one.name for one in whole.chain.segments if one.code not in had)
        self._untiered += [f"{old.name} · {name}" for name in whole.untiered]
        self._circular += whole.circular
        self._unplaced += unplaced
        self._read += len(rows)
        stages_added = len(whole.chain.stages) - len(old.stages)
        kept = len(set(whole.codes.values()) & had)
        line = ChainLine(
            old.code, old.name, is_new, stages_added, added, kept, len(placing), already, len(unplaced)
        )
        self._lines.append(line)
        if line.changes:
            seen = None if is_new else old.version
            keeping: tuple[Command, ...] = ()
            if is_new or stages_added or added:
                keeping = (SetStructure(old.code, whole.chain, whole.folded, expected_version=seen),)
            self._commands[old.code] = (*keeping, *placing)

    def _companies(
        self, state: ChainState, whole: Grown, rows: Sequence[OutlineRow]
    ) -> tuple[list[PlaceCompany], list[UnplacedCompany], int]:
        placed = {(code, one.placement.company_id) for code, some in state.suppliers.items() for one in some}
        names = {one.code: one.name for one in whole.chain.segments}
        here: set[tuple[str, int]] = set()
        placing: list[PlaceCompany] = []
        unplaced: list[UnplacedCompany] = []
        already = 0
        for row in rows:
            segment = whole.codes[row.number]
            for name in row.companies:
                company, why = self._index.find(name)
                if company is None:
                    unplaced.append(_unplaced(row, state, names[segment], name, why))
                elif (segment, company) in placed or (segment, company) in here:
                    already += 1
                else:
                    here.add((segment, company))
                    placing.append(self._placing(SegmentRef(state.chain.code, segment), company, row))
        return placing, unplaced, already

    def _placing(self, ref: SegmentRef, company: int, row: OutlineRow) -> PlaceCompany:
        evidence = f"{self._file_name} {row.where}"
        return PlaceCompany(ref, company, decision=Decision.TO_REVIEW, evidence=evidence)

    def notes(self) -> tuple[str, ...]:
        """What the user should know of the chains."""
        said = []
        if self._untiered:
            said.append(f"{len(self._untiered)} 个阶段没有写明上中下游，暂列中游：{_some(self._untiered)}。")
        if self._circular:
            said.append(f"上级环节绕成了圈，未采用：{_some(self._circular)}。")
        reasons = Counter(one.reason for one in self._unplaced)
        said += [f"{count:,} 处企业未标注：{reason}。" for reason, count in reasons.items()]
        return tuple(said)

    def result(
        self, rejected: tuple[tuple[int, str], ...], columns: Mapping[str, str], notes: tuple[str, ...]
    ) -> ChainImport:
        """The plan whole."""
        plan = ChainTablePlan(
            self._file_name,
            self._read + len(rejected),
            tuple(self._lines),
            tuple(self._unplaced),
            rejected,
            columns,
            notes,
        )
        return ChainImport(plan, self._commands)


def _unplaced(row: OutlineRow, state: ChainState, segment: str, name: str, why: str) -> UnplacedCompany:
    return UnplacedCompany(row.row, state.chain.name, segment, name, why, row.sheet)


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:5]) + (f" 等 {len(names)} 个" if len(names) > 5 else "")
