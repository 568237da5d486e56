"""What importing a table of companies would do: nothing is written here."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from app.exchange.company_merge import changes_between, completed, updated
from app.exchange.company_row import ReadRow, RowRejected, columns_of, mapping_of, read_row
from app.exchange.sheet_in import no_step
from app.exchange.table import cell_text
from chains.commands import CompanyArrival, ImportCompanies
from chains.names import normalised_name
from chains.rows import FieldChange, ImportPlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.exchange.table import Step, Table
    from chains.company import Company, Contact

_PREVIEWED = 20
_NOTES = 50


def plan_import(
    table: Table,
    existing: Iterable[Company],
    file_name: str,
    step: Step = no_step,
    known_contacts: Mapping[int, tuple[Contact, ...]] | None = None,
) -> tuple[ImportPlan, ImportCompanies]:
    """Compare the rows with the companies there are: the plan to show, and the command that carries it out.

    A company is found by 统一社会信用代码, then by name, then by 曾用名. Rows about one company in one file
    are joined and count as unchanged, so read = added + updated + unchanged + rejected. Contacts of companies
    that do not change otherwise arrive only when `known_contacts` (by id) lets them be compared.
    """
    planning = _Planning(existing, known_contacts)
    columns = columns_of(table.header)
    for done, row in enumerate(table.rows):
        if done % 500 == 0:
            step(done, len(table.rows), "比对企业")
        try:
            planning.take(read_row(row, columns))
        except RowRejected as rejected:
            planning.rejected.append((row.number, str(rejected)))
    step(len(table.rows), len(table.rows), "比对企业")
    return planning.result(table, file_name)


class _Known:
    """Companies by code, by name and by former name."""

    def __init__(self) -> None:
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_former: dict[str, list[int]] = {}
        self.companies: list[Company] = []

    def add(self, company: Company) -> int:
        """Keep it; returns its place."""
        self.companies.append(company)
        place = len(self.companies) - 1
        self._index(place)
        return place

    def put(self, place: int, company: Company) -> None:
        """Put a fuller company in the same place."""
        self.companies[place] = company
        self._index(place)

    def _index(self, place: int) -> None:
        company = self.companies[place]
        if company.credit_code:
            self._by_code.setdefault(company.credit_code, place)
        _file(self._by_name, company.name, place)
        for former in company.former_names:
            _file(self._by_former, former, place)

    def find(self, company: Company) -> int | None:
        """Place of the company that this one is, if it is there."""
        if company.credit_code and company.credit_code in self._by_code:
            return self._by_code[company.credit_code]
        name = normalised_name(company.name)
        formers = [normalised_name(former) for former in company.former_names]
        places = (
            *self._by_name.get(name, ()),
            *self._by_former.get(name, ()),
            *(place for former in formers for place in self._by_name.get(former, ())),
        )
        return next((place for place in places if _can_be_one(self.companies[place], company)), None)


def _file(index: dict[str, list[int]], name: str, place: int) -> None:
    places = index.setdefault(normalised_name(name), [])
    if place not in places:
        places.append(place)


def _can_be_one(one: Company, other: Company) -> bool:
    """Two companies of one name are two when their codes differ."""
    codes = ((one.credit_code, other.credit_code), (one.stock_code, other.stock_code))
    return not any(a and b and a != b for a, b in codes)


class _Planning:
    """The rows taken so far."""

    def __init__(
        self, existing: Iterable[Company], contacts: Mapping[int, tuple[Contact, ...]] | None
    ) -> None:
        self._existing = _Known()
        for company in existing:
            self._existing.add(company)
        self._contacts = contacts
        self._told = _Known()
        self._rows: list[ReadRow] = []
        self._targets: list[int | None] = []
        self._row_for: dict[int, int] = {}
        self._joined = 0
        self.rejected: list[tuple[int, str]] = []
        self._notes: list[str] = []

    def take(self, row: ReadRow) -> None:
        """Take a row: join it with an earlier one about the same company, or keep it."""
        self._notes += row.notes
        target = self._existing.find(row.company)
        place = self._place_of(row.company, target)
        if place is None:
            place = self._told.add(row.company)
            self._rows.append(row)
            self._targets.append(target)
        else:
            self._join(place, row)
            self._targets[place] = target if self._targets[place] is None else self._targets[place]
        if target is not None:
            self._row_for[target] = place

    def _join(self, place: int, row: ReadRow) -> None:
        first = self._rows[place]
        whole = completed(first.company, row.company)
        if row.company == first.company:
            self._notes.append(f"第 {row.number} 行与第 {first.number} 行相同，只导入一次。")
        elif normalised_name(row.company.name) != normalised_name(first.company.name):
            one, other = first.company.name[:40], row.company.name[:40]
            pair = f"第 {row.number} 行“{other}”与第 {first.number} 行“{one}”"
            self._notes.append(f"{pair}信用代码或曾用名相同，已按同一企业合并，请核对。")
        else:
            self._notes.append(
                f"第 {row.number} 行与第 {first.number} 行是同一企业，已合并，空缺处以后者补充。"
            )
        self._joined += 1
        first.company = whole
        first.contacts = tuple(dict.fromkeys((*first.contacts, *row.contacts)))
        self._told.put(place, whole)

    def _place_of(self, company: Company, target: int | None) -> int | None:
        """Place of the earlier row about the same company.

        That is the one that updates the same known company, else the one it matches, unless the two update
        different ones.
        """
        if target is not None and target in self._row_for:
            return self._row_for[target]
        place = self._told.find(company)
        if place is None or target is None or self._targets[place] is None:
            return place
        return None

    def result(self, table: Table, file_name: str) -> tuple[ImportPlan, ImportCompanies]:
        """The plan and the command."""
        arrivals: list[CompanyArrival] = []
        changes: list[tuple[str, tuple[FieldChange, ...]]] = []
        versions: dict[int, int] = {}
        counts: Counter[str] = Counter(unchanged=self._joined)
        for row, target in zip(self._rows, self._targets, strict=True):
            arrival, changed, known = self._arrival(row, target, file_name)
            if arrival is None:
                counts["unchanged"] += 1
                continue
            arrivals.append(arrival)
            counts["updated" if known else "added"] += 1
            if known:
                versions[known.id] = known.version
                changes.append((known.name, changed))
        plan = ImportPlan(
            file_name=file_name,
            read=len(table.rows),
            added=counts["added"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            rejected=tuple(self.rejected),
            columns=mapping_of(table.header),
            preview=tuple(tuple(map(cell_text, row.cells)) for row in table.rows[:_PREVIEWED]),
            changes=tuple(changes),
            notes=(*table.notes, *self._told_notes()),
        )
        return plan, ImportCompanies(file_name, tuple(arrivals), versions)

    def _arrival(
        self, row: ReadRow, place: int | None, file_name: str
    ) -> tuple[CompanyArrival | None, tuple[FieldChange, ...], Company | None]:
        if place is None:
            new = replace(row.company, origin=row.company.origin or file_name)
            return CompanyArrival(new, row.contacts), (), None
        known = self._existing.companies[place]
        after = updated(known, row.company)
        changed = changes_between(known, after) + self._contact_change(known, row)
        if not changed:
            return None, (), known
        return CompanyArrival(after, row.contacts), changed, known

    def _contact_change(self, known: Company, row: ReadRow) -> tuple[FieldChange, ...]:
        if self._contacts is None:
            return ()
        new = set(row.contacts) - set(self._contacts.get(known.id, ()))
        return (FieldChange("联系方式", "", f"新增 {len(new)} 条"),) if new else ()

    def _told_notes(self) -> tuple[str, ...]:
        if len(self._notes) <= _NOTES:
            return tuple(self._notes)
        return (*self._notes[:_NOTES], f"另有 {len(self._notes) - _NOTES} 条类似提示未列出。")
