"""The companies of a workspace as an import asks for them: found by an index in memory, read when needed."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from typing import TYPE_CHECKING

from chains.name_index import NameIndex
from chains.names import normalised_name
from chains.twins import are_twins, may_be_one, twin_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from app.services.workspace import Workspace
    from chains.company import Company, CompanyName, Contact
    from chains.steps import Step
    from chains.twins import Named

_BATCH = 10_000
_PAIRS_AT_ONCE = 500


class WorkspaceKnown:
    """See app.exchange.known.Known. Names are read once, when first asked for; companies each time."""

    def __init__(self, workspace: Workspace, step: Step) -> None:
        self._workspace, self._step = workspace, step
        self._built: NameIndex | None = None

    def find(self, told: Sequence[Named]) -> list[tuple[Company, ...]]:
        """Per row the companies that it may be, best first: by code, else by name, then by 曾用名."""
        index = self._index()
        codes = index.codes.find([company.credit_code for company in told])
        names = [normalised_name(company.name) for company in told]
        by_name, by_former = index.names.find(names), index.formers.find(names)
        of_formers = self._by_former_names(told)
        groups = [(code, *rest) for code, *rest in zip(codes, by_name, by_former, of_formers, strict=True)]
        companies = self.companies([one for group in groups for ids in group for one in ids])
        return [
            _fits(company, name, [[companies[one] for one in ids if one in companies] for ids in group])
            if any(group)
            else ()
            for company, name, group in zip(told, names, groups, strict=True)
        ]

    def twins(self, told: Sequence[Named]) -> list[tuple[Company, ...]]:
        """Per row the companies that it resembles so much that a person should look."""
        keys = [(at, key) for at, company in enumerate(told) for key in twin_keys(company)]
        found: list[tuple[int, ...]] = [()] * len(told)
        for (at, _), ids in zip(keys, self._index().twins.find([key for _, key in keys]), strict=True):
            found[at] += ids
        companies = self.companies([one for ids in found for one in ids])
        return [
            tuple(
                companies[one]
                for one in dict.fromkeys(ids)
                if one in companies and are_twins(company, companies[one])
            )
            for company, ids in zip(told, found, strict=True)
        ]

    def twin_pairs(self, most: int) -> tuple[tuple[Company, Company], ...]:
        """Companies that may be one, two and two; the one that more is known of stands first."""
        groups = [group for group in self._index().twins.repeated() if len(group) > 1]
        pairs: list[tuple[Company, Company]] = []
        for start in range(0, len(groups), _PAIRS_AT_ONCE):
            part = groups[start : start + _PAIRS_AT_ONCE]
            self._step(start, len(groups), "比对名称")
            held = self.companies([one for group in part for one in group])
            for group in part:
                known = [held[one] for one in group if one in held]
                pairs += [_fuller_first(one, other) for one, other in _twins_in(known)]
            if len(pairs) >= most:
                break
        return tuple(pairs[:most])

    def companies(self, ids: Sequence[int]) -> Mapping[int, Company]:
        """Companies by id."""
        if not ids:
            return {}
        with self._workspace.read() as reader:
            return reader.companies_by_id(list(dict.fromkeys(ids)))

    def contacts(self, ids: Sequence[int]) -> Mapping[int, tuple[Contact, ...]]:
        """Contacts by id."""
        with self._workspace.read() as reader:
            return reader.contacts_by_id(ids)

    def typed(self, ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
        """By company the fields whose value staff typed."""
        with self._workspace.read() as reader:
            return reader.typed_fields(ids)

    def row_hashes(self) -> NDArray[np.int64]:
        """Sorted hashes of rows that companies are still as told by."""
        with self._workspace.read() as reader:
            return reader.known_row_hashes()

    def _by_former_names(self, told: Sequence[Named]) -> list[tuple[int, ...]]:
        formers = [(at, former) for at, company in enumerate(told) for former in company.former_names]
        found: list[tuple[int, ...]] = [()] * len(told)
        ids = self._index().names.find([normalised_name(former) for _, former in formers])
        for (at, _), fits in zip(formers, ids, strict=True):
            found[at] += fits
        return found

    def _index(self) -> NameIndex:
        if self._built is None:
            with self._workspace.read() as reader:
                total = reader.company_count("")
            self._built = NameIndex(self._names(total))
        return self._built

    def _names(self, total: int) -> Iterator[CompanyName]:
        """Names in batches, so that nobody waits long to write."""
        last, done = 0, 0
        while True:
            self._step(done, total, "读取企业库")
            with self._workspace.read() as reader:
                batch = reader.company_names(last, _BATCH)
            if not batch:
                return
            yield from batch
            last, done = batch[-1].id, done + len(batch)


def _twins_in(group: list[Company]) -> Iterator[tuple[Company, Company]]:
    keys = {one.id: twin_keys(one) for one in group}
    for one, other in combinations(group, 2):
        if may_be_one(one, other) and keys[one.id] & keys[other.id]:
            yield one, other


def _fuller_first(one: Company, other: Company) -> tuple[Company, Company]:
    def known(company: Company) -> tuple[bool, int]:
        facts = sum(bool(getattr(company, part.name)) for part in fields(company))
        return bool(company.credit_code), facts

    return (one, other) if known(one) >= known(other) else (other, one)


def _fits(company: Named, name: str, groups: list[list[Company]]) -> tuple[Company, ...]:
    """The companies whose code or names are really the row's: hashes alone do not prove it."""
    by_code, by_name, by_former, of_formers = groups
    same_code = [one for one in by_code if one.credit_code == company.credit_code]
    if same_code:
        return (same_code[0],)
    formers = {normalised_name(former) for former in company.former_names}
    fits = [
        *(one for one in by_name if normalised_name(one.name) == name),
        *(one for one in by_former if name in map(normalised_name, one.former_names)),
        *(one for one in of_formers if normalised_name(one.name) in formers),
    ]
    return tuple({one.id: one for one in fits if may_be_one(one, company)}.values())
