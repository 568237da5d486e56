"""Returned forms into the workspace: a three-way comparison with the version each was made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from app import messages
from app.exchange.form_in import ReturnedForm, newcomer_key, read_form
from app.exchange.form_layout import COMPANIES, SEGMENTS, place_names
from app.exchange.safe_write import as_written
from app.exchange.sheets_in import read_sheets
from app.form_words import field_word, value_word, who_set
from app.services.keeping import back_up_before, things_in
from app.services.version_mark import is_version
from chains.commands import Composite
from chains.company import Company
from chains.errors import FileRefused
from chains.form_plan import FormChange, FormLine, FormsPlan
from chains.forms import IS_PLACED, RowKey, cells_of, commands_of
from chains.kinds import Decision
from chains.merging import CellChange, Side, compared, laid_on
from chains.names import normalised_name
from chains.steps import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from app.exchange.form_in import NamedRow
    from app.services.workspace import Workspace
    from chains.chain import SegmentRef
    from chains.events import Outcome
    from chains.ports import Reader
    from chains.state import ChainState
    from chains.steps import Step

    Rows = dict[Any, dict[str, object]]


_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Form:
    """A form compared: its changes, and the companies that the registry does not have.

    `deleted` are the changes to 剔除 that rows which are gone from it would be.
    """

    form: ReturnedForm
    changes: tuple[CellChange, ...]
    newcomers: Mapping[str, Company]
    deleted: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class FormsImport:
    """A plan with what is needed to carry it out."""

    plan: FormsPlan
    forms: tuple[_Form, ...]
    ours: Mapping[Any, Mapping[str, object]]
    versions: Mapping[SegmentRef, int]

    def commands(
        self,
        choices: Mapping[int, Side],
        otherwise: Side = Side.OURS,
        rejected: Collection[int] = (),
    ) -> tuple[tuple[str, Composite], ...]:
        """For each form that brings anything, its author and its command: one step to undo each.

        `choices` decide collisions by their index in the plan, `otherwise` the rest; `rejected` are the
        deleted rows, by index, that count as 剔除. They are to be written in this order; of two forms that
        both win a cell the later one holds.
        """
        found = []
        ours: Any = self.ours
        bumped: Counter[SegmentRef] = Counter()
        changes, deletions = count(), count()
        for form in self.forms:
            taken = [
                one
                for one, at in zip(form.changes, changes, strict=False)
                if not one.collides or choices.get(at, otherwise) is Side.THEIRS
            ]
            taken += [one for one, at in zip(form.deleted, deletions, strict=False) if at in rejected]
            real = [one for one in taken if one.theirs != ours.get(one.key, {}).get(one.field)]
            if real:
                versions = {ref: version + bumped[ref] for ref, version in self.versions.items()}
                parts = commands_of(real, ours, form.newcomers, versions)
                bumped.update({cast("RowKey", change.key).ref for change in real})
                ours = laid_on(ours, real)
                unit = form.form.identity.unit
                found.append((unit, Composite("import_form", f"{unit}：{form.form.file}", parts)))
        return tuple(found)


def plan_form_import(workspace: Workspace, paths: Sequence[Path], step: Step = tell_nobody) -> FormsImport:
    """Read the forms and compare them; nothing is written. Files that are no forms are listed as refused."""
    forms: list[ReturnedForm] = []
    refused: list[tuple[str, str]] = []
    for done, path in enumerate(paths):
        told = _telling(step, done, len(paths), path.name)
        try:
            forms.append(read_form(read_sheets(path, told), path.name))
        except FileRefused as error:
            refused.append((path.name, messages.tell(error)))
    with workspace.read() as reader:
        planning = _Planning(reader)
        for done, form in enumerate(forms):
            step(done, len(forms), f"比对 {form.file}")
            try:
                planning.add(form)
            except FileRefused as error:
                refused.append((form.file, messages.tell(error)))
    step(len(forms), len(forms), "比对完成")
    return planning.result(tuple(refused))


def take_in_forms(
    workspace: Workspace,
    found: FormsImport,
    choices: Mapping[int, Side],
    otherwise: Side = Side.OURS,
    rejected: Collection[int] = (),
    *,
    backs_up: bool = True,
) -> tuple[Outcome, ...]:
    """Write what was decided, each form in its district's name; where it is much, after a backup.

    Raises Conflict when something changed since the plan was made; NotBackedUp unless `backs_up` is off.
    """
    commands = found.commands(choices, otherwise, rejected)
    if backs_up:
        back_up_before(workspace, things_in(command for _author, command in commands))
    return tuple(workspace.execute_as(command, author) for author, command in commands)


def _telling(step: Step, done: int, total: int, name: str) -> Step:
    """A step for one file of many: it hears of cancelling, and tells how many files are done."""

    def tell(_done: int, _total: int, _text: str = "") -> None:
        step(done, total, f"读取 {name}")

    return tell


class _Planning:
    """The forms compared so far: each is compared with what the earlier ones make of the workspace."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._states = {state.chain.code: state for state in reader.chain_states()}
        self._before = _all_cells(self._states.values())
        self._ours: Rows = dict(self._before)
        self._laid_by: dict[tuple[Any, str], str] = {}
        self._past: dict[int, tuple[Rows, tuple[ChainState, ...]]] = {}
        self._forms: list[_Form] = []
        self._changes: list[FormChange] = []
        self._deleted: list[FormChange] = []
        self._lines: list[FormLine] = []

    def add(self, form: ReturnedForm) -> None:
        """Compare one form. Raises FileRefused when it is another workspace's."""
        base, then = self._base(form)
        told = _Told(self._reader, form, then, self._states.values())
        theirs = {key: row for key, row in told.rows.items() if self._stands(key, row, base, told)}
        changes = compared(base, theirs, self._ours)
        deleted = self._deletions(base, told)
        index = len(self._forms)
        shown = [self._shown(index, one, told) for one in changes]
        self._deleted += [self._shown(index, one, told) for one in deleted]
        clean = [one for one in changes if not one.collides]
        self._ours = laid_on(self._ours, clean)
        self._laid_by.update({one.place: form.identity.unit for one in clean})
        self._changes += shown
        used = {cast("RowKey", one.key).newcomer for one in changes}
        newcomers = {key: company for key, company in told.newcomers.items() if key in used}
        problems = tuple(told.problems)
        self._forms.append(_Form(form, changes, newcomers, deleted))
        self._lines.append(
            FormLine(
                form.file,
                form.identity.unit,
                form.identity.number,
                form.identity.at[:10],
                len(changes),
                sum(one.collides for one in changes),
                tuple(company.name for company in newcomers.values()),
                problems,
            )
        )

    def result(self, refused: tuple[tuple[str, str], ...]) -> FormsImport:
        """The plan whole."""
        plan = FormsPlan(tuple(self._lines), tuple(self._changes), refused, tuple(self._deleted))
        versions = {
            segment.ref: segment.version
            for state in self._states.values()
            for segment in state.chain.segments
        }
        return FormsImport(plan, tuple(self._forms), self._before, versions)

    def _base(self, form: ReturnedForm) -> tuple[Rows, tuple[ChainState, ...]]:
        """The cells as they were when the form was made."""
        identity = form.identity
        if not is_version(self._reader, identity.workspace, identity.number, identity.at):
            raise FileRefused(file=form.file, reason="form_foreign", unit=identity.unit)
        if identity.number not in self._past:
            then = self._reader.chain_states_at(identity.number)
            self._past[identity.number] = (_all_cells(then), then)
        return self._past[identity.number]

    def _stands(self, key: RowKey, row: Mapping[str, object], base: Rows, told: _Told) -> bool:
        """Whether the segment is still there; a change to one that is gone is told."""
        if RowKey(key.ref) in self._before:
            return True
        if compared(base, {key: row}, base):
            told.refuse(key, "这个环节在下发之后已被删除，未导入")
        return False

    def _deletions(self, base: Rows, told: _Told) -> tuple[CellChange, ...]:
        """What rows gone from the form would be as 剔除; a segment's row that is gone is only told."""
        gone = [key for key in told.gone() if key in self._ours]
        told.tell_gone_segments([key for key in gone if not key.is_company])
        asked = [
            CellChange(key, "decision", base.get(key, {}).get("decision"), Decision.REJECTED, ours)
            for key in gone
            if key.is_company and (ours := self._ours[key].get("decision")) is not Decision.REJECTED
        ]
        return tuple(asked)

    def _shown(self, index: int, change: CellChange, told: _Told) -> FormChange:
        key = cast("RowKey", change.key)
        who, when = "", ""
        if change.collides:
            other = self._laid_by.get(change.place)
            who, when = (
                (other, "本次导入") if other else who_set(self._reader, self._states, key, change.field)
            )
        return FormChange(
            index,
            told.place(key),
            told.company(key),
            field_word(key, change.field),
            value_word(change.field, change.base),
            value_word(change.field, change.theirs),
            value_word(change.field, change.ours),
            change.collides,
            who,
            when,
        )


