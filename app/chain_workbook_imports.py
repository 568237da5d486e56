"""An edited chain workbook back into the workspace: what it changes, each to be ticked, and the command."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from app.chain_change_words import Names, shown_change
from app.exchange.chain_workbook_in import LONGEST_CODE, read_workbook_cells, workbook_identity
from app.exchange.safe_write import as_written
from app.services.version_mark import is_version
from chains.chain import Chain, ChainNote, SegmentRef
from chains.chain_import import WorkbookPlan
from chains.commands import KEEP, AssessSegment, Composite
from chains.errors import FileRefused
from chains.forms import with_fitting_countries
from chains.names import normalised_name
from chains.state import ChainState
from chains.steps import tell_nobody
from chains.structure import SetStructure
from chains.structure_cells import ORDER, Cells, StructureItem, cells_of_chain, structure_items, with_items

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.exchange.chain_workbook_in import WorkbookIdentity
    from app.exchange.sheets_in import Sheets
    from app.services.workspace import Workspace
    from chains.commands import Command
    from chains.ports import Reader
    from chains.steps import Step


@dataclass(frozen=True, slots=True)
class WorkbookImport:
    """A plan with what is needed to carry it out."""

    plan: WorkbookPlan
    state: ChainState
    theirs: Cells
    items: tuple[StructureItem, ...]

    def command(self, ticked: Collection[int] | None = None) -> Composite | None:
        """One command, one step to undo, with the ticked changes (None: the usual ones); None for none."""
        wanted = self.plan.usual if ticked is None else ticked
        items = [item for at, item in enumerate(self.items) if at in set(wanted)]
        if not items and not self.plan.is_new:
            return None
        chain = with_items(self.state, self.theirs, items)
        parts: list[Command] = []
        structural = [item for item in items if item.kind != "assessment"]
        if structural or self.plan.is_new:
            parts.append(self._setting(chain, structural))
        parts += self._assessing(chain, [item for item in items if item.kind == "assessment"])
        return Composite("import_chains", self.plan.file_name, tuple(parts))

    def _setting(self, chain: Chain, items: list[StructureItem]) -> SetStructure:
        marks = any(one.marks for at, one in enumerate(self.plan.changes) if self.items[at] in items)
        notes = next((item.changes[0].theirs for item in items if item.kind == "notes"), None)
        kept = (
            KEEP if notes is None else tuple(ChainNote(k, t or "", p or "") for k, t, p in cast("Any", notes))
        )
        seen = None if self.plan.is_new else self.state.chain.version
        return SetStructure(chain.code, chain, notes=kept, with_marks=marks, expected_version=seen)

    def _assessing(self, chain: Chain, items: list[StructureItem]) -> list[AssessSegment]:
        there = {one.code for one in chain.segments}
        versions = {one.code: one.version for one in self.state.chain.segments}
        said: dict[str, dict[str, Any]] = defaultdict(dict)
        for item in items:
            if item.key[1] in there:
                said[item.key[1]].update({one.field: one.theirs for one in item.changes})
        commands = []
        for code, values in said.items():
            # The evidence goes along: it stood in the file beside the mark.
            facts = {"evidence": self.state.assessment(code).evidence, **values}
            facts["evidence"] = facts["evidence"] or ""
            facts = with_fitting_countries(facts, self.state.assessment(code).source)
            ref = SegmentRef(chain.code, code)
            commands.append(AssessSegment(ref, **facts, expected_version=versions.get(code)))
        return commands


def plan_workbook_import(
    workspace: Workspace, sheets: Sheets, file: str, step: Step = tell_nobody
) -> WorkbookImport | None:
    """Compare the workbook with the workspace; nothing is written. None when it is no workbook of ours.

    Raises FileRefused when parts of it are missing.
    """
    identity = workbook_identity(sheets, file)
    if identity is None:
        return None
    if not identity.name or not identity.code or len(identity.code) > LONGEST_CODE:
        raise FileRefused(file=file, reason="chain_sheet", sheet="说明")
    step(0, 1, "比对产业链")
    with workspace.read() as reader:
        state, base, is_new, notes = _before(reader, identity)
        products = reader.products()
        targets = reader.targets(state.chain.code) if not is_new else ()
    base_cells, ours = _written(base), _written(state)
    read = read_workbook_cells(sheets, identity, base_cells, ours, products, file)
    items = structure_items(base_cells, read.cells, ours)
    marks = {code: len(some) for code, some in state.suppliers.items()}
    for row in targets:
        marks[row.ref.segment] = marks.get(row.ref.segment, 0) + 1
    names = Names.of((base_cells, ours, read.cells), products)
    plan = WorkbookPlan(
        file,
        state.chain.code,
        identity.name,
        is_new,
        identity.number,
        tuple(shown_change(item, names, marks) for item in items),
        tuple((one.sheet, one.row, one.cause) for one in read.problems),
        notes,
    )
    return WorkbookImport(plan, state, read.cells, items)


def _written(state: ChainState) -> Cells:
    """The cells as they come back out of a workbook."""
    cells = cells_of_chain(state)
    notes = cells[("notes",)]["notes"]
    written = {
        key: {field: value if field == ORDER else as_written(value) for field, value in row.items()}
        for key, row in cells.items()
    }
    written[("notes",)] = {"notes": tuple(tuple(map(as_written, note)) for note in notes)}
    return written


def _before(
    reader: Reader, identity: WorkbookIdentity
) -> tuple[ChainState, ChainState, bool, tuple[str, ...]]:
    """The chain now and as it was when the file was made, whether it is new, and what to tell of it."""
    names = reader.chain_names()
    code = identity.code if identity.code in names else _named(names, identity.name)
    if code is None:
        blank = ChainState(Chain(identity.code, ""))
        return blank, blank, True, ()
    state = reader.chain_state(code)
    if is_version(reader, identity.mark, identity.number, identity.at):
        then = reader.chain_state_at(code, identity.number)
        if then is not None:
            return state, then, False, ()
    note = "不能确定该文件由哪一版导出，直接与现在的内容比较：导出之后别人的改动会显示为被改回，请逐项核对。"
    return state, state, False, (note,)


def _named(names: Any, wanted: str) -> str | None:  # noqa: ANN401 - names by code
    key = normalised_name(wanted)
    return next((code for code, own in names.items() if normalised_name(own[0]) == key), None)
