"""What importing a list of companies would do: nothing is written here."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.apart import messages_of
from app.exchange.checked_rows import ROWS_A_BATCH, Reject, check
from app.exchange.company_row import mapping_of
from app.exchange.import_planning import JOINED, NEW, UNCHANGED, UPDATED, Entry, Planning
from app.exchange.known import KnownInMemory
from app.exchange.sheet_in import refused_by_name
from app.exchange.table import cell_text
from chains.commands import CompanyArrival, ImportCompanies
from chains.rows import ImportPlan, TwinPair
from chains.steps import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from app.exchange.company_source import FileLook, SheetChoice
    from app.exchange.known import Known
    from app.exchange.table import Table, TableRow
    from chains.company import Company, Contact
    from chains.rows import FieldChange
    from chains.steps import Step

MOST_LISTED = 500
MOST_REJECTED = 5_000
_PREVIEWED = 20


@dataclass(frozen=True, slots=True)
class _Head:
    """What the plan says of the file itself."""

    file_name: str
    header: tuple[str, ...]
    fields: tuple[str, ...] | None
    preview: tuple[TableRow, ...]


class PreparedImport:
    """An import that was looked at and waits to be written; `close` lets go of what it holds on disk."""

    def __init__(self, planning: Planning, head: _Head, notes: Sequence[str] = ()) -> None:
        self._planning, self._head = planning, head
        self._notes = tuple(notes)

    @property
    def file_name(self) -> str:
        """Name of the file."""
        return self._head.file_name

    @property
    def header(self) -> tuple[str, ...]:
        """Headings of the file."""
        return self._head.header

    @property
    def writes(self) -> int:
        """How many companies will be added or changed."""
        return self._planning.counts[NEW] + self._planning.counts[UPDATED]

    def plan(self) -> ImportPlan:
        """What it will do, as numbers and the beginning of each list."""
        planning, head = self._planning, self._head
        rejected = [(one.number, one.reason) for one in _first(planning.rejects, MOST_REJECTED)]
        changed = [planning.entry(place) for place in planning.places(UPDATED, MOST_LISTED)]
        return ImportPlan(
            file_name=head.file_name,
            read=planning.read,
            added=planning.counts[NEW],
            updated=planning.counts[UPDATED],
            unchanged=planning.counts[UNCHANGED] + planning.joined + planning.same,
            rejected=tuple(rejected),
            rejected_count=len(planning.rejects),
            columns=mapping_of(head.header, head.fields),
            preview=tuple(tuple(map(cell_text, row.cells)) for row in head.preview),
            changes=tuple((_name(one), one.changes) for one in changed),
            notes=(*self._notes, *self._told_notes()),
            new=tuple(_line(planning.entry(place)) for place in planning.places(NEW, MOST_LISTED)),
            same=tuple(_name(planning.entry(place)) for place in planning.places(UNCHANGED, MOST_LISTED)),
            kept=self._kept(),
            kept_count=planning.kept,
            twins=self._twins(),
            twin_count=len(planning.twins) + len(planning.told_twins),
            told_twin_count=len(planning.told_twins),
        )

    def join(self, pair: TwinPair) -> bool:
        """A person said that the two are one; False when they cannot be, after others were joined."""
        planning = self._planning
        if pair.in_file:
            planning.told_twins = [one for one in planning.told_twins if one[0] != pair.place]
            return planning.join_told(pair.place, pair.other_place)
        planning.twins = [one for one in planning.twins if one[0] != pair.place]
        return planning.join_known(pair.place, pair.known.id)

    def arrivals(self) -> Iterator[CompanyArrival]:
        """Everything to write, in order; what is changed carries the version that was seen."""
        planning = self._planning
        for place, verdict in enumerate(planning.verdicts):
            if verdict in {UNCHANGED, JOINED}:
                continue
            entry = planning.arriving(place, self.file_name)
            company = entry.row.company if entry.after is None else entry.after
            yield CompanyArrival(company, entry.row.contacts, entry.row.row_hash)

    def command(self) -> ImportCompanies:
        """All of it as one command: for lists that fit in memory."""
        arrivals = tuple(self.arrivals())
        versions = {one.company.id: one.company.version for one in arrivals if one.company.id}
        return ImportCompanies(self.file_name, arrivals, versions)

    def rejects(self) -> Iterator[Reject]:
        """The rows that are not taken, in order."""
        return iter(self._planning.rejects)

    def close(self) -> None:
        """Let go of what is held on disk."""
        self._planning.close()

    def _kept(self) -> tuple[tuple[str, tuple[FieldChange, ...]], ...]:
        if not self._planning.kept:
            return ()
        found = [(_name(one), one.kept) for one in self._planning.kept_entries()]
        return tuple(found[:MOST_LISTED])

    def _twins(self) -> tuple[TwinPair, ...]:
        """Half the places for each kind, so that many of one leave the other to be seen."""
        planning = self._planning
        in_file = planning.told_twins[: max(MOST_LISTED // 2, MOST_LISTED - len(planning.twins))]
        shown = planning.twins[: MOST_LISTED - len(in_file)]
        known = planning.known.companies([other for _, others in shown for other in others])
        pairs = [
            TwinPair(place, entry.row.number, entry.row.company, known[others[0]])
            for place, others in shown
            if others[0] in known and (entry := planning.entry(place))
        ]
        for place, earlier in in_file:
            row, first = planning.entry(place).row, planning.entry(earlier).row
            pairs.append(TwinPair(place, row.number, row.company, first.company, earlier, first.number))
        return tuple(pairs)

    def _told_notes(self) -> tuple[str, ...]:
        planning = self._planning
        more = planning.noted - len(planning.notes)
        return (*planning.notes, f"另有 {more} 条类似提示未列出。") if more else tuple(planning.notes)


def prepare_import(
    look: FileLook, choice: SheetChoice, known: Known, step: Step = tell_nobody
) -> PreparedImport:
    """Read the file as chosen and compare it with what is known.

    Raises FileRefused; what `step` raises stops the reading and nothing is left.
    """
    planning = Planning(known)
    sheet = next(one for one in look.sheets if one.name == choice.sheet)
    below = [row for row in sheet.rows if row.number > (choice.header_row or 0)]
    head = _Head(look.path.name, choice.header, choice.fields, tuple(below[:_PREVIEWED]))
    with ExitStack() as leaving:
        leaving.callback(planning.close)
        notes = _read(look, choice, planning, step)
        planning.finish()
        leaving.pop_all()
    return PreparedImport(planning, head, notes)


def _read(look: FileLook, choice: SheetChoice, planning: Planning, step: Step) -> list[str]:
    notes = [f"第 {choice.header_row} 行是表头，其上的说明未导入。"] if (choice.header_row or 0) > 1 else []
    total = 0

    def tell(_done: int, _total: int, _text: str) -> None:
        step(planning.read, total, "读取并比对")

    with refused_by_name(look.path, look.kind):
        known = planning.known.row_hashes()
        text = (look.encoding, look.text)
        for message in messages_of("check", look.path, tell, look.kind, text, choice, known):
            if message[0] == "checked":
                planning.take(message[1])
                total = max(message[2], planning.read) if message[2] else 0
            else:
                notes += message[1]
    return list(dict.fromkeys((*look.notes, *notes)))


def plan_import(
    table: Table,
    existing: Iterable[Company],
    file_name: str,
    step: Step = tell_nobody,
    known_contacts: Mapping[int, tuple[Contact, ...]] | None = None,
) -> tuple[ImportPlan, ImportCompanies]:
    """Compare a table in memory with companies in memory: the plan to show, and the command to carry out.

    A company is found by 统一社会信用代码, then by name, then by 曾用名. Rows about one company in one file
    are joined and count as unchanged, so read = added + updated + unchanged + rejected. Contacts of companies
    that do not change otherwise arrive only when `known_contacts` (by id) lets them be compared.
    """
    planning = Planning(KnownInMemory(existing, known_contacts))
    prepared = PreparedImport(
        planning, _Head(file_name, table.header, None, table.rows[:_PREVIEWED]), table.notes
    )
    try:
        for number, checked in enumerate(check(table.rows, table.header, None)):
            step(number * ROWS_A_BATCH, len(table.rows), "比对企业")
            planning.take(checked)
        planning.finish()
        return prepared.plan(), prepared.command()
    finally:
        prepared.close()


def _first(values: Iterable[Reject], most: int) -> list[Reject]:
    return [value for value, _ in zip(values, range(most), strict=False)]


def _name(entry: Entry) -> str:
    return entry.row.company.name


def _line(entry: Entry) -> tuple[str, str, str]:
    company = entry.row.company
    return str(entry.row.number), company.name, company.credit_code or company.stock_code
