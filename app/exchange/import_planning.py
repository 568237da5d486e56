"""Compares the rows of a file with the companies there are, some thousand rows at a time."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.exchange.company_merge import changes_between, completed, sparing, updated
from app.exchange.company_row import ReadRow
from app.exchange.packed_row import row_of
from app.exchange.packing import pack
from app.exchange.spool import Spool
from app.exchange.told_places import ToldPlaces
from app.exchange.told_twins import ToldTwins
from chains.names import normalised_name
from chains.rows import FieldChange
from chains.twins import may_be_one

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.exchange.checked_rows import Checked
    from app.exchange.known import Known
    from app.exchange.packed_row import PackedRow
    from chains.company import Company, Contact
    from chains.twins import Named

NEW, UPDATED, UNCHANGED, JOINED = 0, 1, 2, 3
"""JOINED: a person said that it is another company of the file; that one has its facts."""
MOST_NOTES = 50
MOST_TWINS = 20_000


@dataclass(slots=True)
class Entry:
    """One company of the file: what its rows say, which known company it is, and what that would change.

    `after` is None when it is new (then the row tells all) and when nothing changes. `kept` are facts that
    staff typed and the file says otherwise.
    """

    row: ReadRow
    target: int | None = None
    version: int = 0
    after: Company | None = None
    changes: tuple[FieldChange, ...] = ()
    kept: tuple[FieldChange, ...] = ()


for _kind in (ReadRow, Entry):
    pack(_kind)


class _Waiting:
    """An entry of the rows in hand; folded up as it came for as long as nothing must look into it."""

    __slots__ = ("_entry", "packed")

    def __init__(self, packed: PackedRow | None, entry: Entry | None = None) -> None:
        self.packed, self._entry = packed, entry

    @property
    def entry(self) -> Entry:
        """The whole entry; from now on it is kept so."""
        if self._entry is None:
            assert self.packed is not None
            self._entry, self.packed = Entry(self.packed.row()), None
        return self._entry

    @property
    def named(self) -> Named:
        """What it is known by."""
        return self.packed or self.entry.row.company


class Planning:
    """The rows taken so far. Entries wait in a file, so that a million of them fit."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.entries, self.rejects = Spool(), Spool()
        self.verdicts = bytearray()
        self.counts: Counter[int] = Counter()
        self.read = self.same = self.joined = self.kept = self.noted = 0
        self.notes: list[str] = []
        self.twins: list[tuple[int, tuple[int, ...]]] = []
        self.told_twins: list[tuple[int, int]] = []
        self._told, self._alike = ToldPlaces(), ToldTwins()
        self._targets = array("q")
        self._place_for: dict[int, int] = {}
        self._joined_into: dict[int, int] = {}

    def take(self, checked: Checked) -> None:
        """Take the next rows: join those about the same company, and compare all with what is known."""
        self.read += checked.count
        self.same += checked.same
        for reject in checked.rejected:
            self.rejects.append(reject)
        if not checked.rows:
            return  # nothing to look up: the names of all companies need not even be read
        self._told.look_ahead(checked.rows)
        fits = self.known.find(checked.rows)
        known = {one.id: one for group in fits for one in group[:1]}
        pending: dict[int, _Waiting] = {}
        for row, group in zip(checked.rows, fits, strict=True):
            for note in row.notes:
                self._note(note)
            self._take_row(row, group[0].id if group else None, pending)
        self._settle(pending, known)

    def entry(self, place: int) -> Entry:
        """One company of the file."""
        found = self.entries[place]
        return found if isinstance(found, Entry) else Entry(row_of(found))

    def arriving(self, place: int, origin: str) -> Entry:
        """The same; a new company whose row names no 信息来源 has this one."""
        found = self.entries[place]
        if not isinstance(found, Entry):
            return Entry(row_of(found, origin))
        company = found.row.company
        if found.target is None and not company.origin:
            found.row.company = replace(company, origin=origin)
        return found

    def kept_entries(self) -> Iterator[Entry]:
        """Entries of known companies of which staff typed something else."""
        return (one for one in self.entries if isinstance(one, Entry) and one.kept)

    def places(self, verdict: int, most: int | None = None) -> list[int]:
        """Places of the entries of one verdict, in order, at most so many."""
        found: list[int] = []
        at = self.verdicts.find(verdict)
        while at >= 0 and (most is None or len(found) < most):
            found.append(at)
            at = self.verdicts.find(verdict, at + 1)
        return found

    def finish(self) -> None:
        """All rows were taken: look for companies of the file that may be one."""
        self.told_twins = self._alike.pairs(lambda place: self.entry(place).row.company, MOST_TWINS)

    def join_known(self, place: int, company_id: int) -> bool:
        """A person said that the new one is that known one, which gets the other name as a former one.

        False when another row updates the known one and is certainly another company than this.
        """
        if company_id in self._place_for:
            return self.join_told(place, self._place_for[company_id])
        known = self.known.companies([company_id])[company_id]
        entry = self.entry(place)
        told = entry.row.company
        entry.row.row_hash = None
        entry.row.company = replace(told, name=known.name, former_names=(told.name, *told.former_names))
        self._targets[place] = company_id
        self._place_for[company_id] = place
        self._settle({place: _Waiting(None, entry)}, {company_id: known})
        return True

    def join_told(self, place: int, other_place: int) -> bool:
        """A person said that two of the file are one: the earlier keeps its name and gets what it lacks.

        False when they cannot be: their codes differ, or each is said to be another known company.
        """
        first, later = sorted((self._final(place), self._final(other_place)))
        if self._targets[later] >= 0 > self._targets[first]:
            first, later = later, first
        if first == later:
            return True
        entry, joined = self.entry(first), self.entry(later)
        if self._targets[later] >= 0 or not may_be_one(entry.row.company, joined.row.company):
            return False
        told, name = joined.row.company, entry.row.company.name
        joined.row.company = replace(told, name=name, former_names=(told.name, *told.former_names))
        self._take_facts(entry.row, joined.row)
        self._joined_into[later] = first
        self.counts[self.verdicts[later]] -= 1
        self.verdicts[later] = JOINED
        self._settle({first: _Waiting(None, entry)}, {})
        return True

    def close(self) -> None:
        """Let the files go."""
        self.entries.close()
        self.rejects.close()

    def _note(self, note: str) -> None:
        self.noted += 1
        if len(self.notes) < MOST_NOTES:
            self.notes.append(note)

    def _take_row(self, row: PackedRow, target: int | None, pending: dict[int, _Waiting]) -> None:
        place = self._place_of(row, target, pending)
        if place is None:
            place = len(self._targets)
            self._targets.append(-1 if target is None else target)
            pending[place] = _Waiting(row)
            self._told.add(row, place)
        else:
            entry = pending.setdefault(place, self._held(place, pending)).entry
            self._join(entry.row, row.row())
            self._told.add(entry.row.company, place)
            if self._targets[place] < 0 and target is not None:
                self._targets[place] = target
        if target is not None:
            self._place_for[target] = place

    def _held(self, place: int, pending: Mapping[int, _Waiting]) -> _Waiting:
        return pending[place] if place in pending else _Waiting(None, self.entry(place))

    def _place_of(self, company: Named, target: int | None, pending: Mapping[int, _Waiting]) -> int | None:
        """Place of the earlier row about the same company.

        That is the one that updates the same known company, else the one it matches, unless the two update
        different ones.
        """
        if target is not None and target in self._place_for:
            return self._place_for[target]
        for place in self._told.by_code(company):
            return place if target is None or self._targets[place] < 0 else None
        for place in self._told.by_name(company):
            if may_be_one(self._held(place, pending).named, company):
                return place if target is None or self._targets[place] < 0 else None
        return None

    def _join(self, first: ReadRow, row: ReadRow) -> None:
        if row.company == first.company:
            self._note(f"第 {row.number} 行与第 {first.number} 行相同，只导入一次。")
        elif normalised_name(row.company.name) != normalised_name(first.company.name):
            one, other = row.company.name[:40], first.company.name[:40]
            pair = f"第 {row.number} 行“{one}”与第 {first.number} 行“{other}”"
            self._note(f"{pair}信用代码或曾用名相同，已按同一企业合并，请核对。")
        else:
            self._note(f"第 {row.number} 行与第 {first.number} 行是同一企业，已合并，空缺处以后者补充。")
        self._take_facts(first, row)

    def _take_facts(self, first: ReadRow, row: ReadRow) -> None:
        self.joined += 1
        first.row_hash = None
        first.company = completed(first.company, row.company)
        first.contacts = tuple(dict.fromkeys((*first.contacts, *row.contacts)))

    def _final(self, place: int) -> int:
        """Where the company of the place stands after what was joined."""
        while place in self._joined_into:
            place = self._joined_into[place]
        return place

    def _settle(self, pending: dict[int, _Waiting], known: dict[int, Company]) -> None:
        """Compare the entries with what is known, and keep them."""
        targets = {place: self._targets[place] for place in pending if self._targets[place] >= 0}
        missing = [target for target in targets.values() if target not in known]
        if missing:
            known |= self.known.companies(missing)
        ids = list(dict.fromkeys(targets.values()))
        contacts = self.known.contacts(ids) if ids else None
        changed: dict[int, Company] = {}
        for place, target in targets.items():
            after = updated(known[target], pending[place].entry.row.company)
            if after != known[target]:
                changed[place] = after
        typed = self.known.typed([targets[place] for place in changed]) if changed else {}
        for place, waiting in pending.items():
            if place in targets:
                self._compare(waiting.entry, known[targets[place]], changed.get(place), typed, contacts)
        self._look_for_twins({place: one for place, one in pending.items() if place not in targets})
        for place in sorted(pending):
            self._keep(place, pending[place])

    def _compare(
        self,
        entry: Entry,
        known: Company,
        after: Company | None,
        typed: Mapping[int, frozenset[str]],
        contacts: Mapping[int, tuple[Contact, ...]] | None,
    ) -> None:
        entry.target, entry.version, entry.after, entry.kept = known.id, known.version, None, ()
        entry.changes = ()
        if after is not None:
            after, entry.kept = sparing(known, after, typed.get(known.id, frozenset()))
            entry.changes = changes_between(known, after)
        if contacts is not None:
            # Staff may have said whose phone it is: it is the same phone.
            held = {(one.kind, one.value) for one in contacts.get(known.id, ())}
            fresh = {(one.kind, one.value) for one in entry.row.contacts} - held
            if fresh:
                entry.changes += (FieldChange("联系方式", "", f"新增 {len(fresh)} 条"),)
        if entry.kept:
            entry.row.row_hash = None  # the difference is to be shown again
        if entry.changes:
            entry.after = known if after is None else after

    def _look_for_twins(self, new: Mapping[int, _Waiting]) -> None:
        fresh = [place for place in new if place >= len(self.verdicts)]
        if not fresh:
            return
        for place in fresh:
            self._alike.add(new[place].named, place)
        found = self.known.twins([new[place].named for place in fresh])
        for place, others in zip(fresh, found, strict=True):
            if others and len(self.twins) < MOST_TWINS:
                self.twins.append((place, tuple(one.id for one in others)))

    def _keep(self, place: int, waiting: _Waiting) -> None:
        if waiting.packed is not None and place == len(self.entries):
            self.entries.append_packed(waiting.packed.packed)
            self.verdicts.append(NEW)
            self.counts[NEW] += 1
            return
        entry = waiting.entry
        verdict = NEW if entry.target is None else UPDATED if entry.after is not None else UNCHANGED
        if place == len(self.entries):
            self.entries.append(entry)
            self.verdicts.append(verdict)
        else:
            self.counts[self.verdicts[place]] -= 1
            self.entries.replace(place, entry)
            self.verdicts[place] = verdict
        self.counts[verdict] += 1
        self.kept += bool(entry.kept)