class _Told:
    """What a form says, with its companies looked up in the registry."""

    def __init__(
        self,
        reader: Reader,
        form: ReturnedForm,
        then: Iterable[ChainState],
        now: Iterable[ChainState],
    ) -> None:
        self._reader, self._form = reader, form
        self._refs = {**place_names(now), **place_names(then)}
        self._places = {ref: name for name, ref in self._refs.items()}
        self._names = {
            RowKey(one.placement.ref, one.placement.company_id): one.company_name
            for state in (*then, *now)
            for some in state.suppliers.values()
            for one in some
        }
        self.newcomers: dict[str, Company] = {}
        self.problems = [(one.sheet, one.row, one.cause) for one in form.problems]
        self.rows: dict[RowKey, dict[str, object]] = {}
        self._numbers = dict(form.row_numbers)
        self._moved: set[RowKey] = set()
        self._take_known()
        for one in form.named:
            self._take_named(one)

    def place(self, key: RowKey) -> str:
        """产业链/环节 of a row."""
        return self._places.get(key.ref, str(key.ref))

    def company(self, key: RowKey) -> str:
        """The company of a row; "" for a segment's."""
        if key.newcomer:
            return self.newcomers[key.newcomer].name
        return self._names.get(key, "")

    def refuse(self, key: RowKey, cause: str) -> None:
        """Note what cannot be taken of a row."""
        self.problems.append((COMPANIES if key.is_company else SEGMENTS, self._numbers.get(key, 0), cause))

    def gone(self) -> tuple[RowKey, ...]:
        """Rows that the form went out with and that do not stand in it any more, or are written over."""
        return tuple(key for key in self._form.made_with if key not in self.rows and key not in self._moved)

    def tell_gone_segments(self, gone: Sequence[RowKey]) -> None:
        """One line for them all: who keeps only their own rows deletes hundreds."""
        if gone:
            names = "、".join(map(self.place, gone[:_MOST_NAMED]))
            more = f"等 {len(gone):,} 行" if len(gone) > _MOST_NAMED else ""
            self.problems.append((SEGMENTS, 0, f"表中删去了“{names}”{more}；这些环节的评估保持不变"))

    def _take_known(self) -> None:
        """Rows with a key; one whose company was written over is a new row of that company."""
        for key, cells in self._form.rows.items():
            said = self._form.said.get(key)
            if said is None or normalised_name(said.name) == normalised_name(self._names.get(key, said.name)):
                moved = said is not None and self._refs.get(said.place, key.ref) != key.ref
                if moved:
                    self._moved.add(key)
                    self.refuse(key, "已有的行不能改环节，未导入；请把结论选为“剔除”，另填一行")
                else:
                    self.rows[key] = dict(cells)
            else:
                self._take_named(said)

    def _take_named(self, one: NamedRow) -> None:
        ref = self._refs.get(one.place)
        if ref is None:
            self.problems.append((COMPANIES, one.row, f"没有“{one.place[:40]}”这个环节，未导入"))
            return
        found = self._company(one)
        if found is None:
            self.problems.append(
                (COMPANIES, one.row, f"企业库中有多家“{one.name[:40]}”，请填写信用代码，未导入")
            )
            return
        company_id, newcomer = found
        key = RowKey(ref, company_id, newcomer)
        if key in self.rows:
            self.problems.append((COMPANIES, one.row, f"与第 {self._numbers.get(key, 0)} 行重复，未导入"))
            return
        self._names.setdefault(key, one.name)
        self._numbers[key] = one.row
        # A blank in a row that has no key was never filled in: it takes nothing away.
        self.rows[key] = {IS_PLACED: True, **{name: v for name, v in one.cells.items() if v is not None}}

    def _company(self, one: NamedRow) -> tuple[int, str] | None:
        """The company's id, or the key of a new one; None when several have the name."""
        if one.credit_code:
            by_code = [
                c for c in self._reader.companies_named(one.credit_code) if c.credit_code == one.credit_code
            ]
            if by_code:
                return by_code[0].id, ""
        fits = [
            company
            for company in self._reader.companies_named(one.name)
            if not (company.credit_code and one.credit_code and company.credit_code != one.credit_code)
        ]
        if len(fits) > 1:
            return None
        if fits:
            return fits[0].id, ""
        identity = self._form.identity
        key = newcomer_key(one.name, one.credit_code)
        new = Company(0, one.name, one.credit_code, origin=f"填报：{identity.unit}")
        if identity.district:
            new = replace(new, region=identity.district, region_basis="stated")
        self.newcomers.setdefault(key, new)
        return 0, key


def _all_cells(states: Iterable[ChainState]) -> Rows:
    return {
        key: {field: as_written(value) for field, value in row.items()}
        for state in states
        for key, row in cells_of(state).items()
    }
