"""The companies that there are, as an import asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from chains.names import normalised_name
from chains.twins import may_be_one, twin_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from chains.company import Company, Contact
    from chains.twins import Named


class Known(Protocol):
    """What an import asks of the companies there are, for many rows at a time."""

    def find(self, told: Sequence[Named]) -> Sequence[tuple[Company, ...]]:
        """Per row the companies that it may be, best first: by code, else by name, then by 曾用名."""

    def twins(self, told: Sequence[Named]) -> Sequence[tuple[Company, ...]]:
        """Per row the companies that it resembles so much that a person should look."""

    def companies(self, ids: Sequence[int]) -> Mapping[int, Company]:
        """Companies by id."""

    def contacts(self, ids: Sequence[int]) -> Mapping[int, tuple[Contact, ...]] | None:
        """Contacts by id; None when they cannot be compared."""

    def typed(self, ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
        """By company the fields whose value staff typed."""

    def row_hashes(self) -> NDArray[np.int64]:
        """Sorted hashes of rows that companies are still as told by."""


class KnownInMemory:
    """Companies that are all in memory: small lists, and tests."""

    def __init__(
        self,
        companies: Iterable[Company],
        contacts: Mapping[int, tuple[Contact, ...]] | None = None,
        typed: Mapping[int, frozenset[str]] | None = None,
    ) -> None:
        self._all = tuple(companies)
        self._contacts, self._typed = contacts, typed or {}
        self._by_code = {one.credit_code: one for one in reversed(self._all) if one.credit_code}
        self._by_name = _grouped((normalised_name(one.name), one) for one in self._all)
        self._by_former = _grouped(
            (normalised_name(former), one) for one in self._all for former in one.former_names
        )
        self._by_twin = _grouped((key, one) for one in self._all for key in twin_keys(one))

    def find(self, told: Sequence[Named]) -> list[tuple[Company, ...]]:
        """See Known."""
        return [self._fits(company) for company in told]

    def twins(self, told: Sequence[Named]) -> list[tuple[Company, ...]]:
        """See Known."""
        return [
            twins_among(company, [one for key in twin_keys(company) for one in self._by_twin.get(key, ())])
            for company in told
        ]

    def companies(self, ids: Sequence[int]) -> dict[int, Company]:
        """See Known."""
        wanted = set(ids)
        return {one.id: one for one in self._all if one.id in wanted}

    def contacts(self, _ids: Sequence[int]) -> Mapping[int, tuple[Contact, ...]] | None:
        """See Known."""
        return self._contacts

    def typed(self, _ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
        """See Known."""
        return self._typed

    def row_hashes(self) -> NDArray[np.int64]:
        """See Known."""
        return np.empty(0, dtype=np.int64)

    def _fits(self, company: Named) -> tuple[Company, ...]:
        if company.credit_code in self._by_code:
            return (self._by_code[company.credit_code],)
        name = normalised_name(company.name)
        formers = (normalised_name(former) for former in company.former_names)
        return fitting(
            company,
            self._by_name.get(name, ()),
            self._by_former.get(name, ()),
            *(self._by_name.get(former, ()) for former in formers),
        )


def fitting(company: Named, *groups: Sequence[Company]) -> tuple[Company, ...]:
    """Those of the groups that the company can be, each once, in order."""
    fits = {one.id: one for group in groups for one in reversed(group) if may_be_one(one, company)}
    ordered = dict.fromkeys(one.id for group in groups for one in group)
    return tuple(fits[one] for one in ordered if one in fits)


def twins_among(company: Named, others: Iterable[Company]) -> tuple[Company, ...]:
    """Companies of the same twin key that are to be shown beside it: not those that are certainly others."""
    return tuple(
        {
            one.id: one for one in others if one.id != getattr(company, "id", 0) and may_be_one(one, company)
        }.values()
    )


def _grouped(pairs: Iterable[tuple[str, Company]]) -> dict[str, tuple[Company, ...]]:
    groups: dict[str, list[Company]] = {}
    for key, company in pairs:
        if key and company not in groups.setdefault(key, []):
            groups[key].append(company)
    return {key: tuple(companies) for key, companies in groups.items()}
